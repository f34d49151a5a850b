import { LedgerError } from '../errors.ts';
import { leafHash, type Hash } from '../hash.ts';
import { signCheckpoint } from '../checkpoint.ts';
import type { NoteSigner } from '../key.ts';
import { parseTilePath } from '../tile-path.ts';
import { encodeEntryBundle, encodeHashTile, tileNodes } from '../tile.ts';
import { appendLeaves, emptyTree, treeRoot, type GetNode } from '../tree.ts';

/** The nodes over some leaf hashes, from memory. */
export function memoryNodes(leafHashes: readonly Hash[]): GetNode {
  const { nodes } = appendLeaves(emptyTree(), leafHashes);
  const byPosition = new Map(nodes.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
  return async (level, index) => {
    const hash = byPosition.get(`${level}/${index}`);
    if (hash === undefined) throw new LedgerError('missing-node', `no node ${level}/${index}`);
    return hash;
  };
}

/** A whole log over some entries, served from memory as a log serves its files. */
export interface MemoryLog {
  readonly entries: readonly Uint8Array[];
  readonly root: Hash;
  readonly nodes: GetNode;
  checkpoint(): Promise<string>;
  tile(path: string): Promise<Uint8Array>;
}

/** Builds a log of the entries, signed by the log's key. */
export async function memoryLog(entries: readonly Uint8Array[], signer: NoteSigner): Promise<MemoryLog> {
  const hashes = entries.map(leafHash);
  const root = treeRoot(appendLeaves(emptyTree(), hashes).tree);
  const nodes = memoryNodes(hashes);
  const checkpoint = await signCheckpoint({ size: entries.length, root }, signer);
  return {
    entries,
    root,
    nodes,
    checkpoint: async () => checkpoint,
    tile: async (path) => {
      const tile = parseTilePath(path);
      const first = tile.index * 256;
      if (tile.kind === 'entries') return encodeEntryBundle(entries.slice(first, first + tile.width));
      const { level, start, count } = tileNodes(tile);
      const wanted = Array.from({ length: count }, async (_, i) => nodes(level, start + i));
      return encodeHashTile(await Promise.all(wanted));
    },
  };
}
