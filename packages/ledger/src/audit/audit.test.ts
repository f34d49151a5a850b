import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  buildIdSchema,
  canonicalJson,
  digestOf,
  signDocument,
  utf8,
  type BuildId,
  type BuildRequest,
  type CustodianId,
  type Delivery,
  type Leaf,
  type LeafKind,
  type ProgramId,
  type Signer,
} from '@assent/contracts';
import { signCheckpoint } from '../checkpoint.ts';
import { cosign, withSignatures } from '../cosignature.ts';
import { leafHash } from '../hash.ts';
import { formatVerifierKey, generateLogKey, noteSigner, type NoteSigner } from '../key.ts';
import { encodeLeaf, tombstoneOf } from '../leaf.ts';
import { parseNote } from '../note.ts';
import { memoryLog } from '../testing/memory-log.ts';
import { honestHistory, historyStart, someDigest, type ProgramHistory } from '../testing/program-history.ts';
import { auditLedger, type AuditInput } from './audit.ts';
import { findingCodes, type FindingCode } from './finding.ts';

let log: NoteSigner;
let witness: NoteSigner;
let history: ProgramHistory;
let verifierKey: string;
beforeAll(async () => {
  log = await noteSigner((await generateLogKey('example.com/log')).signerKey);
  witness = await noteSigner((await generateLogKey('witness.example/w1', 'cosignature')).signerKey);
  verifierKey = formatVerifierKey(log.key);
  history = await honestHistory(verifierKey);
});

async function checkpointOf(entries: readonly Uint8Array[], signer = log): Promise<string> {
  return (await memoryLog(entries, signer)).checkpoint();
}

/** Audits entries under a checkpoint that the log itself signed over them: the operator forges leaves and signs with its own key. */
async function auditEntries(entries: readonly Uint8Array[], more: Partial<AuditInput> = {}) {
  return auditLedger({ checkpoint: await checkpointOf(entries), entries, verifierKey, ...more });
}

async function auditLeaves(leaves: readonly Leaf[], more: Partial<AuditInput> = {}) {
  return auditEntries(leaves.map(encodeLeaf), more);
}

function indexOf(kind: LeafKind, nth = 0): number {
  const found = history.leaves.flatMap((leaf, i) => (leaf.kind === kind ? [i] : []));
  return found[nth]!;
}

function leafOf<Kind extends LeafKind>(kind: Kind, nth = 0) {
  // `indexOf` found a leaf of that kind.
  return history.leaves[indexOf(kind, nth)] as Extract<Leaf, { kind: Kind }>;
}

function codesOf(report: { readonly findings: readonly { readonly code: FindingCode }[] }): readonly FindingCode[] {
  return report.findings.map(({ code }) => code);
}

describe('an honest ledger', () => {
  it('checks out', async () => {
    const entries = history.leaves.map(encodeLeaf);
    const report = await auditLeaves(history.leaves, {
      ownerKey: history.cast.owner.publicKey,
      earlier: await checkpointOf(entries.slice(0, 7)),
      promised: [{ leafIndex: indexOf('segment.sealed', 1), ciphertext: history.segments[1]! }],
    });
    expect(report.findings).toEqual([]);
    expect(report.attacks).toEqual([]);
    expect(report.origin).toBe('example.com/log');
    expect(report.size).toBe(history.leaves.length);
    expect(report.counts).toEqual({
      'policy.published': 2,
      'consent.recorded': 3,
      'segment.sealed': 6,
      'build.requested': 1,
      'build.refused': 1,
      'shares.released': 3,
      'build.finished': 1,
      'recipient.registered': 1,
      'export.delivered': 1,
      'erasure.executed': 1,
    });
  });

  it('checks out at every size on its way, against every earlier one', async () => {
    const entries = history.leaves.map(encodeLeaf);
    const checkpoints = await Promise.all(
      [...entries.keys(), entries.length].map((n) => checkpointOf(entries.slice(0, n))),
    );
    for (let size = 0; size <= entries.length; size += 3) {
      for (let earlier = 0; earlier <= size; earlier += 1) {
        const report = await auditLedger({
          checkpoint: checkpoints[size]!,
          entries: entries.slice(0, size),
          verifierKey,
          earlier: checkpoints[earlier]!,
        });
        expect(report.findings).toEqual([]);
      }
    }
  });
});

describe('someone without the key', () => {
  it('cannot change a byte, swap, drop or add an entry', async () => {
    const entries = history.leaves.map(encodeLeaf);
    const checkpoint = await checkpointOf(entries);
    const at = fc.nat(entries.length - 1);
    const mutation = fc.oneof(
      fc.tuple(at, fc.nat(), fc.integer({ min: 1, max: 255 })).map(([i, byte, mask]) =>
        entries.with(
          i,
          entries[i]!.map((value, k) => (k === byte % entries[i]!.length ? value ^ mask : value)),
        ),
      ),
      fc
        .tuple(at, at)
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => entries.with(a, entries[b]!).with(b, entries[a]!)),
      at.map((i) => entries.toSpliced(i, 1)),
      fc.tuple(at, at).map(([i, copy]) => entries.toSpliced(i, 0, entries[copy]!)),
    );
    await fc.assert(
      fc.asyncProperty(mutation, async (changed) => {
        const report = await auditLedger({ checkpoint, entries: changed, verifierKey });
        const codes = codesOf(report);
        expect(codes.some((code) => /^(?:root-mismatch|entries-missing|entries-beyond-checkpoint)$/.test(code))).toBe(
          true,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('cannot sign a checkpoint, nor bring an earlier one', async () => {
    const entries = history.leaves.map(encodeLeaf);
    const impostor = await noteSigner((await generateLogKey('example.com/log')).signerKey);
    const forged = await checkpointOf(entries, impostor);
    expect(codesOf(await auditEntries(entries, { checkpoint: forged }))).toEqual(['checkpoint-forged']);
    expect(codesOf(await auditEntries(entries, { checkpoint: 'nonsense' }))).toEqual(['checkpoint-forged']);
    const fewer = await checkpointOf(entries.slice(1), impostor);
    expect(codesOf(await auditEntries(entries, { earlier: fewer }))).toEqual(['earlier-forged']);
  });
});

describe('an operator that rewrites what it signed before', () => {
  it('is caught by any earlier checkpoint over the changed leaf, whatever it changes', async () => {
    const { leaves } = history;
    const entries = leaves.map(encodeLeaf);
    const earlier = await checkpointOf(entries);
    const at = fc.nat(leaves.length - 1);
    const mutation = fc.oneof(
      fc
        .tuple(at, at)
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => entries.with(a, entries[b]!).with(b, entries[a]!)),
      at.map((i) => entries.toSpliced(i, 1)),
      fc.tuple(at, at).map(([i, copy]) => entries.toSpliced(i, 0, entries[copy]!)),
      at.map((i) => entries.with(i, encodeLeaf({ ...leaves[i]!, t: leaves[i]!.t + 60_000 }))),
    );
    await fc.assert(
      fc.asyncProperty(mutation, async (changed) => {
        // Appending a copy of the last leaf is growth, not rewriting; the copy is a finding of its own kind.
        const report = await auditEntries(changed, { earlier });
        expect(report.findings).not.toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is recognised: rollback, fork, rewriting, withheld leaves', async () => {
    const entries = history.leaves.map(encodeLeaf);
    const earlier = await checkpointOf(entries);
    const other = entries.with(4, encodeLeaf({ ...leafOf('segment.sealed', 1), ciphertext: someDigest(5) }));
    const rolledBack = await auditEntries(entries.slice(0, -1), { earlier });
    expect([codesOf(rolledBack), rolledBack.attacks]).toEqual([['rolled-back'], ['rollback']]);
    const forked = await auditEntries(other, { earlier });
    expect(codesOf(forked)).toContain('forked');
    expect(forked.attacks).toContain('fork');
    const rewritten = await auditEntries(other, { earlier: await checkpointOf(entries.slice(0, 8)) });
    expect(codesOf(rewritten)).toContain('rewritten');
    expect(rewritten.attacks).toContain('rewrite');
    const withheld = await auditEntries(entries.slice(0, -1), { checkpoint: earlier });
    expect([codesOf(withheld), withheld.attacks]).toEqual([['entries-missing'], ['withheld-leaf']]);
  });

  it('is caught by receipts for leaves it never appended', async () => {
    const index = indexOf('segment.sealed', 0);
    for (const promised of [
      { leafIndex: index, ciphertext: someDigest(1) },
      { leafIndex: index + 1, ciphertext: history.segments[0]! },
      { leafIndex: 0, ciphertext: history.segments[0]! },
      { leafIndex: history.leaves.length, ciphertext: history.segments[0]! },
    ]) {
      const report = await auditLeaves(history.leaves, { promised: [promised] });
      expect(report.findings).toMatchObject([{ code: 'promise-broken', leafIndex: promised.leafIndex }]);
    }
  });
});

describe('times', () => {
  it('may not run backwards', async () => {
    const changed = history.leaves.with(4, { ...history.leaves[4]!, t: historyStart });
    expect((await auditLeaves(changed)).findings).toMatchObject([
      { code: 'time-backwards', leafIndex: 4, attack: 'back-dating' },
    ]);
  });

  it('are bounded by what witnesses saw', async () => {
    const entries = history.leaves.map(encodeLeaf);
    const witnesses = [formatVerifierKey(witness.key)];
    const seen = async (size: number, minutes: number) => {
      const note = await checkpointOf(entries.slice(0, size));
      const line = await cosign(parseNote(note).text, witness, historyStart + minutes * 60_000);
      return withSignatures(note, [line]);
    };
    const requested = indexOf('build.requested');
    // Seen without the request at minute 19, and with it at minute 21.
    expect((await auditEntries(entries, { witnesses, earlier: await seen(requested, 19) })).findings).toEqual([]);
    expect((await auditEntries(entries, { witnesses, earlier: await seen(requested + 1, 21) })).findings).toEqual([]);
    // Seen without it at minute 60: it was appended after that and states minute 20.
    const late = await auditEntries(entries, { witnesses, earlier: await seen(requested, 60) });
    expect(late.findings[0]).toMatchObject({
      code: 'dated-before-witness',
      leafIndex: requested,
      attack: 'back-dating',
    });
    // Seen with it at minute 2: it cannot be of minute 20.
    const early = await auditEntries(entries, { witnesses, earlier: await seen(requested + 1, 2) });
    expect(codesOf(early)).toContain('dated-after-witness');
    const head = await auditEntries(entries, { witnesses, checkpoint: await seen(entries.length, 50) });
    expect(new Set(codesOf(head))).toEqual(new Set(['dated-after-witness']));
  });

  it('of a forged cosignature do not count', async () => {
    const entries = history.leaves.map(encodeLeaf);
    const note = await checkpointOf(entries);
    const line = await cosign('another text\n', witness, historyStart);
    const report = await auditEntries(entries, {
      witnesses: [formatVerifierKey(witness.key)],
      checkpoint: withSignatures(note, [line]),
    });
    expect(codesOf(report)).toEqual(['cosignature-forged']);
  });
});

type Forgery = () => Promise<readonly Leaf[]> | readonly Leaf[];

/** One honest leaf replaced. */
function replaced<Kind extends LeafKind>(
  kind: Kind,
  nth: number,
  change: (leaf: Extract<Leaf, { kind: Kind }>) => Leaf | Promise<Leaf>,
): Forgery {
  return async () => history.leaves.with(indexOf(kind, nth), await change(leafOf(kind, nth)));
}

/** One leaf added right behind an honest one, at the same time. */
function added(kind: LeafKind, nth: number, make: () => Leaf | Promise<Leaf>): Forgery {
  return async () => {
    const leaf = await make();
    const index = indexOf(kind, nth);
    return history.leaves.toSpliced(index + 1, 0, { ...leaf, t: history.leaves[index]!.t });
  };
}

function dropped(kind: LeafKind, nth = 0): Forgery {
  return () => history.leaves.toSpliced(indexOf(kind, nth), 1);
}

/** The delivery with something else in it, signed by the builder. */
function deliveredAs(changes: Partial<Delivery>): Forgery {
  return replaced('export.delivered', 0, async (leaf) => ({
    ...leaf,
    delivery: await signDocument({ ...leaf.delivery.body, ...changes }, history.cast.builder),
  }));
}

const hour = 3_600_000;

/** For each rule, a forgery that breaks it, by an operator with the log's key and whatever keys it needs. */
const forgeries: readonly (readonly [FindingCode, Forgery])[] = [
  [
    'policy-signature',
    replaced('policy.published', 0, (leaf) => ({
      ...leaf,
      policy: { ...leaf.policy, key: history.cast.stranger.publicKey },
    })),
  ],
  [
    'policy-key-changed',
    replaced('policy.published', 1, async (leaf) => ({
      ...leaf,
      policy: await signDocument(leaf.policy.body, history.cast.stranger),
    })),
  ],
  [
    'policy-owner',
    replaced('policy.published', 1, async (leaf) => ({
      ...leaf,
      policy: await signDocument(leaf.policy.body, history.cast.stranger),
    })),
  ],
  [
    'policy-chain',
    replaced('policy.published', 1, async (leaf) => ({
      ...leaf,
      policy: await signDocument({ ...leaf.policy.body, previous: someDigest(1) }, history.cast.owner),
    })),
  ],
  ['policy-chain', dropped('policy.published', 0)],
  [
    'policy-version',
    replaced('policy.published', 1, async (leaf) => ({
      ...leaf,
      policy: await signDocument({ ...leaf.policy.body, version: 1 }, history.cast.owner),
    })),
  ],
  [
    'policy-ledger',
    replaced('policy.published', 1, async (leaf) => ({
      ...leaf,
      policy: await signDocument({ ...leaf.policy.body, ledger: { verifierKey: 'another' } }, history.cast.owner),
    })),
  ],
  [
    'back-dated',
    replaced('policy.published', 1, async (leaf) => ({
      ...leaf,
      policy: await signDocument({ ...leaf.policy.body, issuedAt: leaf.t + hour }, history.cast.owner),
    })),
  ],
  ['before-policy', () => history.leaves.slice(1)],
  ['before-consent', () => history.leaves.filter(({ kind }) => kind !== 'consent.recorded')],
  ['commitment-repeated', added('consent.recorded', 2, () => leafOf('consent.recorded', 0))],
  ['segment-repeated', added('segment.sealed', 3, () => leafOf('segment.sealed', 1))],
  ['tombstone-unknown', replaced('erasure.executed', 0, (leaf) => ({ ...leaf, tombstones: [someDigest(3)] }))],
  ['tombstone-unknown', dropped('segment.sealed', 0)],
  ['tombstone-repeated', added('erasure.executed', 0, () => leafOf('erasure.executed', 0))],
  [
    'tombstone-repeated',
    replaced('erasure.executed', 0, (leaf) => ({ ...leaf, tombstones: [leaf.tombstones[0]!, leaf.tombstones[0]!] })),
  ],
  [
    'tombstone-repeated',
    replaced('erasure.executed', 0, (leaf) => ({ ...leaf, dayKeys: [someDigest(5), someDigest(5)] })),
  ],
  [
    'request-signature',
    replaced('build.requested', 0, (leaf) => ({
      ...leaf,
      request: { ...leaf.request, body: { ...leaf.request.body, code: someDigest(6) } },
    })),
  ],
  [
    'request-not-by-owner',
    replaced('build.requested', 0, async (leaf) => ({
      ...leaf,
      request: await signDocument(leaf.request.body, history.cast.stranger),
    })),
  ],
  [
    'request-policy-unknown',
    replaced('build.requested', 0, async (leaf) => ({
      ...leaf,
      request: await signDocument({ ...leaf.request.body, policy: someDigest(1) }, history.cast.owner),
    })),
  ],
  ['request-policy-unknown', dropped('policy.published', 1)],
  [
    'request-program',
    replaced('build.requested', 0, async (leaf) => ({
      ...leaf,
      request: await signDocument(
        { ...leaf.request.body, program: 'another' as typeof leaf.request.body.program },
        history.cast.owner,
      ),
    })),
  ],
  [
    'request-code',
    replaced('build.requested', 0, async (leaf) => ({
      ...leaf,
      request: await signDocument({ ...leaf.request.body, code: someDigest(6) }, history.cast.owner),
    })),
  ],
  [
    'request-scope',
    replaced('build.requested', 0, async (leaf) => ({
      ...leaf,
      request: await signDocument({ ...leaf.request.body, apps: ['https://elsewhere.example'] }, history.cast.owner),
    })),
  ],
  ['request-repeated', added('build.requested', 0, () => leafOf('build.requested', 0))],
  [
    'back-dated',
    replaced('build.requested', 0, async (leaf) => ({
      ...leaf,
      request: await signDocument({ ...leaf.request.body, requestedAt: leaf.t + hour }, history.cast.owner),
    })),
  ],
  ['release-unknown-build', dropped('build.requested')],
  [
    'release-unknown-seat',
    replaced('shares.released', 0, (leaf) => ({ ...leaf, custodian: 'stranger' as typeof leaf.custodian })),
  ],
  ['release-side', replaced('shares.released', 0, (leaf) => ({ ...leaf, side: 'worker' }))],
  ['release-too-early', replaced('shares.released', 0, (leaf) => ({ ...leaf, t: leafOf('build.refused').t }))],
  ['release-repeated', added('shares.released', 0, () => leafOf('shares.released', 0))],
  [
    'seat-contradicts',
    added('shares.released', 2, () => ({ ...leafOf('shares.released', 2), custodian: 'delegates' as never })),
  ],
  [
    'refusal-signature',
    replaced('build.refused', 0, (leaf) => ({
      ...leaf,
      refusal: { ...leaf.refusal, body: { ...leaf.refusal.body, reason: 'scope' } },
    })),
  ],
  ['refusal-unknown-build', dropped('build.requested')],
  [
    'refusal-unknown-seat',
    replaced('build.refused', 0, async (leaf) => ({
      ...leaf,
      refusal: await signDocument(leaf.refusal.body, history.cast.stranger),
    })),
  ],
  [
    'refusal-unknown-seat',
    replaced('build.refused', 0, async (leaf) => ({
      ...leaf,
      refusal: await signDocument({ ...leaf.refusal.body, custodian: 'council' as never }, history.cast.delegates),
    })),
  ],
  [
    'refusal-program',
    replaced('build.refused', 0, async (leaf) => ({
      ...leaf,
      refusal: await signDocument({ ...leaf.refusal.body, program: 'another' as never }, history.cast.delegates),
    })),
  ],
  ['refusal-repeated', added('build.refused', 0, () => leafOf('build.refused', 0))],
  [
    'seat-contradicts',
    added('shares.released', 2, async () => ({
      ...leafOf('build.refused'),
      refusal: await signDocument(
        { ...leafOf('build.refused').refusal.body, custodian: 'council' as never },
        history.cast.council,
      ),
    })),
  ],
  [
    'finish-signature',
    replaced('build.finished', 0, (leaf) => ({
      ...leaf,
      result: { ...leaf.result, body: { ...leaf.result.body, output: someDigest(1) } },
    })),
  ],
  ['finish-unknown-build', dropped('build.requested')],
  [
    'finish-builder',
    replaced('build.finished', 0, async (leaf) => ({
      ...leaf,
      result: await signDocument(leaf.result.body, history.cast.owner),
    })),
  ],
  [
    'finish-program',
    replaced('build.finished', 0, async (leaf) => ({
      ...leaf,
      result: await signDocument({ ...leaf.result.body, program: 'another' as never }, history.cast.builder),
    })),
  ],
  [
    'finish-code',
    replaced('build.finished', 0, async (leaf) => ({
      ...leaf,
      result: await signDocument({ ...leaf.result.body, code: someDigest(6) }, history.cast.builder),
    })),
  ],
  ['finish-without-release', dropped('shares.released', 0)],
  ['finish-without-release', dropped('shares.released', 2)],
  ['finish-repeated', added('build.finished', 0, () => leafOf('build.finished', 0))],
  [
    'registration-signature',
    replaced('recipient.registered', 0, (leaf) => ({
      ...leaf,
      registration: { ...leaf.registration, body: { ...leaf.registration.body, recipient: someDigest(1) } },
    })),
  ],
  [
    'registration-not-by-owner',
    replaced('recipient.registered', 0, async (leaf) => ({
      ...leaf,
      registration: await signDocument(leaf.registration.body, history.cast.stranger),
    })),
  ],
  ['registration-repeated', added('recipient.registered', 0, () => leafOf('recipient.registered'))],
  ['request-recipient', dropped('recipient.registered')],
  [
    'delivery-unregistered',
    replaced('recipient.registered', 0, async (leaf) => ({
      ...leaf,
      registration: await signDocument(leaf.registration.body, history.cast.stranger),
    })),
  ],
  ['delivery-unregistered', deliveredAs({ recipient: someDigest(60) })],
  ['delivery-not-requested', deliveredAs({ recipient: someDigest(60) })],
  ['delivery-other-release', deliveredAs({ release: someDigest(60) })],
  ['delivery-program', deliveredAs({ program: 'another' as never })],
  ['delivery-unknown-build', deliveredAs({ build: someDigest(60) as never })],
  ['delivery-without-build', dropped('build.finished')],
  ['delivery-repeated', added('export.delivered', 0, () => leafOf('export.delivered'))],
  [
    'delivery-builder',
    replaced('export.delivered', 0, async (leaf) => ({
      ...leaf,
      delivery: await signDocument(leaf.delivery.body, history.cast.owner),
    })),
  ],
  [
    'delivery-signature',
    replaced('export.delivered', 0, (leaf) => ({
      ...leaf,
      delivery: { ...leaf.delivery, body: { ...leaf.delivery.body, output: someDigest(1) } },
    })),
  ],
  ['time-backwards', () => history.leaves.toReversed()],
];

/** The request with something else in it, and what follows it, all of the build that it then asks for. */
async function requestedAs(
  changes: Partial<BuildRequest>,
  following: readonly (readonly [minutes: number, change: (build: BuildId) => Leaf | Promise<Leaf>])[] = [],
): Promise<readonly Leaf[]> {
  const leaf = leafOf('build.requested');
  const request = await signDocument({ ...leaf.request.body, ...changes }, history.cast.owner);
  const build = buildIdSchema.parse(await digestOf(request.body));
  const before = history.leaves.slice(0, indexOf('build.requested'));
  const after = following.map(async ([minutes, change]) => ({
    ...(await change(build)),
    t: historyStart + minutes * 60_000,
  }));
  return [...before, { ...leaf, request }, ...(await Promise.all(after))];
}

const releaseBy = (nth: number) => (build: BuildId) => ({ ...leafOf('shares.released', nth), build });
const finishBy = (signer: Signer) => async (build: BuildId) => {
  const leaf = leafOf('build.finished');
  return { ...leaf, result: await signDocument({ ...leaf.result.body, build }, signer) };
};

describe('what an audit accepts and what it does not, at the edge', () => {
  const codesFor = async (leaves: readonly Leaf[]) => codesOf(await auditLeaves(leaves));

  it('a release counts as too early until the whole minute of its leaf can be after the window', async () => {
    const at = async (minutes: number) => codesFor(await requestedAs({}, [[minutes, releaseBy(0)]]));
    expect(await at(79)).toEqual(['release-too-early']);
    expect(await at(80)).toEqual([]);
  });

  it('a leaf that is dated before its request was signed does not begin the window earlier', async () => {
    const requestedAt = historyStart + 40 * 60_000;
    const at = async (minutes: number) => codesFor(await requestedAs({ requestedAt }, [[minutes, releaseBy(0)]]));
    expect(await at(94)).toEqual(['back-dated', 'release-too-early']);
    expect(await at(95)).toEqual(['back-dated']);
  });

  it('a request may ask for apps and tiers of its policy, and for no other', async () => {
    expect(await codesFor(await requestedAs({ apps: ['http://localhost:4000'], tiers: ['steps-only'] }))).toEqual([]);
    const apps = ['http://localhost:4000', 'https://elsewhere.example'];
    expect(await codesFor(await requestedAs({ apps }))).toEqual(['request-scope']);
    const tiers: BuildRequest['tiers'] = ['steps-only', 'steps-with-snapshots'];
    expect(await codesFor(await requestedAs({ tiers }))).toEqual(['request-scope']);
    const deliverTo = [someDigest(50), someDigest(60)];
    expect(await codesFor(await requestedAs({ deliverTo }))).toEqual(['request-recipient']);
  });

  it('a request that names no recipients lets nothing be delivered', async () => {
    const leaf = leafOf('build.requested');
    const { deliverTo: _, ...body } = leaf.request.body;
    const request = await signDocument(body, history.cast.owner);
    const build = buildIdSchema.parse(await digestOf(body));
    const delivered = leafOf('export.delivered');
    const delivery = await signDocument({ ...delivered.delivery.body, build }, history.cast.builder);
    const leaves = [...history.leaves.slice(0, indexOf('build.requested')), { ...leaf, request }];
    expect(await codesFor(leaves)).toEqual([]);
    expect(await codesFor([...leaves, { ...delivered, delivery }])).toEqual([
      'delivery-without-build',
      'delivery-not-requested',
    ]);
  });

  it('a request under an unknown policy has no custodians, so that nothing after it is right', async () => {
    const leaves = await requestedAs({ policy: someDigest(1), requestedAt: historyStart + 40 * 60_000 }, [
      [90, releaseBy(0)],
      [90, releaseBy(1)],
      [90, releaseBy(2)],
      [100, finishBy(history.cast.builder)],
    ]);
    expect(await codesFor(leaves)).toEqual([
      'request-policy-unknown',
      'back-dated',
      'release-unknown-seat',
      'release-unknown-seat',
      'release-unknown-seat',
      'finish-without-release',
    ]);
  });

  it('no custodian counts twice towards a threshold', async () => {
    const leaves = await requestedAs({}, [
      [90, releaseBy(0)],
      [90, releaseBy(0)],
      [90, releaseBy(2)],
      [100, finishBy(history.cast.builder)],
    ]);
    expect(await codesFor(leaves)).toEqual(['release-repeated', 'finish-without-release']);
  });

  it('a refusal before or after a release contradicts it, whichever came first', async () => {
    const refusal = async (build: BuildId) => ({
      ...leafOf('build.refused'),
      refusal: await signDocument(
        { ...leafOf('build.refused').refusal.body, build, custodian: 'council' as CustodianId },
        history.cast.council,
      ),
    });
    const first = await requestedAs({}, [
      [80, refusal],
      [81, releaseBy(2)],
    ]);
    expect(await codesFor(first)).toEqual(['seat-contradicts']);
    const second = await requestedAs({}, [
      [80, releaseBy(2)],
      [81, refusal],
    ]);
    expect(await codesFor(second)).toEqual(['seat-contradicts']);
  });

  it.each(['build.refused', 'build.finished', 'recipient.registered', 'export.delivered'] as const)(
    '%s may not be dated before the document in it was signed, but by the difference of two clocks',
    async (kind) => {
      const { cast } = history;
      const after = leafOf(kind).t + 6 * 60_000;
      for (const [time, codes] of [
        [after, []],
        [after + 1, ['back-dated']],
      ] as const) {
        const changed = await redated(kind, time);
        const report = await auditLeaves(history.leaves.with(indexOf(kind), changed), {
          ownerKey: cast.owner.publicKey,
        });
        expect(codesOf(report)).toEqual(codes);
      }
    },
  );

  async function redated(
    kind: 'build.refused' | 'build.finished' | 'recipient.registered' | 'export.delivered',
    at: number,
  ): Promise<Leaf> {
    const { cast } = history;
    const leaf = leafOf(kind);
    switch (leaf.kind) {
      case 'build.refused':
        return { ...leaf, refusal: await signDocument({ ...leaf.refusal.body, at }, cast.delegates) };
      case 'build.finished':
        return { ...leaf, result: await signDocument({ ...leaf.result.body, at }, cast.builder) };
      case 'recipient.registered':
        return { ...leaf, registration: await signDocument({ ...leaf.registration.body, at }, cast.owner) };
      case 'export.delivered':
        return { ...leaf, delivery: await signDocument({ ...leaf.delivery.body, at }, cast.builder) };
      default:
        return leaf satisfies never;
    }
  }

  it('a second result does not change which release may be delivered', async () => {
    const finished = leafOf('build.finished');
    const other = { ...finished.result.body, output: someDigest(70) };
    const second = { ...finished, result: await signDocument(other, history.cast.builder) };
    const leaves = history.leaves.toSpliced(indexOf('build.finished') + 1, 0, second);
    expect(await codesFor(leaves)).toEqual(['finish-repeated']);
  });

  it('a registration is of a program that has a policy', async () => {
    const leaf = leafOf('recipient.registered');
    const program = 'another' as ProgramId;
    const registration = await signDocument({ ...leaf.registration.body, program }, history.cast.owner);
    const codes = await codesFor(history.leaves.with(indexOf('recipient.registered'), { ...leaf, registration }));
    expect(codes).toContain('before-policy');
    expect(codes).not.toContain('registration-not-by-owner');
    expect(codes).toContain('delivery-unregistered');
  });

  it('a delivery of a build that nobody requested is reported once for the build and once for its recipient', async () => {
    const delivery = { ...leafOf('export.delivered').delivery.body, build: someDigest(60) as BuildId };
    const leaf = { ...leafOf('export.delivered'), delivery: await signDocument(delivery, history.cast.builder) };
    const index = indexOf('export.delivered');
    expect(await codesFor(history.leaves.with(index, leaf))).toEqual(['delivery-unknown-build']);
    const strange = { ...delivery, recipient: someDigest(61) };
    const second = { ...leaf, delivery: await signDocument(strange, history.cast.builder) };
    expect(await codesFor(history.leaves.with(index, second))).toEqual([
      'delivery-unknown-build',
      'delivery-unregistered',
    ]);
  });

  it('programs in one ledger have chains of policies and owners of their own', async () => {
    const leaf = leafOf('policy.published');
    const body = { ...leaf.policy.body, program: 'another' as ProgramId };
    const policy = await signDocument(body, history.cast.stranger);
    expect(await codesFor(history.leaves.toSpliced(1, 0, { ...leaf, policy }))).toEqual([]);
    const owned = await auditLeaves(history.leaves.toSpliced(1, 0, { ...leaf, policy }), {
      ownerKey: history.cast.owner.publicKey,
    });
    expect(owned.findings).toMatchObject([{ code: 'policy-owner', leafIndex: 1 }]);
  });

  it('a policy that nobody signed does not count as one', async () => {
    const leaf = leafOf('policy.published');
    const policy = { ...leaf.policy, key: history.cast.stranger.publicKey };
    const consent = leafOf('consent.recorded');
    const segment = leafOf('segment.sealed');
    expect(await codesFor([{ ...leaf, policy }, consent, segment])).toEqual([
      'policy-signature',
      'before-policy',
      'before-policy',
    ]);
  });

  it('an erasure names each segment and day key once, day keys being unknown before', async () => {
    const leaf = leafOf('erasure.executed');
    const index = indexOf('erasure.executed');
    const [first, second] = leaf.tombstones;
    const erasing = async (...changes: readonly Partial<typeof leaf>[]) => {
      const erasures: Leaf[] = [];
      for (const change of changes) erasures.push({ ...leaf, ...change });
      return codesFor(history.leaves.toSpliced(index, 1, ...erasures));
    };
    expect(await erasing({ tombstones: [first!, second!], dayKeys: [someDigest(4), someDigest(5)] })).toEqual([]);
    expect(await erasing({ dayKeys: [] })).toEqual([]);
    expect(await erasing({ tombstones: [first!, someDigest(3)] })).toEqual(['tombstone-unknown']);
    expect(await erasing({ dayKeys: [first!] })).toEqual(['tombstone-repeated']);
    expect(await erasing({ dayKeys: [someDigest(4)] }, { tombstones: [], dayKeys: [someDigest(4)] })).toEqual([
      'tombstone-repeated',
    ]);
    expect(await erasing({ tombstones: [first!] }, { tombstones: [second!] })).toEqual([]);
  });

  it('every leaf behind the newest time runs backwards, not only the first', async () => {
    const [a, b] = [leafOf('segment.sealed', 0), leafOf('segment.sealed', 1)];
    const late = { ...a, t: historyStart + 5 * 60_000 };
    const leaves = [...history.leaves.slice(0, 3), late, { ...b, t: historyStart + 120_000 }];
    const last = { ...leafOf('segment.sealed', 2), t: historyStart + 180_000 };
    expect((await auditLeaves([...leaves, last])).findings).toMatchObject([
      { code: 'time-backwards', leafIndex: 4 },
      { code: 'time-backwards', leafIndex: 5 },
    ]);
  });
});

describe('checkpoints that an auditor brings', () => {
  it('are compared though a cosignature on them is forged', async () => {
    const entries = history.leaves.map(encodeLeaf);
    const note = await checkpointOf(entries.toSpliced(0, 1));
    const line = await cosign('another text\n', witness, historyStart);
    const report = await auditEntries(entries.slice(0, -1), {
      earlier: withSignatures(note, [line]),
      witnesses: [formatVerifierKey(witness.key)],
    });
    expect(codesOf(report)).toEqual(['cosignature-forged', 'forked']);
  });

  it('of an empty ledger have one root', async () => {
    const entries = history.leaves.map(encodeLeaf);
    const empty = await signCheckpoint({ size: 0, root: leafHash(utf8('x')) }, log);
    expect(codesOf(await auditEntries(entries, { earlier: empty }))).toEqual(['rewritten']);
    expect(codesOf(await auditEntries([], { earlier: empty }))).toEqual(['forked']);
    expect(codesOf(await auditEntries([], { checkpoint: empty }))).toEqual(['root-mismatch']);
  });

  it('name their origin where they can be read', async () => {
    const entries = history.leaves.map(encodeLeaf);
    const impostor = await noteSigner((await generateLogKey('example.com/log')).signerKey);
    const forged = await auditEntries(entries, { checkpoint: await checkpointOf(entries.slice(1), impostor) });
    expect(forged.origin).toBe('example.com/log');
    expect(codesOf(forged)).toEqual(['checkpoint-forged', 'entries-beyond-checkpoint']);
    expect(forged.attacks).toEqual(['forgery']);
    expect((await auditEntries(entries, { checkpoint: 'nonsense' })).origin).toBeNull();
  });

  it('bound times only by a witness that the auditor knows, up to the last leaf in them', async () => {
    const entries = history.leaves.map(encodeLeaf);
    const size = indexOf('build.requested') + 1;
    const note = await checkpointOf(entries.slice(0, size));
    const line = await cosign(parseNote(note).text, witness, historyStart + 14 * 60_000);
    const earlier = withSignatures(note, [line]);
    expect(codesOf(await auditEntries(entries, { earlier }))).toEqual([]);
    const seen = await auditEntries(entries, { earlier, witnesses: [formatVerifierKey(witness.key)] });
    // The request is of minute 20, the witness saw it at minute 14: more than clocks may differ.
    expect(seen.findings).toMatchObject([{ code: 'dated-after-witness', leafIndex: size - 1 }]);
  });
});

describe('an operator that forges leaves', () => {
  it.each(forgeries)('is caught: %s', async (code, forge) => {
    const changed = await forge();
    const report = await auditLeaves(changed, { ownerKey: history.cast.owner.publicKey });
    expect(codesOf(report)).toContain(code);
    // The forgery is in the leaves, not in the tree.
    expect(codesOf(report)).not.toContain('root-mismatch');
  });

  it('is caught: leaf-malformed, for every other spelling of a leaf', async () => {
    const [leaf] = history.leaves;
    const text = canonicalJson(leaf);
    for (const bad of [
      ` ${text}`,
      `${text}\n`,
      JSON.stringify({ kind: leaf!.kind, ...leaf }, null, 1),
      text.replace('"v":1', '"v":1.0'),
      text.replace('"v":1', '"v":1,"v":1'),
      '{}',
      '',
      'null',
      canonicalJson({ ...leaf, kind: 'unknown.kind' }),
      canonicalJson({ ...leaf, more: 1 }),
      canonicalJson({ ...leaf, t: leaf!.t + 1 }),
    ]) {
      const report = await auditEntries([utf8(bad)]);
      expect(codesOf(report)).toEqual(['leaf-malformed']);
    }
    expect(codesOf(await auditEntries([Uint8Array.of(0xff)]))).toEqual(['leaf-malformed']);
  });

  it('is caught whichever single leaf it drops, doubles or moves, except harmless ones', async () => {
    const { leaves } = history;
    for (let i = 0; i < leaves.length; i += 1) {
      const doubled = await auditLeaves(leaves.toSpliced(i, 0, leaves[i]!));
      expect(doubled.findings, `doubled ${i}`).not.toEqual([]);
      const swapped = i > 0 && leaves[i]!.t !== leaves[i - 1]!.t;
      if (!swapped) continue;
      const moved = await auditLeaves(leaves.with(i, leaves[i - 1]!).with(i - 1, leaves[i]!));
      expect(moved.findings, `moved ${i}`).not.toEqual([]);
    }
  });

  it('has a forgery for every code', () => {
    const elsewhere: readonly FindingCode[] = [
      'checkpoint-forged',
      'earlier-forged',
      'cosignature-forged',
      'entries-missing',
      'entries-beyond-checkpoint',
      'tile-missing',
      'bundle-malformed',
      'tile-mismatch',
      'root-mismatch',
      'rolled-back',
      'forked',
      'rewritten',
      'promise-broken',
      'leaf-malformed',
      'dated-before-witness',
      'dated-after-witness',
      // Only one purpose exists, so no request can state another yet.
      'request-purpose',
    ];
    const tested = new Set([...elsewhere, ...forgeries.map(([code]) => code)]);
    expect(findingCodes.filter((code) => !tested.has(code))).toEqual([]);
  });
});

describe('an auditor', () => {
  it('reads foreign entries whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }),
        fc.string(),
        async (entries, note) => {
          const report = await auditLedger({ checkpoint: note, entries, verifierKey, earlier: note });
          expect(report.size).toBe(entries.length);
          expect(codesOf(report)).toContain('checkpoint-forged');
          expect(report.findings.filter(({ code }) => code === 'leaf-malformed')).toHaveLength(entries.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('knows erased segments by their tombstones only', async () => {
    const erased = leafOf('erasure.executed').tombstones;
    expect(erased).toEqual(history.segments.slice(0, 2).map(tombstoneOf));
    expect(JSON.stringify(erased)).not.toContain(history.segments[0]);
    expect(await digestOf(leafOf('policy.published', 1).policy.body)).toBe(history.policy);
  });
});
