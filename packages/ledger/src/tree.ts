import { LedgerError } from './errors.ts';
import { emptyRoot, nodeHash, type Hash } from './hash.ts';

/**
 * An append-only Merkle tree in its smallest form: its size and the roots of its perfect subtrees, largest first.
 * That is all it takes to append and to know the root (RFC 6962 §2.1).
 */
export interface Tree {
  /** Number of leaves. */
  readonly size: number;
  /** Roots of the perfect subtrees that the size decomposes into, left to right. */
  readonly peaks: readonly Hash[];
}

/**
 * One node of a perfect subtree: `level` 0 is a leaf hash, and node `index` of level `l` covers the leaves
 * `[index · 2^l, (index + 1) · 2^l)`. Such a node never changes once its leaves exist.
 */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Hash;
}

/**
 * Fetches the hash of a perfect subtree's node. Asked only for nodes whose leaves all exist in the tree at hand. What it
 * returns need not be trusted: proofs made from wrong nodes do not verify.
 */
export type GetNode = (level: number, index: number) => Promise<Hash>;

/** The tree without leaves. */
export function emptyTree(): Tree {
  return { size: 0, peaks: [] };
}

/** The tree with one more leaf. */
export function appendLeaf(tree: Tree, leafHash: Hash): Tree {
  return appendLeaves(tree, [leafHash]).tree;
}

/** The tree with more leaves, and every node that became complete by it: what a log has to store. */
export function appendLeaves(
  tree: Tree,
  leafHashes: readonly Hash[],
): { readonly tree: Tree; readonly nodes: readonly TreeNode[] } {
  const peaks = [...tree.peaks];
  const nodes: TreeNode[] = [];
  let size = tree.size;
  for (const leaf of leafHashes) {
    let node: TreeNode = { level: 0, index: size, hash: leaf };
    nodes.push(node);
    // An odd index is a right child: its left sibling is the last peak, and both make a parent.
    while (node.index % 2 === 1) {
      const left = peaks.pop();
      if (left === undefined) throw new LedgerError('missing-node', 'tree has fewer peaks than its size needs');
      node = { level: node.level + 1, index: (node.index - 1) / 2, hash: nodeHash(left, node.hash) };
      nodes.push(node);
    }
    peaks.push(node.hash);
    size += 1;
  }
  return { tree: { size, peaks }, nodes };
}

/** The root hash. */
export function treeRoot(tree: Tree): Hash {
  return tree.peaks.reduceRight<Hash | undefined>(foldPeak, undefined) ?? emptyRoot();
}

function foldPeak(right: Hash | undefined, peak: Hash): Hash {
  return right === undefined ? peak : nodeHash(peak, right);
}

/** Takes a tree up again from stored nodes, as a writer does that keeps nothing in memory. */
export async function loadTree(size: number, getNode: GetNode): Promise<Tree> {
  const peaks: Hash[] = [];
  for (let rest = size, start = 0; rest > 0;) {
    const width = largestPowerOfTwo(rest);
    const level = Math.log2(width);
    peaks.push(await getNode(level, start / width));
    start += width;
    rest -= width;
  }
  return { size, peaks };
}

/** The largest power of two that is not greater than `n` (at least 1). */
export function largestPowerOfTwo(n: number): number {
  let power = 1;
  // Multiplication instead of shifts: sizes may exceed 32 bits.
  while (power * 2 <= n) power *= 2;
  return power;
}
