import {
  buildIdSchema,
  digestOf,
  parseAs,
  signDocument,
  erasureSchema,
  type Signed,
  type Erasure,
} from '@assent/contracts';
import { decodeLeaf, tombstoneOf } from '@assent/ledger';
import { describe, expect, it } from 'vitest';
import {
  buildInputs,
  buildStatus,
  createSegmentIntake,
  depositDayKey,
  erase,
  finishBuild,
  publishPolicy,
  readBuildObject,
  recordConsent,
  refuseBuild,
  releaseShares,
  requestBuild,
  sharesForCustodian,
} from './index.ts';
import {
  createParticipant,
  createWorld,
  makePolicy,
  makeRelease,
  makeRequest,
  makeResult,
  type Participant,
  type World,
} from './testing/index.ts';

async function enrolled(world: World) {
  const { policy } = await publishPolicy(world.ports, await makePolicy(world));
  return { policy, ...(await joined(world, policy)) };
}

async function joined(world: World, policy: Awaited<ReturnType<typeof publishPolicy>>['policy']) {
  const who = await createParticipant(world);
  const submission = await who.consent(policy);
  const { consent } = await recordConsent(world.ports, submission);
  const dayKey = await who.dayKey(policy);
  await depositDayKey(world.ports, dayKey);
  return { who, consent, rests: { policy, consent, dayKey: dayKey.body } };
}

async function order(
  world: World,
  who: Participant,
  participant: string,
  scope: Erasure['scope'],
): Promise<Signed<Erasure>> {
  const body = parseAs(erasureSchema, 'erasure', {
    type: 'erasure',
    v: 1,
    program: world.ports.program.program,
    participant,
    device: who.device.publicKey,
    at: world.ports.clock.now(),
    scope,
  });
  return signDocument(body, who.device);
}

describe('from policy to dataset', () => {
  it('lets a builder have exactly what both sides released', async () => {
    const world = await createWorld();
    const { who, rests, policy } = await enrolled(world);
    const intake = createSegmentIntake(world.ports);
    const sealed = await who.segment(rests);
    const receipt = await intake.accept(sealed.manifest, sealed.bytes);
    expect(receipt.body).toMatchObject({ seq: 0, leafIndex: 2 });

    const request = await makeRequest(world, policy);
    const { build, state } = await requestBuild(world.ports, request);
    expect(state).toBe('window');
    await expect(sharesForCustodian(world.ports, build, world.worker.publicKey)).rejects.toMatchObject({
      code: 'forbidden',
    });
    const dayKeys = [rests.dayKey.dayKey];
    const early = await makeRelease(world, { id: 'works-council', signer: world.worker }, build, dayKeys);
    await expect(releaseShares(world.ports, build, early)).rejects.toMatchObject({ code: 'forbidden' });

    world.pass(3_600_000);
    const { deposits } = await sharesForCustodian(world.ports, build, world.worker.publicKey);
    expect(deposits.map((deposit) => deposit.body.dayKey)).toEqual(dayKeys);
    const one = await releaseShares(world.ports, build, early);
    expect(one.state).toBe('releasing');
    await expect(buildInputs(world.ports, build, world.builder.publicKey)).rejects.toMatchObject({ code: 'forbidden' });
    const other = await makeRelease(world, { id: 'privacy-office', signer: world.employer }, build, dayKeys);
    expect((await releaseShares(world.ports, build, other)).state).toBe('released');

    const inputs = await buildInputs(world.ports, build, world.builder.publicKey);
    expect(inputs.manifests).toEqual([sealed.manifest]);
    expect(inputs.releases).toHaveLength(2);
    await expect(buildInputs(world.ports, build, world.owner.publicKey)).rejects.toMatchObject({ code: 'forbidden' });
    const { ciphertext } = sealed.manifest.body;
    expect(await readBuildObject(world.ports, build, ciphertext, world.builder.publicKey)).toEqual(sealed.bytes);

    const result = await makeResult(world, build);
    expect((await finishBuild(world.ports, build, result)).state).toBe('finished');
    expect((await finishBuild(world.ports, build, result)).state).toBe('finished');
    await expect(readBuildObject(world.ports, build, ciphertext, world.builder.publicKey)).rejects.toMatchObject({
      code: 'gone',
    });
  });

  it('stops when one side refuses', async () => {
    const world = await createWorld();
    const { policy } = await enrolled(world);
    const { build } = await requestBuild(world.ports, await makeRequest(world, policy));
    const refusal = await signDocument(
      {
        type: 'build-refusal' as const,
        v: 1 as const,
        program: world.ports.program.program,
        build,
        custodian: 'works-council',
        at: world.ports.clock.now(),
        reason: 'custodian-decision' as const,
      },
      world.worker,
    );
    expect((await refuseBuild(world.ports, build, refusal)).state).toBe('refused');
    world.pass(3_600_000);
    const release = await makeRelease(world, { id: 'privacy-office', signer: world.employer }, build, []);
    await expect(releaseShares(world.ports, build, release)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('leaves out who withdrew between request and build', async () => {
    const world = await createWorld();
    const { who, rests, policy, consent } = await enrolled(world);
    const intake = createSegmentIntake(world.ports);
    const sealed = await who.segment(rests);
    await intake.accept(sealed.manifest, sealed.bytes);
    const { build } = await requestBuild(world.ports, await makeRequest(world, policy));
    await recordConsent(world.ports, await who.consent(policy, { decision: 'withdrawn', previous: consent }));
    world.pass(3_600_000);
    const { deposits } = await sharesForCustodian(world.ports, build, world.worker.publicKey);
    expect(deposits).toEqual([]);
    const next = await who.segment(rests);
    await expect(intake.accept(next.manifest, next.bytes)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await world.ports.objects.head(next.manifest.body.ciphertext)).toBeNull();
  });

  it('refuses a build that was back-dated or runs other code', async () => {
    const world = await createWorld();
    const { policy } = await enrolled(world);
    const old = await makeRequest(world, policy, { requestedAt: world.ports.clock.now() - 86_400_000 });
    await expect(requestBuild(world.ports, old)).rejects.toMatchObject({ code: 'forbidden' });
    const code = await digestOf('other code');
    await expect(requestBuild(world.ports, await makeRequest(world, policy, { code }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    const unknown = buildIdSchema.parse(await digestOf('no such build'));
    await expect(buildStatus(world.ports, unknown)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('consent', () => {
  it('needs the enrolment code the first time, and the newest policy', async () => {
    const world = await createWorld();
    const { policy } = await publishPolicy(world.ports, await makePolicy(world));
    const who = await createParticipant(world);
    const submission = await who.consent(policy);
    for (const code of [null, 'another-enrolment-code']) {
      await expect(recordConsent(world.ports, { ...submission, enrolmentCode: code })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    const second = await makePolicy(world, { version: 2, previous: policy });
    await publishPolicy(world.ports, second);
    await expect(recordConsent(world.ports, submission)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('cannot be given for someone else', async () => {
    const world = await createWorld();
    const { policy, consent, rests } = await enrolled(world);
    const stranger = await createParticipant(world);
    const forged = await stranger.consent(policy, {
      participant: rests.dayKey.participant,
      previous: consent,
      decision: 'withdrawn',
    });
    await expect(recordConsent(world.ports, forged)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is recorded once, however often it is sent', async () => {
    const world = await createWorld();
    const { policy } = await publishPolicy(world.ports, await makePolicy(world));
    const submission = await (await createParticipant(world)).consent(policy);
    expect(await recordConsent(world.ports, submission)).toEqual(await recordConsent(world.ports, submission));
  });
});

describe('erasure', () => {
  it.each([
    ['segments', 1, 0],
    ['days', 2, 1],
    ['everything', 2, 1],
  ] as const)('of %s removes objects, manifests and shares', async (what, segments, dayKeys) => {
    const world = await createWorld();
    const { who, rests } = await enrolled(world);
    const intake = createSegmentIntake(world.ports);
    const sealed = [await who.segment(rests), await who.segment(rests)];
    for (const each of sealed) await intake.accept(each.manifest, each.bytes);
    const first = sealed[0]!.manifest.body.ciphertext;
    const scope = {
      segments: { what: 'segments' as const, segments: [first] },
      days: { what: 'days' as const, days: [rests.dayKey.day] },
      everything: { what: 'everything' as const },
    }[what];
    const signed = await order(world, who, rests.dayKey.participant, scope);
    const receipt = await erase(world.ports, signed);
    expect(receipt.body).toMatchObject({ segments, dayKeys });
    expect(await erase(world.ports, signed)).toEqual(receipt);
    // The ledger buries day keys as well as segments: a restored backup cannot bring them back unnoticed.
    const [entry] = await world.ports.repository.read((reader) =>
      reader.ledgerEntries(receipt.body.leafIndex, receipt.body.leafIndex + 1),
    );
    expect(decodeLeaf(entry!)).toMatchObject({
      kind: 'erasure.executed',
      tombstones: sealed
        .slice(0, segments)
        .map(({ manifest }) => tombstoneOf(manifest.body.ciphertext))
        .sort(),
      dayKeys: dayKeys === 0 ? [] : [tombstoneOf(rests.dayKey.dayKey)],
    });
    expect(await world.ports.objects.head(first)).toBeNull();
    await expect(intake.accept(sealed[0]!.manifest, sealed[0]!.bytes)).rejects.toMatchObject({ code: 'gone' });
    expect(await world.ports.objects.head(first)).toBeNull();
  });

  it('cannot be ordered from a foreign device', async () => {
    const world = await createWorld();
    const { rests } = await enrolled(world);
    const stranger = await createParticipant(world);
    const signed = await order(world, stranger, rests.dayKey.participant, { what: 'everything' });
    await expect(erase(world.ports, signed)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('does not break the chain of the device', async () => {
    const world = await createWorld();
    const { who, rests } = await enrolled(world);
    const intake = createSegmentIntake(world.ports);
    const first = await who.segment(rests);
    await intake.accept(first.manifest, first.bytes);
    const segments = [first.manifest.body.ciphertext];
    await erase(world.ports, await order(world, who, rests.dayKey.participant, { what: 'segments', segments }));
    const next = await who.segment(rests);
    expect((await intake.accept(next.manifest, next.bytes)).body.seq).toBe(1);
  });
});
