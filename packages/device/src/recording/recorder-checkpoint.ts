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
import { randomId } from '../session-memory.ts';
import { endOf, type DocumentFrame } from './lost-documents.ts';

/** How far each document's events have been taken in, and what belongs to the running episode. */
const checkpointSchema = z.object({
  upTo: z.array(z.tuple([z.string(), z.int()])),
  tabs: z.object({ source: sourceIdSchema, seq: z.int().nonnegative() }),
  tokensOf: z.int().nullable(),
  open: z.array(z.tuple([z.string(), z.int(), z.int()])).default([]),
  missed: z.int().nonnegative().default(0),
  unnumbered: z.int().nonnegative().default(0),
  reducer: z.string().optional(),
  note: episodeNoteSchema.nullable().default(null),
});

/** How far the recorder has come. Stored with the steps it has made, in one transaction. */
export interface RecorderCheckpoint {
  readonly reducer: ReducerState;
  /** Highest sequence number taken in, by source, least recent first. */
  readonly upTo: ReadonlyMap<string, number>;
  /** The runtime's own source, for what happens to tabs. */
  readonly tabs: { readonly source: EventOf<'tab'>['source']; readonly seq: number };
  readonly tokens: TokenTable;
  /** The episode the tokens belong to. */
  readonly tokensOf: number | null;
  /** Documents that have sent events and have not ended, and where they are; in the order in which they came. */
  readonly open: ReadonlyMap<string, DocumentFrame>;
  /** Lost events that were reported only by a step that was not kept. */
  readonly missed: number;
  /** Steps of this session that take no number: no page showed them, so nothing of them is left out. */
  readonly unnumbered: number;
  /** What an episode is about, until its first step shows which site's rules apply to it. */
  readonly note: EpisodeNote | null;
}

/** Documents that are remembered. An older one that sends again would be taken as new. */
const maxSources = 500;

/** What is stored of a checkpoint. */
export function progressOf({ reducer, ...checkpoint }: RecorderCheckpoint): Pick<AppendBatch, 'reducerState' | 'acks'> {
  const open = [...checkpoint.open].map(([source, { tab, frame }]) => [source, tab, frame]);
  return {
    reducerState: toJson(reducer),
    acks: toJson({ ...checkpoint, upTo: [...checkpoint.upTo], open, reducer: reducerVersion }),
  };
}

/** A stored checkpoint; null for one of an older shape, which is not guessed at. */
export function readCheckpoint(stored: Progress): RecorderCheckpoint | null {
  const acks = checkpointSchema.safeParse(stored.acks);
  if (!acks.success || acks.data.reducer !== reducerVersion) return null;
  // Written by `progressOf` with the recorder's own types, encrypted and authenticated since.
  const reducer = stored.reducerState as unknown as ReducerState;
  const { tokens } = stored.acks as unknown as { readonly tokens: TokenTable };
  const { upTo, tabs, tokensOf, open, missed, unnumbered, note } = acks.data;
  const documents = open.map(([source, tab, frame]): [string, DocumentFrame] => [source, { tab, frame }]);
  return { reducer, tokens, upTo: new Map(upTo), tabs, tokensOf, open: new Map(documents), missed, unnumbered, note };
}

/** The start of a session, before which at least `missing` events were lost. */
export function freshCheckpoint(session: SessionId, missing: number): RecorderCheckpoint {
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
export function withSource(upTo: RecorderCheckpoint['upTo'], source: string, seq: number): RecorderCheckpoint['upTo'] {
  const others = [...upTo].filter(([id]) => id !== source);
  return new Map([...others.slice(-(maxSources - 1)), [source, seq]]);
}

/** The events that end documents which cannot do so themselves, and what is remembered without them. */
export function withoutSources(
  checkpoint: RecorderCheckpoint,
  sources: readonly string[],
  t: Instant,
): Pick<RecorderCheckpoint, 'upTo' | 'open'> & { readonly ends: readonly Event[] } {
  const ends = sources.flatMap((source) => endOf(source, checkpoint.upTo, t));
  const upTo = ends.reduce((known, { source, seq }) => withSource(known, source, seq), checkpoint.upTo);
  return { ends, upTo, open: new Map([...checkpoint.open].filter(([source]) => !sources.includes(source))) };
}

/** A value as plain JSON: what is handed over is not shared. */
function toJson(value: object): Json {
  // `JSON.parse` returns `any`; what it makes is JSON by definition.
  return JSON.parse(JSON.stringify(value)) as Json;
}
