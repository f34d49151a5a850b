import { concatBytes } from '@assent/contracts';
import { LedgerError } from './errors.ts';
import { hashBytes, nodeHash, type Hash } from './hash.ts';
import { tilePath, tileWidth, type HashTile } from './tile-path.ts';
import type { GetNode } from './tree.ts';

/**
 * What tiles hold (C2SP tlog-tiles): a hash tile is up to 256 consecutive hashes of one level of tiles, an entry bundle
 * up to 256 consecutive entries, each after its length.
 */

/** The longest entry a bundle can carry, bytes: lengths are 16 bits. */
export const maxEntryBytes = 65_535;

/** Tree level and range of a tile's hashes: a full `HashTile` of level `L` holds nodes of tree level `8 · L`. */
export function tileNodes(tile: HashTile): { readonly level: number; readonly start: number; readonly count: number } {
  return { level: 8 * tile.level, start: tile.index * tileWidth, count: tile.width };
}

/** The bytes of a hash tile. */
export function encodeHashTile(hashes: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return concatBytes(...hashes);
}

/** The hashes of a tile that must be `width` wide. Throws `malformed-tile` on any other length. */
export function decodeHashTile(bytes: Uint8Array, width: number): readonly Hash[] {
  if (bytes.length !== width * hashBytes) {
    throw new LedgerError('malformed-tile', `hash tile has ${bytes.length} bytes instead of ${width * hashBytes}`);
  }
  return Array.from({ length: width }, (_, i) => bytes.slice(i * hashBytes, (i + 1) * hashBytes));
}

/** The bytes of an entry bundle. Throws `too-large` when an entry is longer than `maxEntryBytes`. */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return concatBytes(...entries.flatMap((entry) => [lengthPrefix(entry.length), entry]));
}

function lengthPrefix(length: number): Uint8Array {
  if (length > maxEntryBytes)
    throw new LedgerError('too-large', `entry has ${length} bytes, more than ${maxEntryBytes}`);
  return Uint8Array.of(length >> 8, length & 0xff);
}

/** The entries of a bundle that must hold `width` of them. Throws `malformed-tile` unless they fill it exactly. */
export function decodeEntryBundle(bytes: Uint8Array, width: number): readonly Uint8Array<ArrayBuffer>[] {
  const entries: Uint8Array<ArrayBuffer>[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const [high = 0, low = 0] = bytes.subarray(offset, offset + 2);
    const end = offset + 2 + high * 256 + low;
    // Lengths are under foreign control: neither a length nor an entry may reach beyond the bundle.
    if (end > bytes.length) throw new LedgerError('malformed-tile', 'entry bundle ends inside an entry');
    entries.push(bytes.slice(offset + 2, end));
    offset = end;
  }
  if (entries.length !== width) {
    throw new LedgerError('malformed-tile', `entry bundle holds ${entries.length} entries instead of ${width}`);
  }
  return entries;
}

/**
 * Finds tree nodes by reading hash tiles of a tree of `size` leaves. Each tile is read once; the cache lives as long as
 * the returned function. `readTile` gets a path below the log's prefix and may be answered by anyone.
 */
export function nodesFromTiles(size: number, readTile: (path: string) => Promise<Uint8Array>): GetNode {
  const cache = new Map<string, Promise<readonly Hash[]>>();

  async function hashesOf(tile: HashTile): Promise<readonly Hash[]> {
    const path = tilePath(tile);
    const cached = cache.get(path) ?? readTile(path).then((bytes) => decodeHashTile(bytes, tile.width));
    cache.set(path, cached);
    return cached;
  }

  return async (level, index) => {
    const tileLevel = Math.floor(level / 8);
    const span = 2 ** (level % 8);
    const hashesInLevel = Math.floor(size / tileWidth ** tileLevel);
    const first = index * span;
    if (first + span > hashesInLevel)
      throw new LedgerError('missing-node', 'node is not complete in a tree of that size');
    const tileIndex = Math.floor(first / tileWidth);
    const width = Math.min(tileWidth, hashesInLevel - tileIndex * tileWidth);
    const hashes = await hashesOf({ kind: 'hashes', level: tileLevel, index: tileIndex, width });
    return perfectRoot(hashes.slice(first % tileWidth, (first % tileWidth) + span));
  };
}

/** Root over a power of two of hashes, such as a full tile. */
export function perfectRoot(hashes: readonly Hash[]): Hash {
  const [first, second] = hashes;
  if (first === undefined) throw new LedgerError('missing-node', 'hash tile is too narrow');
  if (second === undefined) return first;
  const half = hashes.length / 2;
  return nodeHash(perfectRoot(hashes.slice(0, half)), perfectRoot(hashes.slice(half)));
}
