import type { Digest, EpisodeNote, Json, SessionId, Step } from '@assent/contracts';
import { noteKey, progressKey, snapshotKey, stepKey, type StepTimes } from './keys.ts';
import { countDrop, type Outcomes, type SpoolState } from './records.ts';
import { commitState, readState, type SpoolContext } from './spool-context.ts';

/** What the recorder hands over after some events: all of it is taken in, or none. */
export interface AppendBatch {
  /** Safeguarded steps. Numbers ascend within a session. */
  readonly steps: readonly Step[];
  /**
   * When each step really began and ended, as participants review and delete by it. A safeguarded step may state an
   * earlier time, so that nothing reveals how long the participant typed. Absent where steps state their own times.
   */
  readonly times?: readonly StepTimes[];
  readonly notes: readonly EpisodeNote[];
  /** Snapshots that the steps were made on. One that no step of this batch names is not stored. */
  readonly snapshots: readonly { readonly digest: Digest; readonly bytes: Uint8Array<ArrayBuffer> }[];
  /** The progress of reducer and sources after these steps; given back by `progress` after a restart. */
  readonly reducerState: Json;
  readonly acks: Json;
  /** Events since the batch before: seen, and of these dropped by the sensor. */
  readonly events: { readonly seen: number; readonly dropped: number };
}

/** What became of a batch. */
export interface AppendResult {
  readonly kept: number;
  /** Steps that were taken in before; a batch may be handed over again after a failure. */
  readonly repeated: number;
  readonly dropped: Pick<Outcomes['dropped'], 'full' | 'snapshot-full' | 'snapshot-missing'>;
}

/** Where a recorder stood when it last appended; null before the first time. */
export interface Progress {
  readonly reducerState: Json;
  readonly acks: Json;
}

/** Snapshots stop being taken in at this share of the limit, so that steps can still be stored. */
const snapshotShare = 0.8;
const rememberedSessions = 50;

/**
 * Takes a batch in, atomically and durably: when this resolves, its events may be acknowledged. A batch that was taken
 * in before changes nothing but the progress. What does not fit any more is counted, never silently left out (P10);
 * what was taken in before is never pushed out by it.
 */
export async function append(context: SpoolContext, batch: AppendBatch): Promise<AppendResult> {
  let state = await readState(context);
  const { items } = context;
  const puts: [string, Uint8Array<ArrayBuffer>][] = [];
  const snapshots = new Map(batch.snapshots.map(({ digest, bytes }) => [digest, bytes]));
  const result = { kept: 0, repeated: 0 };
  const dropped = { full: 0, 'snapshot-full': 0, 'snapshot-missing': 0 };
  const stored = new Map<Digest, number>();
  state = { ...state, carry: addEvents(state.carry, batch.events) };

  for (const [index, given] of batch.steps.entries()) {
    if (given.seq < nextSeq(state, given.session)) {
      result.repeated++;
      continue;
    }
    state = { ...state, sessions: withSession(state.sessions, given.session, given.seq + 1) };
    const snapshot = await snapshotFor(context, state, given, snapshots, stored);
    if (snapshot.dropped !== null) dropped[snapshot.dropped]++;
    const step = snapshot.dropped !== null ? { ...given, observation: null } : given;
    const sealed = await items.seal({ step, ...state.carry });
    const added = sealed.length + (snapshot.added?.length ?? 0);
    if (state.bytes + added > context.limits.maxBytes) {
      dropped.full++;
      continue;
    }
    const times = batch.times?.[index] ?? { t: step.t, end: step.t + step.duration };
    puts.push([stepKey(step, times, sealed.length, snapshot.bytes), sealed]);
    if (snapshot.added !== null && step.observation !== null) {
      puts.push([snapshotKey(step.observation.shot), snapshot.added]);
      stored.set(step.observation.shot, snapshot.bytes);
    }
    state = { ...state, bytes: state.bytes + added, carry: { seen: 0, dropped: 0 } };
    result.kept++;
  }
  for (const note of batch.notes) puts.push([noteKey(note), await items.seal(note)]);
  puts.push([progressKey, await items.seal({ reducerState: batch.reducerState, acks: batch.acks })]);

  let outcomes: Outcomes = { ...state.outcomes, kept: state.outcomes.kept + result.kept };
  outcomes = countDrop(outcomes, 'full', dropped.full);
  outcomes = countDrop(outcomes, 'snapshot-full', dropped['snapshot-full']);
  outcomes = countDrop(outcomes, 'snapshot-missing', dropped['snapshot-missing']);
  await commitState(context, { ...state, outcomes }, { puts });
  return { ...result, dropped };
}

/** Where the recorder stood at the last batch that was taken in. */
export async function progress({ items }: SpoolContext): Promise<Progress | null> {
  const stored = await items.find(progressKey);
  // Written by `append` only, encrypted and authenticated; its inside belongs to the recorder, which parses it.
  return stored === undefined ? null : (stored as unknown as Progress);
}

/** A step's snapshot: its stored size, its sealed bytes if it is new, or why it is not stored. */
interface StoredSnapshot {
  readonly bytes: number;
  readonly added: Uint8Array<ArrayBuffer> | null;
  readonly dropped: 'snapshot-full' | 'snapshot-missing' | null;
}

async function snapshotFor(
  { store, items, limits }: SpoolContext,
  state: SpoolState,
  step: Step,
  given: ReadonlyMap<Digest, Uint8Array<ArrayBuffer>>,
  stored: ReadonlyMap<Digest, number>,
): Promise<StoredSnapshot> {
  const digest = step.observation?.shot;
  if (digest === undefined) return { bytes: 0, added: null, dropped: null };
  const before = stored.get(digest) ?? (await store.get(snapshotKey(digest)))?.length;
  if (before !== undefined) return { bytes: before, added: null, dropped: null };
  const bytes = given.get(digest);
  // A step whose snapshot is nowhere keeps no reference to it.
  if (bytes === undefined) return { bytes: 0, added: null, dropped: 'snapshot-missing' };
  const added = await items.sealBytes(bytes);
  if (state.bytes + added.length > limits.maxBytes * snapshotShare)
    return { bytes: 0, added: null, dropped: 'snapshot-full' };
  return { bytes: added.length, added, dropped: null };
}

function nextSeq(state: SpoolState, session: SessionId): number {
  return state.sessions.find(([id]) => id === session)?.[1] ?? 0;
}

function withSession(sessions: SpoolState['sessions'], session: SessionId, next: number): SpoolState['sessions'] {
  const others = sessions.filter(([id]) => id !== session);
  return [...others.slice(-(rememberedSessions - 1)), [session, next]];
}

function addEvents(carry: SpoolState['carry'], events: AppendBatch['events']): SpoolState['carry'] {
  return { seen: carry.seen + events.seen, dropped: carry.dropped + events.dropped };
}
