import { z } from 'zod';
import { buildFinishedSchema, buildRefusalSchema, buildRequestSchema } from './build.ts';
import { buildIdSchema, custodianIdSchema, digestSchema, instantSchema } from './ids.ts';
import { policySchema, sideSchema } from './policy.ts';
import { deliverySchema, recipientRegistrationSchema } from './recipient.ts';
import { segmentBuckets } from './segment.ts';
import { signedSchema } from './signed.ts';

/**
 * What the ledger can hold. A leaf's bytes are its canonical JSON. No leaf holds personal data, a pseudonym or a
 * device; none exists for a pause, an exemption or an objection. `t` is the collector's time, rounded down to the minute.
 */
const base = { v: z.literal(1), t: instantSchema.multipleOf(60_000) };

export const leafSchema = z.discriminatedUnion('kind', [
  /** Carries the signed policy itself: an auditor needs nothing else to judge what follows. */
  z.strictObject({ ...base, kind: z.literal('policy.published'), policy: signedSchema(policySchema) }),
  /** A consent record, represented only by a commitment that its participant alone can open. */
  z.strictObject({ ...base, kind: z.literal('consent.recorded'), commitment: digestSchema }),
  z.strictObject({
    ...base,
    kind: z.literal('segment.sealed'),
    ciphertext: digestSchema,
    bucket: z.literal([...segmentBuckets, 2_097_152]),
  }),
  z.strictObject({ ...base, kind: z.literal('build.requested'), request: signedSchema(buildRequestSchema) }),
  z.strictObject({ ...base, kind: z.literal('build.refused'), refusal: signedSchema(buildRefusalSchema) }),
  /** A share release by the digest of its signed document; the shares themselves are not public. */
  z.strictObject({
    ...base,
    kind: z.literal('shares.released'),
    build: buildIdSchema,
    custodian: custodianIdSchema,
    side: sideSchema,
    release: digestSchema,
    count: z.int().nonnegative(),
  }),
  z.strictObject({ ...base, kind: z.literal('build.finished'), result: signedSchema(buildFinishedSchema) }),
  /** Somebody may receive datasets from now on; named by a salted digest. */
  z.strictObject({
    ...base,
    kind: z.literal('recipient.registered'),
    registration: signedSchema(recipientRegistrationSchema),
  }),
  /** One copy of a release was sealed to one recipient. */
  z.strictObject({ ...base, kind: z.literal('export.delivered'), delivery: signedSchema(deliverySchema) }),
  /**
   * Tombstones: SHA-256 of each erased segment's ciphertext digest, and in `dayKeys` of each erased day key's id. A backup
   * can bring back what was erased but not take these away: custodians and builds leave out what they name. Leaves of
   * collectors that knew no day key tombstones have no `dayKeys`.
   */
  z.strictObject({
    ...base,
    kind: z.literal('erasure.executed'),
    tombstones: z.array(digestSchema).max(100_000),
    dayKeys: z.array(digestSchema).max(100_000).optional(),
  }),
]);
export type Leaf = z.infer<typeof leafSchema>;
export type LeafKind = Leaf['kind'];
