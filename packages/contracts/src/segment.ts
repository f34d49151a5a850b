import { z } from 'zod';
import {
  dayKeyIdSchema,
  daySchema,
  digestSchema,
  instantSchema,
  participantIdSchema,
  programIdSchema,
  signingKeySchema,
} from './ids.ts';
import { purposeSchema } from './policy.ts';

/**
 * What binds a segment to its place. Stated inside the plaintext *and* in the signed manifest, because age carries
 * no associated data; an opener compares the two and refuses any difference.
 */
export const segmentContextSchema = z.strictObject({
  v: z.literal(1),
  program: programIdSchema,
  purpose: purposeSchema,
  participant: participantIdSchema,
  device: signingKeySchema,
  /** Counts a device's segments from 0 without gaps. */
  seq: z.int().nonnegative(),
  /** Digest of this device's manifest before this one; null for seq 0. */
  previous: digestSchema.nullable(),
  day: daySchema,
  dayKey: dayKeyIdSchema,
  policy: digestSchema,
  consent: digestSchema,
  safeguards: digestSchema,
});
export type SegmentContext = z.infer<typeof segmentContextSchema>;

/** Completeness, reported inside the sealed part only (P10). */
export const segmentCountsSchema = z.strictObject({
  steps: z.int().nonnegative(),
  snapshots: z.int().nonnegative(),
  /** Events the sensor saw and had to drop. */
  eventsSeen: z.int().nonnegative(),
  eventsDropped: z.int().nonnegative(),
});
export type SegmentCounts = z.infer<typeof segmentCountsSchema>;

/** Sizes a sealed segment may have, bytes: padding hides how much was done. Up to 1 MiB. */
export const segmentBuckets = [4096, 16_384, 65_536, 262_144, 1_048_576] as const;

/** The signed manifest of a sealed segment: all the collector ever learns. */
export const segmentManifestSchema = z.strictObject({
  type: z.literal('segment'),
  context: segmentContextSchema,
  /** SHA-256 of the ciphertext; also the object's name. */
  ciphertext: digestSchema,
  /** Size of the ciphertext, bytes. */
  bytes: z.int().positive().max(2_097_152),
});
export type SegmentManifest = z.infer<typeof segmentManifestSchema>;

/** The collector's promise that a segment is durable and in the ledger. Signed by the collector. */
export const segmentReceiptSchema = z.strictObject({
  type: z.literal('segment-receipt'),
  v: z.literal(1),
  device: signingKeySchema,
  seq: z.int().nonnegative(),
  ciphertext: digestSchema,
  leafIndex: z.int().nonnegative(),
  at: instantSchema,
});
export type SegmentReceipt = z.infer<typeof segmentReceiptSchema>;
