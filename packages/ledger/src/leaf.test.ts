import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, fromHex, fromUtf8, leafSchema, type Leaf } from '@assent/contracts';
import { LedgerError } from './errors.ts';
import { decodeLeaf, encodeLeaf, maxTombstonesPerLeaf, tombstoneOf } from './leaf.ts';
import { honestHistory, someDigest } from './testing/program-history.ts';
import { maxEntryBytes } from './tile.ts';
import { refusal } from './testing/refusal.ts';

let leaves: readonly Leaf[];
beforeAll(async () => {
  ({ leaves } = await honestHistory('example.com/log+00000000+AA=='));
});

function erasure(count: number): Leaf {
  const tombstones = Array.from({ length: count }, (_, i) => someDigest(i));
  return leafSchema.parse({ v: 1, t: 0, kind: 'erasure.executed', tombstones });
}

describe('leaves', () => {
  it('of every kind come back as they were', () => {
    for (const leaf of leaves) expect(decodeLeaf(encodeLeaf(leaf))).toEqual(leaf);
    const kinds = new Set(leaves.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(leafSchema.options.map((option) => option.shape.kind.value)));
  });

  it('are spelled as canonical JSON', () => {
    const leaf = leafSchema.parse({ kind: 'consent.recorded', v: 1, t: 60_000, commitment: someDigest(1) });
    expect(fromUtf8(encodeLeaf(leaf))).toBe(
      `{"commitment":"${someDigest(1)}","kind":"consent.recorded","t":60000,"v":1}`,
    );
  });

  it('name the minute and nothing finer', () => {
    const [leaf] = leaves;
    expect(() => encodeLeaf({ ...leaf!, t: 60_001 })).toThrow(expect.objectContaining(refusal('malformed-leaf')));
  });

  it('carry as many tombstones as promised and refuse what an entry cannot hold', () => {
    expect(encodeLeaf(erasure(maxTombstonesPerLeaf)).length).toBeLessThanOrEqual(maxEntryBytes);
    expect(() => encodeLeaf(erasure(1000))).toThrow(expect.objectContaining(refusal('too-large')));
  });

  it('are decoded or refused with a typed error, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (bytes) => {
          expect(() => decodeLeaf(bytes)).toThrow(LedgerError);
        },
      ),
    );
  });

  it('are refused in every spelling but one', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.constantFrom(' ', '\n', '\t'), (which, at, blank) => {
        const text = canonicalJson(leaves[which % leaves.length]);
        const cut = at % (text.length + 1);
        const changed = new TextEncoder().encode(text.slice(0, cut) + blank + text.slice(cut));
        let decoded: Leaf | null = null;
        try {
          decoded = decodeLeaf(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(LedgerError);
        }
        // A blank inside a text is another leaf, with its own one spelling.
        if (decoded !== null) expect(encodeLeaf(decoded)).toEqual(changed);
      }),
    );
  });

  it('quote nothing of what they refuse', () => {
    const error: unknown = (() => {
      try {
        return decodeLeaf(new TextEncoder().encode('{"secret":"hunter2"'));
      } catch (reason) {
        return reason;
      }
    })();
    expect(error).toMatchObject(refusal('malformed-leaf'));
    expect(JSON.stringify([String(error), String((error as Error).cause)])).not.toContain('hunter2');
  });
});

describe('tombstones', () => {
  it('are SHA-256 over the digest’s bytes', () => {
    const ciphertext = someDigest(42);
    expect(tombstoneOf(ciphertext)).toBe(createHash('sha256').update(fromHex(ciphertext)).digest('hex'));
  });
});
