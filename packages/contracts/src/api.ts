import { z } from 'zod';
import { buildRequestSchema, shareReleaseSchema } from './build.ts';
import { dayKeySchema } from './day-key.ts';
import { buildIdSchema, instantSchema } from './ids.ts';
import { consentSchema } from './consent.ts';
import { policySchema } from './policy.ts';
import { recipientCardSchema } from './recipient.ts';
import { segmentManifestSchema } from './segment.ts';
import { signedSchema } from './signed.ts';

/**
 * The collector's HTTP interface, shared by server and clients.
 *
 * Every write is a signed document; reads beyond the public ones carry an `access` document in the header
 * `Authorization: Assent <base64url of the signed JSON>`. Errors are problem+json (RFC 9457).
 */
export const paths = {
  health: '/health',
  policy: (program: string) => `/v1/programs/${program}/policy`,
  policies: '/v1/policies',
  consents: '/v1/consents',
  dayKeys: '/v1/day-keys',
  segment: (ciphertext: string) => `/v1/segments/${ciphertext}`,
  erasures: '/v1/erasures',
  ownRecordings: (participant: string) => `/v1/participants/${participant}/recordings`,
  ownObject: (participant: string, ciphertext: string) => `/v1/participants/${participant}/recordings/${ciphertext}`,
  builds: '/v1/builds',
  build: (build: string) => `/v1/builds/${build}`,
  buildShares: (build: string) => `/v1/builds/${build}/shares`,
  buildReleases: (build: string) => `/v1/builds/${build}/releases`,
  buildRefusals: (build: string) => `/v1/builds/${build}/refusals`,
  buildInputs: (build: string) => `/v1/builds/${build}/inputs`,
  buildObject: (build: string, ciphertext: string) => `/v1/builds/${build}/objects/${ciphertext}`,
  buildResult: (build: string) => `/v1/builds/${build}/result`,
  buildDeliveries: (build: string) => `/v1/builds/${build}/deliveries`,
  recipients: '/v1/recipients',
  deliveries: '/v1/deliveries',
  ledger: '/ledger',
  cosigned: '/ledger/cosigned',
} as const;

/** The header in which a segment's signed manifest travels, as base64url of its JSON, beside the ciphertext body. */
export const manifestHeader = 'assent-manifest';

/** The header in which the policy in force says at which index of the ledger it is, in decimal. */
export const leafIndexHeader = 'assent-leaf-index';

/** Proof of who is asking, good for one method and path and for five minutes around `at`. */
export const accessSchema = z.strictObject({
  type: z.literal('access'),
  v: z.literal(1),
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
  path: z.string().max(400),
  at: instantSchema,
});
export type Access = z.infer<typeof accessSchema>;

/** Checkpoint notes that witnesses cosigned, newest first. Beyond tlog-tiles; the reader verifies each. */
export const cosignedSchema = z.object({ checkpoints: z.array(z.string().max(100_000)).max(16) });

/** RFC 9457 problem details. `code` is closed; `detail` holds nothing captured. */
export const problemCodes = [
  'malformed',
  'unauthorised',
  'forbidden',
  'not-found',
  'conflict',
  'gone',
  'too-large',
  /** The sender goes beyond its share; `Retry-After` says how long to wait. */
  'too-many',
  'busy',
  'internal',
] as const;
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(problemCodes),
  detail: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
export type ProblemCode = (typeof problemCodes)[number];

/** The state of a build, as anyone may know it. */
export const buildStatusSchema = z.strictObject({
  build: buildIdSchema,
  request: signedSchema(buildRequestSchema),
  state: z.enum(['window', 'releasing', 'released', 'refused', 'finished']),
  /** When the objection window ends. */
  windowEndsAt: instantSchema,
  /** Ledger index of the `build.requested` leaf. */
  leafIndex: z.int().nonnegative(),
  released: z.array(z.string()),
  refused: z.array(z.string()),
});
export type BuildStatus = z.infer<typeof buildStatusSchema>;

/**
 * A custodian's own sealed shares that a build asks for: whole deposits, so that the custodian can check their signatures,
 * and every consent record of their participants: shares of days without a valid consent stay closed.
 */
export const buildSharesSchema = z.strictObject({
  deposits: z.array(signedSchema(dayKeySchema)),
  consents: z.array(signedSchema(consentSchema)).default([]),
});
export type BuildShares = z.infer<typeof buildSharesSchema>;

/** What a participant's vault may open of their own, by the key that their deposits name as reader. Sealed as it is stored. */
export const ownRecordingsSchema = z.strictObject({
  deposits: z.array(signedSchema(dayKeySchema)),
  manifests: z.array(signedSchema(segmentManifestSchema)),
});
export type OwnRecordings = z.infer<typeof ownRecordingsSchema>;

/** All a builder gets once both sides have released: manifests, deposits, consents, policies and releases. */
export const buildInputsSchema = z.strictObject({
  policies: z.array(signedSchema(policySchema)),
  manifests: z.array(signedSchema(segmentManifestSchema)),
  deposits: z.array(signedSchema(dayKeySchema)),
  consents: z.array(signedSchema(consentSchema)),
  releases: z.array(signedSchema(shareReleaseSchema)),
  /** Cards of the recipients that the request names; absent where it names none. */
  recipients: z.array(signedSchema(recipientCardSchema)).optional(),
});
export type BuildInputs = z.infer<typeof buildInputsSchema>;
