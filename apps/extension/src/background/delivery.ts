import { signDocument } from '@assent/contracts';
import type { SealInput, UploadResult } from '@assent/spool';
import { submitConsent, submitErasure, transportTo } from './collector.ts';
import type { Device } from './device.ts';
import { eraseDevice } from './profile.ts';

/** Most ciphertext bytes that are uploaded on one UTC day. */
const dailyCapBytes = 64 * 1_048_576;

/** Seals what has waited long enough, and uploads what is sealed. `skipWait` is the participant's own "send now". */
export async function deliver(device: Device, options: { readonly skipWait: boolean }): Promise<UploadResult | null> {
  const agreement = agreementOf(device);
  const { profile, spool, keys } = device;
  if (profile === null || agreement === null) return null;
  const now = Date.now();
  await spool.expire(now);
  // Only the participant may end the review window early: to the seal it then looks as if it were over.
  const sealAt = options.skipWait ? now + agreement.policy.review.coolingOffSeconds * 1000 : now;
  await spool.sealDue({ now: sealAt, agreements: [agreement], signer: keys.signer, vault: null });
  const result = await spool.upload({
    transport: transportTo(profile.address.collector),
    now,
    random: randomFraction(),
    collectorKey: profile.address.collectorKey,
    dailyCapBytes,
  });
  await eraseMarked(device);
  return result;
}

/**
 * Orders the erasure of what the participant has marked and the collector has. What is still on its way, or not
 * confirmed by the collector's own signature, stays marked and is ordered again.
 */
export async function eraseMarked({ profile, spool, keys }: Device): Promise<void> {
  if (profile === null) return;
  const marked = (await spool.sealedParts()).filter(({ uploaded, erase }) => uploaded && erase);
  const segments = marked.map(({ ciphertext }) => ciphertext).slice(0, 1000);
  if (segments.length === 0) return;
  const { address, participant } = profile;
  const erasure = await signDocument(
    {
      type: 'erasure' as const,
      v: 1 as const,
      program: address.program,
      participant,
      device: keys.signer.publicKey,
      at: Date.now(),
      scope: { what: 'segments' as const, segments },
    },
    keys.signer,
  );
  if (await submitErasure(address, erasure)) await spool.forgetErased(segments);
}

/** Hands in a withdrawal that waits; then forgets everything. Does nothing when there is none, or nobody answers. */
export async function sayFarewell(device: Device): Promise<void> {
  const { profile } = device;
  if (profile === null || profile.farewell === null) return;
  await submitConsent(profile.address.collector, profile.farewell);
  await eraseDevice(device.database);
}

function agreementOf({ facts, profile }: Device): SealInput['agreements'][number] | null {
  const { policy, consent } = facts;
  // P1: only what was given, and to exactly this version.
  if (profile === null || policy === null || consent?.consent.decision !== 'given') return null;
  if (consent.consent.policy !== policy.digest) return null;
  return {
    policy: policy.policy,
    policyDigest: policy.digest,
    consentDigest: consent.digest,
    participant: profile.participant,
  };
}

function randomFraction(): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return word / 2 ** 32;
}
