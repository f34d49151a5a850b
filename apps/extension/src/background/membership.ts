import { consentClaim, policyClaim, type LedgerLook } from '@assent/client';
import {
  chooseNoMedia,
  describePolicy,
  initialControls,
  policyDifference,
  readPolicy,
  type KnownPolicy,
} from '@assent/consent';
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
import { mustStand } from './ledger.ts';
import type { Profile, ProgramAddress } from './profile.ts';
import { noVault } from './vault.ts';

/** A program that may be joined: where it is, and its policy as checked. */
interface Offer {
  readonly address: ProgramAddress;
  readonly signed: Signed<Policy>;
  readonly known: KnownPolicy;
  readonly fingerprint: string;
  /** What the policy stands on in the ledger. */
  readonly look: LedgerLook;
}

/** What became of a yes: the profile to keep, and the look at the ledger that proved it, to be remembered. */
interface Agreed {
  readonly profile: Profile;
  readonly leafIndex: number;
  readonly look: LedgerLook;
}

/** What a collector asks people to agree to, in plain language. Throws an `ExtensionError`. */
export async function lookUp(collector: string): Promise<Invitation> {
  const { address, known, fingerprint } = await offerOf(collector);
  return { ...invitationTo(address, known), fingerprint };
}

function invitationTo(address: ProgramAddress, { policy, digest }: KnownPolicy): Omit<Invitation, 'fingerprint'> {
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
 * Signs this participant's consent to exactly the policy that was shown, by exactly those whose fingerprint was shown,
 * hands it in, proves that policy and consent stand in the ledger, and gives the profile to keep. From then on these keys
 * are remembered and no others are taken. Throws an `ExtensionError`; then nothing was agreed to.
 */
export async function join(
  request: {
    readonly collector: string;
    readonly code: string;
    readonly policy: string;
    readonly fingerprint: string;
    readonly tier: Tier;
  },
  signer: Signer,
  now: number,
): Promise<Agreed> {
  const { address, signed, known, fingerprint, look: before } = await offerOf(request.collector);
  // Whoever stands behind it now must be who stood behind it when it was read.
  if (fingerprint !== request.fingerprint) throw new ExtensionError('bad-answer', 'the keys changed while it was read');
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
  const look = await provenConsent(address, known.policy, checkpointOf(before), { leafIndex, submission });
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
  return { profile, leafIndex, look };
}

/** P9: consent counts only where it stands in the ledger. */
async function provenConsent(
  { collector }: ProgramAddress,
  { ledger }: Policy,
  remembered: string | null,
  { leafIndex, submission }: { readonly leafIndex: number; readonly submission: ConsentSubmission },
): Promise<LedgerLook> {
  const where = { collector, verifierKey: ledger.verifierKey, remembered };
  return mustStand(where, [consentClaim(leafIndex, submission.commitment)]);
}

function checkpointOf(look: LedgerLook): string | null {
  return look.outcome === 'continues' ? look.checkpoint : null;
}

/**
 * The policy version in force if it is newer than the one known, signed by the owner key that was trusted on joining
 * and for the same ledger; null if there is none. Throws an `ExtensionError` when the collector does not answer, or answers what cannot be trusted.
 */
export async function newerPolicy(profile: Profile): Promise<Signed<Policy> | null> {
  const known = (profile.next ?? profile.policy).body;
  const { document } = await fetchPolicy(profile.address);
  try {
    const signed = await openSigned(policySchema, document, { key: profile.address.ownerKey });
    if (signed.body.program !== known.program) throw new ExtensionError('bad-answer', 'another program');
    // The log key is remembered from joining: what was promised in one ledger cannot go on in another.
    if (signed.body.ledger.verifierKey !== known.ledger.verifierKey)
      throw new ExtensionError('bad-answer', 'another ledger');
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

/**
 * Signs consent to exactly the new version that was shown, once that stands in the ledger, hands it in and proves that it
 * stands there too. `remembered` is the checkpoint that the ledger has to go on from. Throws an `ExtensionError`; then
 * nothing changed.
 */
export async function renew(
  profile: Profile,
  request: { readonly policy: string; readonly tier: Tier },
  signer: Signer,
  { now, remembered }: { readonly now: number; readonly remembered: string | null },
): Promise<Agreed> {
  const { next, policy, consent: before, address } = profile;
  if (next === null || (await digestOf(next.body)) !== request.policy) {
    throw new ExtensionError('bad-answer', 'the policy changed while it was read');
  }
  // The place is taken from the newest answer; that it is this version's, the proof shows.
  const { leafIndex: place } = await fetchPolicy(address);
  const { verifierKey } = next.body.ledger;
  const offered = await mustStand({ collector: address.collector, verifierKey, remembered }, [
    policyClaim(place, await digestOf(next.body)),
  ]);
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
  const { leafIndex } = await submitConsent(address.collector, submission);
  const look = await provenConsent(address, next.body, offered.checkpoint, { leafIndex, submission });
  const earlier = [{ policy, consent: before }, ...profile.earlier].slice(0, 8);
  // P1: what may stay in pictures was allowed under the version before.
  const controls = { ...chooseNoMedia(profile.controls), tier: request.tier };
  return { profile: { ...profile, policy: next, consent, next: null, earlier, controls }, leafIndex, look };
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
  const { address, verifierKey, fingerprint } = await joinInfo(collector);
  const { document, leafIndex } = await fetchPolicy(address);
  const { signed, known } = await trustedPolicy(address, verifierKey, document);
  // P9: a version that is not public is not in force.
  const where = { collector: address.collector, verifierKey, remembered: null };
  const look = await mustStand(where, [policyClaim(leafIndex, known.digest)]);
  return { address, signed, known, fingerprint, look };
}

async function trustedPolicy(
  address: ProgramAddress,
  verifierKey: string,
  fetched: unknown,
): Promise<Pick<Offer, 'signed' | 'known'>> {
  try {
    const signed = await openSigned(policySchema, fetched, { key: address.ownerKey });
    const known = await readPolicy(fetched, address.ownerKey);
    // Deny by default: another program's policy, or promises that stand in another ledger, are none of this program's.
    if (known.policy.program !== address.program || known.policy.ledger.verifierKey !== verifierKey) {
      throw new ExtensionError('bad-answer', 'the policy belongs to another program or ledger');
    }
    return { signed, known };
  } catch (cause) {
    throw new ExtensionError('bad-answer', 'the policy cannot be trusted', { cause });
  }
}
