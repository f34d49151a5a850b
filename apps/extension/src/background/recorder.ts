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
import { maxDelay } from '@assent/capture-web/protocol';
import { randomId } from '../random-id.ts';
import { safeguard, withShots, type InForce, type ShotSource } from './kept-steps.ts';
import { freshPlace, progressOf, readPlace, withoutSources, withSource, type Place } from './place.ts';
import type { PageSender } from './sender.ts';
import { lostBefore } from './unended.ts';

/** How long after a document came its predecessor's last events may still be on their way, ms. */
const farewellDelay = 1000;
/** A document's events arrive at most this much later than they happened, ms; ticks stay behind it. */
export const arrivalDelay = maxDelay + 2000;

/**
 * Makes steps of events and lays them in the spool. Everything it knows is stored with the steps, in the same
 * transaction: after any death it goes on exactly where the last acknowledged event left it.
 */
export class Recorder {
  readonly #spool: Spool;
  readonly #session: SessionId;
  readonly #shots: ShotSource;
  #place: Place | null = null;
  /** Whether nothing has come in since the last flush. */
  #flushed = false;

  constructor(spool: Spool, session: SessionId, shots: ShotSource) {
    this.#spool = spool;
    this.#session = session;
    this.#shots = shots;
  }

  /**
   * Takes a document's events in. Those that `may` refuses are left out and not asked for again. `goesOn` says whether
   * the document is captured any further. Returns the highest sequence number that need not be sent again. Throws a
   * `ContractsError` for what is not events.
   */
  async take(
    input: unknown,
    sender: PageSender,
    inForce: InForce,
    may: (event: Event) => boolean,
    { goesOn, now }: { readonly goesOn: boolean; readonly now: Instant },
  ): Promise<number> {
    const message = parseAs(batchSchema, 'batch', input);
    const place = await this.#current(inForce);
    const known = place.upTo.get(message.source) ?? -1;
    const fresh = message.events.filter(({ source, seq }) => source === message.source && seq > known);
    const [first] = fresh;
    const last = fresh.at(-1);
    if (first === undefined || last === undefined) return known;
    const settled = known >= 0 || now - first.t >= farewellDelay;
    const lost = settled ? lostBefore(place.open, message.source, sender) : [];
    const events = fresh.filter(may).map((event) => located(event, sender));
    const without = withoutSources(place, lost, first.t);
    const upTo = withSource(without.upTo, message.source, last.seq);
    const open = new Map(without.open);
    if (last.kind === 'end' || !goesOn) open.delete(message.source);
    else open.set(message.source, { tab: sender.tab, frame: sender.frame });
    await this.#advance({ ...place, open, upTo }, [...without.ends, ...events], inForce, events.length);
    return last.seq;
  }

  /** Tells what happened to a tab. */
  async tab(
    operation: EventOf<'tab'>['operation'],
    where: { readonly tab: number; readonly window: number },
    inForce: InForce,
    now: Instant,
  ): Promise<void> {
    const place = await this.#current(inForce);
    const { source, seq } = place.tabs;
    const event: Event = { v: 1, source, seq, t: now, kind: 'tab', operation, tab: where.tab, window: where.window };
    await this.#advance({ ...place, tabs: { source, seq: seq + 1 } }, [event], inForce, 1);
  }

  /** The tabs with documents that have not said that they ended. */
  async openTabs(inForce: InForce): Promise<ReadonlySet<number>> {
    const { open } = await this.#current(inForce);
    return new Set([...open.values()].map(({ tab }) => tab));
  }

  /** These tabs are gone: documents in them that have not said that they ended never will. */
  async giveUp(tabs: ReadonlySet<number>, inForce: InForce, now: Instant): Promise<void> {
    const place = await this.#current(inForce);
    const lost = [...place.open].flatMap(([source, { tab }]) => (tabs.has(tab) ? [source] : []));
    if (lost.length === 0) return;
    const { ends, upTo, open } = withoutSources(place, lost, now);
    await this.#advance({ ...place, upTo, open }, ends, inForce, 0);
  }

  /** Closes what has waited long enough, whatever pages may still hold. */
  async tick(inForce: InForce, now: Instant): Promise<void> {
    await this.settle(inForce, Math.max(0, now - arrivalDelay));
  }

  /** Closes what has waited long enough at `until`, up to which every event has been taken in. */
  async settle(inForce: InForce, until: Instant): Promise<void> {
    const place = await this.#current(inForce);
    const { state, output } = tick(place.reducer, until);
    if (output.length > 0) await this.#store({ ...place, reducer: state }, output, inForce, { seen: 0, dropped: 0 });
  }

  /** Capture stopped: closes everything. The next step begins a new episode. */
  async flush(inForce: InForce, now: Instant): Promise<void> {
    if (this.#flushed) return;
    const place = await this.#current(inForce);
    const { state, output } = flush(place.reducer, now);
    // Whatever documents do not say from here on, nobody waits for.
    await this.#store({ ...place, reducer: state, open: new Map() }, output, inForce, { seen: 0, dropped: 0 });
    this.#flushed = true;
  }

  /** Forgets everything kept in memory: the store was wiped, or failed. */
  forget(): void {
    this.#place = null;
  }

  /** `heard` is how many of the events a sensor has told; the others say what it cannot. */
  async #advance(place: Place, events: readonly Event[], inForce: InForce, heard: number): Promise<void> {
    this.#flushed = false;
    const { state, output } = reduceAll(place.reducer, events);
    const dropped = events.reduce((sum, event) => sum + (event.kind === 'drops' ? event.count : 0), 0);
    await this.#store({ ...place, reducer: state }, output, inForce, { seen: heard + dropped, dropped });
  }

  async #store(
    place: Place,
    output: readonly ReducerOutput[],
    inForce: InForce,
    events: { readonly seen: number; readonly dropped: number },
  ): Promise<void> {
    const safe = safeguard(output, place, inForce);
    const { steps, snapshots } = await withShots(safe.steps, this.#shots);
    const { tokens, tokensOf, missed, unnumbered, note } = safe;
    const next = { ...place, tokens, tokensOf, missed, unnumbered, note };
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
      this.#place = null;
      throw error;
    }
    this.#place = next;
  }

  async #current(inForce: InForce): Promise<Place> {
    this.#place ??= await this.#read(inForce);
    return this.#place;
  }

  async #read(inForce: InForce): Promise<Place> {
    const stored = await this.#spool.progress();
    if (stored === null) return freshPlace(this.#session, 0);
    const place = readPlace(stored);
    // An older shape is not guessed at: something of what it knew may be missing now.
    if (place === null) return freshPlace(this.#session, 1);
    return place.reducer.session === this.#session ? place : this.#closeSession(place, inForce);
  }

  /**
   * Another session is another start of the browser, and nothing spans the two. What the last one had begun comes out
   * as far as it was seen, and each document that never said that it ended counts as an event lost: the browser was
   * killed, or the extension replaced, with something perhaps still to tell (P10).
   */
  async #closeSession(last: Place, inForce: InForce): Promise<Place> {
    const { ends } = withoutSources(last, [...last.open.keys()], 0);
    const ended = reduceAll(last.reducer, ends);
    const closed = flush(ended.state, 0);
    const safe = safeguard([...ended.output, ...closed.output], last, inForce);
    // Also what no step of that session has told of any more.
    const next = freshPlace(this.#session, closed.state.missed + safe.missed);
    const { steps, snapshots } = await withShots(safe.steps, this.#shots);
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
function located(event: Event, sender: PageSender): Event {
  if (event.kind !== 'document') return event;
  const url = /^https?:/.test(event.url) ? event.url : `${sender.origin}/`;
  return { ...event, url, tab: sender.tab, window: sender.window };
}
