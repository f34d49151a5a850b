import type { Step } from '@assent/contracts';
import { expect, test } from 'vitest';
import { TestHost } from '../testing/host.ts';

const mebibyte = 1_048_576;
const today = (host: TestHost) => new Date(host.clock.now()).toISOString().slice(0, 10);

/** Makes the device believe something else of its storage, and read it: it does so after any deletion. */
async function believe(host: TestHost, belief: object, upload: object = {}): Promise<void> {
  await host.steps();
  await host.store.rewriteState((state) => ({
    ...state,
    ...belief,
    upload: { ...Object(state['upload']), ...upload },
  }));
  await host.ask({ type: 'delete-range', from: 0, to: 0 });
  await host.device.idle();
}

const stateOf = async (host: TestHost) => (await host.ask({ type: 'status' })).sites[0]?.state;

test('a device that is full rests, says so, and goes on by itself', async () => {
  const host = await TestHost.joined();
  const work = await host.open();
  work.click('Save');
  await believe(host, { bytes: 250 * mebibyte });
  expect(await stateOf(host)).toMatchObject({ state: 'budget', why: 'device-full' });
  expect(host.indicator).toBe('resting');
  expect(work.isCapturing).toBe(false);
  expect((await host.open()).isCapturing).toBe(false);
  work.click('Delete');
  // Some storage is free, but less than it needs to begin again; it knows that over a restart.
  await believe(host, { bytes: 230 * mebibyte });
  expect(host.indicator).toBe('resting');
  await host.restart();
  expect(host.indicator).toBe('resting');
  expect(work.isCapturing).toBe(false);

  await believe(host, { bytes: mebibyte });
  expect(host.indicator).toBe('on');
  expect(work.isCapturing).toBe(true);
  work.click('Search');
  expect(await host.clicks()).toEqual(['Save', 'Search']);
  await believe(host, { bytes: 230 * mebibyte });
  expect(host.indicator).toBe('on');
});

test('a stop at a limit has the same traces in the data as a pause, and as absence', async () => {
  const host = await TestHost.joined();
  const work = await host.open();
  work.click('Save');
  await believe(host, { bytes: 250 * mebibyte });
  work.click('Delete');
  await believe(host, { bytes: mebibyte });
  work.click('Search');
  await host.steps();
  await host.ask({ type: 'pause', minutes: 30 });
  await host.device.idle();
  work.click('Delete');
  await host.ask({ type: 'resume' });
  await host.device.idle();
  work.click('Archive');
  const steps = await host.steps();
  const shape = (step: Step) => ({ keys: Object.keys(step).toSorted(), missed: step.missed, complete: step.complete });
  const [first] = steps;
  for (const step of steps) if (first !== undefined) expect(shape(step)).toEqual(shape(first));
  expect(steps.map(({ seq }) => seq)).toEqual([0, 1, 2]);
  expect(steps.map(({ episode }) => episode)).toEqual([0, 1, 2]);
  expect(steps.map(({ target }) => target?.name)).toEqual(['Save', 'Search', 'Archive']);
});

test('a device rests for the rest of a day whose upload is used up, and sends nothing more in it', async () => {
  const host = await TestHost.joined();
  const work = await host.open();
  work.click('Save');
  await believe(host, {}, { day: today(host), dayBytes: 64 * mebibyte });
  const { queue } = await host.ask({ type: 'send-now' });
  await host.device.idle();
  expect(queue.uploadProblem).toBe('Today’s upload limit is reached; the rest follows tomorrow.');
  expect(await stateOf(host)).toMatchObject({ state: 'budget', why: 'daily-cap', until: Date.UTC(2026, 10, 3) });
  expect(work.isCapturing).toBe(false);
  expect(host.collector.segments).toEqual([]);
  work.click('Delete');
  await host.tick();
  expect(host.collector.segments).toEqual([]);

  host.clock.advance(24 * 60 * 60_000);
  await host.tick();
  await host.tick();
  expect(host.indicator).toBe('on');
  expect(host.collector.segments).toHaveLength(1);
  expect(work.isCapturing).toBe(true);
  work.click('Print');
  expect(await host.clicks()).toEqual(['Print']);
});

test('a device rests where its storage cannot be measured', async () => {
  const host = await TestHost.joined();
  const work = await host.open();
  work.click('Save');
  await host.steps();
  const state = host.store.items.get('state');
  host.store.items.set('state', new Uint8Array([1, 2, 3]));
  await host.ask({ type: 'status' }).catch(() => null);
  await host.tick();
  expect(work.isCapturing).toBe(false);
  expect(host.enabled).toEqual([]);
  if (state !== undefined) host.store.items.set('state', state);
  await host.tick();
  expect(work.isCapturing).toBe(true);
});
