import {
  canonicalJson,
  digestOf,
  digestSchema,
  generateSigningKeyPair,
  leafSchema,
  policySchema,
  signDocument,
  signerFromKeyPair,
  utf8,
} from '@assent/contracts';
import {
  cosign,
  formatVerifierKey,
  generateLogKey,
  noteSigner,
  parseNote,
  tombstoneOf,
  withSignatures,
  type LedgerSource,
  type NoteSigner,
} from '@assent/ledger';
import { memoryLog, type MemoryLog } from '@assent/ledger/testing';
import { describe, expect, it } from 'vitest';
import { erasedAmong, readLedgerFacts, type LedgerFactsQuery } from './ledger-facts.ts';

const digest = (n: number) => digestSchema.parse(n.toString(16).padStart(64, '0'));
const log = await noteSigner((await generateLogKey('log.example')).signerKey);
const { verifierKey, signerKey } = await generateLogKey('witness.example', 'cosignature');
const witness = await noteSigner(signerKey);
const log2 = await generateLogKey('log.example');
const owner = await signerFromKeyPair(await generateSigningKeyPair());
const ownerKey = owner.publicKey;

const sealed = (n: number) => ({ v: 1, t: 60_000 * n, kind: 'segment.sealed', ciphertext: digest(n), bucket: 4096 });
const erased = (n: number, segments: readonly number[], dayKeys?: readonly number[]) => ({
  v: 1,
  t: 60_000 * n,
  kind: 'erasure.executed',
  tombstones: segments.map((each) => tombstoneOf(digest(each))),
  ...(dayKeys === undefined ? {} : { dayKeys: dayKeys.map((each) => tombstoneOf(digest(each))) }),
});
const logOf = async (leaves: readonly unknown[], signer = log) =>
  memoryLog(
    leaves.map((leaf) => utf8(canonicalJson(leafSchema.parse(leaf)))),
    signer,
  );
const ask = async (source: LedgerSource, more: Partial<LedgerFactsQuery> = {}) =>
  readLedgerFacts({
    source,
    verifierKey: formatVerifierKey(log.key),
    ownerKey,
    leafIndex: 1,
    policy: digest(9),
    ...more,
  });
const seenBy = async (source: MemoryLog, signer: NoteSigner = witness) => {
  const note = await source.checkpoint();
  return withSignatures(note, [await cosign(parseNote(note).text, signer, 0)]);
};

describe('reading the ledger', () => {
  it('gives the leaf asked for and every tombstone, of leaves with and without day keys', async () => {
    const facts = await ask(await logOf([sealed(1), sealed(2), erased(3, [1]), erased(4, [2], [7])]));
    expect(facts?.leaf).toMatchObject({ kind: 'segment.sealed', ciphertext: digest(2) });
    expect(facts?.policy).toBeNull();
    const names = [1, 2, 3, 7].map(digest);
    expect(names.map((name) => facts?.tombstones.has(tombstoneOf(name)))).toEqual([true, true, false, true]);
  });

  it('proves nothing with entries that do not make the root, or with another log’s signature', async () => {
    const honest = await logOf([sealed(1), sealed(2)]);
    const changed = await logOf([sealed(1), sealed(3)]);
    expect(await ask({ checkpoint: () => honest.checkpoint(), tile: (path) => changed.tile(path) })).toBeNull();
    expect(await ask(await logOf([sealed(1), sealed(2)], await noteSigner(log2.signerKey)))).toBeNull();
  });

  it('proves nothing when its times run backwards', async () => {
    expect(await ask(await logOf([sealed(2), sealed(1)]))).toBeNull();
  });

  it('shows one history in one act: a second checkpoint is never asked for', async () => {
    const honest = await logOf([sealed(1), sealed(2)]);
    let asked = 0;
    const source = { ...honest, checkpoint: async () => ((asked += 1), honest.checkpoint()) };
    await ask(source, { remembered: await honest.checkpoint() });
    expect(asked).toBe(1);
  });
});

describe('a remembered checkpoint', () => {
  it('lets pass what goes on, and names a rollback, a fork and a rewritten history', async () => {
    const kept = await logOf([sealed(1), sealed(2), sealed(3)]);
    const remembered = await kept.checkpoint();
    expect(await ask(await logOf([sealed(1), sealed(2), sealed(3), sealed(4)]), { remembered })).not.toBeNull();
    for (const [leaves, how] of [
      [[sealed(1), sealed(2)], 'rolled-back'],
      [[sealed(1), sealed(2), sealed(4)], 'forked'],
      [[sealed(1), sealed(5), sealed(3), sealed(4)], 'rewritten'],
    ] as const) {
      const attempt = ask(await logOf(leaves), { remembered });
      await expect(attempt).rejects.toMatchObject({ code: 'ledger-diverged', message: expect.stringContaining(how) });
    }
  });

  it('that is damaged counts as a warning, not as none', async () => {
    const now = await logOf([sealed(1), sealed(2)]);
    await expect(ask(now, { remembered: 'torn' })).rejects.toMatchObject({ code: 'untrusted' });
  });
});

describe('witnesses', () => {
  const leaves = [sealed(1), sealed(2), sealed(3)];

  it('are enough when they have seen the leaf, each counted once', async () => {
    const now = await logOf(leaves);
    const checkpoints = [await seenBy(now), await seenBy(await logOf(leaves.slice(0, 2)))];
    expect(await ask(now, { witnesses: { keys: [verifierKey], quorum: 1, checkpoints } })).not.toBeNull();
    const two = ask(now, { witnesses: { keys: [verifierKey], quorum: 2, checkpoints } });
    await expect(two).rejects.toMatchObject({ code: 'unwitnessed' });
  });

  it('that have not seen the leaf, are strangers, or whose cosignature is forged count for nothing', async () => {
    const now = await logOf(leaves);
    const stranger = await noteSigner((await generateLogKey('stranger.example', 'cosignature')).signerKey);
    const forged = withSignatures(await now.checkpoint(), [
      await cosign(parseNote(await (await logOf(leaves.slice(0, 1))).checkpoint()).text, witness, 0),
    ]);
    for (const note of [await seenBy(await logOf(leaves.slice(0, 1))), await seenBy(now, stranger), forged, 'torn']) {
      const attempt = ask(now, { witnesses: { keys: [verifierKey], quorum: 1, checkpoints: [note] } });
      await expect(attempt).rejects.toMatchObject({ code: 'unwitnessed' });
    }
  });

  it('that saw another history prove that the log shows different people different histories', async () => {
    const shownToWitness = await seenBy(await logOf([sealed(1), sealed(2), sealed(4)]));
    const attempt = ask(await logOf(leaves), {
      witnesses: { keys: [verifierKey], quorum: 1, checkpoints: [shownToWitness] },
    });
    await expect(attempt).rejects.toMatchObject({ code: 'ledger-diverged' });
  });
});

it('what was erased among a build’s inputs is found by its tombstones', () => {
  const inputs = {
    manifests: [1, 2].map((n) => ({ body: { ciphertext: digest(n) } })),
    deposits: [7, 8].map((n) => ({ body: { dayKey: digest(n) } })),
  };
  const tombstones = new Set([2, 7].map((n) => tombstoneOf(digest(n))));
  // Only the names are looked at.
  const found = erasedAmong(inputs as unknown as Parameters<typeof erasedAmong>[0], tombstones);
  expect(found).toEqual({ segments: [digest(2)], dayKeys: [digest(7)] });
});

describe('witnesses that the policy names', () => {
  const custodian = (id: string, side: string) => ({
    id,
    side,
    name: id,
    recipient: `age1${'q'.repeat(58)}`,
    signingKey: ownerKey,
  });
  const policyBody = {
    type: 'policy',
    v: 1,
    program: 'pilot',
    version: 1,
    previous: null,
    issuedAt: 0,
    title: 'Pilot',
    organisation: 'Example',
    purpose: 'train-computer-use-models',
    summary: 'For tests.',
    sites: [{ origin: 'https://tickets.example.com', name: 'Tickets', mode: 'ambient', interfaceWords: [] }],
    tiers: ['steps-only'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: 60 },
    snapshots: { maxPerMinute: 0 },
    retentionDays: 30,
    safeguards: { version: '1', digest: digest(1) },
    custody: {
      custodians: [custodian('owner', 'employer'), custodian('council', 'worker')],
      thresholds: { employer: 1, worker: 1 },
    },
    builds: { objectionWindowSeconds: 1, codeDigests: [digest(1)], minParticipants: 1 },
    ledger: { verifierKey: formatVerifierKey(log.key), witnesses: { keys: [verifierKey], quorum: 1 } },
  };

  async function world() {
    const policy = await signDocument(policySchema.parse(policyBody), owner);
    const leaves = [{ v: 1, t: 60_000, kind: 'policy.published', policy }, sealed(1)];
    const source = await logOf(leaves);
    return { leaves, source, policy: await digestOf(policy.body) };
  }

  it('must have seen the leaf, and are believed through the collector’s own mouth', async () => {
    const { leaves, source, policy } = await world();
    await expect(ask(source, { policy })).rejects.toMatchObject({ code: 'unwitnessed' });
    const early = await logOf(leaves.slice(0, 1));
    const tooEarly = { ...source, cosigned: async () => [await seenBy(early)] };
    await expect(ask(tooEarly, { policy })).rejects.toMatchObject({ code: 'unwitnessed' });
    const cosigned = { ...source, cosigned: async () => [await seenBy(source)] };
    expect(await ask(cosigned, { policy })).toMatchObject({ policy: { digest: policy } });
    // On the newest checkpoint itself, or from the reader's own witness.
    expect(await ask({ ...source, checkpoint: async () => seenBy(source) }, { policy })).not.toBeNull();
    const witnesses = { keys: [], quorum: 0, checkpoints: [await seenBy(source)] };
    expect(await ask(source, { policy, witnesses })).not.toBeNull();
  });

  it('have seen another history: then nothing is believed', async () => {
    const { leaves, source, policy } = await world();
    const other = await logOf([...leaves.slice(0, 1), sealed(2)]);
    const forked = { ...source, cosigned: async () => [await seenBy(other)] };
    await expect(ask(forked, { policy })).rejects.toMatchObject({ code: 'ledger-diverged' });
  });

  it('cannot be fewer than the quorum', () => {
    const ledger = { ...policyBody.ledger, witnesses: { keys: [verifierKey, verifierKey], quorum: 2 } };
    expect(policySchema.safeParse({ ...policyBody, ledger }).success).toBe(false);
  });
});
