import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '@assent/contracts';
import { leafHash } from './hash.ts';
import { proveConsistency, proveInclusion, verifyConsistency, verifyInclusion } from './proof.ts';
import { memoryNodes } from './testing/memory-log.ts';
import { appendLeaves, emptyTree, treeRoot } from './tree.ts';

/**
 * The verification of RFC 9162 §2.1.3.2 and §2.1.4.2, step by step as the RFC lists it, over bit shifts and Node's own
 * SHA-256: nothing is shared with the code under test, which follows the recursive definition instead.
 */
function sha256(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

const node = (left: Uint8Array, right: Uint8Array) => sha256(Uint8Array.of(1), left, right);
const odd = (n: bigint) => (n & 1n) === 1n;

/** Climbs from a leaf; `next` gives hashes as long as the tree has levels. */
function inclusionRoot(index: bigint, size: bigint, leaf: Uint8Array, next: () => Uint8Array): Uint8Array {
  let [fn, sn, r] = [index, size - 1n, leaf];
  while (sn !== 0n) {
    const p = next();
    if (odd(fn) || fn === sn) {
      r = node(p, r);
      while (fn !== 0n && !odd(fn)) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else r = node(r, p);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return r;
}

function isConsistent(
  first: bigint,
  second: bigint,
  a: Uint8Array,
  b: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  const path = (first & (first - 1n)) === 0n ? [a, ...proof] : [...proof];
  let [fn, sn] = [first - 1n, second - 1n];
  while (odd(fn)) [fn, sn] = [fn >> 1n, sn >> 1n];
  const start = path.shift();
  if (start === undefined) return false;
  let [fr, sr] = [start, start];
  for (const c of path) {
    if (sn === 0n) return false;
    if (odd(fn) || fn === sn) {
      [fr, sr] = [node(c, fr), node(c, sr)];
      while (fn !== 0n && !odd(fn)) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else sr = node(sr, c);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && toHex(fr) === toHex(a) && toHex(sr) === toHex(b);
}

/** MTH of RFC 9162 §2.1.1. */
function naiveRoot(entries: readonly Uint8Array[]): Uint8Array {
  const [first, second] = entries;
  if (first === undefined) return sha256();
  if (second === undefined) return sha256(Uint8Array.of(0), first);
  let k = 1;
  while (2 * k < entries.length) k *= 2;
  return node(naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
}

const entries = Array.from({ length: 300 }, (_, i) => Uint8Array.of(i >> 8, i));
const hashes = entries.map(leafHash);
const rootAt = (size: number) => treeRoot(appendLeaves(emptyTree(), hashes.slice(0, size)).tree);

describe('compared with RFC 9162 taken literally', () => {
  it('roots are the same at every size', () => {
    for (let size = 0; size <= 300; size += 1) {
      expect(toHex(rootAt(size))).toBe(toHex(naiveRoot(entries.slice(0, size))));
    }
  });

  it('inclusion proofs lead to the same root', async () => {
    const nodes = memoryNodes(hashes);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.nat(), async (size, i) => {
        const index = i % size;
        const rest = [...(await proveInclusion(index, size, nodes))];
        const root = inclusionRoot(BigInt(index), BigInt(size), hashes[index]!, () => rest.shift()!);
        expect(rest).toEqual([]);
        expect(toHex(root)).toBe(toHex(rootAt(size)));
      }),
    );
  });

  it('consistency proofs verify, and fail, alike', async () => {
    const nodes = memoryNodes(hashes);
    const anySize = fc.integer({ min: 1, max: 300 });
    await fc.assert(
      fc.asyncProperty(anySize, anySize, fc.integer({ min: -1, max: 1 }), async (a, b, off) => {
        const [oldSize, size] = [Math.min(a, b), Math.max(a, b)];
        // RFC 9162 leaves equal sizes to the caller.
        fc.pre(oldSize < size);
        const proof = await proveConsistency(oldSize, size, nodes);
        const claimed = Math.min(Math.max(oldSize + off, 1), size - 1);
        const [oldRoot, root] = [rootAt(claimed), rootAt(size)];
        const ours = verifyConsistency({ oldSize: claimed, size, oldRoot, root, proof });
        expect(ours).toBe(isConsistent(BigInt(claimed), BigInt(size), oldRoot, root, proof));
        expect(ours).toBe(claimed === oldSize);
      }),
    );
  });

  it('inclusion is decided alike in trees far beyond 32 bits', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
        const [index, size] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(index < size);
        const proof: Uint8Array[] = [];
        const root = inclusionRoot(BigInt(index), BigInt(size), hashes[0]!, () => {
          const hash = sha256(Uint8Array.of(proof.length));
          proof.push(hash);
          return hash;
        });
        expect(verifyInclusion({ index, size, leafHash: hashes[0]!, proof, root })).toBe(true);
        expect(verifyInclusion({ index, size, leafHash: hashes[1]!, proof, root })).toBe(false);
      }),
    );
  });
});
