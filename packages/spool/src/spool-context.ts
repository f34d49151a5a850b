import { SpoolError } from './errors.ts';
import type { Items } from './items.ts';
import { parseStepKey, prefixes, stateKey, type StepHeader } from './keys.ts';
import type { SerialQueue } from './serial-queue.ts';
import { freshState, parseItem, stateSchema, type SpoolState } from './records.ts';
import type { SpoolStore, StoreBatch } from './store.ts';

/** How much the spool may hold, and for how long. Bytes and ms. */
export interface SpoolLimits {
  readonly maxBytes: number;
  /** Unsealed steps older than this are removed and counted. */
  readonly maxAgeMs: number;
  /** How long the list of uploaded segments is kept, for erasing them later: the program's retention. */
  readonly sentMaxAgeMs: number;
}

/** What every operation works on. Nothing is cached: after any failure the store alone says what is so. */
export interface SpoolContext {
  readonly store: SpoolStore;
  readonly items: Items;
  readonly limits: SpoolLimits;
}

/** Runs a part of an operation while nothing else touches the store. Never held across the network. */
export type Exclusive = SerialQueue;

/** The state as stored, or a fresh one. */
export async function readState({ items }: SpoolContext): Promise<SpoolState> {
  const stored = await items.find(stateKey);
  if (stored === undefined) return freshState();
  if (typeof stored === 'object' && stored !== null && 'v' in stored && stored['v'] !== 1) {
    throw new SpoolError('newer-version', 'the store was written by another version');
  }
  return parseItem(stateSchema, stored);
}

/** Commits a batch together with the state it leads to. */
export async function commitState(
  { store, items }: SpoolContext,
  state: SpoolState,
  batch: Partial<StoreBatch> = {},
): Promise<void> {
  const sealed = await items.seal(state);
  await store.commit({ deletes: batch.deletes ?? [], puts: [...(batch.puts ?? []), [stateKey, sealed]] });
}

/** All stored steps by their keys, oldest first. Decrypts nothing. */
export async function stepHeaders({ store }: SpoolContext): Promise<readonly StepHeader[]> {
  return (await store.keys(prefixes.step)).map(parseStepKey);
}
