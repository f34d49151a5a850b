import { cellSteps, placeOf, type Cell, type Watermarks } from './watermarks.ts';

/** What a leak shows that could carry a watermark, each thing once. */
export interface Observations {
  readonly names: ReadonlySet<string>;
  readonly places: readonly MarkedPosition[];
}

/** A cell in which the leak has positions, with the residue most of them have on each axis. */
interface MarkedPosition {
  readonly cell: Cell;
  readonly residues: { readonly x: number; readonly y: number };
}

/** Gathers what a leak shows. */
export interface Observer {
  name(text: string): void;
  /** Shares of the viewport. */
  position(x: number, y: number): void;
  readonly observed: Observations;
}

/** An observer that has seen nothing. Memory grows with distinct names and cells, at most 626² of the latter. */
export function createObserver(): Observer {
  const names = new Set<string>();
  const cells = new Map<string, { readonly cell: Cell; readonly x: number[]; readonly y: number[] }>();
  return {
    name: (text) => names.add(text),
    position(xShare, yShare) {
      const [x, y] = [placeOf(xShare), placeOf(yShare)];
      const key = `${x.cell}/${y.cell}`;
      const seen = cells.get(key) ?? { cell: { x: x.cell, y: y.cell }, x: noCounts(), y: noCounts() };
      cells.set(key, seen);
      seen.x[x.residue] = (seen.x[x.residue] ?? 0) + 1;
      seen.y[y.residue] = (seen.y[y.residue] ?? 0) + 1;
    },
    get observed() {
      const places = [...cells.values()].map(({ cell, x, y }) => ({
        cell,
        residues: { x: mostFrequent(x), y: mostFrequent(y) },
      }));
      return { names, places };
    },
  };
}

function noCounts(): number[] {
  return Array.from({ length: cellSteps }, () => 0);
}

function mostFrequent(counts: readonly number[]): number {
  return counts.indexOf(Math.max(...counts));
}

/** How much a leak speaks for one copy. */
export interface Evidence {
  readonly names: { readonly seen: number; readonly hits: number };
  readonly positions: {
    /** Axes of distinct cells, and those with the residue of this copy. */
    readonly axes: number;
    readonly hits: number;
  };
  /** log₁₀ of a bound on the probability that anything but this copy shows so much, over all copies compared. */
  readonly log10Chance: number;
  /** Whether the bound is below one in a million. */
  readonly identified: boolean;
}

const mostChance = -6;

/**
 * Weighs a leak against one copy's watermarks. Each name of another origin passes with 2⁻⁶⁴, each axis of a cell with 1/16,
 * independently, because the key decides and nobody else knows it; both bounds are multiplied by the number of copies
 * compared. Of the two kinds of watermarks the stronger one counts, and the other as nothing.
 */
export function weigh(watermarks: Watermarks, { names, places }: Observations, copies: number): Evidence {
  const nameHits = [...names].filter((name) => watermarks.owns(name)).length;
  let hits = 0;
  for (const { cell, residues } of places) {
    const expected = watermarks.residuesAt(cell);
    hits += Number(expected.x === residues.x) + Number(expected.y === residues.y);
  }
  const axes = 2 * places.length;
  const byNames = nameHits === 0 ? 0 : Math.log10(names.size) - 64 * Math.log10(2);
  const byPositions = log10Tail(axes, hits);
  // Twice: two kinds were tried.
  const log10Chance = Math.min(0, Math.min(byNames, byPositions) + Math.log10(2 * Math.max(1, copies)));
  return {
    names: { seen: names.size, hits: nameHits },
    positions: { axes, hits },
    log10Chance,
    identified: log10Chance < mostChance,
  };
}

/** log₁₀ of the probability of at least `hits` among `axes` fair draws of one in sixteen. */
export function log10Tail(axes: number, hits: number): number {
  if (hits === 0) return 0;
  const [yes, no] = [Math.log(1 / cellSteps), Math.log(1 - 1 / cellSteps)];
  let logTerm = hits * yes + (axes - hits) * no;
  for (let k = 1; k <= hits; k += 1) logTerm += Math.log(axes - hits + k) - Math.log(k);
  // The terms that follow are given as multiples of the first, which alone may be too small for a number.
  let sum = 1;
  let ratio = 1;
  for (let k = hits + 1; k <= axes; k += 1) {
    ratio *= ((axes - k + 1) / k) * (1 / (cellSteps - 1));
    sum += ratio;
    if (ratio < 1e-17 * sum && k > axes / cellSteps) break;
  }
  return Math.min(0, (logTerm + Math.log(sum)) / Math.LN10);
}
