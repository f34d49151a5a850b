import type { Digest } from '@assent/contracts';
import { ruleSetDigest } from '@assent/safeguards';

let digest: Promise<Digest> | null = null;

/** The digest of the rule set that this software applies. It does not change while it runs, and takes a while to make. */
export async function safeguardsDigest(): Promise<Digest> {
  digest ??= ruleSetDigest();
  return digest;
}
