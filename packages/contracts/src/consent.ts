import { z } from 'zod';
import { digestSchema, instantSchema, participantIdSchema, programIdSchema, signingKeySchema } from './ids.ts';
import { tierSchema } from './policy.ts';
import { signedSchema } from './signed.ts';

/**
 * A consent record: one participant's answer to exactly one policy version (P1). Signed by the device's key.
 * The newest record of a participant counts; a withdrawal is a record like any other.
 */
export const consentSchema = z.strictObject({
  type: z.literal('consent'),
  v: z.literal(1),
  program: programIdSchema,
  /** Digest of the policy version answered. */
  policy: digestSchema,
  participant: participantIdSchema,
  device: signingKeySchema,
  decision: z.enum(['given', 'withdrawn']),
  tier: tierSchema,
  at: instantSchema,
  /** Digest of the notice text the participant saw. */
  notice: digestSchema,
  /** Digest of this participant's record before this one; null for the first. */
  previous: digestSchema.nullable(),
});
export type Consent = z.infer<typeof consentSchema>;

/**
 * A signed consent with its ledger commitment: HMAC-SHA-256 of the consent digest under a secret that only the
 * participant holds, so that the ledger entry can be shown by its owner and linked by nobody else.
 */
export const consentSubmissionSchema = z.strictObject({
  consent: signedSchema(consentSchema),
  commitment: digestSchema,
  /** The program's enrolment code; required for a participant's first record. */
  enrolmentCode: z.string().min(16).max(64).nullable(),
});
export type ConsentSubmission = z.infer<typeof consentSubmissionSchema>;
