import type { CanaryNote } from '@assent/contracts';
import { watermarksOf } from './watermarks.ts';
import type { LeakReading } from './observe-leak.ts';
import { weigh, type Evidence } from './weigh.ts';

/** A copy that a leak was compared with, with whatever else the caller knows of it, and what speaks for it. */
export interface Suspicion<Copy extends { readonly note: CanaryNote }> {
  readonly copy: Copy;
  readonly evidence: Evidence;
}

/**
 * Compares a leak with each copy whose note one has, the most telling first. Copies that are `identified` are in the leak;
 * several are where several leaked or were mixed.
 */
export function traceLeak<Copy extends { readonly note: CanaryNote }>(
  { observed }: LeakReading,
  copies: readonly Copy[],
): readonly Suspicion<Copy>[] {
  return copies
    .map((copy) => ({ copy, evidence: weigh(watermarksOf(copy.note), observed, copies.length) }))
    .sort((a, b) => a.evidence.log10Chance - b.evidence.log10Chance);
}
