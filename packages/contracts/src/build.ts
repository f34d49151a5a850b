import { z } from 'zod';
import {
  base64Schema,
  buildIdSchema,
  custodianIdSchema,
  dayKeyIdSchema,
  daySchema,
  digestSchema,
  instantSchema,
  programIdSchema,
  recipientSchema,
  signingKeySchema,
} from './ids.ts';
import { originSchema, purposeSchema, recordingTierSchema } from './policy.ts';

/**
 * A request to build a dataset; signed by the program owner, public in the ledger. Its digest is the build's id.
 * `recipient` and `builder` belong to one build only and are destroyed with it.
 */
export const buildRequestSchema = z.strictObject({
  type: z.literal('build-request'),
  v: z.literal(1),
  program: programIdSchema,
  purpose: purposeSchema,
  policy: digestSchema,
  requestedAt: instantSchema,
  days: z.strictObject({ from: daySchema, to: daySchema }),
  /** Origins of the apps asked for; steps elsewhere stay out. Absent: all that the policy lists. */
  apps: z.array(originSchema).min(1).max(500).optional(),
  /** Tiers asked for; what was given under another stays closed. Absent: all that have recordings. */
  tiers: z.array(recordingTierSchema).min(1).max(2).optional(),
  /** Digest of the build code that will run. */
  code: digestSchema,
  /** Ephemeral age recipient to which custodians re-seal their shares. */
  recipient: recipientSchema,
  /** Ephemeral key that signs this build's requests and its result. */
  builder: signingKeySchema,
  /** Registered recipients, each of whom gets a sealed copy. Absent where nobody does. */
  deliverTo: z.array(digestSchema).min(1).max(16).optional(),
});
export type BuildRequest = z.infer<typeof buildRequestSchema>;

/** One share, opened by its custodian and sealed again to the build's recipient. */
export const releasedShareSchema = z.strictObject({ dayKey: dayKeyIdSchema, sealed: base64Schema.max(8192) });
export type ReleasedShare = z.infer<typeof releasedShareSchema>;

/** A custodian's release of its shares to exactly one build, with the checkpoint it verified the request against. */
export const shareReleaseSchema = z.strictObject({
  type: z.literal('share-release'),
  v: z.literal(1),
  program: programIdSchema,
  build: buildIdSchema,
  custodian: custodianIdSchema,
  at: instantSchema,
  checkpoint: z.string().max(4000),
  shares: z.array(releasedShareSchema).max(20_000),
});
export type ShareRelease = z.infer<typeof shareReleaseSchema>;

export const refusalReasons = [
  'purpose',
  'code-not-allowed',
  'window-open',
  'not-in-ledger',
  'policy-mismatch',
  'scope',
  'custodian-decision',
] as const;

/** A custodian's refusal. It is in the ledger as a release is. */
export const buildRefusalSchema = z.strictObject({
  type: z.literal('build-refusal'),
  v: z.literal(1),
  program: programIdSchema,
  build: buildIdSchema,
  custodian: custodianIdSchema,
  at: instantSchema,
  reason: z.enum(refusalReasons),
});
export type BuildRefusal = z.infer<typeof buildRefusalSchema>;

/** What a build says of itself when it is done. Signed by its ephemeral builder key. */
export const buildFinishedSchema = z.strictObject({
  type: z.literal('build-finished'),
  v: z.literal(1),
  program: programIdSchema,
  build: buildIdSchema,
  at: instantSchema,
  code: digestSchema,
  safeguards: digestSchema,
  /** Digest over the sorted ciphertext digests that were opened. */
  inputs: digestSchema,
  /** Digest of the dataset's manifest. */
  output: digestSchema,
  counts: z.strictObject({
    segments: z.int().nonnegative(),
    episodes: z.int().nonnegative(),
    steps: z.int().nonnegative(),
    /** What the second safeguards pass still had to hide. */
    secondPass: z.int().nonnegative(),
  }),
});
export type BuildFinished = z.infer<typeof buildFinishedSchema>;
