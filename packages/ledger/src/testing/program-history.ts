import {
  buildFinishedSchema,
  buildIdSchema,
  buildRefusalSchema,
  buildRequestSchema,
  custodianIdSchema,
  deliverySchema,
  digestOf,
  digestSchema,
  generateSigningKeyPair,
  leafSchema,
  policySchema,
  recipientRegistrationSchema,
  signDocument,
  signerFromKeyPair,
  type Digest,
  type Leaf,
  type Policy,
  type Signer,
} from '@assent/contracts';
import { tombstoneOf } from '../leaf.ts';

/** Everyone who signs something in a program. */
interface Cast {
  readonly owner: Signer;
  readonly ownerCustodian: Signer;
  readonly privacy: Signer;
  readonly council: Signer;
  readonly delegates: Signer;
  readonly builder: Signer;
  readonly stranger: Signer;
}

/** A whole honest program, leaf by leaf, with the keys to forge other leaves in its name. */
export interface ProgramHistory {
  readonly cast: Cast;
  readonly leaves: readonly Leaf[];
  /** Digest of the newest policy. */
  readonly policy: Digest;
  readonly segments: readonly Digest[];
}

/** When the first leaf was appended. */
export const historyStart = 1_800_000_000_000;
const minute = 60_000;
const windowSeconds = 3600;
const recipient = `age1${'q'.repeat(58)}`;

/** A digest that depends on a number only. */
export function someDigest(n: number): Digest {
  return digestSchema.parse(n.toString(16).padStart(64, '0'));
}

/**
 * An honest program: two policies, consents, `segmentCount` segments, a recipient, a build that one custodian refuses and enough
 * others release to, its delivery, and an erasure.
 */
export async function honestHistory(verifierKey: string, segmentCount = 6): Promise<ProgramHistory> {
  const cast = await newCast();
  const segments = Array.from({ length: segmentCount }, (_, i) => someDigest(1000 + i));
  const first = policyOf(cast, verifierKey, 1, null);
  const second = policyOf(cast, verifierKey, 2, await digestOf(first));
  const policy = await digestOf(second);
  const request = buildRequestSchema.parse({
    type: 'build-request',
    v: 1,
    program: 'expenses',
    purpose: 'train-computer-use-models',
    policy,
    requestedAt: at(20) + 5000,
    days: { from: '2027-01-15', to: '2027-01-16' },
    code: someDigest(7),
    recipient,
    builder: cast.builder.publicKey,
    deliverTo: [someDigest(50)],
  });
  const build = buildIdSchema.parse(await digestOf(request));
  const refusal = buildRefusalSchema.parse({
    type: 'build-refusal',
    v: 1,
    program: 'expenses',
    build,
    custodian: 'delegates',
    at: at(30) + 1000,
    reason: 'custodian-decision',
  });
  const result = buildFinishedSchema.parse({
    type: 'build-finished',
    v: 1,
    program: 'expenses',
    build,
    at: at(100) + 1000,
    code: someDigest(7),
    safeguards: someDigest(2),
    inputs: someDigest(8),
    output: someDigest(9),
    counts: { segments: segmentCount, episodes: 3, steps: 40, secondPass: 0 },
  });
  const registration = recipientRegistrationSchema.parse({
    type: 'recipient-registration',
    v: 1,
    program: 'expenses',
    at: at(18) + 1000,
    recipient: someDigest(50),
  });
  const delivery = deliverySchema.parse({
    type: 'export-delivered',
    v: 1,
    program: 'expenses',
    build,
    at: at(101) + 1000,
    recipient: someDigest(50),
    release: someDigest(9),
    output: someDigest(51),
    archive: someDigest(52),
    canary: someDigest(53),
  });
  const segmentLeaf = (i: number, t: number) =>
    leafAt(t, { kind: 'segment.sealed', ciphertext: segments[i], bucket: 65_536 });
  const release = (t: number, custodian: string, side: string) =>
    leafAt(t, { kind: 'shares.released', build, custodian, side, release: someDigest(t), count: 2 });
  const leaves = [
    leafAt(0, { kind: 'policy.published', policy: await signDocument(first, cast.owner) }),
    leafAt(1, { kind: 'consent.recorded', commitment: someDigest(101) }),
    leafAt(1, { kind: 'consent.recorded', commitment: someDigest(102) }),
    ...segments.slice(0, -2).map((_, i) => segmentLeaf(i, 2 + i)),
    leafAt(15, { kind: 'policy.published', policy: await signDocument(second, cast.owner) }),
    leafAt(16, { kind: 'consent.recorded', commitment: someDigest(103) }),
    segmentLeaf(segmentCount - 2, 17),
    leafAt(18, { kind: 'recipient.registered', registration: await signDocument(registration, cast.owner) }),
    leafAt(20, { kind: 'build.requested', request: await signDocument(request, cast.owner) }),
    leafAt(30, { kind: 'build.refused', refusal: await signDocument(refusal, cast.delegates) }),
    release(81, 'owner', 'employer'),
    release(82, 'privacy', 'employer'),
    release(83, 'council', 'worker'),
    leafAt(100, { kind: 'build.finished', result: await signDocument(result, cast.builder) }),
    leafAt(101, { kind: 'export.delivered', delivery: await signDocument(delivery, cast.builder) }),
    leafAt(110, { kind: 'erasure.executed', tombstones: segments.slice(0, 2).map(tombstoneOf) }),
    segmentLeaf(segmentCount - 1, 111),
  ];
  return { cast, leaves, policy, segments };
}

async function newCast(): Promise<Cast> {
  const signer = async () => signerFromKeyPair(await generateSigningKeyPair());
  return {
    owner: await signer(),
    ownerCustodian: await signer(),
    privacy: await signer(),
    council: await signer(),
    delegates: await signer(),
    builder: await signer(),
    stranger: await signer(),
  };
}

function policyOf(cast: Cast, verifierKey: string, version: number, previous: Digest | null): Policy {
  const custodian = (id: string, side: 'employer' | 'worker', signer: Signer) => ({
    id: custodianIdSchema.parse(id),
    side,
    name: id,
    recipient,
    signingKey: signer.publicKey,
  });
  return policySchema.parse({
    type: 'policy',
    v: 1,
    program: 'expenses',
    version,
    previous,
    issuedAt: at(version === 1 ? 0 : 15),
    title: 'Expenses',
    organisation: 'Example',
    purpose: 'train-computer-use-models',
    summary: 'We record how expense reports are filed.',
    sites: [
      { origin: 'http://localhost:4000', name: 'Expenses', mode: 'ambient', interfaceWords: [] },
      { origin: 'http://localhost:5000', name: 'Travel', mode: 'ambient', interfaceWords: [] },
    ],
    tiers: ['steps-only', 'none'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: 0 },
    snapshots: { maxPerMinute: 0 },
    retentionDays: 30,
    safeguards: { version: '1', digest: someDigest(2) },
    custody: {
      custodians: [
        custodian('owner', 'employer', cast.ownerCustodian),
        custodian('privacy', 'employer', cast.privacy),
        custodian('council', 'worker', cast.council),
        custodian('delegates', 'worker', cast.delegates),
      ],
      thresholds: { employer: 2, worker: 1 },
    },
    builds: { objectionWindowSeconds: windowSeconds, codeDigests: [someDigest(7)], minParticipants: 1 },
    ledger: { verifierKey },
  });
}

function at(minutes: number): number {
  return historyStart + minutes * minute;
}

function leafAt(minutes: number, rest: Readonly<Record<string, unknown>>): Leaf {
  return leafSchema.parse({ v: 1, t: at(minutes), ...rest });
}
