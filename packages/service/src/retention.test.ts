import { digestOf } from '@assent/contracts';
import { decodeLeaf, tombstoneOf } from '@assent/ledger';
import { describe, expect, it } from 'vitest';
import { createSegmentIntake, depositDayKey, expireRetention, publishPolicy, recordConsent } from './index.ts';
import { createParticipant, createWorld, makePolicy, type World } from './testing/index.ts';

const day = 86_400_000;

async function joined(world: World, policy: Awaited<ReturnType<typeof publishPolicy>>['policy']) {
  const who = await createParticipant(world);
  const { consent } = await recordConsent(world.ports, await who.consent(policy));
  const dayKey = await who.dayKey(policy);
  await depositDayKey(world.ports, dayKey);
  const rests = { policy, consent, dayKey: dayKey.body };
  return { dayKey, segment: async () => who.segment(rests) };
}

const live = async (world: World) => world.ports.repository.read((reader) => reader.segments({}));

async function lastLeaf(world: World) {
  return world.ports.repository.read(async (reader) => {
    const size = (await reader.ledgerHead())?.tree.size ?? 0;
    return (await reader.ledgerEntries(size - 1, size)).map((entry) => decodeLeaf(entry))[0];
  });
}

describe('retention', () => {
  it('erases a day when its term has passed since it was over, wraps and objects too, and no earlier', async () => {
    const world = await createWorld();
    const { policy } = await publishPolicy(world.ports, await makePolicy(world, { retentionDays: 2 }));
    const { dayKey, segment } = await joined(world, policy);
    const sealed = await segment();
    const intake = createSegmentIntake(world.ports);
    await intake.accept(sealed.manifest, sealed.bytes);
    const { ciphertext } = sealed.manifest.body;

    world.pass(2 * day);
    expect(await expireRetention(world.ports)).toBe(0);
    expect(await world.ports.objects.get(ciphertext)).not.toBeNull();
    world.pass(day);
    expect(await expireRetention(world.ports)).toBe(1);
    expect(await live(world)).toEqual([]);
    expect(await world.ports.objects.get(ciphertext)).toBeNull();
    const [key] = await world.ports.repository.read((reader) => reader.dayKeys([dayKey.body.dayKey]));
    expect(key?.document).toBeNull();
    expect(await lastLeaf(world)).toMatchObject({
      kind: 'erasure.executed',
      tombstones: [tombstoneOf(ciphertext)],
      dayKeys: [tombstoneOf(dayKey.body.dayKey)],
    });

    const size = (await world.ports.repository.read((reader) => reader.ledgerHead()))?.tree.size;
    expect(await expireRetention(world.ports)).toBe(0);
    expect((await world.ports.repository.read((reader) => reader.ledgerHead()))?.tree.size).toBe(size);
    await expect(intake.accept(sealed.manifest, sealed.bytes)).rejects.toMatchObject({ code: 'gone' });
  });

  it('gives what was recorded under each version the term of that version', async () => {
    const world = await createWorld();
    const first = await makePolicy(world, { retentionDays: 10 });
    const one = await publishPolicy(world.ports, first);
    const older = await joined(world, one.policy);
    const previous = await digestOf(first.body);
    const two = await publishPolicy(world.ports, await makePolicy(world, { version: 2, previous, retentionDays: 1 }));
    const newer = await joined(world, two.policy);
    const intake = createSegmentIntake(world.ports);
    const kept = await older.segment();
    await intake.accept(kept.manifest, kept.bytes);
    for (const sealed of [await newer.segment(), await newer.segment()]) {
      await intake.accept(sealed.manifest, sealed.bytes);
    }
    world.pass(3 * day);
    expect(await expireRetention(world.ports)).toBe(2);
    expect((await live(world)).map(({ manifest }) => manifest)).toEqual([kept.manifest]);
    world.pass(8 * day);
    expect(await expireRetention(world.ports)).toBe(1);
  });
});
