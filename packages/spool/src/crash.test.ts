import { generateSigningKeyPair, signerFromKeyPair, type EpisodeNote, type Step } from '@assent/contracts';
import { generateLocalKey, localCipher } from '@assent/sealing';
import * as fc from 'fast-check';
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
import { faultyStore, InjectedFault, type Fault } from './testing/faulty-store.ts';
import { memoryStore } from './testing/memory-store.ts';

/**
 * The promise that everything rests on, tried with a crash at any store call, before or after it took effect: what
 * was acknowledged and not deleted arrives exactly once, what was deleted never, and the chain has no hole.
 */

const minute = 60_000;
const device = await testDevice(60);
const policy = device.agreement.policyDigest;
const cipher = localCipher(await generateLocalKey());
const collectorSigner = await signerFromKeyPair(await generateSigningKeyPair());
const limits = { maxBytes: 1e9, maxAgeMs: 1e12, sentMaxAgeMs: 1e12 };
const screen = await sampleSnapshot('the same screen');

type Act =
  | { readonly kind: 'append'; readonly steps: number; readonly newEpisode: boolean; readonly snapshot: boolean }
  | { readonly kind: 'delete-step' | 'delete-episode' | 'delete-range'; readonly pick: number }
  | { readonly kind: 'note' | 'wait' | 'seal' | 'restart' }
  | { readonly kind: 'upload'; readonly trouble: TestCollector['trouble'] }
  | { readonly kind: 'confirm'; readonly trouble: TestCollector['ledgerTrouble'] };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      steps: fc.integer({ min: 1, max: 3 }),
      newEpisode: fc.boolean(),
      snapshot: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('delete-step' as const, 'delete-episode' as const, 'delete-range' as const),
      pick: fc.nat(1000),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('note' as const, 'wait', 'seal', 'restart') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('upload' as const),
      trouble: fc.array(fc.constantFrom('retry' as const, 'throw', 'lost', 'forged'), { maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('confirm' as const),
      trouble: fc.constantFrom(null, 'withheld' as const, 'silent', 'rolled-back', 'rewritten'),
    }),
  },
);

const fault: fc.Arbitrary<Fault> = fc.record({
  call: fc.nat(25),
  when: fc.constantFrom('before' as const, 'after'),
});

/** A user, a recorder and a model of what must arrive, around a spool that crashes at given points. */
class World {
  readonly collector = new TestCollector(collectorSigner);
  readonly #data = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #faults: Fault[];
  #spool: Spool;
  #now = start;
  #seq = 0;
  #episode = 0;
  readonly acknowledged: Step[] = [];
  readonly deleted = new Set<number>();

  constructor(faults: readonly Fault[]) {
    this.#faults = [...faults];
    this.#spool = this.#open();
  }

  #open(): Spool {
    const store = faultyStore(memoryStore(this.#data), this.#faults.shift() ?? null);
    return createSpool({ store, cipher, limits });
  }

  restart(): void {
    this.#spool = this.#open();
  }

  /** Does something until it succeeds, restarting after every crash. */
  async persist<T>(run: (spool: Spool) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await run(this.#spool);
      } catch (error) {
        if (!(error instanceof InjectedFault)) throw error;
        this.restart();
      }
    }
  }

  async append(count: number, newEpisode: boolean, snapshot: boolean): Promise<void> {
    if (newEpisode) this.#episode++;
    const steps = Array.from({ length: count }, () => {
      this.#now += 1000;
      const more = snapshot ? { shot: screen.digest } : {};
      return sampleStep({ seq: this.#seq++, t: this.#now, policy, episode: this.#episode, duration: 500, ...more });
    });
    const batch = batchOf(steps, { snapshots: snapshot ? [screen] : [], acks: this.#seq });
    // A recorder that crashed hands its batch over again.
    await this.persist((spool) => spool.append(batch));
    this.acknowledged.push(...steps);
  }

  /** Deletes through what the review page shows, and only counts what it showed: sealed steps are out of its reach. */
  async delete(kind: 'delete-step' | 'delete-episode' | 'delete-range', pick: number): Promise<void> {
    const shown = await this.persist((spool) => spool.episodes());
    const place = shown[pick % Math.max(1, shown.length)];
    if (place === undefined) return;
    const { steps } = await this.persist((spool) => spool.readEpisode(place));
    const chosen = kind === 'delete-episode' ? steps : steps.slice(pick % steps.length).slice(0, 2);
    const [first] = chosen;
    const last = chosen.at(-1);
    if (first === undefined || last === undefined) return;
    await this.persist<number>((spool) => {
      if (kind === 'delete-episode') return spool.deleteEpisode(place);
      if (kind === 'delete-step') return spool.deleteSteps(chosen.map(({ session, seq }) => ({ session, seq })));
      return spool.deleteRange({ from: first.t, to: last.t });
    });
    for (const { seq } of chosen) this.deleted.add(seq);
  }

  async note(): Promise<void> {
    const note: EpisodeNote = {
      v: 1,
      session: sessionId('a'),
      episode: this.#episode,
      instruction: 'about',
      source: 'participant',
    };
    await this.persist((spool) => spool.setNote(note));
  }

  wait(): void {
    this.#now += 5 * minute;
  }

  async seal(): Promise<void> {
    await this.persist((spool) =>
      spool.sealDue({
        now: this.#now,
        agreements: [device.agreement],
        signer: device.signer,
        vault: device.vault,
      }),
    );
  }

  async upload(): Promise<string> {
    const result = await this.persist((spool) =>
      spool.upload({
        transport: this.collector.transport,
        ledger: this.collector.ledger,
        now: this.#now,
        random: 0,
        collectorKey: collectorSigner.publicKey,
        dailyCapBytes: 1e12,
      }),
    );
    return result.state;
  }

  async confirm(): Promise<void> {
    await this.persist((spool) => spool.confirm({ ledger: this.collector.ledger, now: this.#now }));
  }

  /** What the collector has is still here or proven to be in the ledger; never neither. */
  async holdsWhatIsUnproven(): Promise<void> {
    const { unproven } = await this.#spool.ledger(this.#now);
    const sent = [...this.#data.keys()].filter((key) => key.startsWith('sent/'));
    const waiting = [...this.#data.keys()].filter((key) => key.startsWith('unproven/')).map((key) => key.slice(9));
    expect(waiting).toHaveLength(unproven);
    expect(unproven).toBeLessThanOrEqual(sent.length);
    for (const seq of waiting) expect(this.#data.has(`body/${seq}`)).toBe(true);
  }

  /** Everything that is left goes its way, without further trouble. */
  async drain(): Promise<void> {
    this.#faults.length = 0;
    this.collector.trouble.length = 0;
    this.restart();
    this.#now += 10 * minute;
    await this.seal();
    this.#now += 240 * minute;
    this.collector.ledgerTrouble = null;
    // The first ends an alarm, the second sees the last leaves.
    await this.confirm();
    expect(await this.upload()).toBe('empty');
    await this.holdsWhatIsUnproven();
    await this.confirm();
    expect(await this.#spool.usedBytes()).toBe(0);
    expect([...this.#data.keys()].filter((key) => /^(step|shot|note|out|body|unproven)/.test(key))).toEqual([]);
  }

  async do(step: Act): Promise<void> {
    switch (step.kind) {
      case 'append':
        return this.append(step.steps, step.newEpisode, step.snapshot);
      case 'delete-step':
      case 'delete-episode':
      case 'delete-range':
        return this.delete(step.kind, step.pick);
      case 'note':
        return this.note();
      case 'wait':
        return this.wait();
      case 'seal':
        return this.seal();
      case 'restart':
        return this.restart();
      case 'upload':
        this.collector.trouble.push(...step.trouble);
        await this.upload();
        return undefined;
      case 'confirm':
        this.collector.ledgerTrouble = step.trouble;
        await this.confirm();
        return undefined;
    }
  }
}

describe('with a crash at any store call', { timeout: 180_000 }, () => {
  it('every acknowledged step arrives exactly once unless deleted, deleted ones never, and the chain holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 3, maxLength: 25 }),
        fc.array(fault, { maxLength: 12 }),
        async (acts, faults) => {
          const world = new World(faults);
          for (const step of acts) await world.do(step);
          await world.drain();
          const segments = await world.collector.open(device.vault.identity);
          const arrived = segments.flatMap(({ records }) =>
            records.flatMap((record) => (record.kind === 'step' ? [record.step] : [])),
          );
          const expected = world.acknowledged.filter(({ seq }) => !world.deleted.has(seq));
          expect(arrived.toSorted((a, b) => a.seq - b.seq)).toEqual(expected);
          const needed = segments.flatMap(({ records }) => records.filter(({ kind }) => kind === 'snapshot'));
          if (expected.some(({ observation }) => observation !== null)) expect(needed.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('sealing survives a crash at each single call', async () => {
    for (let call = 0; call < 40; call++) {
      for (const when of ['before', 'after'] as const) {
        const world = new World([
          { call: 1000, when },
          { call, when },
        ]);
        await world.append(2, false, true);
        await world.append(1, true, false);
        world.wait();
        world.restart();
        await world.seal();
        await world.upload();
        await world.drain();
        const segments = await world.collector.open(device.vault.identity);
        const seqs = segments.flatMap(({ records }) =>
          records.flatMap((record) => (record.kind === 'step' ? [record.step.seq] : [])),
        );
        expect(seqs).toEqual([0, 1, 2]);
      }
    }
  });
});
