import { readConsent, readPolicy } from '@assent/consent';
import { signDocument } from '@assent/contracts';
import type { SealInput, UploadResult } from '@assent/spool';
import { submitErasure, transportTo } from '../collector.ts';
import { dailyCapBytes } from '../gate/storage-quota.ts';
import { ledgerWatch } from '../ledger.ts';
import type { Profile } from '../membership/profile.ts';
import { vaultKeys } from '../membership/vault.ts';
import type { OpenDevice } from '../open-device.ts';

/**
 * Seals what has waited long enough, and uploads what is sealed. `skipWait` is the participant's own "send now". Runs
 * outside the queue: a collector that does not answer must not hold up a pause. Null where nothing was agreed to.
 */
export async function deliver(
  device: OpenDevice,
  options: { readonly skipWait: boolean },
): Promise<UploadResult | null> {
  const { profile, spool, ports, store } = device;
  const agreements = profile === null ? [] : await agreementsOf(profile);
  if (profile === null || agreements.length === 0) return null;
  const now = device.now();
  await spool.expire(now);
  // Only the participant may end the review window early: sealing then takes it for over.
  const longestWait = Math.max(...agreements.map(({ policy }) => policy.review.coolingOffSeconds * 1000));
  // What was done in the second that is not over yet ends with it, and goes too.
  const sealAt = options.skipWait ? now + longestWait + 1000 : now;
  await spool.sealDue({ now: sealAt, agreements, signer: store.signer, vault: vaultKeys(profile) });
  const result = await spool.upload({
    transport: transportTo(ports.http, profile.address.collector),
    ledger: ledgerWatch(ports, profile),
    now,
    random: randomFraction(),
    collectorKey: profile.address.collectorKey,
    dailyCapBytes,
  });
  await eraseMarked(device);
  return result;
}

/**
 * Orders the erasure of what the participant has deleted and the collector has. What is still on its way, or not
 * confirmed by the collector's own signature, stays flagged and is ordered again.
 */
export async function eraseMarked({ profile, spool, ports, store }: OpenDevice): Promise<void> {
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
      device: store.signer.publicKey,
      at: ports.clock.now(),
      scope: { what: 'segments' as const, segments },
    },
    store.signer,
  );
  if (await submitErasure(ports.http, address, erasure)) await spool.forgetErased(segments);
}

type Agreement = SealInput['agreements'][number];

/** Everything this participant has agreed to and not taken back: the version agreed to now, and those before. */
async function agreementsOf(profile: Profile): Promise<readonly Agreement[]> {
  // P1: a participant who has left sends nothing more.
  if (profile.pendingWithdrawal !== null) return [];
  const pairs = [{ policy: profile.policy, consent: profile.consent }, ...profile.earlier];
  const agreements = await Promise.all(pairs.map((pair) => agreementOf(profile, pair)));
  return agreements.flatMap((agreement) => (agreement === null ? [] : [agreement]));
}

async function agreementOf(
  { address, participant }: Profile,
  pair: Pick<Profile, 'policy' | 'consent'>,
): Promise<Agreement | null> {
  try {
    const { policy, digest } = await readPolicy(pair.policy, address.ownerKey);
    const known = await readConsent(pair.consent, pair.consent.body.device);
    // P1: only what was given, and to exactly this version.
    if (known.consent.decision !== 'given' || known.consent.policy !== digest) return null;
    return { policy, policyDigest: digest, consentDigest: known.digest, participant };
  } catch {
    // Deny by default: an agreement that cannot be read back is none.
    return null;
  }
}

function randomFraction(): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return word / 2 ** 32;
}
