import {
  consentSchema,
  digestOf,
  openSigned,
  policySchema,
  type Consent,
  type Digest,
  type Policy,
  type SigningKey,
} from '@assent/contracts';
import { ConsentError } from './errors.ts';
import { floorViolations } from './floor.ts';

/** A policy version with a valid signature, and its digest. It lists nothing on the floor. */
export interface KnownPolicy {
  readonly policy: Policy;
  readonly digest: Digest;
}

/** A consent record with a valid signature, and its digest. */
export interface KnownConsent {
  readonly consent: Consent;
  readonly digest: Digest;
}

/**
 * Reads a policy as fetched from a collector. Throws a `ContractsError` when it is malformed or not signed by the
 * program owner, a `ConsentError` (`floor-site`) when it lists a site that no policy may list.
 */
export async function readPolicy(input: unknown, owner: SigningKey): Promise<KnownPolicy> {
  const { body: policy } = await openSigned(policySchema, input, { key: owner });
  const violations = floorViolations(policy);
  if (violations.length > 0) {
    throw new ConsentError('floor-site', `policy lists ${violations.length} sites that no policy may list`);
  }
  return { policy, digest: await digestOf(policy) };
}

/**
 * Reads a consent record back. Throws a `ContractsError` when it is malformed, or not signed by the device it names
 * or not by this device.
 */
export async function readConsent(input: unknown, device: SigningKey): Promise<KnownConsent> {
  const { body: consent } = await openSigned(consentSchema, input, { key: device });
  if (consent.device !== device) throw new ConsentError('policy-mismatch', 'consent names another device');
  return { consent, digest: await digestOf(consent) };
}
