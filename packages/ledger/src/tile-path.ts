import { LedgerError } from './errors.ts';

/**
 * Tile names and paths (C2SP tlog-tiles): `tile/<level>/<index>` and `tile/entries/<index>`, the index in groups of three
 * digits of which all but the last begin with `x`, and `.p/<width>` behind it while the tile is not full.
 */

/** How many hashes or entries a full tile holds. */
export const tileWidth = 256;

/** A tile of hashes: level 0 holds leaf hashes, each further level the roots of full tiles below. */
export interface HashTile {
  readonly kind: 'hashes';
  readonly level: number;
  readonly index: number;
  /** 1 to 256; below 256 the tile is partial. */
  readonly width: number;
}

/** A bundle of entries, with the same indexes as the tiles of level 0. */
export interface EntryTile {
  readonly kind: 'entries';
  readonly index: number;
  readonly width: number;
}

export type Tile = HashTile | EntryTile;

/** The path below a log's prefix, without a leading slash. */
export function tilePath(tile: Tile): string {
  const partial = tile.width === tileWidth ? '' : `.p/${tile.width}`;
  return `tile/${tile.kind === 'entries' ? 'entries' : tile.level}/${indexPath(tile.index)}${partial}`;
}

function indexPath(index: number): string {
  const groups = [];
  for (let rest = index; groups.length === 0 || rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(String(rest % 1000).padStart(3, '0'));
  }
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
}

const pathPattern = /^tile\/(entries|\d|[1-5]\d|6[0-3])\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The tile a path names. Throws `malformed-path` on every other spelling: each tile has exactly one. */
export function parseTilePath(path: string): Tile {
  const match = pathPattern.exec(path);
  if (match !== null) {
    // Level and groups take part in every match.
    const [, level, groups, partial] = match as unknown as readonly [string, string, string, string | undefined];
    const index = Number(groups.replaceAll(/[x/]/g, ''));
    const width = partial === undefined ? tileWidth : Number(partial);
    const tile: Tile =
      level === 'entries' ? { kind: 'entries', index, width } : { kind: 'hashes', level: Number(level), index, width };
    if (width <= tileWidth && Number.isSafeInteger(index) && tilePath(tile) === path) return tile;
  }
  throw new LedgerError('malformed-path', 'not a tile path');
}

/** Whether a tree of `size` leaves has everything that this tile holds. */
export function tileExists(tile: Tile, size: number): boolean {
  const available = Math.floor(size / tileWidth ** (tile.kind === 'entries' ? 0 : tile.level));
  return tile.index * tileWidth + tile.width <= available;
}

/**
 * The tiles, hashes and entries, that a log gains when it grows: each as wide as it is at `newSize`. A log that serves
 * tiles from files writes these; partial tiles of earlier sizes stay valid beside them.
 */
export function tilesBetween(oldSize: number, newSize: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, count = newSize, oldCount = oldSize; count > oldCount; level += 1) {
    for (let index = Math.floor(oldCount / tileWidth); index * tileWidth < count; index += 1) {
      const width = Math.min(tileWidth, count - index * tileWidth);
      tiles.push({ kind: 'hashes', level, index, width });
      if (level === 0) tiles.push({ kind: 'entries', index, width });
    }
    count = Math.floor(count / tileWidth);
    oldCount = Math.floor(oldCount / tileWidth);
  }
  return tiles;
}
