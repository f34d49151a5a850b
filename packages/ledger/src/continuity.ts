import { equalBytes } from '@assent/contracts';
import { openCheckpoint, type OpenedCheckpoint } from './checkpoint.ts';
import { LedgerError } from './errors.ts';
import type { VerifierKey } from './key.ts';
import { proveConsistency, verifyConsistency, type Proof } from './proof.ts';
import type { LedgerSource } from './reader.ts';
import { nodesFromTiles } from './tile.ts';
import type { AddCheckpoint } from './witness.ts';

/**
 * How a log's checkpoint compares with one that was kept from before: the log continues the same history, or is now
 * smaller, or signed two trees of one size, or has another history.
 */
export type Continuity = 'continues' | 'rolled-back' | 'forked' | 'rewritten';

/**
 * Compares two checkpoints that the log signed, with a consistency proof made from the source's tiles; the source is not
 * trusted. A proof that cannot be made counts as `rewritten`: a source has to show that it continues the history.
 * Throws what the source throws when it does not answer.
 */
export async function continuityOf(
  source: Pick<LedgerSource, 'tile'>,
  earlier: Pick<OpenedCheckpoint, 'size' | 'root'>,
  now: Pick<OpenedCheckpoint, 'size' | 'root'>,
): Promise<Continuity> {
  if (now.size < earlier.size) return 'rolled-back';
  if (now.size === earlier.size) return equalBytes(now.root, earlier.root) ? 'continues' : 'forked';
  // Everything continues the empty tree.
  if (earlier.size === 0) return 'continues';
  const proof = await consistencyFromTiles(source, earlier.size, now.size);
  const holds =
    proof !== null &&
    verifyConsistency({ oldSize: earlier.size, oldRoot: earlier.root, size: now.size, root: now.root, proof });
  return holds ? 'continues' : 'rewritten';
}

/**
 * The request that shows a source's newest checkpoint to a witness that has seen `oldSize` leaves. Only the checkpoint's
 * own signature is checked here, because its size means nothing without one; the witness checks everything else.
 */
export async function addCheckpointRequest(
  source: LedgerSource,
  log: VerifierKey,
  oldSize: number,
): Promise<AddCheckpoint> {
  const checkpoint = await source.checkpoint();
  const { size } = await openCheckpoint(checkpoint, log);
  const needed = oldSize > 0 && oldSize < size;
  const proof = needed ? await consistencyFromTiles(source, oldSize, size) : null;
  return { oldSize, proof: proof ?? [], checkpoint };
}

async function consistencyFromTiles(
  source: Pick<LedgerSource, 'tile'>,
  oldSize: number,
  size: number,
): Promise<Proof | null> {
  try {
    return await proveConsistency(
      oldSize,
      size,
      nodesFromTiles(size, async (path) => source.tile(path)),
    );
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}
