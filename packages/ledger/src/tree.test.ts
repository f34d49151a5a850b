import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '@assent/contracts';
import vectors from '../../../spec/vectors/ledger/merkle.json' with { type: 'json' };
import { emptyRoot, leafHash } from './hash.ts';
import { memoryNodes } from './testing/memory-log.ts';
import { appendLeaf, appendLeaves, emptyTree, loadTree, treeRoot } from './tree.ts';

const leaves = vectors.leaves.map((hex) => leafHash(fromHex(hex)));

describe('a tree', () => {
  it('has the published roots at every size', () => {
    let tree = emptyTree();
    expect(toHex(treeRoot(tree))).toBe(vectors.emptyRoot);
    leaves.forEach((leaf, i) => {
      tree = appendLeaf(tree, leaf);
      expect(tree.size).toBe(i + 1);
      expect(toHex(treeRoot(tree))).toBe(vectors.roots[i]);
    });
  });

  it('leaves an earlier tree as it was', () => {
    const before = appendLeaf(emptyTree(), leaves[0]!);
    appendLeaf(before, leaves[1]!);
    expect(toHex(treeRoot(before))).toBe(vectors.roots[0]);
    expect(toHex(emptyRoot())).toBe(vectors.emptyRoot);
  });

  it('returns exactly the nodes that became complete, wherever a batch is cut', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), (a, b) => {
        const hashes = Array.from({ length: a + b }, (_, i) => leafHash(Uint8Array.of(i)));
        const first = appendLeaves(emptyTree(), hashes.slice(0, a));
        const second = appendLeaves(first.tree, hashes.slice(a));
        const whole = appendLeaves(emptyTree(), hashes);
        expect(second.tree).toEqual(whole.tree);
        expect([...first.nodes, ...second.nodes]).toEqual(whole.nodes);
        // One node per leaf and per completed parent: 2n minus the number of peaks.
        expect(whole.nodes.length).toBe(2 * (a + b) - whole.tree.peaks.length);
      }),
    );
  });

  it('is taken up again from its stored nodes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(70), async (size) => {
        const hashes = Array.from({ length: size }, (_, i) => leafHash(Uint8Array.of(i)));
        const { tree } = appendLeaves(emptyTree(), hashes);
        expect(await loadTree(size, memoryNodes(hashes))).toEqual(tree);
      }),
    );
  });
});
