import { equalBytes } from '@assent/contracts';
import { LedgerError } from './errors.ts';
import { hashBytes, nodeHash, type Hash } from './hash.ts';
import { largestPowerOfTwo, type GetNode } from './tree.ts';

/**
 * Inclusion and consistency proofs (RFC 6962 §2.1.1 and §2.1.2, RFC 9162 §2.1.3 and §2.1.4), made and verified by the
 * same recursion over the tree's shape that defines them.
 */

/** Hashes from the leaf's sibling upwards. */
export type Proof = readonly Hash[];

/** Makes the proof that leaf `index` is in the tree of `size` leaves. Throws `out-of-range` unless `0 ≤ index < size`. */
export async function proveInclusion(index: number, size: number, getNode: GetNode): Promise<Proof> {
  if (!isSize(size) || !isSize(index) || index >= size) {
    throw new LedgerError('out-of-range', `leaf ${index} is not in a tree of size ${size}`);
  }
  return inclusionPath(index, 0, size, getNode);
}

async function inclusionPath(index: number, start: number, end: number, getNode: GetNode): Promise<Hash[]> {
  if (end - start === 1) return [];
  const middle = start + split(end - start);
  return index < middle
    ? [...(await inclusionPath(index, start, middle, getNode)), await rangeRoot(middle, end, getNode)]
    : [...(await inclusionPath(index, middle, end, getNode)), await rangeRoot(start, middle, getNode)];
}

/**
 * Makes the proof that the tree of `size` leaves continues the one of `oldSize`. Throws `out-of-range` unless
 * `0 < oldSize ≤ size`: nothing can be proved about an empty tree, since every tree continues it.
 */
export async function proveConsistency(oldSize: number, size: number, getNode: GetNode): Promise<Proof> {
  if (!isSize(size) || !isSize(oldSize) || oldSize === 0 || oldSize > size) {
    throw new LedgerError('out-of-range', `no consistency proof goes from size ${oldSize} to ${size}`);
  }
  return consistencyPath(oldSize, 0, size, true, getNode);
}

async function consistencyPath(
  oldEnd: number,
  start: number,
  end: number,
  known: boolean,
  getNode: GetNode,
): Promise<Hash[]> {
  // A subtree that is the whole old tree is known to the verifier by the old root.
  if (oldEnd === end) return known ? [] : [await rangeRoot(start, end, getNode)];
  const middle = start + split(end - start);
  return oldEnd <= middle
    ? [...(await consistencyPath(oldEnd, start, middle, known, getNode)), await rangeRoot(middle, end, getNode)]
    : [...(await consistencyPath(oldEnd, middle, end, false, getNode)), await rangeRoot(start, middle, getNode)];
}

/** Root over the leaves `[start, end)`, of which at most the right edge is not a perfect subtree. */
async function rangeRoot(start: number, end: number, getNode: GetNode): Promise<Hash> {
  const width = end - start;
  if (largestPowerOfTwo(width) === width) return getNode(Math.log2(width), start / width);
  const middle = start + split(width);
  return nodeHash(await rangeRoot(start, middle, getNode), await rangeRoot(middle, end, getNode));
}

/** What an inclusion proof is checked against. All of it may be foreign. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** Whether the leaf is at its index in the tree with that size and root. False for anything malformed. */
export function verifyInclusion(claim: InclusionClaim): boolean {
  const { index, size, proof } = claim;
  // Deny by default: an empty tree has no leaf, and what is not a hash proves nothing.
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  if (![claim.leafHash, claim.root, ...proof].every(isHash)) return false;
  const root = rootFromInclusion(index, size, claim.leafHash, proof);
  return root !== null && equalBytes(root, claim.root);
}

function rootFromInclusion(
  index: number,
  size: number,
  leafHash: Uint8Array,
  proof: readonly Uint8Array[],
): Uint8Array | null {
  if (size === 1) return proof.length === 0 ? leafHash : null;
  const [rest, last] = unchain(proof);
  // The proof is under foreign control and may be too short.
  if (last === undefined) return null;
  const middle = split(size);
  const goesLeft = index < middle;
  const inner = goesLeft
    ? rootFromInclusion(index, middle, leafHash, rest)
    : rootFromInclusion(index - middle, size - middle, leafHash, rest);
  if (inner === null) return null;
  return goesLeft ? nodeHash(inner, last) : nodeHash(last, inner);
}

/** What a consistency proof is checked against. All of it may be foreign. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether the newer tree continues the older one. False for anything malformed and for an empty older tree, about which
 * no proof says anything; a caller that accepts a first tree without proof has to decide that itself.
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { oldSize, size, proof } = claim;
  // Deny by default: no proof starts at an empty tree, and what is not a hash proves nothing.
  if (!isSize(oldSize) || !isSize(size) || oldSize === 0 || oldSize > size) return false;
  if (![claim.oldRoot, claim.root, ...proof].every(isHash)) return false;
  const roots = rootsFromConsistency(oldSize, size, true, claim.oldRoot, proof);
  return roots !== null && equalBytes(roots.old, claim.oldRoot) && equalBytes(roots.new, claim.root);
}

interface Roots {
  readonly old: Uint8Array;
  readonly new: Uint8Array;
}

function rootsFromConsistency(
  oldSize: number,
  size: number,
  known: boolean,
  oldRoot: Uint8Array,
  proof: readonly Uint8Array[],
): Roots | null {
  const [rest, last] = unchain(proof);
  if (oldSize === size) {
    if (known) return last === undefined ? { old: oldRoot, new: oldRoot } : null;
    return last !== undefined && rest.length === 0 ? { old: last, new: last } : null;
  }
  if (last === undefined) return null;
  const middle = split(size);
  if (oldSize <= middle) {
    const inner = rootsFromConsistency(oldSize, middle, known, oldRoot, rest);
    return inner && { old: inner.old, new: nodeHash(inner.new, last) };
  }
  const inner = rootsFromConsistency(oldSize - middle, size - middle, false, oldRoot, rest);
  return inner && { old: nodeHash(last, inner.old), new: nodeHash(last, inner.new) };
}

/** Where a tree of `n > 1` leaves splits: the largest power of two smaller than `n`. */
function split(n: number): number {
  return largestPowerOfTwo(n - 1);
}

function unchain(proof: readonly Uint8Array[]): readonly [readonly Uint8Array[], Uint8Array | undefined] {
  return [proof.slice(0, -1), proof.at(-1)];
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === hashBytes;
}
