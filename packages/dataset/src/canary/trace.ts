import type { CanaryNote } from '@assent/contracts';
import { marksOf } from './marks.ts';
import type { LeakReading } from './observe-leak.ts';
import { weigh, type Evidence } from './weigh.ts';

/** A copy that a leak was compared with. */
export interface Suspicion extends Evidence {
  readonly note: CanaryNote;
}

/**
 * Compares a leak with each copy whose note one has, the most telling first. Copies that are `identified` are in the leak;
 * several are where several leaked or were mixed.
 */
export function traceLeak({ observed }: LeakReading, notes: readonly CanaryNote[]): readonly Suspicion[] {
  return notes
    .map((note) => ({ note, ...weigh(marksOf(note), observed, notes.length) }))
    .sort((a, b) => a.log10Chance - b.log10Chance);
}
