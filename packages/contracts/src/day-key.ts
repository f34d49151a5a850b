import { z } from 'zod';
import {
  base64Schema,
  custodianIdSchema,
  dayKeyIdSchema,
  daySchema,
  digestSchema,
  participantIdSchema,
  programIdSchema,
  recipientSchema,
  signingKeySchema,
} from './ids.ts';
import { purposeSchema, sideSchema } from './policy.ts';

/**
 * What a custody share says about itself, inside the sealed payload. Compared before combining: the Shamir library
 * cannot tell shares of different days, sides or levels apart.
 */
export const shareLabelSchema = z.strictObject({
  v: z.literal(1),
  program: programIdSchema,
  purpose: purposeSchema,
  participant: participantIdSchema,
  day: daySchema,
  dayKey: dayKeyIdSchema,
  side: sideSchema,
  custodian: custodianIdSchema,
  /** 1-based place among the side's leaves; every worker custodian holds index 1 when the threshold is one. */
  index: z.int().min(1),
  threshold: z.int().min(1),
});
export type ShareLabel = z.infer<typeof shareLabelSchema>;

/** One custodian's leaf: an age file to its recipient, holding a label and the share bytes. */
export const sealedShareSchema = z.strictObject({
  custodian: custodianIdSchema,
  side: sideSchema,
  sealed: base64Schema.max(8192),
});
export type SealedShare = z.infer<typeof sealedShareSchema>;

/**
 * A day key as deposited: the recipient devices seal to, and the custody shares of its secret. Signed by the device.
 * The secret itself is gone from the device when this is uploaded (P5).
 */
export const dayKeySchema = z.strictObject({
  type: z.literal('day-key'),
  v: z.literal(1),
  program: programIdSchema,
  purpose: purposeSchema,
  participant: participantIdSchema,
  device: signingKeySchema,
  day: daySchema,
  dayKey: dayKeyIdSchema,
  recipient: recipientSchema,
  /** The policy version whose custodians hold the shares. */
  policy: digestSchema,
  shares: z.array(sealedShareSchema).min(2).max(64),
  /** The participant's own copy, sealed to their vault; null if they keep none. */
  vault: base64Schema.max(8192).nullable(),
  /** The key that may fetch what this day key opens: it belongs to the same vault. Absent where there is no copy. */
  reader: signingKeySchema.optional(),
});
export type DayKey = z.infer<typeof dayKeySchema>;
