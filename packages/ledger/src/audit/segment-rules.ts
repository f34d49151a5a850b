import { tombstoneOf } from '../leaf.ts';
import { faults } from './finding.ts';
import type { Rule } from './state.ts';

/** A consent is recorded as a commitment, each once, and only after some policy. */
export const consentRecorded: Rule<'consent.recorded'> = async (state, { commitment }) => {
  const repeated = state.commitments.has(commitment);
  state.commitments.add(commitment);
  return faults([state.policies.size === 0, 'before-policy'], [repeated, 'commitment-repeated']);
};

/** A segment is recorded once, after some policy and some consent. */
export const segmentSealed: Rule<'segment.sealed'> = async (state, { ciphertext }) => {
  const tombstone = tombstoneOf(ciphertext);
  const repeated = state.sealed.has(tombstone);
  state.sealed.add(tombstone);
  return faults(
    [state.policies.size === 0, 'before-policy'],
    [state.commitments.size === 0, 'before-consent'],
    [repeated, 'segment-repeated'],
  );
};

/** Erasures name segments that were sealed, and day keys, which the ledger does not know otherwise; each once. */
export const erasureExecuted: Rule<'erasure.executed'> = async (state, { tombstones, dayKeys = [] }) => {
  const unknown = tombstones.some((tombstone) => !state.sealed.has(tombstone));
  const all = [...tombstones, ...dayKeys];
  const repeated = new Set(all).size < all.length || all.some((tombstone) => state.erased.has(tombstone));
  for (const tombstone of all) state.erased.add(tombstone);
  return faults([unknown, 'tombstone-unknown'], [repeated, 'tombstone-repeated']);
};
