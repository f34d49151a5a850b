import {
  buildIdSchema,
  canonicalJson,
  fromUtf8,
  kindOfRecipient,
  policySchema,
  recipientSchema,
  signDocument,
  toBase64,
  utf8,
  type BuildId,
  type DayKey,
  type IdentityKind,
} from '@assent/contracts';
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, test } from 'vitest';
import {
  countsOf,
  day,
  digestFor,
  makeContext,
  makeCustody,
  makeDayKey,
  makeRelease,
  newSigner,
  nextDay,
  otherParticipant,
  otherProgram,
  releaseFrom,
  sampleRecords,
  type Custody,
  type CustodianSecrets,
  refusal,
} from '../test/fixtures.ts';
import { generateIdentity, recipientOf, sealTo } from './age.ts';
import type { createDayKey } from './day-key.ts';
import { openDeposit } from './deposit.ts';
import { openReleases, recoverDayIdentity } from './recover.ts';
import { releaseShares } from './release.ts';
import { openSegment, sealSegment } from './segment.ts';
import { combineSecret, splitSecret } from './shamir.ts';
import { shareLabel } from './share-label.ts';
import { openCustodyShare, openReleasedShare, sealCustodyShare, sealReleasedShare } from './share-payload.ts';
import { openVaultCopy, vaultKeysOf } from './vault.ts';

async function buildId(name: string): Promise<BuildId> {
  return buildIdSchema.parse(await digestFor(name));
}

async function scene(shape?: Parameters<typeof makeCustody>[0], kind?: IdentityKind) {
  const custody = await makeCustody(shape, kind);
  const device = await newSigner();
  const key = await makeDayKey(custody, device);
  const builder = await generateIdentity(kind);
  return { custody, device, key, builder, build: await buildId('build'), deposit: key.deposit };
}
type Scene = Awaited<ReturnType<typeof scene>>;

function custodianOf(custody: Custody, id: string): CustodianSecrets {
  return custody.custodians.find((candidate) => candidate.id === id)!;
}

async function recoverWith(
  at: Scene,
  custodians: readonly CustodianSecrets[],
  changes: Partial<Parameters<typeof recoverDayIdentity>[0]> = {},
) {
  const releases = [];
  for (const each of custodians) releases.push(await releaseFrom(each, [at.deposit], at.build, at.builder.recipient));
  return recoverDayIdentity({
    deposit: at.deposit,
    releases,
    policy: at.custody.policy,
    build: at.build,
    buildIdentity: at.builder.identity,
    ...changes,
  });
}

function subsets<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: 2 ** items.length }, (_, bits) => items.filter((_item, i) => (bits >> i) % 2 === 1));
}

describe('a day key', () => {
  test('opens what was sealed to it once both sides released', async () => {
    const at = await scene();
    const records = await sampleRecords();
    const segment = await sealSegment({
      context: makeContext(at.key, at.device),
      counts: countsOf(records),
      records,
      recipient: at.key.recipient,
      signer: at.device,
    });
    const identity = await recoverWith(at, at.custody.custodians);
    expect(await recipientOf(identity)).toBe(at.key.recipient);
    expect((await openSegment({ ...segment, identity })).records).toEqual(records);
  });

  test('leaves nothing on the device that opens it', async () => {
    const { key } = await scene();
    expect(Object.keys(key).sort()).toEqual(['dayKey', 'deposit', 'recipient']);
    expect(JSON.stringify(key)).not.toMatch(/AGE-SECRET-KEY/i);
  });

  test('is deposited under the name of its recipient and the signature of its device', async () => {
    const { deposit, device } = await scene();
    await expect(openDeposit(deposit)).resolves.toEqual(deposit);
    const other = await generateIdentity();
    const renamed = await signDocument({ ...deposit.body, recipient: other.recipient }, device);
    await expect(openDeposit(renamed)).rejects.toMatchObject(refusal('digest-mismatch'));
    await expect(openDeposit({ ...deposit, body: { ...deposit.body, day: '2026-11-25' } })).rejects.toMatchObject(
      refusal('bad-signature'),
    );
    await expect(openDeposit(await signDocument(deposit.body, await newSigner()))).rejects.toMatchObject(
      refusal('bad-signature'),
    );
    await expect(openDeposit(null)).rejects.toMatchObject(refusal('malformed'));
  });

  test('cannot be made for a side without enough custodians', async () => {
    const custody = await makeCustody();
    const device = await newSigner();
    for (const thresholds of [
      { employer: 3, worker: 1 },
      { employer: 2, worker: 3 },
    ]) {
      await expect(
        makeDayKey(custody, device, { custody: { ...custody.policy.custody, thresholds } }),
      ).rejects.toMatchObject(refusal('custody-invalid'));
    }
    const noWorkers = custody.policy.custody.custodians.filter(({ side }) => side === 'employer');
    await expect(
      makeDayKey(custody, device, { custody: { ...custody.policy.custody, custodians: noWorkers } }),
    ).rejects.toMatchObject(refusal('custody-invalid'));
  });

  test('has a copy for the participant that is an ordinary age identity file', async () => {
    const custody = await makeCustody();
    const vault = await generateIdentity();
    const { deposit, recipient } = await makeDayKey(custody, await newSigner(), {
      vault: await vaultKeysOf(vault.identity),
    });
    expect(await recipientOf(await openVaultCopy({ deposit, vaultIdentity: vault.identity }))).toBe(recipient);
    const stranger = await generateIdentity();
    await expect(openVaultCopy({ deposit, vaultIdentity: stranger.identity })).rejects.toMatchObject(
      refusal('cannot-open'),
    );
    const without = await makeDayKey(custody, await newSigner());
    await expect(openVaultCopy({ deposit: without.deposit, vaultIdentity: vault.identity })).rejects.toMatchObject(
      refusal('share-missing'),
    );
  });

  test('can be shared with and copied to holders of hybrid post-quantum keys', async () => {
    const custody = await makeCustody();
    const device = await newSigner();
    const identity = await generateHybridIdentity();
    const recipient = recipientSchema.parse(await identityToRecipient(identity));
    const custodians = custody.policy.custody.custodians.map((each) => ({ ...each, recipient }));
    const key = await makeDayKey(custody, device, {
      custody: { ...custody.policy.custody, custodians },
      vault: await vaultKeysOf(identity),
    });
    expect(await recipientOf(await openVaultCopy({ deposit: key.deposit, vaultIdentity: identity }))).toBe(
      key.recipient,
    );
    const custodian = { id: custodianOf(custody, 'worker-1').id, identity };
    const released = { deposits: [key.deposit], custodian, build: await buildId('b'), buildRecipient: recipient };
    await expect(releaseShares(released)).resolves.toHaveLength(1);
  });

  test('refuses a participant copy that belongs to another day key', async () => {
    const custody = await makeCustody();
    const vault = await generateIdentity();
    const device = await newSigner();
    const one = await makeDayKey(custody, device, { vault: await vaultKeysOf(vault.identity) });
    const two = await makeDayKey(custody, device, { vault: await vaultKeysOf(vault.identity) });
    const swapped = await signDocument({ ...one.deposit.body, vault: two.deposit.body.vault }, device);
    await expect(openVaultCopy({ deposit: swapped, vaultIdentity: vault.identity })).rejects.toMatchObject(
      refusal('share-other-key'),
    );
  });
});

describe('a policy with hybrid keys', () => {
  test.each(['x25519', 'hybrid'] as const)(
    '%s: both sides open a day and its segments, for one build',
    async (kind) => {
      const at = await scene(undefined, kind);
      expect(kindOfRecipient(at.key.recipient)).toBe(kind);
      const context = makeContext(at.key, at.device);
      const records = await sampleRecords();
      const segment = await sealSegment({
        context,
        counts: countsOf(records),
        records,
        recipient: at.key.recipient,
        signer: at.device,
      });
      const identity = await recoverWith(
        at,
        at.custody.custodians.filter(({ id }) => id !== 'worker-2'),
      );
      expect(identity.startsWith('AGE-SECRET-KEY-PQ-1')).toBe(kind === 'hybrid');
      expect((await openSegment({ ...segment, identity })).records).toEqual(records);
      const stranger = await generateIdentity(kind);
      await expect(openSegment({ ...segment, identity: stranger.identity })).rejects.toMatchObject(
        refusal('context-mismatch'),
      );
    },
  );

  test('never lets a share travel to a build whose key is of a weaker kind', async () => {
    const at = await scene(undefined, 'hybrid');
    const weak = await generateIdentity();
    const [custodian] = at.custody.custodians;
    const ask = { deposits: [at.deposit], custodian: custodian!, build: at.build };
    await expect(releaseShares({ ...ask, buildRecipient: weak.recipient })).rejects.toMatchObject(
      refusal('weaker-recipient'),
    );
    await expect(releaseShares({ ...ask, buildRecipient: at.builder.recipient })).resolves.toHaveLength(1);
  });

  test('has no custodian with an older key', async () => {
    const { policy } = await makeCustody(undefined, 'hybrid');
    const { policy: older } = await makeCustody();
    const [, ...others] = policy.custody.custodians;
    const mixed = [older.custody.custodians[0], ...others];
    expect(policySchema.safeParse(policy).success).toBe(true);
    expect(policySchema.safeParse({ ...policy, custody: { ...policy.custody, custodians: mixed } }).success).toBe(
      false,
    );
  });
});

describe('below the thresholds', () => {
  const shapes: { employer: [number, number]; worker: [number, number] }[] = [
    { employer: [2, 2], worker: [1, 2] },
    { employer: [1, 1], worker: [1, 1] },
    { employer: [2, 3], worker: [2, 3] },
  ];
  for (const shape of shapes) {
    test(`no set of custodians opens anything: employer ${shape.employer.join(' of ')}, worker ${shape.worker.join(' of ')}`, async () => {
      const at = await scene(shape);
      const released = new Map<string, Awaited<ReturnType<typeof releaseFrom>>>();
      for (const each of at.custody.custodians) {
        released.set(each.id, await releaseFrom(each, [at.deposit], at.build, at.builder.recipient));
      }
      for (const set of subsets(at.custody.custodians)) {
        const count = (side: string) => set.filter((each) => each.side === side).length;
        const enough = count('employer') >= shape.employer[0] && count('worker') >= shape.worker[0];
        const releases = set.flatMap(({ id }) => released.get(id) ?? []);
        const outcome = recoverWith(at, [], { releases });
        if (enough) expect(await recipientOf(await outcome)).toBe(at.key.recipient);
        else await expect(outcome).rejects.toMatchObject(refusal('below-threshold'));
      }
    });
  }

  test('the refusal names the side that is missing', async () => {
    const at = await scene();
    const employers = at.custody.custodians.filter(({ side }) => side === 'employer');
    await expect(recoverWith(at, employers)).rejects.toThrow('worker side: 0 of 1');
    await expect(recoverWith(at, employers.slice(1))).rejects.toThrow('employer side: 1 of 2');
  });

  test('every share is labelled with its index among its side', async () => {
    const at = await scene();
    const labels = [];
    for (const each of at.custody.custodians) {
      const own = at.deposit.body.shares.find(({ custodian }) => custodian === each.id)!;
      const { label } = await openCustodyShare(each.identity, own.sealed);
      labels.push([label.custodian, label.index, label.threshold]);
    }
    expect(labels).toEqual([
      ['employer-1', 1, 2],
      ['employer-2', 2, 2],
      ['worker-1', 1, 1],
      ['worker-2', 1, 1],
    ]);
  });

  test('the shares that one side can gather combine to nothing, whatever software they use', async () => {
    const at = await scene({ employer: [2, 3], worker: [2, 3] });
    const gathered: Uint8Array[] = [];
    for (const each of at.custody.custodians.filter(({ side }) => side === 'employer')) {
      const own = at.deposit.body.shares.find(({ custodian }) => custodian === each.id)!;
      gathered.push((await openCustodyShare(each.identity, own.sealed)).share);
    }
    const half = await combineSecret(gathered, 2);
    expect(new TextDecoder().decode(half)).not.toContain('AGE-SECRET-KEY');
    for (const set of subsets([...gathered, half]).filter((each) => each.length >= 2)) {
      const secret = await combineSecret(set, 2).catch(() => new Uint8Array());
      await expect(recipientOf(new TextDecoder().decode(secret))).rejects.toMatchObject(refusal('bad-key'));
    }
  });
});

describe('a custodian', () => {
  test('releases only from deposits that are whole, and only its own share', async () => {
    const at = await scene();
    const [first, second] = [custodianOf(at.custody, 'employer-1'), custodianOf(at.custody, 'employer-2')];
    const base = { build: at.build, buildRecipient: at.builder.recipient };
    const forged = { ...at.deposit, body: { ...at.deposit.body, participant: otherParticipant } };
    await expect(releaseShares({ ...base, deposits: [forged], custodian: first })).rejects.toMatchObject(
      refusal('bad-signature'),
    );
    const impostor = { id: first.id, identity: second.identity };
    await expect(releaseShares({ ...base, deposits: [at.deposit], custodian: impostor })).rejects.toMatchObject(
      refusal('cannot-open'),
    );
    const strange = { id: strangerId(), identity: first.identity };
    await expect(releaseShares({ ...base, deposits: [at.deposit], custodian: strange })).rejects.toMatchObject(
      refusal('share-missing'),
    );
    const own = at.deposit.body.shares.find(({ custodian }) => custodian === first.id)!;
    const twice = await signDocument({ ...at.deposit.body, shares: [...at.deposit.body.shares, own] }, at.device);
    await expect(releaseShares({ ...base, deposits: [twice], custodian: first })).rejects.toMatchObject(
      refusal('share-duplicate'),
    );
  });

  test('refuses a share that was moved from another day, participant, key or custodian', async () => {
    const custody = await makeCustody();
    const device = await newSigner();
    const here = await makeDayKey(custody, device);
    const base = { build: await buildId('b'), buildRecipient: (await generateIdentity()).recipient };
    const first = custodianOf(custody, 'employer-1');
    const elsewhere: [string, Partial<Parameters<typeof createDayKey>[0]>][] = [
      ['share-other-participant', { participant: otherParticipant }],
      ['share-other-day', { day: nextDay }],
      ['share-other-program', { program: otherProgram }],
      ['share-other-key', {}],
    ];
    for (const [code, change] of elsewhere) {
      const there = await makeDayKey(custody, device, change);
      const moved = await signDocument({ ...here.deposit.body, shares: there.deposit.body.shares }, device);
      await expect(releaseShares({ ...base, deposits: [moved], custodian: first })).rejects.toMatchObject({ code });
    }
    // The same key belongs to a custodian of each side, and the shares are swapped between them.
    const crossed = here.deposit.body.shares.map((share) => ({ ...share, side: 'worker' as const }));
    const sideways = await signDocument({ ...here.deposit.body, shares: crossed }, device);
    await expect(releaseShares({ ...base, deposits: [sideways], custodian: first })).rejects.toMatchObject(
      refusal('share-other-side'),
    );
    const label = shareLabel(
      { deposit: here.deposit.body, custodian: custodianOf(custody, 'employer-2').id, side: 'employer' },
      2,
      2,
    );
    const recipient = await recipientOf(first.identity);
    const sealed = await sealCustodyShare(recipient, { label, share: new Uint8Array(76) });
    const relabelled = await signDocument<DayKey>(
      {
        ...here.deposit.body,
        shares: [{ custodian: first.id, side: 'employer', sealed }, ...here.deposit.body.shares.slice(1)],
      },
      device,
    );
    await expect(releaseShares({ ...base, deposits: [relabelled], custodian: first })).rejects.toMatchObject(
      refusal('share-other-custodian'),
    );
  });
});

describe('a build', () => {
  test('cannot use shares released to another build, even with the same recipient', async () => {
    const at = await scene();
    const replayed = await buildId('replay');
    await expect(recoverWith(at, at.custody.custodians, { build: replayed })).rejects.toMatchObject(
      refusal('share-other-build'),
    );
    // The operator puts released shares of another build under a fresh release document of a custodian that plays along.
    const first = custodianOf(at.custody, 'employer-1');
    const shares = await releaseShares({
      deposits: [at.deposit],
      custodian: first,
      build: replayed,
      buildRecipient: at.builder.recipient,
    });
    const relabelled = await makeRelease(first, at.build, shares);
    await expect(recoverWith(at, [], { releases: [relabelled] })).rejects.toMatchObject(refusal('share-other-build'));
    const ours = await releaseFrom(first, [at.deposit], at.build, at.builder.recipient);
    const readdressed = await makeRelease(first, replayed, ours.body.shares);
    await expect(recoverWith(at, [], { releases: [readdressed] })).rejects.toMatchObject(refusal('share-other-build'));
  });

  test('cannot use custody shares as if they had been released', async () => {
    const at = await scene();
    const first = custodianOf(at.custody, 'employer-1');
    const label = shareLabel({ deposit: at.deposit.body, custodian: first.id, side: 'employer' }, 1, 2);
    const sealed = await sealCustodyShare(at.builder.recipient, { label, share: new Uint8Array(76) });
    const release = await makeRelease(first, at.build, [{ dayKey: at.key.dayKey, sealed }]);
    await expect(recoverWith(at, [], { releases: [release] })).rejects.toMatchObject(refusal('malformed'));
  });

  test('cannot open shares with another build identity', async () => {
    const at = await scene();
    const { identity } = await generateIdentity();
    await expect(recoverWith(at, at.custody.custodians, { buildIdentity: identity })).rejects.toMatchObject(
      refusal('cannot-open'),
    );
    await expect(recoverWith(at, at.custody.custodians, { buildIdentity: 'nonsense' })).rejects.toMatchObject(
      refusal('bad-key'),
    );
  });

  test('trusts a release only under the key of the custodian it names', async () => {
    const at = await scene();
    const [first, second] = [custodianOf(at.custody, 'employer-1'), custodianOf(at.custody, 'employer-2')];
    const posing = await releaseFrom({ ...first, signer: second.signer }, [at.deposit], at.build, at.builder.recipient);
    await expect(recoverWith(at, [], { releases: [posing] })).rejects.toMatchObject(refusal('bad-signature'));
    const genuine = await releaseFrom(first, [at.deposit], at.build, at.builder.recipient);
    const altered = { ...genuine, body: { ...genuine.body, at: 2 } };
    await expect(recoverWith(at, [], { releases: [altered] })).rejects.toMatchObject(refusal('bad-signature'));
    const blank = {} as typeof genuine;
    await expect(recoverWith(at, [], { releases: [blank] })).rejects.toMatchObject(refusal('malformed'));
    const stranger = { ...first, id: strangerId() };
    const uninvited = await makeRelease(stranger, at.build, genuine.body.shares);
    await expect(recoverWith(at, [], { releases: [uninvited] })).rejects.toMatchObject(refusal('not-a-custodian'));
  });

  test('counts no custodian twice', async () => {
    const at = await scene();
    const first = custodianOf(at.custody, 'employer-1');
    await expect(recoverWith(at, [first, first])).rejects.toMatchObject(refusal('share-duplicate'));
    const worker = custodianOf(at.custody, 'worker-1');
    await expect(recoverWith(at, [worker, worker])).rejects.toMatchObject(refusal('share-duplicate'));
    const { body } = await releaseFrom(first, [at.deposit], at.build, at.builder.recipient);
    const doubled = await makeRelease(first, at.build, [...body.shares, ...body.shares]);
    await expect(recoverWith(at, [], { releases: [doubled] })).rejects.toMatchObject(refusal('share-duplicate'));
  });

  test('refuses shares of another day, participant, key, side, custodian or threshold under this day key', async () => {
    const at = await scene();
    const first = custodianOf(at.custody, 'employer-1');
    const assignment = { deposit: at.deposit.body, custodian: first.id, side: 'employer' as const };
    const right = shareLabel(assignment, 1, 2);
    const wrong: [string, Partial<typeof right>][] = [
      ['share-other-program', { program: otherProgram }],
      ['share-other-participant', { participant: otherParticipant }],
      ['share-other-day', { day: nextDay }],
      ['share-other-key', { dayKey: (await digestFor('x')) as typeof right.dayKey }],
      ['share-other-side', { side: 'worker' }],
      ['share-other-custodian', { custodian: custodianOf(at.custody, 'employer-2').id }],
      ['share-other-threshold', { threshold: 1 }],
    ];
    for (const [code, change] of wrong) {
      const sealed = await sealReleasedShare(at.builder.recipient, at.build, {
        label: { ...right, ...change },
        share: new Uint8Array(76),
      });
      const release = await makeRelease(first, at.build, [{ dayKey: at.key.dayKey, sealed }]);
      await expect(recoverWith(at, [], { releases: [release] })).rejects.toMatchObject({ code });
    }
  });

  test('notices well-labelled shares that are not shares of the key', async () => {
    const at = await scene();
    const releases = [];
    for (const [i, each] of at.custody.custodians.entries()) {
      const label = shareLabel(
        { deposit: at.deposit.body, custodian: each.id, side: each.side },
        1,
        at.custody.policy.custody.thresholds[each.side],
      );
      const share = new Uint8Array(each.side === 'employer' ? 76 : 75).fill(i + 1);
      const sealed = await sealReleasedShare(at.builder.recipient, at.build, { label, share });
      releases.push(await makeRelease(each, at.build, [{ dayKey: at.key.dayKey, sealed }]));
    }
    await expect(recoverWith(at, [], { releases })).rejects.toMatchObject(refusal('shares-inconsistent'));
  });

  test('notices a whole other key behind the labels of this one', async () => {
    const at = await scene();
    const there = await makeDayKey(at.custody, at.device);
    const releases = [];
    for (const each of at.custody.custodians) {
      const theirs = there.deposit.body.shares.find(({ custodian }) => custodian === each.id)!;
      const { label, share } = await openCustodyShare(each.identity, theirs.sealed);
      const relabelled = { label: { ...label, dayKey: at.key.dayKey }, share };
      const sealed = await sealReleasedShare(at.builder.recipient, at.build, relabelled);
      releases.push(await makeRelease(each, at.build, [{ dayKey: at.key.dayKey, sealed }]));
    }
    await expect(recoverWith(at, [], { releases })).rejects.toMatchObject(refusal('shares-inconsistent'));
  });

  test('refuses releases for another program and deposits of another policy version', async () => {
    const at = await scene();
    const first = custodianOf(at.custody, 'employer-1');
    const { body } = await releaseFrom(first, [at.deposit], at.build, at.builder.recipient);
    const strayed = await signDocument({ ...body, program: otherProgram }, first.signer);
    await expect(recoverWith(at, [], { releases: [strayed] })).rejects.toMatchObject(refusal('share-other-program'));
    const policy = { ...at.custody.policy, version: 2 };
    await expect(recoverWith(at, at.custody.custodians, { policy })).rejects.toMatchObject(refusal('other-policy'));
  });

  test('recovers many days from releases opened once', async () => {
    const custody = await makeCustody();
    const device = await newSigner();
    const keys = [];
    for (const each of [day, nextDay]) keys.push(await makeDayKey(custody, device, { day: each }));
    const builder = await generateIdentity();
    const build = await buildId('b');
    const deposits = keys.map(({ deposit }) => deposit);
    const releases = [];
    for (const each of custody.custodians) releases.push(await releaseFrom(each, deposits, build, builder.recipient));
    const opened = await openReleases({ releases, policy: custody.policy, build, buildIdentity: builder.identity });
    for (const { deposit, recipient } of keys) expect(await recipientOf(await opened.recover(deposit))).toBe(recipient);
  });
});

describe('a sealed share', () => {
  const share = Uint8Array.of(1, 2, 3);

  async function sealedJson(text: string, build = false) {
    const { identity, recipient } = await generateIdentity();
    const sealed = toBase64(await sealTo(recipient, utf8(text)));
    return build ? openReleasedShare(identity, sealed) : openCustodyShare(identity, sealed);
  }

  test('opens to what was sealed, as one of two forms that do not pass for each other', async () => {
    const at = await scene();
    const first = custodianOf(at.custody, 'employer-1');
    const label = shareLabel({ deposit: at.deposit.body, custodian: first.id, side: 'employer' }, 1, 2);
    const custody = canonicalJson({ v: 1, label, share: 'AQID' });
    const released = canonicalJson({ v: 1, build: at.build, label, share: 'AQID' });
    expect(await sealedJson(custody)).toEqual({ label, share });
    expect(await sealedJson(released, true)).toEqual({ build: at.build, label, share });
    await expect(sealedJson(released)).rejects.toMatchObject(refusal('malformed'));
    await expect(sealedJson(custody, true)).rejects.toMatchObject(refusal('malformed'));
    for (const bad of [
      '',
      'null',
      ` ${custody}`,
      custody.replace('"v":1', '"v":2'),
      custody.replace('"v":1', '"v":1,"v":1'),
      custody.replace('AQID', 'AB=='),
      custody.replace('AQID', '!'),
      custody.replace('AQID', 'AAAA'.repeat(257)),
      custody.replace('"index":1', '"index":0'),
      custody.replace('"index":1', '"index":1,"more":1'),
    ]) {
      expect(bad).not.toBe(custody);
      await expect(sealedJson(bad), bad).rejects.toMatchObject(refusal('malformed'));
    }
  });

  test('is refused in base64 that is not canonical', async () => {
    const { identity } = await generateIdentity();
    for (const open of [openCustodyShare, openReleasedShare]) {
      for (const bad of ['AB==', 'A', '!']) {
        await expect(open(identity, bad)).rejects.toMatchObject(refusal('malformed'));
      }
    }
  });
});

describe('a release of a custodian whom the policy does not name', () => {
  test('does not stop the recovery of days that it has no share of', async () => {
    const at = await scene();
    const stranger = { ...custodianOf(at.custody, 'employer-1'), id: strangerId(), signer: await newSigner() };
    const elsewhere = (await makeDayKey(at.custody, at.device)).dayKey;
    const releases = [await makeRelease(stranger, at.build, [{ dayKey: elsewhere, sealed: 'AAAA' }])];
    for (const each of at.custody.custodians) {
      releases.push(await releaseFrom(each, [at.deposit], at.build, at.builder.recipient));
    }
    expect(await recipientOf(await recoverWith(at, [], { releases }))).toBe(at.key.recipient);
  });
});

describe('sharing a secret', () => {
  test('gives it back from any threshold of shares, and refuses too few or one share twice', async () => {
    const shares = await splitSecret(utf8('secret'), 3, 2);
    for (const pair of subsets(shares).filter(({ length }) => length >= 2)) {
      expect(fromUtf8(await combineSecret(pair, 2))).toBe('secret');
    }
    await expect(combineSecret([shares[0]!], 2)).rejects.toMatchObject(refusal('below-threshold'));
    await expect(combineSecret([], 1)).rejects.toMatchObject(refusal('below-threshold'));
    await expect(combineSecret([shares[0]!, shares[0]!], 2)).rejects.toMatchObject(refusal('share-duplicate'));
    await expect(combineSecret([shares[0]!, shares[1]!.slice(1)], 2)).rejects.toMatchObject(
      refusal('shares-inconsistent'),
    );
  });

  test('works for 255 holders', async () => {
    const shares = await splitSecret(utf8('s'), 255, 2);
    expect(fromUtf8(await combineSecret(shares.slice(253), 2))).toBe('s');
    expect(await splitSecret(utf8('s'), 255, 1)).toHaveLength(255);
    expect(await splitSecret(utf8('s'), 2, 2)).toHaveLength(2);
  });

  test('with a threshold of one gives every custodian the same, and notices when they differ', async () => {
    const secret = utf8('secret');
    const [one, two] = await splitSecret(secret, 2, 1);
    secret.fill(0);
    one!.fill(0, 6);
    expect(await combineSecret([one!, two!], 1)).toEqual(utf8('secret'));
    await expect(combineSecret([one!, utf8('sesame')], 1)).rejects.toMatchObject(refusal('shares-inconsistent'));
  });

  test('refuses thresholds that no custodians can meet', async () => {
    for (const [holders, threshold] of [
      [2, 0],
      [2, 3],
      [0, 1],
      [256, 2],
      [256, 1],
    ] as const) {
      await expect(splitSecret(utf8('s'), holders, threshold)).rejects.toMatchObject(refusal('custody-invalid'));
    }
  });
});

function strangerId() {
  return 'stranger' as CustodianSecrets['id'];
}
