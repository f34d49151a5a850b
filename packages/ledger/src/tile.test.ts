import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, toHex } from '@assent/contracts';
import examples from '../../../spec/vectors/ledger/c2sp-examples.json' with { type: 'json' };
import { LedgerError } from './errors.ts';
import { leafHash } from './hash.ts';
import { memoryNodes } from './testing/memory-log.ts';
import { parseTilePath, tileExists, tilePath, tilesBetween, type Tile } from './tile-path.ts';
import {
  decodeEntryBundle,
  decodeHashTile,
  encodeEntryBundle,
  encodeHashTile,
  nodesFromTiles,
  perfectRoot,
  tileNodes,
} from './tile.ts';
import { refusal } from './testing/refusal.ts';

const tiles = fc.oneof(
  fc.record({
    kind: fc.constant('hashes' as const),
    level: fc.nat(63),
    index: fc.maxSafeNat(),
    width: fc.integer({ min: 1, max: 256 }),
  }),
  fc.record({ kind: fc.constant('entries' as const), index: fc.maxSafeNat(), width: fc.integer({ min: 1, max: 256 }) }),
);

describe('tile paths', () => {
  it('spell the published example', () => {
    const { index, path } = examples.tileIndex;
    expect(tilePath({ kind: 'hashes', level: 0, index, width: 256 })).toBe(`tile/0/${path}`);
    expect(tilePath({ kind: 'entries', index, width: 7 })).toBe(`tile/entries/${path}.p/7`);
  });

  it.each([
    ['tile/0/000', { kind: 'hashes', level: 0, index: 0, width: 256 }],
    ['tile/9/999', { kind: 'hashes', level: 9, index: 999, width: 256 }],
    ['tile/10/x001/000', { kind: 'hashes', level: 10, index: 1000, width: 256 }],
    ['tile/63/000.p/255', { kind: 'hashes', level: 63, index: 0, width: 255 }],
    ['tile/59/x012/x345/678.p/1', { kind: 'hashes', level: 59, index: 12_345_678, width: 1 }],
    ['tile/entries/x009/x007/x199/x254/x740/991', { kind: 'entries', index: Number.MAX_SAFE_INTEGER, width: 256 }],
    ['tile/entries/000.p/10', { kind: 'entries', index: 0, width: 10 }],
  ] as const)('%s is read and written', (path, tile) => {
    expect(parseTilePath(path)).toEqual(tile);
    expect(tilePath(tile)).toBe(path);
  });

  it('come back as the tile they name', () => {
    fc.assert(
      fc.property(tiles, (tile) => {
        expect(parseTilePath(tilePath(tile))).toEqual(tile);
      }),
    );
  });

  it('have one spelling only', () => {
    for (const path of [
      '',
      'tile',
      'tile/0/0',
      'tile/0/00',
      'tile/0/0000',
      'tile/00/000',
      'tile/64/000',
      'tile/-1/000',
      'tile/0/x000/001',
      'tile/0/001/002',
      'tile/0/x001',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/01',
      'tile/0/000/',
      '/tile/0/000',
      'tile/entries/../000',
      'tile/0/x999/x999/x999/x999/x999/999',
      'tile/0/x009/x007/x199/x254/x740/992',
      'tile/0/x000/x001/000',
      'xtile/0/000',
      'tile/0/000x',
      'tile/0/000.p/',
      'tile/0/000.p/257',
      'tile/0/000.p/1000',
      'tile/0/000.p/1/',
      'tile/0/001/x002',
      'tile/0/x0001/000',
      'tile/70/000',
      'tile/entriesx/000',
    ]) {
      expect(() => parseTilePath(path)).toThrow(expect.objectContaining(refusal('malformed-path')));
    }
  });

  it('are parsed or refused with a typed error, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: fc.constantFrom('tile/', 'entries/', 'x', '000', '001', '.p/', '/', '0', '9') }),
        ),
        (text) => {
          try {
            expect(tilePath(parseTilePath(text))).toBe(text);
          } catch (error) {
            expect(error).toBeInstanceOf(LedgerError);
          }
        },
      ),
    );
  });
});

describe('the tiles of a log', () => {
  it('are those of the published example of size 70,000', () => {
    const all = tilesBetween(0, 70_000).filter((tile) => tile.kind === 'hashes');
    for (const { level, full, partial } of examples.tilesOf70000) {
      const widths = all.filter((tile) => tile.level === level).map(({ width }) => width);
      expect(widths.filter((width) => width === 256)).toHaveLength(full);
      expect(widths.filter((width) => width < 256)).toEqual([partial]);
    }
    expect(all).toHaveLength(273 + 1 + 1 + 1 + 1);
  });

  it('cover exactly what is new, however the growth is cut', () => {
    fc.assert(
      fc.property(fc.nat(1500), fc.nat(1500), (a, b) => {
        const covered = new Set<string>();
        for (const tile of [...tilesBetween(0, a), ...tilesBetween(a, a + b)]) {
          expect(tileExists(tile, a + b)).toBe(true);
          for (let i = 0; i < tile.width; i += 1) covered.add(position(tile, i));
        }
        const whole = new Set(
          tilesBetween(0, a + b).flatMap((tile) => Array.from({ length: tile.width }, (_, i) => position(tile, i))),
        );
        expect(covered).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('are named one by one', () => {
    expect(tilesBetween(0, 0)).toEqual([]);
    expect(tilesBetween(7, 7)).toEqual([]);
    expect(tilesBetween(250, 256).map(tilePath)).toEqual(['tile/0/000', 'tile/entries/000', 'tile/1/000.p/1']);
    expect(tilesBetween(256, 260).map(tilePath)).toEqual(['tile/0/001.p/4', 'tile/entries/001.p/4']);
    expect(tilesBetween(500, 515).map(tilePath)).toEqual([
      'tile/0/001',
      'tile/entries/001',
      'tile/0/002.p/3',
      'tile/entries/002.p/3',
      'tile/1/000.p/2',
    ]);
  });

  it('exist only once the tree has all they hold', () => {
    expect(tileExists({ kind: 'entries', index: 1, width: 255 }, 511)).toBe(true);
    expect(tileExists({ kind: 'hashes', level: 0, index: 0, width: 5 }, 5)).toBe(true);
    expect(tileExists({ kind: 'hashes', level: 0, index: 0, width: 6 }, 5)).toBe(false);
    expect(tileExists({ kind: 'hashes', level: 1, index: 0, width: 1 }, 255)).toBe(false);
    expect(tileExists({ kind: 'hashes', level: 1, index: 0, width: 1 }, 256)).toBe(true);
    expect(tileExists({ kind: 'entries', index: 1, width: 256 }, 511)).toBe(false);
  });
});

function position(tile: Tile, i: number): string {
  return `${tile.kind === 'entries' ? 'entries' : tile.level}/${tile.index * 256 + i}`;
}

describe('hash tiles', () => {
  it('yield every complete node of the tree', async () => {
    const hashes = Array.from({ length: 600 }, (_, i) => leafHash(Uint8Array.of(i >> 8, i)));
    const nodes = memoryNodes(hashes);
    const read: string[] = [];
    const fromTiles = nodesFromTiles(600, async (path) => {
      read.push(path);
      const tile = parseTilePath(path);
      if (tile.kind !== 'hashes') throw new Error('entries asked for');
      const { level, start, count } = tileNodes(tile);
      return encodeHashTile(await Promise.all(Array.from({ length: count }, (_, i) => nodes(level, start + i))));
    });
    for (let level = 0; 2 ** level <= 600; level += 1) {
      for (let index = 0; (index + 1) * 2 ** level <= 600; index += level < 6 ? 37 : 1) {
        expect(toHex(await fromTiles(level, index))).toBe(toHex(await nodes(level, index)));
      }
    }
    await expect(fromTiles(9, 1)).rejects.toMatchObject(refusal('missing-node'));
    // Each tile was read once.
    expect(new Set(read).size).toBe(read.length);
  });

  it('are asked for no node beyond the tree, and have no root without hashes', async () => {
    const noTile = nodesFromTiles(3, async () => Promise.reject(new Error('no tile is needed')));
    for (const [level, index] of [
      [0, 3],
      [1, 1],
      [2, 0],
      [8, 0],
    ] as const) {
      await expect(noTile(level, index)).rejects.toMatchObject(refusal('missing-node'));
    }
    expect(() => perfectRoot([])).toThrow(expect.objectContaining(refusal('missing-node')));
  });

  it('must have the width they are asked for', () => {
    expect(() => decodeHashTile(new Uint8Array(0), 1)).toThrow(expect.objectContaining(refusal('malformed-tile')));
    expect(() => decodeHashTile(new Uint8Array(33), 1)).toThrow(expect.objectContaining(refusal('malformed-tile')));
    expect(() => decodeHashTile(new Uint8Array(31), 1)).toThrow(expect.objectContaining(refusal('malformed-tile')));
    expect(() => decodeHashTile(new Uint8Array(64), 1)).toThrow(expect.objectContaining(refusal('malformed-tile')));
  });
});

describe('entry bundles', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 8 });

  it('come back as their entries', () => {
    fc.assert(
      fc.property(entries, (list) => {
        expect(decodeEntryBundle(encodeEntryBundle(list), list.length).map(toHex)).toEqual(list.map(toHex));
      }),
    );
  });

  it('carry entries up to 65,535 bytes and refuse longer ones', () => {
    expect(decodeEntryBundle(encodeEntryBundle([new Uint8Array(65_535)]), 1)[0]).toHaveLength(65_535);
    expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrow(expect.objectContaining(refusal('too-large')));
  });

  it.each([
    ['half a length', [0], 1],
    ['a length without its entry', [0, 1], 1],
    ['an entry that is too short', [0, 2, 7], 1],
    ['an entry that is too short by 256 bytes', [1, 1, 7], 1],
    ['a byte after the last entry', [0, 1, 7, 0], 1],
    ['one entry too many', [0, 1, 7, 0, 0], 1],
    ['one entry too few', [0, 1, 7], 2],
    ['no entry', [], 1],
    ['an entry where there should be none', [0, 0], 0],
  ])('are refused with %s', (_, bytes, width) => {
    expect(() => decodeEntryBundle(Uint8Array.from(bytes), width)).toThrow(
      expect.objectContaining(refusal('malformed-tile')),
    );
  });

  it('are read with their lengths in two bytes, the larger first', () => {
    const entry = new Uint8Array(0x0102).fill(9);
    expect(decodeEntryBundle(concatBytes(Uint8Array.of(1, 2), entry, Uint8Array.of(0, 0)), 2)).toEqual([
      entry,
      new Uint8Array(),
    ]);
  });

  it('are refused when cut anywhere or of another width', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (list, cut) => {
        const bytes = encodeEntryBundle(list);
        expect(() => decodeEntryBundle(bytes, list.length + 1)).toThrow(LedgerError);
        if (bytes.length === 0) return;
        expect(() => decodeEntryBundle(bytes.subarray(0, cut % bytes.length), list.length)).toThrow(LedgerError);
      }),
    );
  });

  it('are parsed or refused with a typed error, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(4), (bytes, width) => {
        try {
          expect(toHex(encodeEntryBundle(decodeEntryBundle(bytes, width)))).toBe(toHex(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(LedgerError);
        }
      }),
    );
  });
});
