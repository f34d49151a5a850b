import { generateSigningKeyPair, signerFromKeyPair, utf8, type Digest, type Step } from '@assent/contracts';
import { generateLocalKey, localCipher } from '@assent/sealing';
import { describe, expect, it } from 'vitest';
import { createSpool, type Spool } from './spool.ts';
import {
  batchOf,
  sampleSnapshot,
  sampleStep,
  sessionId,
  start,
  TestCollector,
  testDevice,
} from './testing/fixtures.ts';
import { memoryStore } from './testing/memory-store.ts';

const minute = 60_000;
const device = await testDevice(60);
const policy = device.agreement.policyDigest;
const cipher = localCipher(await generateLocalKey());
const collectorSigner = await signerFromKeyPair(await generateSigningKeyPair());
const limits = { maxBytes: 10_000_000, maxAgeMs: 30 * 86_400_000, sentMaxAgeMs: 365 * 86_400_000 };

function setUp(changes: Partial<typeof limits> = {}) {
  const data = new Map<string, Uint8Array<ArrayBuffer>>();
  const open = () => createSpool({ store: memoryStore(data), cipher, limits: { ...limits, ...changes } });
  return { data, open, spool: open(), collector: new TestCollector(collectorSigner) };
}

const step = (seq: number, t: number, more: Partial<Parameters<typeof sampleStep>[0]> = {}) =>
  sampleStep({ seq, t, policy, ...more });

const seal = (spool: Spool, now: number) =>
  spool.sealDue({ now, agreements: [device.agreement], signer: device.signer, vault: device.vault });

const send = (spool: Spool, collector: TestCollector, now: number, dailyCapBytes = 1e9) =>
  spool.upload({
    transport: collector.transport,
    ledger: collector.ledger,
    now,
    random: 0.5,
    collectorKey: collector.signer.publicKey,
    dailyCapBytes,
  });

async function arrived(collector: TestCollector): Promise<readonly Step[]> {
  const segments = await collector.open(device.vault.identity);
  return segments.flatMap(({ records }) => records.flatMap((record) => (record.kind === 'step' ? [record.step] : [])));
}

describe('the storage quota', () => {
  const cap = (spool: Spool, now: number, dailyCapBytes: number) => spool.storageUse({ now, dailyCapBytes });

  it('reports what is held of how much, and comes back with what is deleted', async () => {
    const { spool } = setUp({ maxBytes: 50_000 });
    expect(await cap(spool, start, 1e9)).toEqual({ heldBytes: 0, maxBytes: 50_000, sendsAgainAt: null });
    await spool.append(batchOf([step(0, start), step(1, start + 1)]));
    const { heldBytes } = await cap(spool, start, 1e9);
    expect(heldBytes).toBe(await spool.usedBytes());
    expect(heldBytes).toBeGreaterThan(0);
    await spool.deleteRange({ from: start, to: start + minute });
    expect(await cap(spool, start, 1e9)).toMatchObject({ heldBytes: 0 });
  });

  it('is held back by the daily cap exactly while something waits that today’s cap does not allow', async () => {
    const { spool, collector } = setUp();
    const midnight = Date.parse(`${new Date(start + 2 * minute).toISOString().slice(0, 10)}T00:00:00Z`) + 86_400_000;
    await spool.append(batchOf([step(0, start)]));
    const now = start + 2 * minute;
    // Nothing is sealed, so nothing waits to be sent.
    expect(await cap(spool, now, 10)).toMatchObject({ sendsAgainAt: null });
    await seal(spool, now);
    expect(await cap(spool, now, 10)).toMatchObject({ sendsAgainAt: midnight });
    expect(await cap(spool, now, 1e9)).toMatchObject({ sendsAgainAt: null });
    const result = await send(spool, collector, now, 10);
    expect(result).toMatchObject({ state: 'daily-cap', until: midnight });
    await send(spool, collector, now);
    expect(await cap(spool, now, 10)).toMatchObject({ sendsAgainAt: null });
  });
});

describe('append', () => {
  it('keeps steps over a restart and gives back where the recorder stood', async () => {
    const { spool, open } = setUp();
    await spool.append(batchOf([step(0, start)], { reducerState: { open: 1 }, acks: { d: 7 } }));
    const again = open();
    expect(await again.progress()).toEqual({ reducerState: { open: 1 }, acks: { d: 7 } });
    expect(await again.episodes()).toMatchObject([{ episode: 0, from: start, to: start + 100, steps: 1 }]);
  });

  it('takes a batch that is handed over twice in once', async () => {
    const { spool } = setUp();
    const batch = batchOf([step(0, start), step(1, start + 1)]);
    expect(await spool.append(batch)).toMatchObject({ kept: 2, repeated: 0 });
    expect(await spool.append(batch)).toMatchObject({ kept: 0, repeated: 2 });
    expect((await spool.outcomes()).kept).toBe(2);
  });

  it('stores nothing readable', async () => {
    const { spool, data } = setUp();
    const snapshot = await sampleSnapshot('PIXELS-CANARY');
    await spool.append(
      batchOf([step(0, start, { text: 'TEXT-CANARY', shot: snapshot.digest })], {
        snapshots: [snapshot],
        reducerState: 'STATE-CANARY',
        notes: [{ v: 1, session: sessionId('a'), episode: 0, instruction: 'NOTE-CANARY', source: 'participant' }],
      }),
    );
    const stored = [...data].map(([key, value]) => key + Buffer.from(value).toString('latin1')).join('\n');
    expect(stored).not.toContain('CANARY');
  });

  it('counts what no longer fits and never pushes out what it has', async () => {
    const { spool } = setUp({ maxBytes: 5000 });
    for (let seq = 0; seq < 10; seq++) await spool.append(batchOf([step(seq, start + seq)]));
    const [episode] = await spool.episodes();
    const { kept, dropped } = await spool.outcomes();
    expect(kept).toBeGreaterThan(0);
    expect(dropped.full).toBe(10 - kept);
    expect(episode?.steps).toBe(kept);
    expect(await spool.usedBytes()).toBeLessThanOrEqual(5000);
  });

  it('goes on with steps when there is no storage left for snapshots', async () => {
    const { spool } = setUp({ maxBytes: 10_000 });
    const snapshot = await sampleSnapshot('large', 9000);
    const result = await spool.append(batchOf([step(0, start, { shot: snapshot.digest })], { snapshots: [snapshot] }));
    expect(result).toMatchObject({ kept: 1, dropped: { 'snapshot-full': 1 } });
    const { steps } = await spool.readEpisode({ session: sessionId('a'), episode: 0 });
    expect(steps[0]?.observation).toBeNull();
  });

  it('keeps no reference to a snapshot that was not handed over', async () => {
    const { spool } = setUp();
    const snapshot = await sampleSnapshot('elsewhere');
    const result = await spool.append(batchOf([step(0, start, { shot: snapshot.digest })]));
    expect(result.dropped['snapshot-missing']).toBe(1);
  });

  it('stores a snapshot that several steps share once', async () => {
    const { spool } = setUp();
    const snapshot = await sampleSnapshot('shared');
    const steps = [0, 1].map((seq) => step(seq, start + seq, { shot: snapshot.digest }));
    await spool.append(batchOf(steps, { snapshots: [snapshot] }));
    expect(await spool.episodes()).toMatchObject([{ steps: 2, snapshots: 1 }]);
    expect(await spool.readSnapshot(snapshot.digest)).toEqual(snapshot.bytes);
  });
});

describe('opening a store', () => {
  it('refuses limits that make no sense', () => {
    expect(() => setUp({ maxBytes: 0 })).toThrow('limits');
    expect(() => setUp({ maxAgeMs: Number.NaN })).toThrow('limits');
  });

  it('touches nothing that another key or a newer version wrote', async () => {
    const { spool, data } = setUp();
    await spool.append(batchOf([step(0, start)]));
    const stranger = createSpool({ store: memoryStore(data), cipher: localCipher(await generateLocalKey()), limits });
    const before = new Map(data);
    await expect(stranger.append(batchOf([step(1, start)]))).rejects.toMatchObject({ code: 'cannot-decrypt' });
    expect(data).toEqual(before);
    data.set('state', await cipher.encrypt(utf8('{"v":2}')));
    await expect(spool.append(batchOf([step(1, start)]))).rejects.toMatchObject({ code: 'newer-version' });
  });
});

describe('deleting', () => {
  const place = { session: sessionId('a'), episode: 0 };

  it('removes steps, their snapshot and their note at once and for good', async () => {
    const { spool, data } = setUp();
    const snapshot = await sampleSnapshot('x');
    await spool.append(batchOf([step(0, start, { shot: snapshot.digest })], { snapshots: [snapshot] }));
    await spool.setNote({ v: 1, ...place, instruction: 'about', source: 'participant' });
    expect(await spool.deleteEpisode(place)).toBe(1);
    expect([...data.keys()].toSorted()).toEqual(['progress', 'state']);
    expect(await spool.usedBytes()).toBe(0);
    expect((await spool.outcomes()).deleted).toBe(1);
  });

  it('keeps a snapshot that another step still needs', async () => {
    const { spool } = setUp();
    const snapshot = await sampleSnapshot('x');
    const steps = [0, 1].map((seq) => step(seq, start + seq, { shot: snapshot.digest }));
    await spool.append(batchOf(steps, { snapshots: [snapshot] }));
    await spool.deleteSteps([{ session: sessionId('a'), seq: 0 }]);
    expect(await spool.readSnapshot(snapshot.digest)).toBeDefined();
    await spool.deleteSteps([{ session: sessionId('a'), seq: 1 }]);
    expect(await spool.readSnapshot(snapshot.digest)).toBeUndefined();
  });

  it('takes every step that was under way in a range, at its edges too', async () => {
    const { spool } = setUp();
    await spool.append(batchOf([0, 1, 2, 3].map((seq) => step(seq, start + seq * 1000, { duration: 500 }))));
    expect(await spool.deleteRange({ from: start + 1500, to: start + 2000 })).toBe(2);
    const { steps } = await spool.readEpisode(place);
    expect(steps.map(({ seq }) => seq)).toEqual([0, 3]);
  });

  it('deletes by when a step really happened, whatever time it states', async () => {
    const { spool } = setUp();
    const moved = [0, 1].map((seq) => step(seq, start + seq * 1000));
    const times = [0, 60_000].map((t) => ({ t: start + t, end: start + t + 500 }));
    await spool.append(batchOf(moved, { times }));
    expect(await spool.deleteRange({ from: start + 50_000, to: start + 70_000 })).toBe(1);
    const { steps } = await spool.readEpisode(place);
    expect(steps.map(({ seq, t }) => [seq, t])).toEqual([[0, start]]);
  });

  it('does not let a deleted step come back with a repeated batch', async () => {
    const { spool } = setUp();
    const batch = batchOf([step(0, start)]);
    await spool.append(batch);
    await spool.deleteEpisode(place);
    await spool.append(batch);
    expect(await spool.episodes()).toEqual([]);
  });

  it('keeps no note for an episode that is gone', async () => {
    const { spool } = setUp();
    expect(await spool.setNote({ v: 1, ...place, instruction: 'late', source: 'participant' })).toBe(false);
  });

  it('leaves nothing behind when everything is wiped', async () => {
    const { spool, data } = setUp();
    await spool.append(batchOf([step(0, start)]));
    await spool.wipe();
    expect(data.size).toBe(0);
  });
});

describe('sealing', () => {
  it('waits until the review window after the episode’s last step is over', async () => {
    const { spool } = setUp();
    await spool.append(batchOf([step(0, start), step(1, start + minute)]));
    expect(await seal(spool, start + 2 * minute)).toEqual({ segments: 0, steps: 0 });
    expect(await seal(spool, start + 2 * minute + 100)).toEqual({ segments: 1, steps: 2 });
    expect(await spool.episodes()).toEqual([]);
  });

  it('seals nothing without consent to the version the steps were captured under', async () => {
    const { spool } = setUp();
    await spool.append(batchOf([step(0, start)]));
    const withdrawn = { now: start + 10 * minute, agreements: [], signer: device.signer, vault: null };
    expect(await spool.sealDue(withdrawn)).toEqual({ segments: 0, steps: 0 });
    const other = { ...device.agreement, policyDigest: 'f'.repeat(64) as Digest };
    expect(await spool.sealDue({ ...withdrawn, agreements: [other] })).toEqual({ segments: 0, steps: 0 });
  });

  it('seals each day under a key of its own', async () => {
    const { spool, collector } = setUp();
    const nextDay = start + 86_400_000;
    await spool.append(batchOf([step(0, start), step(1, nextDay, { episode: 1 })]));
    await seal(spool, nextDay + 10 * minute);
    await send(spool, collector, nextDay + 10 * minute);
    const segments = await collector.open(device.vault.identity);
    expect(segments.map(({ context }) => context.day)).toEqual(['2026-10-01', '2026-10-02']);
    expect(new Set(segments.map(({ context }) => context.dayKey)).size).toBe(2);
  });

  it('seals steps in order with their note, snapshot and event counts, and leaves none of them readable here', async () => {
    const { spool, collector, data } = setUp();
    const snapshot = await sampleSnapshot('x');
    const steps = [0, 1].map((seq) => step(seq, start + seq, { shot: snapshot.digest }));
    await spool.append(batchOf(steps, { snapshots: [snapshot], events: { seen: 40, dropped: 3 } }));
    const note = { v: 1, session: sessionId('a'), episode: 0, instruction: 'about', source: 'participant' } as const;
    await spool.setNote(note);
    await seal(spool, start + 10 * minute);
    expect([...data.keys()].filter((key) => /^(step|shot|note)/.test(key))).toEqual([]);
    await send(spool, collector, start + 10 * minute);
    const [segment] = await collector.open(device.vault.identity);
    expect(segment?.counts).toEqual({ steps: 2, snapshots: 1, eventsSeen: 40, eventsDropped: 3 });
    expect(segment?.records.map(({ kind }) => kind)).toEqual(['episode', 'snapshot', 'step', 'step']);
  });

  it('does not tell of events of steps that were deleted', async () => {
    const { spool, collector } = setUp();
    await spool.append(batchOf([step(0, start)], { events: { seen: 100, dropped: 5 } }));
    await spool.append(batchOf([step(1, start + 1)], { events: { seen: 7, dropped: 0 } }));
    await spool.deleteSteps([{ session: sessionId('a'), seq: 0 }]);
    await seal(spool, start + 10 * minute);
    await send(spool, collector, start + 10 * minute);
    const [segment] = await collector.open(device.vault.identity);
    expect(segment?.counts).toMatchObject({ steps: 1, eventsSeen: 7, eventsDropped: 0 });
  });

  it('splits what does not fit into one segment', async () => {
    const { spool, collector } = setUp();
    const steps: Step[] = [];
    const snapshots = [];
    for (let seq = 0; seq < 6; seq++) {
      const snapshot = { ...(await sampleSnapshot(`snapshot ${seq}`, 200_000)) };
      snapshots.push(snapshot);
      steps.push(step(seq, start + seq, { shot: snapshot.digest }));
    }
    await spool.append(batchOf(steps, { snapshots }));
    const { segments } = await seal(spool, start + 10 * minute);
    expect(segments).toBeGreaterThan(1);
    await send(spool, collector, start + 10 * minute);
    expect((await arrived(collector)).map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('uploading', () => {
  async function withSegments(count: number) {
    const all = setUp();
    for (let i = 0; i < count; i++) {
      await all.spool.append(batchOf([step(i, start + i * 10 * minute, { episode: i })]));
      await seal(all.spool, start + (i + 1) * 10 * minute);
    }
    return all;
  }
  const now = start + 1000 * minute;

  it('sends everything in order and remembers what was sent', async () => {
    const { spool, collector } = await withSegments(3);
    expect(await send(spool, collector, now)).toEqual({ sent: 3, state: 'empty' });
    expect((await arrived(collector)).map(({ seq }) => seq)).toEqual([0, 1, 2]);
    expect(await spool.sealedParts()).toMatchObject([0, 1, 2].map((seq) => ({ seq, uploaded: true, steps: 1 })));
  });

  it('waits after a failure and then goes on', async () => {
    const { spool, collector } = await withSegments(1);
    collector.trouble.push('throw');
    const first = await send(spool, collector, now);
    expect(first).toEqual({ sent: 0, state: 'waiting', until: now + 3750, why: 'retry' });
    expect(await send(spool, collector, now + 1)).toMatchObject({ state: 'waiting', until: now + 3750 });
    expect(await send(spool, collector, now + 3750)).toEqual({ sent: 1, state: 'empty' });
  });

  it('waits at least as long as the collector asks', async () => {
    const { spool, collector } = await withSegments(1);
    collector.trouble.push('retry');
    expect(await send(spool, collector, now)).toMatchObject({ state: 'waiting', until: now + 60_000 + 3750 });
  });

  it('does not hang on a wait from a clock that was wrong', async () => {
    const { spool, collector } = await withSegments(1);
    collector.trouble.push('throw');
    await send(spool, collector, now + 400 * 86_400_000);
    expect(await send(spool, collector, now)).toEqual({ sent: 1, state: 'empty' });
  });

  it('arrives once when the answer was lost', async () => {
    const { spool, collector } = await withSegments(2);
    collector.trouble.push('lost');
    await send(spool, collector, now);
    await send(spool, collector, now + minute);
    expect((await arrived(collector)).map(({ seq }) => seq)).toEqual([0, 1]);
  });

  it('keeps a segment until a receipt for exactly it holds', async () => {
    const { spool, collector } = await withSegments(1);
    collector.trouble.push('forged');
    expect(await send(spool, collector, now)).toMatchObject({ sent: 0, state: 'waiting', why: 'bad-receipt' });
    expect(await spool.sealedParts()).toMatchObject([{ uploaded: false }]);
  });

  it('takes no receipt that another key signed', async () => {
    const { spool } = await withSegments(1);
    const impostor = new TestCollector(await signerFromKeyPair(await generateSigningKeyPair()));
    const input = { transport: impostor.transport, ledger: impostor.ledger, now, random: 0, dailyCapBytes: 1e9 };
    const result = await spool.upload({ ...input, collectorKey: collectorSigner.publicKey });
    expect(result).toMatchObject({ sent: 0, why: 'bad-receipt' });
  });

  it('keeps what is refused and lets go of what is gone', async () => {
    const { spool, collector } = await withSegments(2);
    collector.trouble.push('refused');
    expect(await send(spool, collector, now)).toMatchObject({ sent: 0, why: 'refused' });
    collector.trouble.push('gone');
    await send(spool, collector, now + 100 * minute);
    expect(await spool.sealedParts()).toMatchObject([{ seq: 1, uploaded: true }]);
    expect((await spool.outcomes()).dropped.gone).toBe(1);
  });

  it('stops at the daily cap and goes on the next day', async () => {
    const { spool, collector } = await withSegments(3);
    const result = await send(spool, collector, now, 4096);
    expect(result).toEqual({ sent: 1, state: 'daily-cap', until: Date.UTC(2026, 9, 3) });
    expect(await send(spool, collector, now + 1, 4096)).toMatchObject({ sent: 0, state: 'daily-cap' });
    expect(await send(spool, collector, Date.UTC(2026, 9, 3), 8192)).toEqual({ sent: 2, state: 'empty' });
  });

  it('lets steps in while the network hangs', async () => {
    const { spool, collector } = await withSegments(1);
    let free = () => {};
    const hanging = new Promise<void>((resolve) => (free = resolve));
    const transport = {
      ...collector.transport,
      putSegment: async (...args: Parameters<typeof collector.transport.putSegment>) => {
        await hanging;
        return collector.transport.putSegment(...args);
      },
    };
    const input = {
      transport,
      ledger: collector.ledger,
      now,
      random: 0,
      collectorKey: collector.signer.publicKey,
      dailyCapBytes: 1e9,
    };
    const uploading = spool.upload(input);
    await spool.append(batchOf([step(0, now, { session: 'b' })]));
    free();
    expect(await uploading).toEqual({ sent: 1, state: 'empty' });
  });
});

describe('erasing after sealing', () => {
  it('remembers the deletion through the upload until the erasure is confirmed', async () => {
    const { spool, collector, open } = setUp();
    await spool.append(batchOf([step(0, start)]));
    await seal(spool, start + 10 * minute);
    const [part] = await spool.sealedParts();
    const ciphertexts = part === undefined ? [] : [part.ciphertext];
    expect(await spool.markForErasure(ciphertexts)).toBe(1);
    await send(open(), collector, start + 10 * minute);
    expect(await open().sealedParts()).toMatchObject([{ uploaded: true, erase: true }]);
    await spool.forgetErased(ciphertexts);
    expect(await spool.sealedParts()).toEqual([]);
  });
});

describe('expiring', () => {
  it('removes and counts steps that waited too long, and forgets old segments', async () => {
    const { spool, collector } = setUp({ sentMaxAgeMs: 1000 });
    await spool.append(batchOf([step(0, start)]));
    await seal(spool, start + 10 * minute);
    await send(spool, collector, start + 10 * minute);
    await spool.append(batchOf([step(1, start + minute), step(2, start + 31 * 86_400_000, { episode: 1 })]));
    expect(await spool.expire(start + 31 * 86_400_000)).toBe(1);
    expect((await spool.outcomes()).dropped.expired).toBe(1);
    expect(await spool.sealedParts()).toEqual([]);
    expect(await spool.episodes()).toHaveLength(1);
  });
});
