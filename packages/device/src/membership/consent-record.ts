import { consentClaim, type LedgerCheck } from '@assent/client';
import {
  digestOf,
  fromBase64,
  hmacSha256Hex,
  signDocument,
  utf8,
  type Consent,
  type ConsentSubmission,
  type Policy,
  type Signed,
  type Signer,
} from '@assent/contracts';
import { proveInLedger, type Network } from '../ledger.ts';
import type { Profile, ProgramAddress } from './profile.ts';

/** What a consent record is handed in with: the commitment that is entered in the ledger, and the code where one is needed. */
export async function submissionOf(
  consent: Signed<Consent>,
  commitmentKey: Uint8Array<ArrayBuffer>,
  enrolmentCode: string | null,
): Promise<ConsentSubmission> {
  const commitment = await hmacSha256Hex(commitmentKey, utf8(await digestOf(consent.body)));
  return { consent, commitment, enrolmentCode };
}

/** P9: consent counts only where it is in the ledger. */
export async function proveConsent(
  network: Network,
  { collector }: ProgramAddress,
  { ledger }: Policy,
  remembered: string | null,
  { leafIndex, submission }: { readonly leafIndex: number; readonly submission: ConsentSubmission },
): Promise<LedgerCheck> {
  const where = { collector, verifierKey: ledger.verifierKey, remembered };
  return proveInLedger(network, where, [consentClaim(leafIndex, submission.commitment)]);
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
