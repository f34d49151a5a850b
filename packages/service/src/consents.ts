import {
  consentSchema,
  consentSubmissionSchema,
  digestOf,
  parseAs,
  sha256Hex,
  utf8,
  type Consent,
  type Digest,
  type ParticipantId,
  type SigningKey,
} from '@assent/contracts';
import { asServiceError, openDocument, ServiceError } from './errors.ts';
import { appendLeaves } from './ledger.ts';
import type { Ports, Reader } from './ports.ts';
import type { ConsentRecord } from './records.ts';

/**
 * Records a participant's answer to a policy version. A first record needs the program's enrolment code; a later one
 * must follow the participant's newest and come from a device that participant has used before. Idempotent.
 */
export async function recordConsent(
  ports: Ports,
  input: unknown,
): Promise<{ readonly consent: Digest; readonly leafIndex: number }> {
  const submission = parseSubmission(input);
  const document = await openDocument<Consent>(consentSchema, submission.consent, submission.consent.body.device);
  const consent = document.body;
  if (consent.program !== ports.program.program) throw new ServiceError('not-found', 'no such program here');
  const digest = await digestOf(consent);
  const codeHash = submission.enrolmentCode === null ? null : await sha256Hex(utf8(submission.enrolmentCode));
  return ports.repository.write(async (writer) => {
    const records = await writer.consentsOf([consent.participant]);
    const known = records.find((record) => record.digest === digest);
    if (known !== undefined) return { consent: digest, leafIndex: known.leafIndex };
    mayFollow(consent, records, codeHash === ports.program.enrolmentCode);
    await mayAnswer(writer, consent);
    const { commitment } = submission;
    if (await writer.hasCommitment(commitment)) throw new ServiceError('conflict', 'the commitment was used before');
    const leafIndex = await appendLeaves(ports, writer, [{ kind: 'consent.recorded', commitment }]);
    await writer.addConsent({ digest, document, commitment, leafIndex });
    return { consent: digest, leafIndex };
  });
}

function parseSubmission(input: unknown) {
  try {
    return parseAs(consentSubmissionSchema, 'consent submission', input);
  } catch (cause) {
    throw asServiceError(cause);
  }
}

function mayFollow(consent: Consent, records: readonly ConsentRecord[], enrolled: boolean): void {
  const newest = records.at(-1);
  if (newest === undefined && !enrolled) {
    throw new ServiceError('forbidden', 'a first consent needs the enrolment code of this program');
  }
  // Deny by default: nobody but the participant's own devices can answer for them.
  if (newest !== undefined && !usesDevice(records, consent.device)) {
    throw new ServiceError('forbidden', 'this device has not answered for this participant before');
  }
  if (consent.previous !== (newest?.digest ?? null)) {
    throw new ServiceError('conflict', 'consent does not follow the newest record');
  }
}

async function mayAnswer(reader: Reader, consent: Consent): Promise<void> {
  const policy = await reader.policy(consent.policy);
  if (policy === null) throw new ServiceError('not-found', 'no such policy version');
  // Leaving is always possible, to whatever version one answers.
  if (consent.decision === 'withdrawn') return;
  const newest = await reader.newestPolicy();
  if (newest?.digest !== policy.digest) throw new ServiceError('conflict', 'a newer policy version is in force');
  if (consent.tier !== 'none' && !policy.document.body.tiers.includes(consent.tier)) {
    throw new ServiceError('malformed', 'the policy does not offer this tier');
  }
}

/** Whether a device has ever answered for the participant whose records these are. */
export function usesDevice(records: readonly ConsentRecord[], device: SigningKey): boolean {
  return records.some((record) => record.document.body.device === device);
}

/** Records by participant, each in the order they were recorded. */
export function byParticipant(records: readonly ConsentRecord[]): ReadonlyMap<ParticipantId, readonly ConsentRecord[]> {
  return Map.groupBy(records, (record) => record.document.body.participant);
}

/** Whether a participant takes part now: their newest record says so. No record means no (P1). */
export function takesPart(records: readonly ConsentRecord[] | undefined): boolean {
  return records?.at(-1)?.document.body.decision === 'given';
}

/**
 * The record that a segment rests on, if it still holds: given, to the policy named, and not followed by a withdrawal.
 * A newer consent does not orphan what was recorded under the one before, so that nothing queued is lost.
 */
export function standingConsent(
  records: readonly ConsentRecord[] | undefined,
  consent: Digest,
  policy: Digest,
): ConsentRecord | null {
  const at = records?.findIndex((record) => record.digest === consent) ?? -1;
  // Deny by default: an unknown record is no consent.
  if (records === undefined || at < 0) return null;
  if (records.slice(at).some((record) => record.document.body.decision !== 'given')) return null;
  const record = records[at];
  return record?.document.body.policy === policy ? record : null;
}
