import { equalBytes } from '@assent/contracts';
import { openCheckpoint, type OpenedCheckpoint } from './checkpoint.ts';
import { LedgerError } from './errors.ts';
import { leafHash } from './hash.ts';
import type { VerifierKey } from './key.ts';
import { proveInclusion } from './proof.ts';
import { formatReceipt, verifyReceipt } from './receipt.ts';
import { tilePath, tileWidth } from './tile-path.ts';
import { decodeEntryBundle, nodesFromTiles } from './tile.ts';
import { appendLeaf, emptyTree, treeRoot } from './tree.ts';

/**
 * Where a ledger is read from: a server, a folder, a mirror. It is not trusted: all that comes from it is checked against
 * the log's key.
 */
export interface LedgerSource {
  /** The newest checkpoint note. */
  checkpoint(): Promise<string>;
  /**
   * The bytes at a path such as `tile/0/000.p/7` or `tile/entries/x001/067`. Throws a `LedgerError` `missing-tile` when the
   * ledger answers that it has none, and anything else when there is no answer.
   */
  tile(path: string): Promise<Uint8Array>;
  /** Checkpoint notes with witnesses' cosignatures, where the source knows any; not older ones first, not verified. */
  cosigned?(): Promise<readonly string[]>;
}

/** A whole ledger as it was at one checkpoint. */
export interface LedgerReading {
  readonly checkpoint: OpenedCheckpoint;
  /** The checkpoint note as it was read. */
  readonly note: string;
  /**
   * The entries in order, bundle by bundle. Throws `malformed-tile` for a broken bundle and, after the last entry,
   * `wrong-root` when they do not make the checkpoint's root: what was read before must then be discarded.
   */
  entries(): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
}

/** Reads a whole ledger. Throws what `openCheckpoint` throws. */
export async function readLedger(source: LedgerSource, key: VerifierKey): Promise<LedgerReading> {
  const note = await source.checkpoint();
  const checkpoint = await openCheckpoint(note, key);
  return { checkpoint, note, entries: () => verifiedEntries(source, checkpoint) };
}

async function* verifiedEntries(
  source: LedgerSource,
  { size, root }: OpenedCheckpoint,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let tree = emptyTree();
  for await (const entry of unverifiedEntries(source, size)) {
    tree = appendLeaf(tree, leafHash(entry));
    yield entry;
  }
  if (!equalBytes(treeRoot(tree), root)) {
    throw new LedgerError('wrong-root', 'entries do not make the checkpoint\u2019s root');
  }
}

/**
 * The first `size` entries as the source serves them, unchecked: for an audit, which reports what is wrong instead of
 * stopping at it.
 */
export async function* unverifiedEntries(
  source: LedgerSource,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for (let index = 0; index * tileWidth < size; index += 1) {
    yield* await readBundle(source, index, size);
  }
}

async function readBundle(
  source: LedgerSource,
  index: number,
  size: number,
): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const width = Math.min(tileWidth, size - index * tileWidth);
  return decodeEntryBundle(await source.tile(tilePath({ kind: 'entries', index, width })), width);
}

/** An entry with the receipt that proves it. */
export interface ProvenEntry {
  readonly entry: Uint8Array<ArrayBuffer>;
  /** A receipt in its text form, already verified. */
  readonly receipt: string;
  readonly checkpoint: OpenedCheckpoint;
}

/**
 * Reads one entry and proves it, without trusting the source. Throws `out-of-range` when the newest checkpoint does not
 * reach that far, and what `verifyReceipt` throws when the entry does not belong to the checkpoint.
 */
export async function readEntry(source: LedgerSource, key: VerifierKey, index: number): Promise<ProvenEntry> {
  const note = await source.checkpoint();
  const { size } = await openCheckpoint(note, key);
  const proof = await proveInclusion(
    index,
    size,
    nodesFromTiles(size, async (path) => source.tile(path)),
  );
  const bundle = await readBundle(source, Math.floor(index / tileWidth), size);
  // `proveInclusion` has refused an index beyond the size, and `readBundle` a bundle that is too short.
  const entry = bundle[index % tileWidth] as Uint8Array<ArrayBuffer>;
  const receipt = formatReceipt({ index, proof, checkpoint: note, extra: null });
  const { checkpoint } = await verifyReceipt(receipt, entry, { log: key });
  return { entry, receipt, checkpoint };
}
