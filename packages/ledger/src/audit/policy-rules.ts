import { digestOf, policySchema } from '@assent/contracts';
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
