import { policyClaim, type LedgerCheck } from '@assent/client';
import { describePolicy, readPolicy, type KnownPolicy } from '@assent/consent';
import { openSigned, policySchema, type Policy, type Signed } from '@assent/contracts';
import { fetchPolicy, joinInfo } from '../collector.ts';
import { DeviceError } from '../errors.ts';
import { proveInLedger, type Network } from '../ledger.ts';
import type { Invitation } from '../requests/protocol.ts';
import type { ProgramAddress } from './profile.ts';

/** A program that may be joined: where it is, and its policy as checked. */
export interface Offer {
  readonly address: ProgramAddress;
  readonly signed: Signed<Policy>;
  readonly known: KnownPolicy;
  readonly fingerprint: string;
  /** The ledger check that proved the policy. */
  readonly check: LedgerCheck;
}

/** What a collector asks people to agree to, in plain language. Throws a `DeviceError`. */
export async function lookUp(network: Network, collector: string): Promise<Invitation> {
  const { address, known, fingerprint } = await offerOf(network, collector);
  return { ...invitationTo(address, known), fingerprint };
}

export function invitationTo(
  address: ProgramAddress,
  { policy, digest }: KnownPolicy,
): Omit<Invitation, 'fingerprint'> {
  return {
    collector: address.collector,
    policy: digest,
    title: policy.title,
    organisation: policy.organisation,
    summary: policy.summary,
    tiers: policy.tiers,
    sections: describePolicy(policy),
    origins: policy.sites.map(({ origin }) => `${origin}/*`),
  };
}

/** The program that a collector serves, its policy proven to be public. Throws a `DeviceError`. */
export async function offerOf(network: Network, collector: string): Promise<Offer> {
  const { address, verifierKey, fingerprint } = await joinInfo(network.http, collector);
  const { document, leafIndex } = await fetchPolicy(network.http, address);
  const { signed, known } = await trustedPolicy(address, verifierKey, document);
  // P9: a version that is not public is not in force.
  const where = { collector: address.collector, verifierKey, remembered: null };
  const check = await proveInLedger(network, where, [policyClaim(leafIndex, known.digest)]);
  return { address, signed, known, fingerprint, check };
}

async function trustedPolicy(
  address: ProgramAddress,
  verifierKey: string,
  fetched: unknown,
): Promise<Pick<Offer, 'signed' | 'known'>> {
  try {
    const signed = await openSigned(policySchema, fetched, { key: address.ownerKey });
    const known = await readPolicy(fetched, address.ownerKey);
    // Deny by default: a policy of another program, or one whose promises are in another ledger, is not this program's.
    if (known.policy.program !== address.program || known.policy.ledger.verifierKey !== verifierKey) {
      throw new DeviceError('bad-answer', 'the policy belongs to another program or ledger');
    }
    return { signed, known };
  } catch (cause) {
    throw new DeviceError('bad-answer', 'the policy cannot be trusted', { cause });
  }
}
