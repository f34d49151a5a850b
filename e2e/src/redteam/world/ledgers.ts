import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@assent/client';
import { canonicalJson, leafSchema, utf8, type Leaf } from '@assent/contracts';
import {
  decodeLeaf,
  noteSigner,
  parseVerifierKey,
  readLedger,
  type LedgerSource,
  type NoteSigner,
} from '@assent/ledger';
import { memoryLog, type MemoryLog } from '@assent/ledger/testing';
import type { World } from './world.ts';

/** Every leaf of the real ledger, in order. */
export async function realLeaves(world: World): Promise<readonly Leaf[]> {
  const reading = await readLedger(world.client.ledger, parseVerifierKey(world.trust.verifierKey));
  const leaves: Leaf[] = [];
  for await (const entry of reading.entries()) leaves.push(decodeLeaf(entry));
  return leaves;
}

/** The ledger's own key, taken from the collector's disk. */
async function stolenLogKey({ collectorDir }: World): Promise<NoteSigner> {
  return noteSigner((await readFile(join(collectorDir, 'keys', 'ledger.key'), 'utf8')).trim());
}

/** A ledger of any leaves, signed with the stolen key. */
export async function forgedLedger(world: World, leaves: readonly Leaf[]): Promise<MemoryLog> {
  return memoryLog(
    leaves.map((leaf) => utf8(canonicalJson(leafSchema.parse(leaf)))),
    await stolenLogKey(world),
  );
}

/** The real collector, but it shows another ledger. */
export function showing({ client }: World, ledger: LedgerSource): Client {
  return { ...client, ledger };
}
