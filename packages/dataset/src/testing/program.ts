import {
  buildIdSchema,
  custodianIdSchema,
  digestOf,
  generateSigningKeyPair,
  programIdSchema,
  signDocument,
  signerFromKeyPair,
  type BuildInputs,
  type BuildRequest,
  type Consent,
  type CustodianId,
  type DayKey,
  type Digest,
  type ParticipantId,
  type Policy,
  type SegmentManifest,
  type ShareRelease,
  type Signed,
  type Signer,
  type Tier,
} from '@assent/contracts';
import {
  createDayKey,
  generateIdentity,
  manifestDigest,
  releaseShares,
  sealSegment,
  type SegmentRecord,
} from '@assent/sealing';
import type { BuildDatasetInput } from '../build/build.ts';
import { buildCodeDigest } from '../code-digest.ts';
import { day, nowhere, start } from './recordings.ts';

/** What one made-up participant recorded: a list of segments. */
export interface Recording {
  readonly participant: ParticipantId;
  readonly segments: readonly (readonly SegmentRecord[])[];
  readonly tier?: Tier;
  readonly withdrawn?: boolean;
}

/** A whole made-up program whose build can run: everything a collector would hand over, with real keys and sealing. */
export interface MadeProgram {
  readonly request: Signed<BuildRequest>;
  readonly inputs: BuildInputs;
  readonly objects: ReadonlyMap<Digest, Uint8Array<ArrayBuffer>>;
  readonly owner: Signer;
  readonly builder: Signer;
  readonly buildIdentity: string;
  /** One seat of each side, with the identity that opens what is sealed to it. */
  readonly custodians: readonly { readonly id: CustodianId; readonly identity: string }[];
}

/** Makes a program, seals the recordings and lets both sides release to one build. */
export async function makeProgram(
  recordings: readonly Recording[],
  options: {
    readonly minParticipants?: number;
    readonly origins?: readonly string[];
    readonly scope?: Pick<BuildRequest, 'apps' | 'tiers'>;
    readonly keep?: Policy['snapshots']['keep'];
  } = {},
): Promise<MadeProgram> {
  const owner = await newSigner();
  const builder = await newSigner();
  const code = await buildCodeDigest();
  const seats = await Promise.all((['employer', 'worker'] as const).map(makeCustodian));
  const policy: Policy = {
    type: 'policy',
    v: 1,
    program: programIdSchema.parse('office'),
    version: 1,
    previous: null,
    issuedAt: start,
    title: 'Office work',
    organisation: 'Example',
    purpose: 'train-computer-use-models',
    summary: 'Steps in the mail program.',
    sites: (options.origins ?? ['https://mail.example']).map((origin, i) => ({
      origin,
      name: `Site ${i}`,
      mode: 'ambient',
      interfaceWords: [],
    })),
    tiers: ['steps-with-snapshots', 'steps-only', 'none'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: 0 },
    snapshots: { maxPerMinute: 10, ...(options.keep === undefined ? {} : { keep: options.keep }) },
    retentionDays: 30,
    safeguards: { version: '1', digest: nowhere },
    custody: { custodians: seats.map(({ seat }) => seat), thresholds: { employer: 1, worker: 1 } },
    builds: { objectionWindowSeconds: 0, codeDigests: [code], minParticipants: options.minParticipants ?? 1 },
    ledger: { verifierKey: 'unused' },
  };
  const policyDigest = await digestOf(policy);
  const sealed = await Promise.all(recordings.map((recording) => sealRecording(recording, policy, policyDigest)));
  const { identity, recipient } = await generateIdentity();
  const request = await signDocument<BuildRequest>(
    {
      ...options.scope,
      type: 'build-request',
      v: 1,
      program: policy.program,
      purpose: policy.purpose,
      policy: policyDigest,
      requestedAt: start,
      days: { from: day, to: day },
      code,
      recipient,
      builder: builder.publicKey,
    },
    owner,
  );
  const deposits = sealed.map(({ deposit }) => deposit);
  const build = buildIdSchema.parse(await digestOf(request.body));
  const releases = await Promise.all(
    seats.map(async ({ seat, signer, identity: seatIdentity }) =>
      signDocument<ShareRelease>(
        {
          type: 'share-release',
          v: 1,
          program: policy.program,
          build,
          custodian: seat.id,
          at: start,
          checkpoint: 'unused',
          shares: [
            ...(await releaseShares({
              deposits,
              custodian: { id: seat.id, identity: seatIdentity },
              build,
              buildRecipient: recipient,
            })),
          ],
        },
        signer,
      ),
    ),
  );
  return {
    request,
    inputs: {
      policies: [await signDocument(policy, owner)],
      manifests: sealed.flatMap(({ manifests }) => manifests),
      deposits,
      consents: sealed.flatMap(({ consents }) => consents),
      releases,
    },
    objects: new Map(sealed.flatMap(({ objects }) => objects)),
    owner,
    builder,
    buildIdentity: identity,
    custodians: seats.map(({ seat, identity: own }) => ({ id: seat.id, identity: own })),
  };
}

/** What `buildDataset` takes, for a made program: the same pseudonyms and time each run. */
export function buildInput(program: MadeProgram, outDir: string): BuildDatasetInput {
  return {
    request: program.request,
    inputs: program.inputs,
    erased: { segments: [], dayKeys: [] },
    fetchObject: async (ciphertext) => {
      const bytes = program.objects.get(ciphertext);
      if (bytes === undefined) throw new Error('no such object');
      return bytes;
    },
    buildIdentity: program.buildIdentity,
    builder: program.builder,
    outDir,
    recheck: (step) => ({ step, caught: 0 }),
    recheckNote: (note) => ({ note, caught: 0 }),
    safeguards: nowhere,
    pseudonymKey: new Uint8Array(32).fill(7),
    now: () => start,
  };
}

async function makeCustodian(side: 'employer' | 'worker'): Promise<{
  readonly seat: Policy['custody']['custodians'][number];
  readonly signer: Signer;
  readonly identity: string;
}> {
  const signer = await newSigner();
  const { identity, recipient } = await generateIdentity();
  const id = custodianIdSchema.parse(`${side}-seat`);
  return { seat: { id, side, name: side, recipient, signingKey: signer.publicKey }, signer, identity };
}

async function sealRecording(
  recording: Recording,
  policy: Policy,
  policyDigest: Digest,
): Promise<{
  readonly deposit: Signed<DayKey>;
  readonly consents: readonly Signed<Consent>[];
  readonly manifests: readonly Signed<SegmentManifest>[];
  readonly objects: readonly [Digest, Uint8Array<ArrayBuffer>][];
}> {
  const { participant, tier = 'steps-with-snapshots' } = recording;
  const { program, purpose, custody } = policy;
  const signer = await newSigner();
  const given: Consent = {
    type: 'consent',
    v: 1,
    program,
    policy: policyDigest,
    participant,
    device: signer.publicKey,
    decision: 'given',
    tier,
    at: start - 1000,
    notice: nowhere,
    previous: null,
  };
  const consents = [await signDocument(given, signer)];
  if (recording.withdrawn === true) {
    consents.push(await signDocument<Consent>({ ...given, decision: 'withdrawn', at: start + 1000 }, signer));
  }
  const { deposit, dayKey, recipient } = await createDayKey({
    program,
    purpose,
    participant,
    day,
    policy: policyDigest,
    custody,
    signer,
    vault: null,
  });
  const manifests: Signed<SegmentManifest>[] = [];
  const objects: [Digest, Uint8Array<ArrayBuffer>][] = [];
  for (const [seq, records] of recording.segments.entries()) {
    const before = manifests.at(-1);
    const { ciphertext, manifest } = await sealSegment({
      context: {
        v: 1,
        program,
        purpose,
        participant,
        device: signer.publicKey,
        seq,
        previous: before === undefined ? null : await manifestDigest(before),
        day,
        dayKey,
        policy: policyDigest,
        consent: await digestOf(given),
        safeguards: nowhere,
      },
      counts: {
        steps: records.filter((record) => record.kind === 'step').length,
        snapshots: records.filter((record) => record.kind === 'snapshot').length,
        eventsSeen: 0,
        eventsDropped: 0,
      },
      records: records.map((record) =>
        record.kind === 'step' ? { kind: 'step', step: { ...record.step, policy: policyDigest } } : record,
      ),
      recipient,
      signer,
    });
    manifests.push(manifest);
    objects.push([manifest.body.ciphertext, ciphertext]);
  }
  return { deposit, consents, manifests, objects };
}

async function newSigner(): Promise<Signer> {
  return signerFromKeyPair(await generateSigningKeyPair());
}
