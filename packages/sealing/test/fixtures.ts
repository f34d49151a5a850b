import {
  custodianIdSchema,
  daySchema,
  digestOf,
  digestSchema,
  episodeNoteSchema,
  generateSigningKeyPair,
  participantIdSchema,
  policySchema,
  programIdSchema,
  sha256Hex,
  signDocument,
  signerFromKeyPair,
  stepSchema,
  utf8,
  type BuildId,
  type CustodianId,
  type DayKey,
  type Digest,
  type IdentityKind,
  type Policy,
  type ReleasedShare,
  type SegmentContext,
  type SegmentCounts,
  type ShareRelease,
  type Side,
  type Signed,
  type Signer,
  type Step,
} from '@assent/contracts';
import { expect } from 'vitest';
import {
  createDayKey,
  generateIdentity,
  releaseShares,
  type SealingErrorCode,
  type SegmentRecord,
} from '../src/index.ts';

/** What a refusal must have for its callers: the code, and for people a message in words. */
export function refusal(code: SealingErrorCode): { readonly code: SealingErrorCode; readonly message: unknown } {
  return { code, message: expect.stringMatching(/\w+ \w+/) };
}

export const digestFor = async (text: string): Promise<Digest> => sha256Hex(utf8(text));
export const zeroDigest = digestSchema.parse('0'.repeat(64));
const program = programIdSchema.parse('office-study');
const participant = participantIdSchema.parse(`p_${'a'.repeat(22)}`);
export const otherParticipant = participantIdSchema.parse(`p_${'b'.repeat(22)}`);
export const day = daySchema.parse('2026-11-24');
export const nextDay = daySchema.parse('2026-11-25');
export const otherProgram = programIdSchema.parse('other-study');

export async function newSigner(): Promise<Signer> {
  return signerFromKeyPair(await generateSigningKeyPair());
}

export interface CustodianSecrets {
  readonly id: CustodianId;
  readonly side: Side;
  readonly identity: string;
  readonly signer: Signer;
}

/** A policy with its custodians' secrets. */
export interface Custody {
  readonly policy: Policy;
  readonly digest: Digest;
  readonly custodians: readonly CustodianSecrets[];
}

export async function makeCustody(
  shape: { readonly employer: readonly [number, number]; readonly worker: readonly [number, number] } = {
    employer: [2, 2],
    worker: [1, 2],
  },
  kind?: IdentityKind,
): Promise<Custody> {
  const secrets: CustodianSecrets[] = [];
  const custodians: unknown[] = [];
  for (const side of ['employer', 'worker'] as const) {
    for (let i = 1; i <= shape[side][1]; i++) {
      const { identity, recipient } = await generateIdentity(kind);
      const signer = await newSigner();
      const id = custodianIdSchema.parse(`${side}-${i}`);
      secrets.push({ id, side, identity, signer });
      custodians.push({ id, side, name: `${side} ${i}`, recipient, signingKey: signer.publicKey });
    }
  }
  const policy = policySchema.parse({
    type: 'policy',
    v: 1,
    program,
    version: 1,
    previous: null,
    issuedAt: 1_790_000_000_000,
    title: 'Study',
    organisation: 'Example',
    purpose: 'train-computer-use-models',
    summary: 'A study.',
    sites: [{ origin: 'https://app.example', name: 'App', mode: 'ambient', interfaceWords: [] }],
    tiers: ['steps-with-snapshots', 'none'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: 60 },
    snapshots: { maxPerMinute: 6 },
    retentionDays: 90,
    safeguards: { version: '1', digest: zeroDigest },
    custody: {
      custodians,
      thresholds: { employer: shape.employer[0], worker: shape.worker[0] },
      ...(kind === undefined ? {} : { identities: kind }),
    },
    builds: { objectionWindowSeconds: 1, codeDigests: [zeroDigest], minParticipants: 1 },
    ledger: { verifierKey: 'example+00000000+AA==' },
  });
  return { policy, digest: await digestOf(policy), custodians: secrets };
}

export async function makeDayKey(
  custody: Custody,
  signer: Signer,
  changes: Partial<Parameters<typeof createDayKey>[0]> = {},
): ReturnType<typeof createDayKey> {
  return createDayKey({
    program,
    purpose: 'train-computer-use-models',
    participant,
    day,
    policy: custody.digest,
    custody: custody.policy.custody,
    signer,
    vault: null,
    ...changes,
  });
}

/** What a custodian's client would upload for a build. */
export async function makeRelease(
  custodian: CustodianSecrets,
  build: BuildId,
  shares: readonly ReleasedShare[],
): Promise<Signed<ShareRelease>> {
  return signDocument(
    {
      type: 'share-release',
      v: 1,
      program,
      build,
      custodian: custodian.id,
      at: 1,
      checkpoint: 'c',
      shares: [...shares],
    },
    custodian.signer,
  );
}

export async function releaseFrom(
  custodian: CustodianSecrets,
  deposits: readonly Signed<DayKey>[],
  build: BuildId,
  buildRecipient: Parameters<typeof releaseShares>[0]['buildRecipient'],
): Promise<Signed<ShareRelease>> {
  return makeRelease(custodian, build, await releaseShares({ deposits, custodian, build, buildRecipient }));
}

export function makeContext(
  key: { readonly dayKey: SegmentContext['dayKey'] },
  signer: Signer,
  changes: Partial<SegmentContext> = {},
): SegmentContext {
  return {
    v: 1,
    program,
    purpose: 'train-computer-use-models',
    participant,
    device: signer.publicKey,
    seq: 0,
    previous: null,
    day,
    dayKey: key.dayKey,
    policy: zeroDigest,
    consent: zeroDigest,
    safeguards: zeroDigest,
    ...changes,
  };
}

export function countsOf(records: readonly SegmentRecord[]): SegmentCounts {
  return {
    steps: records.filter(({ kind }) => kind === 'step').length,
    snapshots: records.filter(({ kind }) => kind === 'snapshot').length,
    eventsSeen: 10,
    eventsDropped: 0,
  };
}

export function makeStep(seq: number, changes: Partial<Step> = {}): Step {
  return stepSchema.parse({
    v: 1,
    session: `s_${'c'.repeat(22)}`,
    episode: 0,
    seq,
    t: 1_790_000_000_000 + seq * 1000,
    duration: 100,
    sensor: 'browser',
    origin: 'user',
    webdriver: false,
    complete: true,
    missed: 0,
    tab: 1,
    window: 1,
    frame: { path: [], origin: 'https://app.example', sameOriginAsTop: true },
    view: { width: 1280, height: 720, scale: 1, scrollX: 0, scrollY: 0, screen: [0, 0] },
    action: { type: 'click', x: 10, y: 20, button: 'left', modifiers: [] },
    target: null,
    observation: null,
    page: { origin: 'https://app.example', path: '/', queryKeys: [], title: 'App' },
    redactions: [],
    policy: zeroDigest,
    safeguards: zeroDigest,
    ...changes,
  });
}

export async function makeSnapshot(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Extract<SegmentRecord, { kind: 'snapshot' }>> {
  return { kind: 'snapshot', digest: await sha256Hex(bytes), bytes };
}

export async function sampleRecords(): Promise<readonly SegmentRecord[]> {
  const snapshot = await makeSnapshot(Uint8Array.from({ length: 300 }, (_, i) => (i * 7) % 256));
  const observation = { shot: snapshot.digest, width: 640, height: 360 };
  return [
    {
      kind: 'episode',
      note: episodeNoteSchema.parse({
        v: 1,
        session: `s_${'c'.repeat(22)}`,
        episode: 0,
        instruction: 'Book a room',
        source: 'program',
      }),
    },
    snapshot,
    { kind: 'step', step: makeStep(0, { observation }) },
    { kind: 'step', step: makeStep(1) },
  ];
}
