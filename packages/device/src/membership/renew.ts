import { policyClaim } from '@assent/client';
import { chooseNoMedia, describePolicy, policyDifference, readPolicy } from '@assent/consent';
import { digestOf, fromBase64, signDocument, type Consent, type Signer, type Tier } from '@assent/contracts';
import { fetchPolicy, submitConsent } from '../collector.ts';
import { DeviceError } from '../errors.ts';
import { proveInLedger, type Network } from '../ledger.ts';
import type { OpenDevice } from '../open-device.ts';
import type { Joined, Renewal } from '../requests/protocol.ts';
import type { Turns } from '../turns.ts';
import { proveConsent, submissionOf, withdrawalOf } from './consent-record.ts';
import { begin, withProof, type Agreed } from './join.ts';
import { invitationTo } from './offer.ts';
import { joinedProfile, type Profile } from './profile.ts';

/** What a participant agrees to anew. */
export interface RenewRequest {
  readonly policy: string;
  readonly tier: Tier;
}

/** What a participant is asked to agree to anew, and what has changed. Throws a `DeviceError` if there is nothing. */
export async function renewalOf(profile: Profile): Promise<Renewal> {
  if (profile.next === null) throw new DeviceError('bad-answer', 'there is no new version');
  const known = await readPolicy(profile.next, profile.address.ownerKey);
  return {
    ...invitationTo(profile.address, known),
    version: known.policy.version,
    changes: policyDifference(profile.policy.body, known.policy),
  };
}

/** Renews the consent. What is asked over the network is asked outside the queue: it holds up nothing. */
export async function renewConsent(turns: Turns, request: RenewRequest): Promise<Joined> {
  const { profile, remembered, signer } = await turns.inTurn(async (device) => ({
    profile: joinedProfile(device),
    remembered: (await device.spool.ledger(device.now())).checkpoint,
    signer: device.store.signer,
  }));
  const agreed = await renew(turns.ports, profile, request, signer, remembered);
  const joined = await turns.inTurn(async (device) => {
    const current = await renewedNow(device, agreed.profile, request.tier);
    return begin(device, { ...agreed, profile: current }, remembered);
  });
  return withProof(turns.ports, agreed, joined);
}

/**
 * Signs consent to exactly the new version that was shown, once that is in the ledger, hands it in and proves that it is
 * in the ledger too. `remembered` is the checkpoint that the ledger has to continue. Throws a `DeviceError`; then nothing
 * changed.
 */
export async function renew(
  network: Network,
  profile: Profile,
  request: RenewRequest,
  signer: Signer,
  remembered: string | null,
): Promise<Agreed> {
  const { next, policy, consent: before, address } = profile;
  if (next === null || (await digestOf(next.body)) !== request.policy) {
    throw new DeviceError('bad-answer', 'the policy changed while it was read');
  }
  // The index is taken from the newest answer; that it is this version's, the proof shows.
  const { leafIndex: policyIndex } = await fetchPolicy(network.http, address);
  const { verifierKey } = next.body.ledger;
  const offered = await proveInLedger(network, { collector: address.collector, verifierKey, remembered }, [
    policyClaim(policyIndex, await digestOf(next.body)),
  ]);
  const consent = await signDocument<Consent>(
    {
      ...before.body,
      policy: await digestOf(next.body),
      decision: 'given',
      tier: request.tier,
      at: network.clock.now(),
      notice: await digestOf(describePolicy(next.body)),
      previous: await digestOf(before.body),
    },
    signer,
  );
  const submission = await submissionOf(consent, fromBase64(profile.commitmentKey), null);
  const { leafIndex } = await submitConsent(network.http, address.collector, submission);
  const check = await proveConsent(network, address, next.body, offered.checkpoint, { leafIndex, submission });
  const earlier = [{ policy, consent: before }, ...profile.earlier].slice(0, 8);
  return { profile: { ...profile, policy: next, consent, next: null, earlier }, leafIndex, check };
}

/**
 * The renewed profile with everything that the participant has set meanwhile. A participant who has left meanwhile stays
 * gone: the withdrawal is signed again, to follow the consent that the collector has now. Throws a `DeviceError` then.
 */
async function renewedNow(device: OpenDevice, renewed: Profile, tier: Tier): Promise<Profile> {
  const current = joinedProfile(device);
  const { policy, consent, earlier } = renewed;
  // A version that came meanwhile is still to be answered.
  const next = current.next !== null && current.next.body.version > policy.body.version ? current.next : null;
  // P1: what may stay in snapshots was allowed under the version before.
  const controls = { ...chooseNoMedia(current.controls), tier };
  const profile = { ...current, policy, consent, next, earlier, controls };
  if (current.pendingWithdrawal === null) return profile;
  const pendingWithdrawal = await withdrawalOf(profile, device.store.signer, device.now());
  await device.keep({ ...profile, pendingWithdrawal });
  throw new DeviceError('not-joined', 'the participant has left meanwhile');
}
