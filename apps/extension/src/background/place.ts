import {
  episodeNoteSchema,
  sourceIdSchema,
  type EpisodeNote,
  type Event,
  type EventOf,
  type Instant,
  type Json,
  type SessionId,
} from '@assent/contracts';
import { emptyTokens, type TokenTable } from '@assent/safeguards';
import type { AppendBatch, Progress } from '@assent/spool';
import { initialState, reduce, reducerVersion, type ReducerState } from '@assent/steps';
import { z } from 'zod';
import { randomId } from '../random-id.ts';
import { endOf, type Where } from './unended.ts';

/** How far each document's events have been taken in, and what belongs to the running episode. */
const placeSchema = z.object({
  upTo: z.array(z.tuple([z.string(), z.int()])),
  tabs: z.object({ source: sourceIdSchema, seq: z.int().nonnegative() }),
  tokensOf: z.int().nullable(),
  open: z.array(z.tuple([z.string(), z.int(), z.int()])).default([]),
  missed: z.int().nonnegative().default(0),
  unnumbered: z.int().nonnegative().default(0),
  reducer: z.string().optional(),
  note: episodeNoteSchema.nullable().default(null),
});

/** Where the recorder stands. Stored with the steps that led there, in one transaction. */
export interface Place {
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
  /** Steps of this session that take no number: no page showed them, so nothing of them is left out. */
  readonly unnumbered: number;
  /** What an episode is about, until its first step shows by which site's rules that may be told. */
  readonly note: EpisodeNote | null;
}

/** Documents whose place is remembered. An older one that speaks again would be taken as new. */
const maxSources = 500;

/** What is stored of a place. */
export function progressOf({ reducer, ...place }: Place): Pick<AppendBatch, 'reducerState' | 'acks'> {
  const open = [...place.open].map(([source, { tab, frame }]) => [source, tab, frame]);
  return {
    reducerState: toJson(reducer),
    acks: toJson({ ...place, upTo: [...place.upTo], open, reducer: reducerVersion }),
  };
}

/** A stored place; null for one of an older shape, which is not guessed at. */
export function readPlace(stored: Progress): Place | null {
  const acks = placeSchema.safeParse(stored.acks);
  if (!acks.success || acks.data.reducer !== reducerVersion) return null;
  // Written by `progressOf` with the recorder's own types, encrypted and authenticated since.
  const reducer = stored.reducerState as unknown as ReducerState;
  const { tokens } = stored.acks as unknown as { readonly tokens: TokenTable };
  const { upTo, tabs, tokensOf, open, missed, unnumbered, note } = acks.data;
  const documents = open.map(([source, tab, frame]): [string, Where] => [source, { tab, frame }]);
  return { reducer, tokens, upTo: new Map(upTo), tabs, tokensOf, open: new Map(documents), missed, unnumbered, note };
}

/** The start of a session, before which at least `missing` events were lost. */
export function freshPlace(session: SessionId, missing: number): Place {
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
    unnumbered: 0,
    note: null,
  };
}

/** Remembers how far a source has been taken in; the least recent one is forgotten when there are too many. */
export function withSource(upTo: Place['upTo'], source: string, seq: number): Place['upTo'] {
  const others = [...upTo].filter(([id]) => id !== source);
  return new Map([...others.slice(-(maxSources - 1)), [source, seq]]);
}

/** The events that end documents which cannot do so themselves, and what is remembered without them. */
export function withoutSources(
  place: Place,
  sources: readonly string[],
  t: Instant,
): Pick<Place, 'upTo' | 'open'> & { readonly ends: readonly Event[] } {
  const ends = sources.flatMap((source) => endOf(source, place.upTo, t));
  const upTo = ends.reduce((known, { source, seq }) => withSource(known, source, seq), place.upTo);
  return { ends, upTo, open: new Map([...place.open].filter(([source]) => !sources.includes(source))) };
}

/** A value as plain JSON: what is handed over is not shared. */
function toJson(value: object): Json {
  // `JSON.parse` returns `any`; what it makes is JSON by definition.
  return JSON.parse(JSON.stringify(value)) as Json;
}
