import type { LedgerCheck } from '@assent/client';
import { consentReceipt, describePolicy, initialControls } from '@assent/consent';
import { digestOf, participantIdSchema, signDocument, toBase64, type Signer, type Tier } from '@assent/contracts';
import { submitConsent } from '../collector.ts';
import { DeviceError } from '../errors.ts';
import { syncCapture } from '../gate/sync-capture.ts';
import { proofToKeep, type Network } from '../ledger.ts';
import type { OpenDevice } from '../open-device.ts';
import type { Joined } from '../requests/protocol.ts';
import { randomId } from '../session-memory.ts';
import type { Turns } from '../turns.ts';
import { proveConsent, submissionOf } from './consent-record.ts';
import { offerOf } from './offer.ts';
import type { Profile } from './profile.ts';
import { noVault } from './vault.ts';

/** What a participant agrees to on joining. */
export interface JoinRequest {
  readonly collector: string;
  readonly code: string;
  readonly policy: string;
  readonly fingerprint: string;
  readonly tier: Tier;
}

/** A consent that the collector has taken: the profile to keep, and the ledger check that proved it. */
export interface Agreed {
  readonly profile: Profile;
  readonly leafIndex: number;
  readonly check: LedgerCheck;
}

/** Joins a program. What is asked over the network is asked outside the queue: it holds up nothing. */
export async function joinProgram(turns: Turns, request: JoinRequest): Promise<Joined> {
  const signer = await turns.inTurn(async (device) => {
    mustBeFree(device);
    return device.store.signer;
  });
  const agreed = await join(turns.ports, request, signer);
  const joined = await turns.inTurn(async (device) => {
    // Somebody may have joined meanwhile, in another page.
    mustBeFree(device);
    return begin(device, agreed, null);
  });
  return withProof(turns.ports, agreed, joined);
}

/**
 * Signs this participant's consent to exactly the policy that was shown, by exactly those whose fingerprint was shown,
 * hands it in, proves that policy and consent are in the ledger, and gives the profile to keep. From then on these keys
 * are remembered and no others are accepted. Throws a `DeviceError`; then nothing was agreed to.
 */
export async function join(network: Network, request: JoinRequest, signer: Signer): Promise<Agreed> {
  const { address, signed, known, fingerprint, check: before } = await offerOf(network, request.collector);
  // The keys now must be the keys that were shown.
  if (fingerprint !== request.fingerprint) throw new DeviceError('bad-answer', 'the keys changed while it was read');
  // P1: consent is to what was read, not to what came in the meantime.
  if (known.digest !== request.policy) throw new DeviceError('bad-answer', 'the policy changed while it was read');
  const participant = participantIdSchema.parse(randomId('p'));
  const commitmentKey = crypto.getRandomValues(new Uint8Array(32));
  const consent = await signDocument(
    {
      type: 'consent' as const,
      v: 1 as const,
      program: address.program,
      policy: known.digest,
      participant,
      device: signer.publicKey,
      decision: 'given' as const,
      tier: request.tier,
      at: network.clock.now(),
      notice: await digestOf(describePolicy(known.policy)),
      previous: null,
    },
    signer,
  );
  const code = request.code.trim();
  // The contracts' own bounds: a code outside them cannot be right.
  if (code.length < 16) throw new DeviceError('wrong-code', 'not an enrolment code');
  const submission = await submissionOf(consent, commitmentKey, code);
  const { leafIndex } = await submitConsent(network.http, address.collector, submission);
  const remembered = before.outcome === 'continues' ? before.checkpoint : null;
  const check = await proveConsent(network, address, known.policy, remembered, { leafIndex, submission });
  const profile: Profile = {
    v: 2,
    address,
    participant,
    commitmentKey: toBase64(commitmentKey),
    policy: signed,
    consent,
    next: null,
    earlier: [],
    controls: initialControls(request.tier),
    vault: await noVault(),
    open: null,
    pendingWithdrawal: null,
  };
  return { profile, leafIndex, check };
}

/** Keeps what was agreed to, and begins under it. `remembered` is the checkpoint that the ledger was checked against. */
export async function begin(
  device: OpenDevice,
  { profile, leafIndex, check }: Agreed,
  remembered: string | null,
): Promise<Omit<Joined, 'proof'>> {
  await device.spool.noteLedgerCheck(check, remembered, device.now());
  await device.keep(profile);
  await syncCapture(device);
  const { policy, consent } = device.facts;
  if (policy === null || consent === null) throw new DeviceError('bad-answer', 'what was agreed to does not hold');
  return { receipt: consentReceipt(consent, policy), leafIndex };
}

/** Adds the proof to keep, which may need the network. */
export async function withProof(
  network: Network,
  { profile, leafIndex }: Agreed,
  joined: Omit<Joined, 'proof'>,
): Promise<Joined> {
  const { verifierKey } = profile.policy.body.ledger;
  return { ...joined, proof: await proofToKeep(network, profile.address.collector, verifierKey, leafIndex) };
}

function mustBeFree({ profile }: OpenDevice): void {
  if (profile !== null) throw new DeviceError('already-joined', 'this device has joined a program');
}
