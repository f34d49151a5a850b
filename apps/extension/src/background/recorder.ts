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
import type { AppendBatch, Progress, Spool, StepTimes } from '@assent/spool';
import {
  flush,
  initialState,
  reduce,
  reducerVersion,
  tick,
  type ReducerOutput,
  type ReducerState,
} from '@assent/steps';
import { z } from 'zod';
import { randomId } from '../random-id.ts';
import { endOf, lostBefore, type Where } from './unended.ts';
import type { PageSender } from './sender.ts';
import type { MaskedShot } from './snapshots/pending.ts';

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
  find(digest: Digest): Promise<MaskedShot | null>;
}

/** How far each document's events have been taken in, and what belongs to the running episode. */
const placeSchema = z.object({
  upTo: z.array(z.tuple([z.string(), z.int()])),
  tabs: z.object({ source: sourceIdSchema, seq: z.int().nonnegative() }),
  tokensOf: z.int().nullable(),
  open: z.array(z.tuple([z.string(), z.int(), z.int()])).default([]),
  missed: z.int().nonnegative().default(0),
  reducer: z.string().optional(),
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
  /** Documents heard of that have not said that they end, and where they are; in the order in which they came. */
  readonly open: ReadonlyMap<string, Where>;
  /** Events lost that only a step has told of that was not kept. */
  readonly missed: number;
  /** What an episode is about, until its first step shows by which site's rules that may be told. */
  readonly note: EpisodeNote | null;
}

/** Documents whose place is remembered. An older one that speaks again would be taken as new. */
const maxSources = 500;
/** How long after a document came its predecessor's last events may still be on their way, ms. */
const farewellDelay = 1000;
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
    const ends = lost.flatMap((source) => endOf(source, place.upTo, first.t));
    let { upTo } = place;
    for (const { source, seq } of ends) upTo = withSource(upTo, source, seq);
    upTo = withSource(upTo, message.source, last.seq);
    const open = new Map([...place.open].filter(([source]) => !lost.includes(source)));
    if (last.kind === 'end' || !goesOn) open.delete(message.source);
    else open.set(message.source, { tab: sender.tab, frame: sender.frame });
    await this.#advance({ ...place, open, upTo }, [...ends, ...events], inForce, events.length);
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
    let { reducer } = place;
    const output: ReducerOutput[] = [];
    let dropped = 0;
    for (const event of events) {
      const reduced = reduce(reducer, event);
      reducer = reduced.state;
      output.push(...reduced.output);
      if (event.kind === 'drops') dropped += event.count;
    }
    await this.#store({ ...place, reducer }, output, inForce, { seen: heard + dropped, dropped });
  }

  async #store(
    place: Place,
    output: readonly ReducerOutput[],
    inForce: InForce,
    events: { readonly seen: number; readonly dropped: number },
  ): Promise<void> {
    const safe = safeguard(output, place, inForce);
    const { steps, snapshots } = await withShots(safe.steps, this.#shots);
    const next = { ...place, tokens: safe.tokens, tokensOf: safe.tokensOf, missed: safe.missed, note: safe.note };
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
    const output: ReducerOutput[] = [];
    let { reducer } = last;
    for (const event of [...last.open.keys()].flatMap((source) => endOf(source, last.upTo, 0))) {
      const reduced = reduce(reducer, event);
      reducer = reduced.state;
      output.push(...reduced.output);
    }
    output.push(...flush(reducer, 0).output);
    const safe = safeguard(output, last, inForce);
    const missing = last.open.size + safe.missed;
    const next = freshPlace(this.#session, missing);
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

/** What is stored of a place. */
function progressOf({ reducer, ...place }: Place): Pick<AppendBatch, 'reducerState' | 'acks'> {
  const open = [...place.open].map(([source, { tab, frame }]) => [source, tab, frame]);
  return {
    reducerState: toJson(reducer),
    acks: toJson({ ...place, upTo: [...place.upTo], open, reducer: reducerVersion }),
  };
}

/** A stored place; null for one of an older shape, which is not guessed at. */
function readPlace(stored: Progress): Place | null {
  const acks = placeSchema.safeParse(stored.acks);
  if (!acks.success || acks.data.reducer !== reducerVersion) return null;
  // Written by `progressOf` with the recorder's own types, encrypted and authenticated since.
  const reducer = stored.reducerState as unknown as ReducerState;
  const { tokens } = stored.acks as unknown as { readonly tokens: TokenTable };
  const { upTo, tabs, tokensOf, open, missed, note } = acks.data;
  const documents = open.map(([source, tab, frame]): [string, Where] => [source, { tab, frame }]);
  return { reducer, tokens, upTo: new Map(upTo), tabs, tokensOf, open: new Map(documents), missed, note };
}

/** The start of a session, before which at least `missing` events were lost. */
function freshPlace(session: SessionId, missing: number): Place {
  const source = sourceIdSchema.parse(randomId('d'));
  const start = initialState({ session, sensor: 'browser' });
  const drops: Event = { v: 1, source, seq: 0, t: 0, kind: 'drops', count: Math.max(1, missing) };
  return {
    reducer: missing > 0 ? reduce(start, drops).state : start,
    upTo: new Map(),
    tabs: { source, seq: 1 },
    tokens: emptyTokens(),
    tokensOf: null,
    open: new Map(),
    missed: 0,
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
  readonly missed: number;
  readonly note: EpisodeNote | null;
} {
  const result = {
    steps: [] as Step[],
    times: [] as StepTimes[],
    notes: [] as EpisodeNote[],
    tokens: place.tokens,
    tokensOf: place.tokensOf,
    missed: place.missed,
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
    // What is missing is told by the next step that is kept, if this one is not (P10).
    result.missed += item.step.missed;
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
    result.steps.push({ ...safe.step, missed: result.missed });
    result.missed = 0;
    // Whole seconds: even on the device nothing tells how long a secret was.
    result.times.push({ t: Math.floor(t / 1000) * 1000, end: Math.ceil((t + duration) / 1000) * 1000 });
  }
  return result;
}

/** Steps with the snapshots they were made on. What is covered in a snapshot, or stays by permission, is told as everything hidden is. */
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
      const shot = (step.observation === null ? null : found.get(step.observation.shot)) ?? null;
      const at = '/observation';
      const told: Step['redactions'] = [];
      if (shot !== null && shot.covered > 0) told.push({ at, reason: 'pixels.masked', count: shot.covered });
      if (shot?.reduced === true) told.push({ at, reason: 'pixels.reduced', count: 1 });
      for (const { kind, count } of shot?.kept ?? []) told.push({ at, reason: `kept.${kind}`, count });
      return told.length === 0 ? step : { ...step, redactions: [...step.redactions, ...told].slice(-500) };
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
