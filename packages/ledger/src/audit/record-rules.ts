import { digestOf, policySchema } from '@assent/contracts';
import { tombstoneOf } from '../leaf.ts';
import { faults } from './finding.ts';
import { signatureHolds } from './signature.ts';
import type { PublishedPolicy, Rule } from './state.ts';
import { isDatedBefore } from './time.ts';

/** Policies form one chain per program, all signed by the key that signed the first. */
export const policyPublished: Rule<'policy.published'> = async (state, leaf) => {
  const { body: policy, key } = leaf.policy;
  // An unsigned policy is not remembered: every leaf that refers to it is then a finding of its own.
  if (!(await signatureHolds(policySchema, leaf.policy))) return ['policy-signature'];

  const published: PublishedPolicy = { digest: await digestOf(policy), policy, key };
  const program = state.programs.get(policy.program);
  state.policies.set(published.digest, published);
  if (program === undefined) state.programs.set(policy.program, { first: published, newest: published });

  const newest = program?.newest;
  if (program !== undefined) program.newest = published;
  return faults(
    [state.ownerKey !== undefined && key !== state.ownerKey, 'policy-owner'],
    [program !== undefined && key !== program.first.key, 'policy-key-changed'],
    [policy.previous !== (newest?.digest ?? null), 'policy-chain'],
    [newest !== undefined && policy.version <= newest.policy.version, 'policy-version'],
    [policy.ledger.verifierKey !== state.verifierKey, 'policy-ledger'],
    [isDatedBefore(leaf.t, policy.issuedAt), 'back-dated'],
  );
};

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
