import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@assent/contracts';
import vectors from '../../../spec/vectors/ledger/merkle.json' with { type: 'json' };
import { emptyRoot, leafHash, nodeHash, type Hash } from './hash.ts';
import {
  proveConsistency,
  proveInclusion,
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
} from './proof.ts';
import { memoryNodes } from './testing/memory-log.ts';
import { appendLeaves, emptyTree, treeRoot } from './tree.ts';
import { refusal } from './testing/refusal.ts';

const leaves = vectors.leaves.map((hex) => leafHash(fromHex(hex)));
const roots = vectors.roots.map(fromHex);
const someHash = fromHex(vectors.someHash);
const wrongSize = new TextEncoder().encode('WrongLeaf');
const nothing = new Uint8Array();

function flip(hash: Uint8Array, byte: number, bit: number): Uint8Array {
  return hash.map((value, i) => (i === byte ? value ^ (1 << bit) : value));
}

function rootOf(hashes: readonly Hash[], size: number): Hash {
  return treeRoot(appendLeaves(emptyTree(), hashes.slice(0, size)).tree);
}

describe('published inclusion vectors', () => {
  const nodes = memoryNodes(leaves);

  it.each(vectors.inclusion)('leaf $leaf of $size is made and verifies', async ({ leaf, size, proof }) => {
    const made = await proveInclusion(leaf - 1, size, nodes);
    expect(made.map(toHex)).toEqual(proof);
    const claim = { index: leaf - 1, size, leafHash: leaves[leaf - 1]!, proof: made, root: roots[size - 1]! };
    expect(verifyInclusion(claim)).toBe(true);
  });

  it.each(vectors.inclusion)('leaf $leaf of $size fails in each published corruption', ({ leaf, size, proof: hex }) => {
    const index = leaf - 1;
    const proof = hex.map(fromHex);
    const good: InclusionClaim = { index, size, leafHash: leaves[index]!, proof, root: roots[size - 1]! };
    const corrupted: Partial<InclusionClaim>[] = [
      { index: index - 1 },
      { index: index + 1 },
      { index: index ^ 2 },
      { size: size * 2 },
      { size: Math.floor(size / 2) },
      { leafHash: wrongSize },
      { leafHash: nothing },
      { root: emptyRoot() },
      { root: someHash },
      { root: nothing },
      { proof: [...proof, nothing] },
      { proof: [...proof, good.root] },
      { proof: [nothing, ...proof] },
      { proof: [good.root, ...proof] },
      ...proof.map((hash, i) => ({ proof: proof.with(i, flip(hash, 0, 3) as Hash) })),
      ...(proof.length > 0 ? [{ proof: proof.slice(0, -1) }] : []),
      ...(proof.length > 1 ? [{ proof: [proof[0]!, someHash, ...proof.slice(1)] }] : []),
    ];
    for (const change of corrupted) expect(verifyInclusion({ ...good, ...change })).toBe(false);
  });

  it('no leaf is in an empty tree, nor beyond the end', () => {
    for (const [index, size] of [
      [0, 0],
      [1, 0],
      [2, 1],
      [-1, 4],
      [0.5, 4],
      [Number.NaN, 4],
      [0, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(verifyInclusion({ index, size, leafHash: someHash, proof: [], root: someHash })).toBe(false);
      expect(verifyInclusion({ index, size, leafHash: someHash, proof: [], root: emptyRoot() })).toBe(false);
    }
  });
});

describe('published consistency vectors', () => {
  const nodes = memoryNodes(leaves);

  it.each(vectors.consistency)('$oldSize to $size is made and verifies', async ({ oldSize, size, proof }) => {
    const made = await proveConsistency(oldSize, size, nodes);
    expect(made.map(toHex)).toEqual(proof);
    const claim = { oldSize, size, oldRoot: roots[oldSize - 1]!, root: roots[size - 1]!, proof: made };
    expect(verifyConsistency(claim)).toBe(true);
  });

  it.each(vectors.consistency.filter(({ proof }) => proof.length > 0))(
    '$oldSize to $size fails in each published corruption',
    ({ oldSize, size, proof: hex }) => {
      const proof = hex.map(fromHex);
      const good: ConsistencyClaim = { oldSize, size, oldRoot: roots[oldSize - 1]!, root: roots[size - 1]!, proof };
      const corrupted: Partial<ConsistencyClaim>[] = [
        { oldSize: oldSize - 1 },
        { oldSize: oldSize + 1 },
        { oldSize: oldSize ^ 2 },
        { size: size * 2 },
        { size: Math.floor(size / 2) },
        { oldRoot: wrongSize },
        { root: wrongSize },
        { oldRoot: good.root, root: good.oldRoot },
        { proof: [] },
        { proof: [...proof, nothing] },
        { proof: [...proof, good.oldRoot] },
        { proof: [...proof, good.root] },
        { proof: [nothing, ...proof] },
        { proof: [good.oldRoot, ...proof] },
        { proof: [good.root, ...proof] },
        { proof: [proof[0]!, ...proof] },
        { proof: proof.slice(0, -1) },
        ...proof.map((hash, i) => ({ proof: proof.with(i, flip(hash, 0, 4) as Hash) })),
      ];
      for (const change of corrupted) expect(verifyConsistency({ ...good, ...change })).toBe(false);
    },
  );

  it('decides the published edge cases', () => {
    const other = roots[1]!;
    const root = roots[0]!;
    const cases: readonly (readonly [number, number, Uint8Array, Uint8Array, readonly Uint8Array[], boolean])[] = [
      [1, 1, root, other, [], false],
      [1, 1, root, root, [], true],
      [1, 0, root, other, [], false],
      [2, 1, root, other, [], false],
      [1, 2, root, other, [], false],
      [1, 1, root, root, [emptyRoot()], false],
      // Nothing is proved about an empty tree.
      [0, 0, emptyRoot(), emptyRoot(), [], false],
      [0, 1, emptyRoot(), root, [], false],
      [0, 1, emptyRoot(), root, [emptyRoot()], false],
    ];
    for (const [oldSize, size, oldRoot, newRoot, proof, expected] of cases) {
      expect(verifyConsistency({ oldSize, size, oldRoot, root: newRoot, proof })).toBe(expected);
    }
  });
});

describe('malformed claims', () => {
  const good = roots[0]!;
  const wrongLengths = [0, 31, 33].map((length) => new Uint8Array(length).fill(7));
  const unsafe = 2 ** 53;

  it('are refused though every hash in them was computed over values of a wrong length', () => {
    for (const wrong of wrongLengths) {
      const leaf = { index: 0, size: 1, leafHash: wrong, proof: [], root: wrong };
      expect(verifyInclusion(leaf)).toBe(false);
      const sibling = { index: 0, size: 2, leafHash: good, proof: [wrong], root: nodeHash(good, wrong) };
      expect(verifyInclusion(sibling)).toBe(false);
      const same = { oldSize: 3, size: 3, oldRoot: wrong, root: wrong, proof: [] };
      expect(verifyConsistency(same)).toBe(false);
      const next = { oldSize: 1, size: 2, oldRoot: good, root: nodeHash(good, wrong), proof: [wrong] };
      expect(verifyConsistency(next)).toBe(false);
      const old = { oldSize: 1, size: 2, oldRoot: wrong, root: nodeHash(wrong, good), proof: [good] };
      expect(verifyConsistency(old)).toBe(false);
    }
  });

  it.each([
    ['a negative index', { index: -1, size: 2 }],
    ['a fractional index', { index: 0.5, size: 2 }],
    ['an index that is no number', { index: Number.NaN, size: 2 }],
    ['a fractional size', { index: 0, size: 1.5 }],
    ['an index at the size', { index: 2, size: 2 }],
  ])('of inclusion are refused with %s, whatever the root', (_, { index, size }) => {
    const other = roots[1]!;
    for (const root of [nodeHash(good, other), nodeHash(other, good)]) {
      expect(verifyInclusion({ index, size, leafHash: good, proof: [other], root })).toBe(false);
    }
    if (index !== 0) expect(verifyInclusion({ index, size: 1, leafHash: good, proof: [], root: good })).toBe(false);
  });

  it('of consistency are refused with sizes that are no exact whole numbers', () => {
    for (const size of [-1, 0.5, unsafe, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(verifyConsistency({ oldSize: size, size, oldRoot: good, root: good, proof: [] })).toBe(false);
    }
    expect(verifyConsistency({ oldSize: 1, size: 1, oldRoot: good, root: good, proof: [] })).toBe(true);
    expect(verifyConsistency({ oldSize: 0, size: 2, oldRoot: good, root: good, proof: [] })).toBe(false);
    const fractional = { oldSize: 1, size: 1.5, oldRoot: good, root: nodeHash(good, good), proof: [good] };
    expect(verifyConsistency(fractional)).toBe(false);
  });

  it('of consistency are refused when the tree shrinks, with roots made to fit', () => {
    const [a, b, c] = [roots[1]!, roots[2]!, roots[3]!] as const;
    const oldRoot = nodeHash(c, a);
    const root = nodeHash(c, nodeHash(a, b));
    expect(verifyConsistency({ oldSize: 2, size: 1, oldRoot, root, proof: [a, b, c] })).toBe(false);
  });
});

const hashes = Array.from({ length: 70 }, (_, i) => leafHash(Uint8Array.of(i)));

describe('proofs', () => {
  it('of inclusion verify for every leaf of every tree, and at no other index', async () => {
    const nodes = memoryNodes(hashes);
    for (let size = 1; size <= 40; size += 1) {
      const root = rootOf(hashes, size);
      for (let index = 0; index < size; index += 1) {
        const proof = await proveInclusion(index, size, nodes);
        const claim = { index, size, leafHash: hashes[index]!, proof, root };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, index: (index + 1) % (size + 1) })).toBe(false);
        expect(verifyInclusion({ ...claim, leafHash: hashes[index + 1]! })).toBe(false);
      }
    }
  });

  it('of consistency verify between all sizes', async () => {
    const nodes = memoryNodes(hashes);
    for (let size = 1; size <= 40; size += 1) {
      const root = rootOf(hashes, size);
      for (let oldSize = 1; oldSize <= size; oldSize += 1) {
        const proof = await proveConsistency(oldSize, size, nodes);
        expect(verifyConsistency({ oldSize, size, oldRoot: rootOf(hashes, oldSize), root, proof })).toBe(true);
      }
    }
  });

  it('fail after any changed bit of proof, leaf or root', async () => {
    const nodes = memoryNodes(hashes);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 70 }),
        fc.nat(),
        fc.nat(),
        fc.nat(31),
        fc.nat(7),
        async (size, i, which, byte, bit) => {
          const index = i % size;
          const proof = await proveInclusion(index, size, nodes);
          const parts = [hashes[index]!, rootOf(hashes, size), ...proof];
          const [leaf, root, ...rest] = parts.map((part, at) =>
            at === which % parts.length ? flip(part, byte, bit) : part,
          );
          expect(verifyInclusion({ index, size, leafHash: leaf!, root: root!, proof: rest })).toBe(false);
        },
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 70 }),
        fc.nat(),
        fc.nat(),
        fc.nat(31),
        fc.nat(7),
        async (size, i, which, byte, bit) => {
          const oldSize = 1 + (i % size);
          const proof = await proveConsistency(oldSize, size, nodes);
          const parts = [rootOf(hashes, oldSize), rootOf(hashes, size), ...proof];
          const [oldRoot, root, ...rest] = parts.map((part, at) =>
            at === which % parts.length ? flip(part, byte, bit) : part,
          );
          expect(verifyConsistency({ oldSize, size, oldRoot: oldRoot!, root: root!, proof: rest })).toBe(false);
        },
      ),
    );
  });

  it('are refused with a typed error where none can be made', async () => {
    const nodes = memoryNodes(hashes);
    for (const [index, size] of [
      [0, 0],
      [4, 4],
      [-1, 4],
      [1.5, 4],
      [0, 4.5],
      [0, 2 ** 53],
    ] as const) {
      await expect(proveInclusion(index, size, nodes)).rejects.toMatchObject(refusal('out-of-range'));
    }
    for (const [oldSize, size] of [
      [0, 4],
      [5, 4],
      [-1, 4],
      [0.5, 4],
      [1, 4.5],
      [1, 2 ** 53],
    ] as const) {
      await expect(proveConsistency(oldSize, size, nodes)).rejects.toMatchObject(refusal('out-of-range'));
    }
  });
});
