import {
  buildInputsSchema,
  buildSharesSchema,
  buildStatusSchema,
  cosignedSchema,
  erasureReceiptSchema,
  manifestHeader,
  ownRecordingsSchema,
  paths,
  policySchema,
  segmentReceiptSchema,
  signedSchema,
  type BuildFinished,
  type BuildId,
  type BuildInputs,
  type BuildRefusal,
  type BuildRequest,
  type BuildShares,
  type BuildStatus,
  type ConsentSubmission,
  type DayKey,
  type DayKeyId,
  type DeliverySubmission,
  type Digest,
  type Erasure,
  type ErasureReceipt,
  type Instant,
  type KeptDelivery,
  type OwnRecordings,
  type ParticipantId,
  type Policy,
  type ProgramId,
  type RecipientCard,
  type RecipientSubmission,
  type SegmentManifest,
  type SegmentReceipt,
  type ShareRelease,
  type Signed,
  type Signer,
} from '@assent/contracts';
import { LedgerError, type LedgerSource } from '@assent/ledger';
import {
  buildListSchema,
  deliveredSchema,
  deliveryListSchema,
  depositedSchema,
  joinSchema,
  publishedSchema,
  recipientListSchema,
  recordedSchema,
  registeredSchema,
  type JoinFacts,
} from './answers.ts';
import { ClientError } from './errors.ts';
import { createHttp, headerDocument, type Fetch, type Http } from './http.ts';

/**
 * A collector's interface as functions. Answers fit their schemas; signatures in them are *not* verified, except where
 * it says so: the reader knows whose they must be. Every function throws a `ClientError`.
 */
export interface Client {
  join(): Promise<JoinFacts>;
  policy(program: ProgramId): Promise<Signed<Policy>>;
  publishPolicy(policy: Signed<Policy>): Promise<{ readonly policy: Digest; readonly leafIndex: number }>;
  recordConsent(submission: ConsentSubmission): Promise<{ readonly consent: Digest; readonly leafIndex: number }>;
  depositDayKey(deposit: Signed<DayKey>, signal?: AbortSignal): Promise<{ readonly dayKey: DayKeyId }>;
  putSegment(
    manifest: Signed<SegmentManifest>,
    ciphertext: Uint8Array<ArrayBuffer>,
    signal?: AbortSignal,
  ): Promise<Signed<SegmentReceipt>>;
  erase(order: Signed<Erasure>): Promise<Signed<ErasureReceipt>>;

  /** For a participant's vault: `as` is its reader. */
  ownRecordings(participant: ParticipantId, as: Signer): Promise<OwnRecordings>;
  ownObject(participant: ParticipantId, ciphertext: Digest, as: Signer): Promise<Uint8Array<ArrayBuffer>>;

  builds(): Promise<readonly BuildStatus[]>;
  build(build: BuildId): Promise<BuildStatus>;
  requestBuild(request: Signed<BuildRequest>): Promise<BuildStatus>;
  /** For a custodian: `as` is its signing key. */
  buildShares(build: BuildId, as: Signer): Promise<BuildShares>;
  releaseShares(release: Signed<ShareRelease>): Promise<BuildStatus>;
  refuseBuild(refusal: Signed<BuildRefusal>): Promise<BuildStatus>;
  /** For the builder: `as` is the build's ephemeral key. */
  buildInputs(build: BuildId, as: Signer): Promise<BuildInputs>;
  buildObject(build: BuildId, ciphertext: Digest, as: Signer): Promise<Uint8Array<ArrayBuffer>>;
  finishBuild(result: Signed<BuildFinished>): Promise<BuildStatus>;
  recordDelivery(submission: DeliverySubmission): Promise<{ readonly leafIndex: number }>;

  registerRecipient(
    submission: RecipientSubmission,
  ): Promise<{ readonly recipient: Digest; readonly leafIndex: number }>;
  /** For the owner and for custodians, whose note is sealed to the seat of `as`. */
  recipients(as: Signer): Promise<readonly Signed<RecipientCard>[]>;
  deliveries(as: Signer): Promise<readonly KeptDelivery[]>;

  /** Where the ledger is read from. Not trusted: what reads it checks all of it. */
  readonly ledger: LedgerSource;
}

/** What a client needs. `fetch` is `globalThis.fetch` or an application in process. */
export interface ClientOptions {
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly now: () => Instant;
}

/** A client of the collector at `baseUrl`. */
export function createClient(options: ClientOptions): Client {
  const http = createHttp(options);
  const post = { method: 'POST' } as const;
  const get = { method: 'GET' } as const;
  return {
    join: async () => http.json(joinSchema, { ...get, path: '/join' }),
    policy: async (program) => http.json(signedSchema(policySchema), { ...get, path: paths.policy(program) }),
    publishPolicy: async (policy) => http.json(publishedSchema, { ...post, path: paths.policies, json: policy }),
    recordConsent: async (submission) => http.json(recordedSchema, { ...post, path: paths.consents, json: submission }),
    depositDayKey: async (deposit, signal) =>
      http.json(depositedSchema, { ...post, path: paths.dayKeys, json: deposit, signal }),
    putSegment: async (manifest, ciphertext, signal) =>
      http.json(signedSchema(segmentReceiptSchema), {
        method: 'PUT',
        path: paths.segment(manifest.body.ciphertext),
        bytes: ciphertext,
        headers: { [manifestHeader]: headerDocument(manifest) },
        signal,
      }),
    erase: async (order) =>
      http.json(signedSchema(erasureReceiptSchema), { ...post, path: paths.erasures, json: order }),

    ownRecordings: async (participant, as) =>
      http.json(ownRecordingsSchema, { ...get, path: paths.ownRecordings(participant), access: as }),
    ownObject: async (participant, ciphertext, as) =>
      http.bytes({ ...get, path: paths.ownObject(participant, ciphertext), access: as }),

    builds: async () => (await http.json(buildListSchema, { ...get, path: paths.builds })).builds,
    build: async (build) => http.json(buildStatusSchema, { ...get, path: paths.build(build) }),
    requestBuild: async (request) => http.json(buildStatusSchema, { ...post, path: paths.builds, json: request }),
    buildShares: async (build, as) =>
      http.json(buildSharesSchema, { ...get, path: paths.buildShares(build), access: as }),
    releaseShares: async (release) =>
      http.json(buildStatusSchema, { ...post, path: paths.buildReleases(release.body.build), json: release }),
    refuseBuild: async (refusal) =>
      http.json(buildStatusSchema, { ...post, path: paths.buildRefusals(refusal.body.build), json: refusal }),
    buildInputs: async (build, as) =>
      http.json(buildInputsSchema, { ...get, path: paths.buildInputs(build), access: as }),
    buildObject: async (build, ciphertext, as) =>
      http.bytes({ ...get, path: paths.buildObject(build, ciphertext), access: as }),
    finishBuild: async (result) =>
      http.json(buildStatusSchema, { ...post, path: paths.buildResult(result.body.build), json: result }),
    recordDelivery: async (submission) =>
      http.json(deliveredSchema, {
        ...post,
        path: paths.buildDeliveries(submission.delivery.body.build),
        json: submission,
      }),

    registerRecipient: async (submission) =>
      http.json(registeredSchema, { ...post, path: paths.recipients, json: submission }),
    recipients: async (as) =>
      (await http.json(recipientListSchema, { ...get, path: paths.recipients, access: as })).recipients,
    deliveries: async (as) =>
      (await http.json(deliveryListSchema, { ...get, path: paths.deliveries, access: as })).deliveries,

    ledger: {
      checkpoint: async () => http.text({ ...get, path: `${paths.ledger}/checkpoint` }),
      tile: async (path) => tileOf(http, path),
      cosigned: async () => cosignedOf(http),
    },
  };
}

/** None where the collector has none or does not answer: callers that need cosignatures then lack them. */
async function cosignedOf(http: Http): Promise<readonly string[]> {
  try {
    return (await http.json(cosignedSchema, { method: 'GET', path: paths.cosigned })).checkpoints;
  } catch (error) {
    if (error instanceof ClientError) return [];
    throw error;
  }
}

/** What the ledger does not serve is a fault of the ledger, to be named by its reader; all else is a `ClientError`. */
async function tileOf(http: Http, path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await http.bytes({ method: 'GET', path: `${paths.ledger}/${path}` });
  } catch (cause) {
    if (!(cause instanceof ClientError && cause.code === 'not-found')) throw cause;
    throw new LedgerError('missing-tile', `the ledger does not serve ${path}`, { cause });
  }
}
