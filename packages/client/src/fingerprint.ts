import { digestOf } from '@assent/contracts';
import type { JoinFacts } from './answers.ts';

/** Crockford's digits: no I, L, O or U, so that people can read them to each other. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A short name of a program and of everybody whose word counts there (owner, ledger, collector), for people to compare
 * with a paper invitation: 16 digits in groups of four, the first 80 bits of a SHA-256. Nobody can make another program
 * with the same one; comparing only some of the digits gives that much less certainty.
 */
export async function programFingerprint(facts: JoinFacts): Promise<string> {
  const { program, ownerKey, verifierKey, collectorKey } = facts;
  const digest = await digestOf({ type: 'program-fingerprint', v: 1, program, ownerKey, verifierKey, collectorKey });
  const bits = BigInt(`0x${digest.slice(0, 20)}`);
  const text = Array.from({ length: 16 }, (_, at) => digits[Number((bits >> BigInt(75 - 5 * at)) & 31n)]).join('');
  return text.replaceAll(/.{4}(?=.)/g, '$&-');
}
