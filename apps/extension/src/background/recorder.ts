import {
  episodeNoteSchema,
  eventSchema,
  parseAs,
  sessionIdSchema,
  sourceIdSchema,
  type Digest,
  type EpisodeNote,
  type Event,
  type EventOf,
  type Instant,
  type Json,
  type Policy,
  type SessionId,
  type Site,
  type Step,
} from '@assent/contracts';
import { emptyTokens, safeguardNote, safeguardStep, type Decisions, type TokenTable } from '@assent/safeguards';
import type { AppendBatch, Spool, StepTimes } from '@assent/spool';
import { flush, initialState, reduce, tick, type ReducerOutput, type ReducerState } from '@assent/steps';
import { z } from 'zod';
import { randomId } from '../random-id.ts';
import type { PageSender } from './sender.ts';

/** What was in force when events were captured: what their steps are made under. */
export interface InForce {
  readonly policy: Policy;
  readonly policyDigest: Digest;
  readonly safeguards: Digest;
  /** What the participant accepted to be kept and wants hidden; nothing where absent. */
  readonly decisions?: Decisions;
}

/** Where masked snapshots wait for the steps that name them; null for one that is gone. */
export interface ShotSource {
  find(digest: Digest): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly covered: number } | null>;
}

/** How far each document's events have been taken in, and what belongs to the running episode. */
const placeSchema = z.object({
  upTo: z.array(z.tuple([z.string(), z.int()])),
  tabs: z.object({ source: sourceIdSchema, seq: z.int().nonnegative() }),
  tokensOf: z.int().nullable(),
  note: episodeNoteSchema.nullable().default(null),
});

interface Place {
  readonly reducer: ReducerState;
  /** Highest sequence number taken in, by source, least recent first. */
  readonly upTo: ReadonlyMap<string, number>;
  /** The background's own source, for what happens to tabs. */
  readonly tabs: { readonly source: EventOf<'tab'>['source']; readonly seq: number };
  readonly tokens: TokenTable;
  /** The episode the tokens belong to. */
  readonly tokensOf: number | null;
  /** What an episode is about, until its first step shows by which site's rules that may be told. */
  readonly note: EpisodeNote | null;
}

/** Documents whose place is remembered. An older one that speaks again would be taken as new. */
const maxSources = 500;
/** A document's events arrive at most this much later than they happened, ms; ticks stay behind it. */
const arrivalDelay = 4000;

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
   * Takes a document's events in. Those that `may` refuses are left out and not asked for again. Returns the highest
   * sequence number that need not be sent again. Throws a `ContractsError` for what is not events.
   */
  async take(input: unknown, sender: PageSender, inForce: InForce, may: (event: Event) => boolean): Promise<number> {
    const message = parseAs(batchSchema, 'batch', input);
    const place = await this.#current();
    const known = place.upTo.get(message.source) ?? -1;
    const fresh = message.events.filter(({ source, seq }) => source === message.source && seq > known);
    const last = fresh.at(-1)?.seq ?? known;
    if (fresh.length === 0) return last;
    const events = fresh.filter(may).map((event) => located(event, sender));
    await this.#advance(place, events, inForce, withSource(place.upTo, message.source, last));
    return last;
  }

  /** Tells what happened to a tab. */
  async tab(
    operation: EventOf<'tab'>['operation'],
    where: { readonly tab: number; readonly window: number },
    inForce: InForce,
    now: Instant,
  ): Promise<void> {
    const place = await this.#current();
    const { source, seq } = place.tabs;
    const event: Event = { v: 1, source, seq, t: now, kind: 'tab', operation, tab: where.tab, window: where.window };
    await this.#advance({ ...place, tabs: { source, seq: seq + 1 } }, [event], inForce, place.upTo);
  }

  /** Closes what has waited long enough, whatever pages may still hold. */
  async tick(inForce: InForce, now: Instant): Promise<void> {
    await this.settle(inForce, Math.max(0, now - arrivalDelay));
  }

  /** Closes what has waited long enough at `until`, up to which every event has been taken in. */
  async settle(inForce: InForce, until: Instant): Promise<void> {
    const place = await this.#current();
    const { state, output } = tick(place.reducer, until);
    if (output.length > 0) await this.#store({ ...place, reducer: state }, output, inForce, { seen: 0, dropped: 0 });
  }

  /** Capture stopped: closes everything. The next step begins a new episode. */
  async flush(inForce: InForce, now: Instant): Promise<void> {
    if (this.#flushed) return;
    const place = await this.#current();
    const { state, output } = flush(place.reducer, now);
    await this.#store({ ...place, reducer: state }, output, inForce, { seen: 0, dropped: 0 });
    this.#flushed = true;
  }

  /** Forgets everything kept in memory: the store was wiped, or failed. */
  forget(): void {
    this.#place = null;
  }

  async #advance(place: Place, events: readonly Event[], inForce: InForce, upTo: Place['upTo']): Promise<void> {
    this.#flushed = false;
    let { reducer } = place;
    const output: ReducerOutput[] = [];
    let dropped = 0;
    for (const event of events) {
      const reduced = reduce(reducer, event);
      reducer = reduced.state;
      output.push(...reduced.output);
      if (event.kind === 'drops') dropped += event.count;
    }
    await this.#store({ ...place, reducer, upTo }, output, inForce, { seen: events.length + dropped, dropped });
  }

  async #store(
    place: Place,
    output: readonly ReducerOutput[],
    inForce: InForce,
    events: { readonly seen: number; readonly dropped: number },
  ): Promise<void> {
    const safe = safeguard(output, place, inForce);
    const { steps, snapshots } = await withShots(safe.steps, this.#shots);
    const next = { ...place, tokens: safe.tokens, tokensOf: safe.tokensOf, note: safe.note };
    try {
      await this.#spool.append({
        steps,
        times: safe.times,
        notes: safe.notes,
        snapshots,
        reducerState: toJson(next.reducer),
        acks: toJson({
          upTo: [...next.upTo],
          tabs: next.tabs,
          tokens: next.tokens,
          tokensOf: next.tokensOf,
          note: next.note,
        }),
        events,
      });
    } catch (error) {
      // The batch may or may not be stored: only the store can say.
      this.#place = null;
      throw error;
    }
    this.#place = next;
  }

  async #current(): Promise<Place> {
    this.#place ??= await this.#read();
    return this.#place;
  }

  async #read(): Promise<Place> {
    const stored = await this.#spool.progress();
    const fresh = freshPlace(this.#session);
    if (stored === null) return fresh;
    // Written by `#store` with its own types, encrypted and authenticated since.
    const reducer = stored.reducerState as unknown as ReducerState;
    const acks = placeSchema.safeParse(stored.acks);
    // Another session is another browser start: nothing spans it. An older shape is not guessed at.
    if (!acks.success || reducer.session !== this.#session) return fresh;
    const { tokens } = stored.acks as unknown as { readonly tokens: TokenTable };
    const { tabs, tokensOf, note } = acks.data;
    return { reducer, tokens, upTo: new Map(acks.data.upTo), tabs, tokensOf, note };
  }
}

const batchSchema = z.object({
  source: sourceIdSchema,
  events: z.array(eventSchema).max(2000),
});

function freshPlace(session: SessionId): Place {
  return {
    reducer: initialState({ session, sensor: 'browser' }),
    upTo: new Map(),
    tabs: { source: sourceIdSchema.parse(randomId('d')), seq: 0 },
    tokens: emptyTokens(),
    tokensOf: null,
    note: null,
  };
}

/** A fresh session's id. */
export function newSession(): SessionId {
  return sessionIdSchema.parse(randomId('s'));
}

/** What the page cannot know: its tab and window, and the address of a frame that has none of its own. */
function located(event: Event, sender: PageSender): Event {
  if (event.kind !== 'document') return event;
  const url = /^https?:/.test(event.url) ? event.url : `${sender.origin}/`;
  return { ...event, url, tab: sender.tab, window: sender.window };
}

function withSource(upTo: Place['upTo'], source: string, seq: number): Place['upTo'] {
  const others = [...upTo].filter(([id]) => id !== source);
  return new Map([...others.slice(-(maxSources - 1)), [source, seq]]);
}

function safeguard(
  output: readonly ReducerOutput[],
  place: Place,
  inForce: InForce,
): {
  readonly steps: Step[];
  readonly times: StepTimes[];
  readonly notes: EpisodeNote[];
  readonly tokens: TokenTable;
  readonly tokensOf: number | null;
  readonly note: EpisodeNote | null;
} {
  const result = {
    steps: [] as Step[],
    times: [] as StepTimes[],
    notes: [] as EpisodeNote[],
    tokens: place.tokens,
    tokensOf: place.tokensOf,
    note: place.note,
  };
  for (const item of output) {
    const episode = item.kind === 'step' ? item.step.episode : item.note.episode;
    if (result.tokensOf !== episode) {
      // Equality of hidden texts holds within an episode and no further.
      result.tokens = emptyTokens();
      result.tokensOf = episode;
    }
    if (item.kind === 'episode') {
      result.note = item.note;
      continue;
    }
    const site = siteOf(item.step.page.url, inForce.policy);
    // Deny by default: a step of a page that no site of the policy stands for is not kept (P3).
    if (site === undefined) continue;
    const context = {
      ...inForce.decisions,
      site,
      policy: inForce.policyDigest,
      safeguards: inForce.safeguards,
      tokens: result.tokens,
    };
    if (result.note?.episode === episode) result.notes.push(safeguardNote(result.note, context));
    result.note = null;
    const safe = safeguardStep(item.step, context);
    result.tokens = safe.tokens;
    if (safe.outcome === 'dropped') continue;
    const { t, duration } = item.step;
    result.steps.push(safe.step);
    // Whole seconds: even on the device nothing tells how long a secret was.
    result.times.push({ t: Math.floor(t / 1000) * 1000, end: Math.ceil((t + duration) / 1000) * 1000 });
  }
  return result;
}

/** Steps with the snapshots they were made on. What is covered in a snapshot is told as everything hidden is. */
async function withShots(
  steps: readonly Step[],
  shots: ShotSource,
): Promise<{ readonly steps: readonly Step[]; readonly snapshots: AppendBatch['snapshots'] }> {
  const found = new Map<Digest, Awaited<ReturnType<ShotSource['find']>>>();
  for (const { observation } of steps) {
    if (observation !== null && !found.has(observation.shot)) {
      found.set(observation.shot, await shots.find(observation.shot));
    }
  }
  return {
    steps: steps.map((step) => {
      const count = (step.observation === null ? null : found.get(step.observation.shot))?.covered ?? 0;
      if (count === 0) return step;
      const redaction = { at: '/observation', reason: 'pixels.masked' as const, count };
      return { ...step, redactions: [...step.redactions, redaction].slice(-500) };
    }),
    snapshots: [...found].flatMap(([digest, shot]) => (shot === null ? [] : [{ digest, bytes: shot.bytes }])),
  };
}

function siteOf(url: string, policy: Policy): Site | undefined {
  const origin = URL.parse(url)?.origin;
  return policy.sites.find((site) => site.origin === origin);
}

/** A value as plain JSON: what is handed over is not shared. */
function toJson(value: object): Json {
  // `JSON.parse` returns `any`; what it makes is JSON by definition.
  return JSON.parse(JSON.stringify(value)) as Json;
}
