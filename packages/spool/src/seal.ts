import {
  dayOf,
  type Day,
  type DayKey,
  type Digest,
  type Instant,
  type ParticipantId,
  type Policy,
  type Signed,
  type Signer,
  type Step,
} from '@assent/contracts';
import {
  createDayKey,
  manifestDigest,
  planSegments,
  sealSegment,
  type SegmentRecord,
  type VaultKeys,
} from '@assent/sealing';
import { bodyKey, dayKeyKey, noteKey, outKey, snapshotKey, type StepHeader } from './keys.ts';
import {
  countDrop,
  noteSchema,
  parseItem,
  storedDayKeySchema,
  storedStepSchema,
  type EpisodePosition,
  type OutEntry,
  type SpoolState,
} from './records.ts';
import { groupEpisodes, removalOf } from './review.ts';
import { commitState, readState, stepHeaders, type Exclusive, type SpoolContext } from './spool-context.ts';

/**
 * A policy version that the participant has consented to, and the record that says so. Steps are sealed only under the
 * version they were captured under: no agreement, no sealing (P1). After a withdrawal the caller hands over none.
 */
export interface Agreement {
  readonly policy: Policy;
  readonly policyDigest: Digest;
  readonly consentDigest: Digest;
  readonly participant: ParticipantId;
}

/** What sealing needs. `vault` is where the participant keeps an own copy of day keys; null for none. */
export interface SealInput {
  readonly now: Instant;
  readonly agreements: readonly Agreement[];
  readonly signer: Signer;
  readonly vault: VaultKeys | null;
}

/** What a round of sealing did. */
export interface SealResult {
  readonly segments: number;
  readonly steps: number;
}

/** Steps are sealed in portions of about this many stored bytes, so that little is in memory at once. */
const portionBytes = 4 * 1024 * 1024;

/**
 * The waiting episodes whose review window can be over: some policy's cooling-off has passed since their *last* step, so
 * that an episode is reviewed as a whole. A clock that went back only makes them wait longer.
 */
function dueEpisodes(headers: readonly StepHeader[], now: Instant, coolingOffSeconds: number): readonly DueHeader[] {
  return groupEpisodes(headers).flatMap((episode) => {
    const episodeEnd = Math.max(...episode.map(({ end }) => end));
    if (!cooled(episodeEnd, now, coolingOffSeconds)) return [];
    return episode.toSorted((a, b) => a.seq - b.seq).map((header) => Object.assign({ episodeEnd }, header));
  });
}

/**
 * Seals what is due: one chain of segments, each committed in one batch with the removal of what it holds, so that a
 * crash anywhere neither loses nor doubles a step. Appending and deleting may come in between portions.
 */
export async function sealDue(context: SpoolContext, exclusive: Exclusive, input: SealInput): Promise<SealResult> {
  // P1: without an agreement in force nothing is sealed.
  if (input.agreements.length === 0) return { segments: 0, steps: 0 };
  const shortest = Math.min(...input.agreements.map(({ policy }) => policy.review.coolingOffSeconds));
  const due = dueEpisodes(await exclusive(() => stepHeaders(context)), input.now, shortest);
  const result = { segments: 0, steps: 0 };
  for (const portion of portions(due)) {
    const sealed = await exclusive(() => sealPortion(context, portion, input));
    result.segments += sealed.segments;
    result.steps += sealed.steps;
  }
  return result;
}

async function sealPortion(
  context: SpoolContext,
  portion: readonly DueHeader[],
  input: SealInput,
): Promise<SealResult> {
  const result = { segments: 0, steps: 0 };
  for (const group of await readGroups(context, portion, input)) {
    const sealed = await sealGroup(context, group, input);
    result.segments += sealed.segments;
    result.steps += sealed.steps;
  }
  return result;
}

function cooled(episodeEnd: Instant, now: Instant, coolingOffSeconds: number): boolean {
  return episodeEnd + coolingOffSeconds * 1000 <= now;
}

/** A step that may be due, and when its episode's last step was over. */
interface DueHeader extends StepHeader {
  readonly episodeEnd: Instant;
}

/** A due step, read. */
interface DueStep {
  readonly header: StepHeader;
  readonly step: Step;
  readonly seen: number;
  readonly dropped: number;
}

/** Due steps that can share a segment: same day, same agreement, same rule set. */
interface Group {
  readonly day: Day;
  readonly agreement: Agreement;
  readonly safeguards: Digest;
  readonly steps: DueStep[];
}

function portions(due: readonly DueHeader[]): readonly (readonly DueHeader[])[] {
  const out: DueHeader[][] = [];
  let open: DueHeader[] = [];
  let bytes = 0;
  for (const header of due) {
    const size = header.bytes + (header.snapshot?.bytes ?? 0);
    if (open.length > 0 && bytes + size > portionBytes) {
      out.push(open);
      open = [];
      bytes = 0;
    }
    open.push(header);
    bytes += size;
  }
  return open.length > 0 ? [...out, open] : out;
}

async function readGroups(
  context: SpoolContext,
  headers: readonly DueHeader[],
  { agreements, now }: SealInput,
): Promise<readonly Group[]> {
  const groups = new Map<string, Group>();
  for (const header of headers) {
    const item = await context.items.find(header.key);
    // Deleted since it was listed.
    if (item === undefined) continue;
    const stored = parseItem(storedStepSchema, item);
    const agreement = agreements.find(({ policyDigest }) => policyDigest === stored.step.policy);
    // P1: a step captured under a version without consent in force is not sealed. It waits, and expires.
    if (agreement === undefined) continue;
    if (!cooled(header.episodeEnd, now, agreement.policy.review.coolingOffSeconds)) continue;
    const day = dayOf(header.t);
    const { safeguards } = stored.step;
    const id = `${day}/${agreement.policyDigest}/${safeguards}`;
    const group = groups.get(id) ?? { day, agreement, safeguards, steps: [] };
    group.steps.push({ header, ...stored });
    groups.set(id, group);
  }
  return [...groups.values()];
}

async function sealGroup(context: SpoolContext, group: Group, input: SealInput): Promise<SealResult> {
  const records = await recordsOf(context, group.steps);
  const plan = planSegments(records);
  await removeLeftOut(context, group, plan.leftOut);
  const deposit = await dayKeyFor(context, group, input);
  let steps = 0;
  for (const segment of plan.segments) steps += await sealOne(context, group, segment, deposit, input);
  return { segments: plan.segments.length, steps };
}

/** Steps with, before the first that needs it, each note and snapshot. */
async function recordsOf({ items }: SpoolContext, steps: readonly DueStep[]): Promise<readonly SegmentRecord[]> {
  const records: SegmentRecord[] = [];
  const done = new Set<string>();
  for (const { header, step } of steps) {
    const note = noteKey(header);
    if (!done.has(note)) {
      const stored = await items.find(note);
      if (stored !== undefined) records.push({ kind: 'episode', note: parseItem(noteSchema, stored) });
      done.add(note);
    }
    const snapshot = header.snapshot === null ? null : snapshotKey(header.snapshot.digest);
    if (header.snapshot !== null && snapshot !== null && !done.has(snapshot)) {
      const bytes = await items.findBytes(snapshot);
      if (bytes !== undefined) records.push({ kind: 'snapshot', digest: header.snapshot.digest, bytes });
      done.add(snapshot);
    }
    records.push({ kind: 'step', step });
  }
  return records;
}

async function sealOne(
  context: SpoolContext,
  group: Group,
  segment: readonly SegmentRecord[],
  deposit: Signed<DayKey>,
  { signer }: SealInput,
): Promise<number> {
  const state = await readState(context);
  const inside = new Set(segment.flatMap((record) => (record.kind === 'step' ? [record.step] : [])));
  const steps = group.steps.filter(({ step }) => inside.has(step));
  const { agreement, day, safeguards } = group;
  const { ciphertext, manifest } = await sealSegment({
    context: {
      v: 1,
      program: agreement.policy.program,
      purpose: agreement.policy.purpose,
      participant: agreement.participant,
      device: signer.publicKey,
      seq: state.chain.seq,
      previous: state.chain.previous,
      day,
      dayKey: deposit.body.dayKey,
      policy: agreement.policyDigest,
      consent: agreement.consentDigest,
      safeguards,
    },
    counts: {
      steps: steps.length,
      snapshots: segment.filter(({ kind }) => kind === 'snapshot').length,
      eventsSeen: sum(steps, ({ seen }) => seen),
      eventsDropped: sum(steps, ({ dropped }) => dropped),
    },
    records: segment,
    recipient: deposit.body.recipient,
    signer,
  });

  const seq = state.chain.seq;
  const headers = steps.map(({ header }) => header);
  const entry: OutEntry = {
    manifest,
    from: Math.min(...headers.map(({ t }) => t)),
    to: Math.max(...headers.map(({ end }) => end)),
    episodes: places(headers),
    steps: steps.length,
    erase: false,
  };
  const removal = removalOf(await stepHeaders(context), headers);
  const notes = segment.flatMap((record) => (record.kind === 'episode' ? [noteKey(record.note)] : []));
  const next: SpoolState = {
    ...state,
    chain: { seq: seq + 1, previous: await manifestDigest(manifest) },
    bytes: Math.max(0, state.bytes - removal.bytes) + ciphertext.length,
    outcomes: { ...state.outcomes, sealedSegments: state.outcomes.sealedSegments + 1 },
  };
  await commitState(context, next, {
    deletes: [...removal.keys, ...notes],
    puts: [
      [outKey(seq), await context.items.seal(entry)],
      [bodyKey(seq), ciphertext],
    ],
  });
  return steps.length;
}

/** The day key of a group, made and stored on first need. Its secret is gone when this resolves. */
async function dayKeyFor(
  context: SpoolContext,
  { day, agreement }: Group,
  { signer, vault }: SealInput,
): Promise<Signed<DayKey>> {
  const key = dayKeyKey(day, agreement.policyDigest);
  const stored = await context.items.find(key);
  if (stored !== undefined) return parseItem(storedDayKeySchema, stored).deposit;
  const { deposit } = await createDayKey({
    program: agreement.policy.program,
    purpose: agreement.policy.purpose,
    participant: agreement.participant,
    day,
    policy: agreement.policyDigest,
    custody: agreement.policy.custody,
    signer,
    vault,
  });
  await context.store.commit({ deletes: [], puts: [[key, await context.items.seal({ deposit, deposited: false })]] });
  return deposit;
}

/** What no segment can carry goes now, and is counted. */
async function removeLeftOut(
  context: SpoolContext,
  group: Group,
  leftOut: ReturnType<typeof planSegments>['leftOut'],
): Promise<void> {
  for (const { record, reason } of leftOut) {
    // Snapshots go with the last step that needs them; a note nobody can carry goes with its episode.
    if (record.kind !== 'step' || reason === 'unreferenced') continue;
    const header = group.steps.find(({ step }) => step === record.step)?.header;
    if (header === undefined) continue;
    const removal = removalOf(await stepHeaders(context), [header]);
    const state = await readState(context);
    await commitState(
      context,
      { ...state, bytes: Math.max(0, state.bytes - removal.bytes), outcomes: countDrop(state.outcomes, reason, 1) },
      { deletes: removal.keys },
    );
  }
}

function places(headers: readonly StepHeader[]): EpisodePosition[] {
  return groupEpisodes(headers).flatMap(([first]) =>
    first === undefined ? [] : [{ session: first.session, episode: first.episode }],
  );
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
