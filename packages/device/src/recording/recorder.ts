import {
  eventSchema,
  parseAs,
  sessionIdSchema,
  sourceIdSchema,
  type Event,
  type EventOf,
  type Instant,
  type SessionId,
} from '@assent/contracts';
import type { Spool } from '@assent/spool';
import { flush, reduce, tick, type ReducerOutput, type ReducerState } from '@assent/steps';
import { z } from 'zod';
import type { DocumentLocation } from '../ports.ts';
import { randomId } from '../session-memory.ts';
import { lostBefore } from './lost-documents.ts';
import {
  freshCheckpoint,
  progressOf,
  readCheckpoint,
  withoutSources,
  withSource,
  type RecorderCheckpoint,
} from './recorder-checkpoint.ts';
import { redactSteps, withSnapshots, type InForce, type SnapshotSource } from './redact-steps.ts';

/** Longest time a sensor may hold an event back before it hands it over, ms. */
export const maxSensorDelay = 4000;

/** How long after a document came its predecessor's last events may still be on their way, ms. */
const lastEventsDelay = 1000;
/** A document's events arrive at most this much later than they happened, ms; ticks stay behind it. */
export const arrivalDelay = maxSensorDelay + 2000;

/**
 * Makes steps of events and puts them into the spool. Everything it knows is stored with the steps, in the same
 * transaction: after any crash it continues exactly where the last acknowledged event left it.
 */
export class Recorder {
  readonly #spool: Spool;
  readonly #session: SessionId;
  readonly #snapshots: SnapshotSource;
  #checkpoint: RecorderCheckpoint | null = null;
  /** Whether nothing has come in since the last flush. */
  #flushed = false;

  constructor(spool: Spool, session: SessionId, snapshots: SnapshotSource) {
    this.#spool = spool;
    this.#session = session;
    this.#snapshots = snapshots;
  }

  /**
   * Takes a document's events in. Those that `may` refuses are left out and not asked for again. `continues` says whether
   * the document is captured any further. Returns the highest sequence number that need not be sent again. Throws a
   * `ContractsError` for what is not events.
   */
  async take(
    input: unknown,
    sender: DocumentLocation,
    inForce: InForce,
    may: (event: Event) => boolean,
    { continues, now }: { readonly continues: boolean; readonly now: Instant },
  ): Promise<number> {
    const message = parseAs(batchSchema, 'batch', input);
    const checkpoint = await this.#current(inForce);
    const known = checkpoint.upTo.get(message.source) ?? -1;
    const fresh = message.events.filter(({ source, seq }) => source === message.source && seq > known);
    const [first] = fresh;
    const last = fresh.at(-1);
    if (first === undefined || last === undefined) return known;
    const settled = known >= 0 || now - first.t >= lastEventsDelay;
    const lost = settled ? lostBefore(checkpoint.open, message.source, sender) : [];
    const events = fresh.filter(may).map((event) => located(event, sender));
    const without = withoutSources(checkpoint, lost, first.t);
    const upTo = withSource(without.upTo, message.source, last.seq);
    const open = new Map(without.open);
    if (last.kind === 'end' || !continues) open.delete(message.source);
    else open.set(message.source, { tab: sender.tab, frame: sender.frame });
    await this.#advance({ ...checkpoint, open, upTo }, [...without.ends, ...events], inForce, events.length);
    return last.seq;
  }

  /** Records what happened to a tab. */
  async tab(
    operation: EventOf<'tab'>['operation'],
    where: { readonly tab: number; readonly window: number },
    inForce: InForce,
    now: Instant,
  ): Promise<void> {
    const checkpoint = await this.#current(inForce);
    const { source, seq } = checkpoint.tabs;
    const event: Event = { v: 1, source, seq, t: now, kind: 'tab', operation, tab: where.tab, window: where.window };
    await this.#advance({ ...checkpoint, tabs: { source, seq: seq + 1 } }, [event], inForce, 1);
  }

  /** The tabs with documents that have not ended. */
  async openTabs(inForce: InForce): Promise<ReadonlySet<number>> {
    const { open } = await this.#current(inForce);
    return new Set([...open.values()].map(({ tab }) => tab));
  }

  /** These tabs are gone: documents in them that have not ended never will report it. */
  async giveUp(tabs: ReadonlySet<number>, inForce: InForce, now: Instant): Promise<void> {
    const checkpoint = await this.#current(inForce);
    const lost = [...checkpoint.open].flatMap(([source, { tab }]) => (tabs.has(tab) ? [source] : []));
    if (lost.length === 0) return;
    const { ends, upTo, open } = withoutSources(checkpoint, lost, now);
    await this.#advance({ ...checkpoint, upTo, open }, ends, inForce, 0);
  }

  /** Closes what has waited long enough, whatever pages may still hold. */
  async tick(inForce: InForce, now: Instant): Promise<void> {
    await this.settle(inForce, Math.max(0, now - arrivalDelay));
  }

  /** Closes what has waited long enough at `until`, up to which every event has been taken in. */
  async settle(inForce: InForce, until: Instant): Promise<void> {
    const checkpoint = await this.#current(inForce);
    const { state, output } = tick(checkpoint.reducer, until);
    if (output.length > 0)
      await this.#store({ ...checkpoint, reducer: state }, output, inForce, { seen: 0, dropped: 0 });
  }

  /** Capture stopped: closes everything. The next step begins a new episode. */
  async flush(inForce: InForce, now: Instant): Promise<void> {
    if (this.#flushed) return;
    const checkpoint = await this.#current(inForce);
    const { state, output } = flush(checkpoint.reducer, now);
    // No document is expected to report its end any more.
    await this.#store({ ...checkpoint, reducer: state, open: new Map() }, output, inForce, { seen: 0, dropped: 0 });
    this.#flushed = true;
  }

  /** Forgets everything kept in memory: the store was wiped, or failed. */
  forget(): void {
    this.#checkpoint = null;
  }

  /** `reported` is how many of the events a sensor has reported; the others report what it cannot. */
  async #advance(
    checkpoint: RecorderCheckpoint,
    events: readonly Event[],
    inForce: InForce,
    reported: number,
  ): Promise<void> {
    this.#flushed = false;
    const { state, output } = reduceAll(checkpoint.reducer, events);
    const dropped = events.reduce((sum, event) => sum + (event.kind === 'drops' ? event.count : 0), 0);
    await this.#store({ ...checkpoint, reducer: state }, output, inForce, { seen: reported + dropped, dropped });
  }

  async #store(
    checkpoint: RecorderCheckpoint,
    output: readonly ReducerOutput[],
    inForce: InForce,
    events: { readonly seen: number; readonly dropped: number },
  ): Promise<void> {
    const safe = redactSteps(output, checkpoint, inForce);
    const { steps, snapshots } = await withSnapshots(safe.steps, this.#snapshots);
    const { tokens, tokensOf, missed, unnumbered, note } = safe;
    const next = { ...checkpoint, tokens, tokensOf, missed, unnumbered, note };
    try {
      await this.#spool.append({
        steps,
        times: safe.times,
        notes: safe.notes,
        snapshots,
        ...progressOf(next),
        events,
      });
    } catch (error) {
      // The batch may or may not be stored: only the store can say.
      this.#checkpoint = null;
      throw error;
    }
    this.#checkpoint = next;
  }

  async #current(inForce: InForce): Promise<RecorderCheckpoint> {
    this.#checkpoint ??= await this.#read(inForce);
    return this.#checkpoint;
  }

  async #read(inForce: InForce): Promise<RecorderCheckpoint> {
    const stored = await this.#spool.progress();
    if (stored === null) return freshCheckpoint(this.#session, 0);
    const checkpoint = readCheckpoint(stored);
    // An older shape is not guessed at: something of what it knew may be missing now.
    if (checkpoint === null) return freshCheckpoint(this.#session, 1);
    return checkpoint.reducer.session === this.#session ? checkpoint : this.#closeSession(checkpoint, inForce);
  }

  /**
   * Another session is another start of the sensor's host, and nothing spans the two. What the last one had begun comes out
   * as far as it was seen, and each document that never said that it ended counts as an event lost: the browser was
   * killed, or the extension recheckpointd, with something perhaps still to tell (P10).
   */
  async #closeSession(last: RecorderCheckpoint, inForce: InForce): Promise<RecorderCheckpoint> {
    const { ends } = withoutSources(last, [...last.open.keys()], 0);
    const ended = reduceAll(last.reducer, ends);
    const closed = flush(ended.state, 0);
    const safe = redactSteps([...ended.output, ...closed.output], last, inForce);
    // Including what no step of that session has reported any more.
    const next = freshCheckpoint(this.#session, closed.state.missed + safe.missed);
    const { steps, snapshots } = await withSnapshots(safe.steps, this.#snapshots);
    const { times, notes } = safe;
    const events = { seen: last.open.size, dropped: last.open.size };
    await this.#spool.append({ steps, times, notes, snapshots, ...progressOf(next), events });
    return next;
  }
}

const batchSchema = z.object({
  source: sourceIdSchema,
  events: z.array(eventSchema).max(2000),
});

/** A fresh session's id. */
export function newSession(): SessionId {
  return sessionIdSchema.parse(randomId('s'));
}

/** Reduces events one after the other. */
function reduceAll(
  before: ReducerState,
  events: readonly Event[],
): { readonly state: ReducerState; readonly output: readonly ReducerOutput[] } {
  let state = before;
  const output: ReducerOutput[] = [];
  for (const event of events) {
    const reduced = reduce(state, event);
    state = reduced.state;
    output.push(...reduced.output);
  }
  return { state, output };
}

/** What the page cannot know: its tab and window, and the address of a frame that has none of its own. */
function located(event: Event, sender: DocumentLocation): Event {
  if (event.kind !== 'document') return event;
  const url = /^https?:/.test(event.url) ? event.url : `${sender.origin}/`;
  return { ...event, url, tab: sender.tab, window: sender.window };
}
