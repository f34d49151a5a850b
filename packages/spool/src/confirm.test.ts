import { generateSigningKeyPair, signerFromKeyPair } from '@assent/contracts';
import { generateLocalKey, localCipher } from '@assent/sealing';
import { describe, expect, it } from 'vitest';
import { proofTermMs } from './confirm.ts';
import { createSpool, type Spool } from './spool.ts';
import { batchOf, sampleStep, start, TestCollector, testDevice } from './testing/fixtures.ts';
import { memoryStore } from './testing/memory-store.ts';

const minute = 60_000;
const device = await testDevice(60);
const policy = device.agreement.policyDigest;
const cipher = localCipher(await generateLocalKey());
const signer = await signerFromKeyPair(await generateSigningKeyPair());
const limits = { maxBytes: 10_000_000, maxAgeMs: 30 * 86_400_000, sentMaxAgeMs: 365 * 86_400_000 };
const now = start + 60 * minute;

/** A spool with `count` sealed segments, and its collector. */
async function setUp(count = 2) {
  const data = new Map<string, Uint8Array<ArrayBuffer>>();
  const open = () => createSpool({ store: memoryStore(data), cipher, limits });
  const spool = open();
  for (let i = 0; i < count; i++) {
    await spool.append(batchOf([sampleStep({ seq: i, t: start + i * minute, policy, episode: i })]));
    await seal(spool, start + i * minute + 10 * minute);
  }
  const bodies = () => [...data.keys()].filter((key) => key.startsWith('body/')).length;
  return { data, open, spool, bodies, collector: new TestCollector(signer) };
}

const seal = (spool: Spool, at: number) =>
  spool.sealDue({ now: at, agreements: [device.agreement], signer: device.signer, vault: null });
const send = (spool: Spool, { transport, ledger }: TestCollector, at: number) =>
  spool.upload({ transport, ledger, now: at, random: 0, collectorKey: signer.publicKey, dailyCapBytes: 1e9 });

describe('a receipt', () => {
  it('frees the ciphertext only when its leaf has been seen in the ledger', async () => {
    const { spool, bodies, collector } = await setUp(2);
    await send(spool, collector, now);
    expect(bodies()).toBe(2);
    expect(await spool.usedBytes()).toBeGreaterThan(0);
    expect(await spool.confirm({ ledger: collector.ledger, now })).toEqual({
      checkpoint: 'checkpoint 1',
      alarm: null,
      unproven: 0,
      overdueSince: null,
    });
    expect(bodies()).toBe(0);
    expect(await spool.usedBytes()).toBe(0);
    expect(await spool.sealedParts()).toMatchObject([{ uploaded: true }, { uploaded: true }]);
  });

  it.each(['withheld', 'silent'] as const)(
    'keeps the ciphertext while the ledger is %s, and is overdue after the term, over restarts',
    async (trouble) => {
      const { spool, open, bodies, collector } = await setUp(2);
      collector.ledgerTrouble = trouble;
      expect((await send(spool, collector, now)).sent).toBe(2);
      const atTerm = await spool.confirm({ ledger: collector.ledger, now: now + proofTermMs });
      expect(atTerm).toMatchObject({ unproven: 2, overdueSince: null, alarm: null });
      const late = now + proofTermMs + 1;
      expect(await open().confirm({ ledger: collector.ledger, now: late })).toMatchObject({
        unproven: 2,
        overdueSince: now,
      });
      expect(await open().ledger(late)).toMatchObject({ unproven: 2, overdueSince: now });
      expect(bodies()).toBe(2);
      collector.ledgerTrouble = null;
      expect(await open().confirm({ ledger: collector.ledger, now: late })).toMatchObject({
        unproven: 0,
        overdueSince: null,
      });
      expect(bodies()).toBe(0);
    },
  );

  it('is asked for again and again, and the ledger is looked at now and then with nothing waiting', async () => {
    const { spool, collector } = await setUp(1);
    let looks = 0;
    const ledger = {
      look: async (...input: Parameters<typeof collector.ledger.look>) => {
        looks += 1;
        return collector.ledger.look(...input);
      },
    };
    await send(spool, collector, now);
    collector.ledgerTrouble = 'withheld';
    await spool.confirm({ ledger, now });
    await spool.confirm({ ledger, now: now + 1 });
    expect(looks).toBe(2);
    collector.ledgerTrouble = null;
    await spool.confirm({ ledger, now: now + 2 });
    await spool.confirm({ ledger, now: now + minute });
    expect(looks).toBe(3);
    await spool.confirm({ ledger, now: now + 61 * minute });
    expect(looks).toBe(4);
  });

  it('of an erased segment is not waited for', async () => {
    const { spool, bodies, collector } = await setUp(1);
    await send(spool, collector, now);
    collector.ledgerTrouble = 'withheld';
    const ciphertexts = (await spool.sealedParts()).map(({ ciphertext }) => ciphertext);
    await spool.forgetErased(ciphertexts);
    expect(bodies()).toBe(0);
    expect(await spool.usedBytes()).toBe(0);
    expect(await spool.ledger(now + 2 * proofTermMs)).toMatchObject({ unproven: 0, overdueSince: null });
  });
});

describe('a ledger that does not go on', () => {
  /** One segment sent and proven, one still to be sent; then trouble. */
  async function withMemory() {
    const all = await setUp(1);
    await send(all.spool, all.collector, now);
    await all.spool.confirm({ ledger: all.collector.ledger, now });
    await all.spool.append(batchOf([sampleStep({ seq: 5, t: now, policy, episode: 5 })]));
    await seal(all.spool, now + 10 * minute);
    return { ...all, later: now + 120 * minute };
  }

  it.each(['rolled-back', 'rewritten', 'forked'] as const)('(%s) stops uploads and loses nothing', async (how) => {
    const { spool, open, bodies, collector, later } = await withMemory();
    collector.ledgerTrouble = how;
    expect(await spool.confirm({ ledger: collector.ledger, now: later })).toMatchObject({
      checkpoint: 'checkpoint 1',
      alarm: { how, since: later },
    });
    expect(await send(open(), collector, later)).toEqual({ sent: 0, state: 'ledger-alarm' });
    expect(bodies()).toBe(1);
    expect(collector.segmentCount).toBe(1);
    expect(await spool.append(batchOf([sampleStep({ seq: 9, t: later, policy, episode: 9 })]))).toMatchObject({
      kept: 1,
    });
  });

  it('is noticed before the next segment is sent, however short ago all was well', async () => {
    const { spool, collector } = await withMemory();
    await spool.confirm({ ledger: collector.ledger, now: now + minute });
    collector.ledgerTrouble = 'rolled-back';
    expect(await send(spool, collector, now + minute)).toEqual({ sent: 0, state: 'ledger-alarm' });
    expect(collector.segmentCount).toBe(1);
  });

  it('may go on again, unless it has signed two trees of one size', async () => {
    for (const how of ['rolled-back', 'rewritten', 'forked'] as const) {
      const { spool, collector, later } = await withMemory();
      collector.ledgerTrouble = how;
      await spool.confirm({ ledger: collector.ledger, now: later });
      collector.ledgerTrouble = null;
      const after = await spool.confirm({ ledger: collector.ledger, now: later + 1 });
      expect(after.alarm === null).toBe(how !== 'forked');
      expect((await send(spool, collector, later + 2)).state).toBe(how === 'forked' ? 'ledger-alarm' : 'empty');
    }
  });

  it('is not forgotten for a check that compared with an older memory', async () => {
    const { spool, later } = await withMemory();
    const { checkpoint } = await spool.ledger(later);
    await spool.noteLedgerCheck({ outcome: 'continues', checkpoint: 'newer', standing: [] }, checkpoint, later);
    await spool.noteLedgerCheck({ outcome: 'continues', checkpoint: 'older', standing: [] }, checkpoint, later);
    expect(await spool.ledger(later)).toMatchObject({ checkpoint: 'newer' });
  });
});
