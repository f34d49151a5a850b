import { sha256Hex, utf8, type Digest } from '@assent/contracts';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TestDocument } from '../testing/documents.ts';
import { orders, TestHost } from '../testing/host.ts';
import { TestSessionMemory } from '../testing/memory.ts';
import { noteTaken, PendingSnapshots, takenLately } from './pending.ts';
import type { TakenSnapshot } from './snapshot.ts';

const never = { kind: 'no-snapshot', again: null };
const later = { kind: 'no-snapshot', again: 1500 };
const held = { kind: 'no-snapshot', again: 30_000 };

let host: TestHost;
let work: TestDocument;

beforeEach(async () => {
  host = await TestHost.joined({ snapshotsPerMinute: 3, keep: ['images'] }, 'steps-with-snapshots');
  work = await host.open();
  host.nextSnapshot = await snapshot('one');
});

async function snapshot(text: string, change: Partial<TakenSnapshot> = {}): Promise<TakenSnapshot> {
  const bytes = utf8(text);
  const digest = await sha256Hex(bytes);
  return { bytes, digest, width: 1024, height: 576, covered: 0, reduced: false, kept: [], ...change };
}

const ask = () => host.handle({ type: 'document-at-rest', document: work.location });

/** Does something on a page of which a snapshot was taken. */
async function clickOn(taken: TakenSnapshot): Promise<void> {
  work.noteSnapshot(taken.digest).click('Save');
  await work.deliver();
}

describe('a snapshot', () => {
  test('is kept for the step that follows it, and shown in review as it will be sent', async () => {
    const taken = await snapshot('one', { covered: 2, reduced: true });
    host.nextSnapshot = taken;
    expect(host.asksForSnapshots.get(work.location.tab)).toBe(true);
    expect(await ask()).toEqual({ kind: 'snapshot', snapshot: { digest: taken.digest, width: 1024, height: 576 } });
    await clickOn(taken);
    const [step] = await host.steps();
    expect(step?.observation?.shot).toBe(taken.digest);
    expect(step?.redactions).toEqual(
      expect.arrayContaining([
        { at: '/observation', reason: 'pixels.masked', count: 2 },
        { at: '/observation', reason: 'pixels.reduced', count: 1 },
      ]),
    );
    const { address } = await host.ask({ type: 'snapshot', digest: taken.digest });
    expect(address).toBe(`data:image/webp;base64,${btoa('one')}`);
    expect(await host.ask({ type: 'snapshot', digest: 'b'.repeat(64) })).toEqual({ address: null });
  });

  test('outlives the runtime until its step comes', async () => {
    const taken = await snapshot('one');
    await ask();
    await host.restart();
    await clickOn(taken);
    expect((await host.steps())[0]?.observation?.shot).toBe(taken.digest);
  });

  test('is not taken of frames, other pages or in a pause', async () => {
    const frame = { ...work.location, frame: 2 };
    expect(await host.handle({ type: 'document-at-rest', document: frame })).toEqual(never);
    const elsewhere = await host.open('https://elsewhere.example');
    expect(await host.handle({ type: 'document-at-rest', document: elsewhere.location })).toEqual(never);
    await host.ask({ type: 'pause', minutes: 30 });
    expect(await ask()).toEqual(never);
  });

  test('is not taken without the platform’s permission, which a document is then not allowed to ask for', async () => {
    host.snapshotsPermitted = false;
    expect(await ask()).toEqual(never);
    const other = await host.open();
    expect(host.asksForSnapshots.has(other.location.tab)).toBe(false);
  });

  test('is not kept when a pause has begun while it was taken', async () => {
    const taken = await snapshot('one');
    host.whileTaking = async () => {
      await host.ask({ type: 'pause', minutes: 30 });
    };
    expect(await ask()).toEqual(never);
    expect(await new PendingSnapshots(host.session).find(taken.digest)).toBeNull();
  });

  test('is not kept when it shows what may stay no longer', async () => {
    await host.ask({ type: 'allow-media', kind: 'images', allowed: true });
    const taken = await snapshot('one', { kept: [{ kind: 'images', count: 1 }] });
    host.nextSnapshot = taken;
    host.whileTaking = async () => {
      await host.ask({ type: 'allow-media', kind: 'images', allowed: false });
    };
    expect(await ask()).toEqual(later);
    expect(await new PendingSnapshots(host.session).find(taken.digest)).toBeNull();
    host.whileTaking = async () => undefined;
    await host.ask({ type: 'allow-media', kind: 'images', allowed: true });
    host.clock.advance(2000);
    expect(await ask()).toMatchObject({ kind: 'snapshot' });
    await clickOn(taken);
    expect((await host.steps())[0]?.redactions).toContainEqual({
      at: '/observation',
      reason: 'kept.images',
      count: 1,
    });
  });

  test('is tried again later where nothing fits, and never where the page does not', async () => {
    host.nextSnapshot = 'not-now';
    expect(await ask()).toEqual(later);
    host.clock.advance(60_000);
    host.nextSnapshot = 'unsuitable';
    expect(await ask()).toEqual(never);
  });

  test('is taken one at a time', async () => {
    const taking = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    host.whileTaking = async () => {
      begun.resolve();
      await taking.promise;
    };
    const first = ask();
    await begun.promise;
    expect(await ask()).toEqual(later);
    taking.resolve();
    expect(await first).toMatchObject({ kind: 'snapshot' });
    host.clock.advance(1000);
    expect(await ask()).toMatchObject({ kind: 'snapshot' });
  });

  test('comes no more often than the policy says', async () => {
    for (let taken = 0; taken < 3; taken++) {
      expect(await ask()).toMatchObject({ kind: 'snapshot' });
      host.clock.advance(1000);
    }
    expect(await ask()).toEqual({ kind: 'no-snapshot', again: 57_000 });
    host.clock.advance(57_000);
    expect(await ask()).toMatchObject({ kind: 'snapshot' });
    expect(await ask()).toEqual({ kind: 'no-snapshot', again: 1000 });
  });

  test('rests on a low battery or a paid connection, and the status says why', async () => {
    host.machine = { battery: { level: 0.1, charging: false }, saveData: false, metered: false };
    expect(await ask()).toEqual(held);
    expect((await host.ask({ type: 'status' })).program?.snapshotsHeldBy).toBe('battery-low');
    // Known for a minute, and not asked again before that.
    host.machine = { battery: { level: 0.1, charging: true }, saveData: false, metered: true };
    host.clock.advance(59_999);
    expect(await ask()).toEqual(held);
    expect((await host.ask({ type: 'status' })).program?.snapshotsHeldBy).toBe('battery-low');
    host.clock.advance(1);
    expect((await host.ask({ type: 'status' })).program?.snapshotsHeldBy).toBeNull();
    expect(await ask()).toEqual(held);
    expect((await host.ask({ type: 'status' })).program?.snapshotsHeldBy).toBe('metered');
    host.machine = null;
    host.clock.advance(60_000);
    expect(await ask()).toEqual(held);
  });

  test('fails without an answer where the session cannot be read, and that is reported', async () => {
    await host.session.set({ snapshots: 'nonsense' });
    expect(await ask()).toBeNull();
    expect(host.failures).toEqual([{ during: 'document-at-rest', code: 'storage' }]);
    await host.session.remove(['snapshots']);
    host.clock.advance(1000);
    expect(await ask()).toMatchObject({ kind: 'snapshot' });
  });
});

describe('switching snapshots off', () => {
  test('is off at once: those that wait for a step are forgotten, and documents stop asking', async () => {
    const taken = await snapshot('one');
    await ask();
    const { program } = await host.ask({ type: 'switch-snapshots', on: false });
    expect(program).toMatchObject({ tier: 'steps-only', snapshots: 'off' });
    expect(host.snapshotSwitches).toEqual([false]);
    expect(host.asksForSnapshots.get(work.location.tab)).toBe(false);
    expect(await ask()).toEqual(never);
    await clickOn(taken);
    expect((await host.steps())[0]?.observation?.shot ?? null).not.toBe('one');
    expect(await host.ask({ type: 'snapshot', digest: taken.digest })).toEqual({ address: null });
    const again = await host.ask({ type: 'switch-snapshots', on: true });
    expect(again.program).toMatchObject({ tier: 'steps-with-snapshots', snapshots: 'on' });
    expect(host.asksForSnapshots.get(work.location.tab)).toBe(true);
  });

  test('cannot be undone beyond what was consented to', async () => {
    const plain = await TestHost.joined();
    await plain.ask({ type: 'switch-snapshots', on: true }).catch(() => null);
    expect((await plain.ask({ type: 'status' })).program?.snapshots).toBe('not-agreed');
    const document = (await plain.open(orders)).location;
    expect(await plain.handle({ type: 'document-at-rest', document })).toEqual(never);
  });

  test('is done by a pause too: nothing that was seen before is used after it', async () => {
    const taken = await snapshot('one');
    await ask();
    await host.ask({ type: 'pause', minutes: 30 });
    await host.device.idle();
    expect(await new PendingSnapshots(host.session).find(taken.digest)).toBeNull();
  });
});

test('leaving forgets snapshots that wait for a step', async () => {
  const taken = await snapshot('one');
  await ask();
  expect(await new PendingSnapshots(host.session).find(taken.digest)).not.toBeNull();
  await host.ask({ type: 'withdraw' });
  expect(await new PendingSnapshots(host.session).find(taken.digest)).toBeNull();
});

describe('snapshots that wait', () => {
  const named = async (name: string, size: number): Promise<readonly [Digest, TakenSnapshot]> => {
    const taken = await snapshot(name, { bytes: new Uint8Array(size), covered: 1, reduced: true });
    return [taken.digest, taken];
  };

  test('are at most twenty-four, the newest', async () => {
    const pending = new PendingSnapshots(new TestSessionMemory());
    const all = await Promise.all(Array.from({ length: 25 }, (_, index) => named(`snapshot ${index}`, 10)));
    for (const [digest, taken] of all) await pending.put(digest, taken);
    const found = await Promise.all(all.map(([digest]) => pending.find(digest)));
    expect(found.map((each) => each !== null)).toEqual([false, ...Array.from({ length: 24 }, () => true)]);
    expect(found[24]).toEqual({ bytes: new Uint8Array(10), covered: 1, reduced: true, kept: [] });
    await pending.clear();
    expect(await Promise.all(all.map(([digest]) => pending.find(digest)))).toEqual(all.map(() => null));
  });

  test('are at most three mebibytes, and one that is put again counts once', async () => {
    const pending = new PendingSnapshots(new TestSessionMemory());
    const mebibyte = 1_048_576;
    const [one, two, three] = [await named('1', mebibyte), await named('2', mebibyte), await named('3', mebibyte)];
    for (const [digest, taken] of [one, two, three, one]) await pending.put(digest, taken);
    expect(await pending.find(two[0])).not.toBeNull();
    const [digest, taken] = await named('4', 1);
    await pending.put(digest, taken);
    expect(await pending.find(two[0])).toBeNull();
    expect(await pending.find(three[0])).not.toBeNull();
    expect(await pending.find(one[0])).not.toBeNull();
  });

  test('are counted by when they were taken', async () => {
    const session = new TestSessionMemory();
    expect(await takenLately(session, 5)).toEqual([]);
    await noteTaken(session, 100_000);
    await noteTaken(session, 130_000);
    expect(await takenLately(session, 130_000)).toEqual([100_000, 130_000]);
    expect(await takenLately(session, 160_000)).toEqual([130_000]);
  });
});
