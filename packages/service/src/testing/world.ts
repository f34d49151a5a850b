import {
  buildFinishedSchema,
  buildRequestSchema,
  consentSchema,
  custodianIdSchema,
  dayKeySchema,
  dayOf,
  deliverySchema,
  digestOf,
  digestSchema,
  generateSigningKeyPair,
  participantIdSchema,
  policySchema,
  programIdSchema,
  recipientCardSchema,
  recipientSchema,
  segmentManifestSchema,
  sha256Hex,
  shareReleaseSchema,
  signDocument,
  signerFromKeyPair,
  toBase64,
  toBase64Url,
  utf8,
  type BuildFinished,
  type BuildRequest,
  type Consent,
  type DayKey,
  type Delivery,
  type DeliverySubmission,
  type Digest,
  type Policy,
  type RecipientCard,
  type RecipientRegistration,
  type RecipientSubmission,
  type SegmentManifest,
  type ShareRelease,
  type Signed,
  type Signer,
} from '@assent/contracts';
import { formatVerifierKey, generateLogKey, noteSigner, signCheckpoint } from '@assent/ledger';
import type { LogKey, Ports, Program } from '../ports.ts';
import { createMemoryObjects } from './memory-objects.ts';
import { createMemoryRepository } from './memory-repository.ts';

/** The enrolment code of every world. */
export const enrolmentCode = 'welcome-to-the-program';

/** A signer with a fresh key. */
export async function freshSigner(): Promise<Signer> {
  return signerFromKeyPair(await generateSigningKeyPair());
}

/** A digest of random bytes. */
export function randomDigest(): Promise<Digest> {
  return sha256Hex(crypto.getRandomValues(new Uint8Array(32)));
}

/** Everyone who takes part in a test: owner, two custodians, builder; the clock is set by hand. */
export interface World {
  readonly ports: Ports;
  readonly owner: Signer;
  readonly employer: Signer;
  readonly worker: Signer;
  readonly builder: Signer;
  /** Moves the clock, ms. */
  pass(ms: number): void;
}

/** A log key for tests. */
export async function freshLogKey(): Promise<LogKey> {
  const signer = await noteSigner((await generateLogKey('ledger.test')).signerKey);
  return {
    verifierKey: formatVerifierKey(signer.key),
    checkpoint: (size, root) => signCheckpoint({ size, root }, signer),
  };
}

/** A world over the given ports, in memory where none are given. */
export async function createWorld(
  given: Partial<Pick<Ports, 'repository' | 'objects' | 'logKey'>> = {},
): Promise<World> {
  let now = Date.UTC(2026, 8, 1, 9, 0, 0);
  const owner = await freshSigner();
  const program: Program = {
    program: programIdSchema.parse('office-study'),
    ownerKey: owner.publicKey,
    enrolmentCode: await sha256Hex(utf8(enrolmentCode)),
  };
  return {
    ports: {
      program,
      repository: given.repository ?? createMemoryRepository(),
      objects: given.objects ?? createMemoryObjects(),
      logKey: given.logKey ?? (await freshLogKey()),
      clock: { now: () => now },
      signer: await freshSigner(),
    },
    owner,
    employer: await freshSigner(),
    worker: await freshSigner(),
    builder: await freshSigner(),
    pass: (ms) => {
      now += ms;
    },
  };
}

const recipient = (seed: string) => recipientSchema.parse(`age1${seed.padEnd(58, 'q')}`);

/** Digest of the only code that test policies allow. */
export const allowedCode = digestSchema.parse('c'.repeat(64));

/** A signed policy version with one custodian on each side and a window of one hour. */
export function makePolicy(world: World, changes: Partial<Policy> = {}): Promise<Signed<Policy>> {
  const custodian = (id: string, side: 'employer' | 'worker', signer: Signer) => ({
    id: custodianIdSchema.parse(id),
    side,
    name: id,
    recipient: recipient(side),
    signingKey: signer.publicKey,
  });
  const body = policySchema.parse({
    type: 'policy',
    v: 1,
    program: world.ports.program.program,
    version: 1,
    previous: null,
    issuedAt: world.ports.clock.now(),
    title: 'Office study',
    organisation: 'Example',
    purpose: 'train-computer-use-models',
    summary: 'We record office tasks.',
    sites: [{ origin: 'https://mail.example', name: 'Mail', mode: 'ambient', interfaceWords: [] }],
    tiers: ['steps-only', 'steps-with-snapshots'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: 0 },
    snapshots: { maxPerMinute: 6 },
    retentionDays: 90,
    safeguards: { version: '1', digest: 'd'.repeat(64) },
    custody: {
      custodians: [
        custodian('privacy-office', 'employer', world.employer),
        custodian('works-council', 'worker', world.worker),
      ],
      thresholds: { employer: 1, worker: 1 },
    },
    builds: { objectionWindowSeconds: 3600, codeDigests: [allowedCode], minParticipants: 1 },
    ledger: { verifierKey: world.ports.logKey.verifierKey },
    ...changes,
  });
  return signDocument(body, world.owner);
}

/** A participant with one device, and what is signed on it. */
export interface Participant {
  readonly device: Signer;
  consent(
    policy: Digest,
    changes?: Partial<Consent>,
  ): Promise<{
    readonly consent: Signed<Consent>;
    readonly commitment: Digest;
    readonly enrolmentCode: string | null;
  }>;
  dayKey(policy: Digest, changes?: Partial<DayKey>): Promise<Signed<DayKey>>;
  /** A sealed segment that follows the one made before it. The bytes are random: the collector never reads them. */
  segment(
    rests: { readonly policy: Digest; readonly consent: Digest; readonly dayKey: DayKey },
    bytes?: Uint8Array<ArrayBuffer>,
  ): Promise<{ readonly manifest: Signed<SegmentManifest>; readonly bytes: Uint8Array<ArrayBuffer> }>;
}

/** A fresh participant. */
export async function createParticipant(world: World): Promise<Participant> {
  const device = await freshSigner();
  const id = participantIdSchema.parse(`p_${toBase64Url(crypto.getRandomValues(new Uint8Array(16)))}`);
  const program = world.ports.program.program;
  let seq = 0;
  let previous: Digest | null = null;
  return {
    device,
    consent: async (policy, changes = {}) => ({
      consent: await signDocument(
        consentSchema.parse({
          type: 'consent',
          v: 1,
          program,
          policy,
          participant: id,
          device: device.publicKey,
          decision: 'given',
          tier: 'steps-only',
          at: world.ports.clock.now(),
          notice: 'e'.repeat(64),
          previous: null,
          ...changes,
        }),
        device,
      ),
      commitment: await randomDigest(),
      enrolmentCode,
    }),
    dayKey: async (policy, changes = {}) => {
      const to = recipient((await randomDigest()).slice(0, 50));
      const share = (custodian: string, side: string) => ({ custodian, side, sealed: toBase64(utf8(`${side} share`)) });
      return signDocument(
        dayKeySchema.parse({
          type: 'day-key',
          v: 1,
          program,
          purpose: 'train-computer-use-models',
          participant: id,
          device: device.publicKey,
          day: dayOf(world.ports.clock.now()),
          dayKey: await sha256Hex(utf8(to)),
          recipient: to,
          policy,
          shares: [share('privacy-office', 'employer'), share('works-council', 'worker')],
          vault: null,
          ...changes,
        }),
        device,
      );
    },
    segment: async ({ policy, consent, dayKey }, bytes = crypto.getRandomValues(new Uint8Array(4096))) => {
      const body = segmentManifestSchema.parse({
        type: 'segment',
        context: {
          v: 1,
          program,
          purpose: 'train-computer-use-models',
          participant: id,
          device: device.publicKey,
          seq,
          previous,
          day: dayKey.day,
          dayKey: dayKey.dayKey,
          policy,
          consent,
          safeguards: 'd'.repeat(64),
        },
        ciphertext: await sha256Hex(bytes),
        bytes: bytes.length,
      });
      seq += 1;
      previous = await digestOf(body);
      return { manifest: await signDocument(body, device), bytes };
    },
  };
}

/** A build request for the current day. */
export function makeRequest(
  world: World,
  policy: Digest,
  changes: Partial<BuildRequest> = {},
): Promise<Signed<BuildRequest>> {
  const today = dayOf(world.ports.clock.now());
  const body = buildRequestSchema.parse({
    type: 'build-request',
    v: 1,
    program: world.ports.program.program,
    purpose: 'train-computer-use-models',
    policy,
    requestedAt: world.ports.clock.now(),
    days: { from: today, to: today },
    code: allowedCode,
    recipient: recipient('build'),
    builder: world.builder.publicKey,
    ...changes,
  });
  return signDocument(body, world.owner);
}

/** Somebody who wants to receive datasets, let in by the owner. */
export async function makeRecipient(
  world: World,
  changes: { readonly card?: Partial<RecipientCard>; readonly by?: Signer } = {},
): Promise<RecipientSubmission> {
  const researcher = await freshSigner();
  const { program } = world.ports.program;
  const card = recipientCardSchema.parse({
    type: 'recipient-card',
    v: 1,
    program,
    purpose: 'train-computer-use-models',
    name: 'Research group',
    recipient: recipient('research'),
    signingKey: researcher.publicKey,
    salt: toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
    ...changes.card,
  });
  const registration: RecipientRegistration = {
    type: 'recipient-registration',
    v: 1,
    program,
    at: world.ports.clock.now(),
    recipient: await digestOf(card),
  };
  return {
    card: await signDocument(card, researcher),
    registration: await signDocument(registration, changes.by ?? world.owner),
  };
}

/** A copy of what `makeResult` says was built, for a recipient. */
export async function makeDelivery(
  world: World,
  build: Digest,
  to: Digest,
  changes: Partial<Delivery> = {},
): Promise<DeliverySubmission> {
  const body = deliverySchema.parse({
    type: 'export-delivered',
    v: 1,
    program: world.ports.program.program,
    build,
    at: world.ports.clock.now(),
    recipient: to,
    release: 'b'.repeat(64),
    output: '1'.repeat(64),
    archive: '2'.repeat(64),
    canary: '3'.repeat(64),
    ...changes,
  });
  const custodian = custodianIdSchema.parse('works-council');
  return {
    delivery: await signDocument(body, world.builder),
    notes: [{ custodian, sealed: toBase64(utf8('sealed note')) }],
  };
}

/** A release by one custodian for the given deposits. */
export function makeRelease(
  world: World,
  custodian: { readonly id: string; readonly signer: Signer },
  build: Digest,
  dayKeys: readonly Digest[],
): Promise<Signed<ShareRelease>> {
  const body = shareReleaseSchema.parse({
    type: 'share-release',
    v: 1,
    program: world.ports.program.program,
    build,
    custodian: custodian.id,
    at: world.ports.clock.now(),
    checkpoint: 'checkpoint',
    shares: dayKeys.map((dayKey) => ({ dayKey, sealed: toBase64(utf8('resealed')) })),
  });
  return signDocument(body, custodian.signer);
}

/** What the builder says when it is done. */
export function makeResult(
  world: World,
  build: Digest,
  changes: Partial<BuildFinished> = {},
): Promise<Signed<BuildFinished>> {
  const body = buildFinishedSchema.parse({
    type: 'build-finished',
    v: 1,
    program: world.ports.program.program,
    build,
    at: world.ports.clock.now(),
    code: allowedCode,
    safeguards: 'd'.repeat(64),
    inputs: 'a'.repeat(64),
    output: 'b'.repeat(64),
    counts: { segments: 1, episodes: 1, steps: 1, secondPass: 0 },
    ...changes,
  });
  return signDocument(body, world.builder);
}
