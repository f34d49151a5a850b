import { segmentBuckets, type Instant, type Leaf } from '@assent/contracts';
import {
  appendLeaves as appendToTree,
  decodeLeaf,
  emptyTree,
  encodeEntryBundle,
  encodeHashTile,
  encodeLeaf,
  leafHash,
  LedgerError,
  maxEntryBytes,
  parseTilePath,
  tileExists,
  tileWidth,
  treeRoot,
} from '@assent/ledger';
import { ServiceError } from './errors.ts';
import type { Ports, Writer } from './ports.ts';

type Unstamped<L> = L extends unknown ? Omit<L, 'v' | 't'> : never;

/** Tiles hold every eighth level of the tree. */
const levelsPerTile = 8;

/**
 * Appends leaves inside a write transaction and returns the first one's index. The checkpoint is signed here and
 * commits with its entries: nobody ever sees a checkpoint over leaves that are not there, or leaves without one.
 */
export async function appendLeaves(ports: Ports, writer: Writer, leaves: readonly Unstamped<Leaf>[]): Promise<number> {
  const before = (await writer.ledgerHead())?.tree ?? emptyTree();
  const t = await leafTime(ports, writer, before.size);
  const entries = leaves.map((leaf) => entryOf({ v: 1, t, ...leaf }));
  const { tree, nodes } = appendToTree(before, entries.map(leafHash));
  const hashes = nodes
    .filter((node) => node.level % levelsPerTile === 0)
    .map((node) => ({ level: node.level / levelsPerTile, index: node.index, hash: node.hash }));
  const checkpoint = await ports.logKey.checkpoint(tree.size, treeRoot(tree));
  await writer.appendLedger({ firstIndex: before.size, entries, hashes, head: { tree, checkpoint } });
  return before.size;
}

/** The collector's time to the minute, but never before the newest leaf's: clocks step back, and collectors' clocks differ. */
async function leafTime(ports: Ports, writer: Writer, size: number): Promise<Instant> {
  const minute = 60_000;
  const now = Math.floor(ports.clock.now() / minute) * minute;
  const [newest] = size === 0 ? [] : await writer.ledgerEntries(size - 1, size);
  return newest === undefined ? now : Math.max(now, decodeLeaf(newest).t);
}

function entryOf(leaf: Leaf): Uint8Array<ArrayBuffer> {
  try {
    return encodeLeaf(leaf);
  } catch (cause) {
    if (cause instanceof LedgerError && cause.code === 'too-large') {
      throw new ServiceError('too-large', `a ledger entry has at most ${maxEntryBytes} bytes`, { cause });
    }
    throw cause;
  }
}

/** The bucket a ciphertext's size falls into: all that the ledger reveals of it. */
export function bucketOf(bytes: number): (typeof segmentBuckets)[number] | 2_097_152 {
  return segmentBuckets.find((bucket) => bytes <= bucket) ?? 2_097_152;
}

/** The newest checkpoint. Throws `not-found` before the first leaf. */
export async function currentCheckpoint(ports: Ports): Promise<string> {
  const head = await ports.repository.read((reader) => reader.ledgerHead());
  if (head === null) throw new ServiceError('not-found', 'the ledger is empty');
  return head.checkpoint;
}

/** A tile by its path below the ledger's prefix (C2SP tlog-tiles). Throws `not-found` where the ledger has none such. */
export async function readTile(ports: Ports, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const tile = tileOf(path);
  return ports.repository.read(async (reader) => {
    const head = await reader.ledgerHead();
    if (head === null || !tileExists(tile, head.tree.size)) throw new ServiceError('not-found', 'no such tile');
    const from = tile.index * tileWidth;
    if (tile.kind === 'entries') return encodeEntryBundle(await reader.ledgerEntries(from, from + tile.width));
    return encodeHashTile(await reader.tileHashes(tile.level, from, from + tile.width));
  });
}

function tileOf(path: string) {
  try {
    return parseTilePath(path);
  } catch (cause) {
    throw new ServiceError('not-found', 'no such tile', { cause });
  }
}
