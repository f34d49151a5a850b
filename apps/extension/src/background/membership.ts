import { describePolicy, initialControls, policyDifference, readPolicy, type KnownPolicy } from '@assent/consent';
import {
  digestOf,
  fromBase64,
  hmacSha256Hex,
  openSigned,
  participantIdSchema,
  policySchema,
  signDocument,
  toBase64,
  utf8,
  type Consent,
  type ConsentSubmission,
  type Policy,
  type Signed,
  type Signer,
  type Tier,
} from '@assent/contracts';
import { randomId } from '../random-id.ts';
import type { Invitation, Renewal } from '../panel.ts';
import { fetchPolicy, joinInfo, submitConsent } from './collector.ts';
import { ExtensionError } from './errors.ts';
import type { Profile, ProgramAddress } from './profile.ts';
import { noVault } from './vault.ts';

/** A program that may be joined: where it is, and its policy as checked. */
interface Offer {
  readonly address: ProgramAddress;
  readonly signed: Signed<Policy>;
  readonly known: KnownPolicy;
}

/** What a collector asks people to agree to, in plain language. Throws an `ExtensionError`. */
export async function lookUp(collector: string): Promise<Invitation> {
  const { address, known } = await offerOf(collector);
  return invitationTo(address, known);
}

function invitationTo(address: ProgramAddress, { policy, digest }: KnownPolicy): Invitation {
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

/**
 * Signs this participant's consent to exactly the policy that was shown, hands it in and gives the profile to keep.
 * Throws an `ExtensionError`; then nothing was agreed to.
 */
export async function join(
  request: { readonly collector: string; readonly code: string; readonly policy: string; readonly tier: Tier },
  signer: Signer,
  now: number,
): Promise<{ readonly profile: Profile; readonly leafIndex: number }> {
  const { address, signed, known } = await offerOf(request.collector);
  // P1: consent is to what was read, not to what came in the meantime.
  if (known.digest !== request.policy) throw new ExtensionError('bad-answer', 'the policy changed while it was read');
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
      at: now,
      notice: await digestOf(describePolicy(known.policy)),
      previous: null,
    },
    signer,
  );
  const code = request.code.trim();
  // The contracts' own bounds: a code outside them cannot be right.
  if (code.length < 16) throw new ExtensionError('wrong-code', 'not an enrolment code');
  const submission = await submissionOf(consent, commitmentKey, code);
  const { leafIndex } = await submitConsent(address.collector, submission);
  const profile: Profile = {
    v: 1,
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
    farewell: null,
  };
  return { profile, leafIndex };
}

/**
 * The policy version in force if it is newer than the one known, signed by the owner key that was trusted on joining;
 * null if there is none. Throws an `ExtensionError` when the collector does not answer, or answers what cannot be trusted.
 */
export async function newerPolicy(profile: Profile): Promise<Signed<Policy> | null> {
  const known = (profile.next ?? profile.policy).body;
  const fetched = await fetchPolicy(profile.address);
  try {
    const signed = await openSigned(policySchema, fetched, { key: profile.address.ownerKey });
    if (signed.body.program !== known.program) throw new ExtensionError('bad-answer', 'another program');
    // A version that was superseded is no news, whoever shows it again.
    return signed.body.version > known.version ? signed : null;
  } catch (cause) {
    throw new ExtensionError('bad-answer', 'the policy cannot be trusted', { cause });
  }
}

/** What a participant is asked to agree to anew, and what has changed. Throws an `ExtensionError` if there is nothing. */
export async function renewalOf(profile: Profile): Promise<Renewal> {
  if (profile.next === null) throw new ExtensionError('bad-answer', 'there is no new version');
  const known = await readPolicy(profile.next, profile.address.ownerKey);
  return {
    ...invitationTo(profile.address, known),
    version: known.policy.version,
    changes: policyDifference(profile.policy.body, known.policy),
  };
}

/** Signs consent to exactly the new version that was shown, and hands it in. Throws an `ExtensionError`; then nothing changed. */
export async function renew(
  profile: Profile,
  request: { readonly policy: string; readonly tier: Tier },
  signer: Signer,
  now: number,
): Promise<{ readonly profile: Profile; readonly leafIndex: number }> {
  const { next, policy, consent: before } = profile;
  if (next === null || (await digestOf(next.body)) !== request.policy) {
    throw new ExtensionError('bad-answer', 'the policy changed while it was read');
  }
  const consent = await signDocument<Consent>(
    {
      ...before.body,
      policy: await digestOf(next.body),
      decision: 'given',
      tier: request.tier,
      at: now,
      notice: await digestOf(describePolicy(next.body)),
      previous: await digestOf(before.body),
    },
    signer,
  );
  const submission = await submissionOf(consent, fromBase64(profile.commitmentKey), null);
  const { leafIndex } = await submitConsent(profile.address.collector, submission);
  const earlier = [{ policy, consent: before }, ...profile.earlier].slice(0, 8);
  const controls = { ...profile.controls, tier: request.tier };
  return { profile: { ...profile, policy: next, consent, next: null, earlier, controls }, leafIndex };
}

/** The signed withdrawal that follows a profile's consent, ready to hand in. */
export async function withdrawalOf(profile: Profile, signer: Signer, now: number): Promise<ConsentSubmission> {
  const body: Consent = {
    ...profile.consent.body,
    decision: 'withdrawn',
    at: now,
    previous: await digestOf(profile.consent.body),
  };
  return submissionOf(await signDocument(body, signer), fromBase64(profile.commitmentKey), null);
}

async function submissionOf(
  consent: Signed<Consent>,
  commitmentKey: Uint8Array<ArrayBuffer>,
  enrolmentCode: string | null,
): Promise<ConsentSubmission> {
  const commitment = await hmacSha256Hex(commitmentKey, utf8(await digestOf(consent.body)));
  return { consent, commitment, enrolmentCode };
}

async function offerOf(collector: string): Promise<Offer> {
  const { address, verifierKey } = await joinInfo(collector);
  const fetched = await fetchPolicy(address);
  try {
    const signed = await openSigned(policySchema, fetched, { key: address.ownerKey });
    const known = await readPolicy(fetched, address.ownerKey);
    // Deny by default: another program's policy, or promises that stand in another ledger, are none of this program's.
    if (known.policy.program !== address.program || known.policy.ledger.verifierKey !== verifierKey) {
      throw new ExtensionError('bad-answer', 'the policy belongs to another program or ledger');
    }
    return { address, signed, known };
  } catch (cause) {
    throw new ExtensionError('bad-answer', 'the policy cannot be trusted', { cause });
  }
}
