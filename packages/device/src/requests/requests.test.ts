import { beforeEach, describe, expect, test } from 'vitest';
import type { TestDocument } from '../testing/documents.ts';
import { TestHost } from '../testing/host.ts';

let host: TestHost;
let work: TestDocument;

beforeEach(async () => {
  host = await TestHost.joined();
  work = await host.open();
});

const names = async () => (await host.steps()).map(({ target }) => target?.name);

describe('a request that this version does not know', () => {
  test.each([
    [{ type: 'send-everything' }],
    [{ type: 'pause' }],
    [{ type: 'pause', minutes: 0 }],
    [{ type: 'delete-range', from: 0 }],
    [{ type: 'status', more: true }],
    [{ ask: 'send-now' }],
    [{}],
    [null],
    ['send-now'],
  ])('is refused and never taken for another: %o', async (request) => {
    work.click('Save');
    await host.steps();
    const reply = await host.handle({ type: 'participant-request', request });
    expect(reply).toEqual({ ok: false, code: 'unknown-request' });
    await host.device.idle();
    expect(host.collector.segments).toEqual([]);
    expect(await host.clicks()).toEqual(['Save']);
    expect(work.isCapturing).toBe(true);
  });
});

describe('review', () => {
  test('shows what documents still hold, and what it means that something is hidden', async () => {
    work.click('Edit Vanterpool');
    await host.wait(5000);
    const { episodes, reasons, sent, queue } = await host.ask({ type: 'episodes' });
    expect(episodes).toHaveLength(1);
    expect(episodes[0]?.steps.map(({ target }) => target?.name)).toEqual([expect.stringMatching(/^Edit ⟦/)]);
    expect(Object.keys(reasons).length).toBeGreaterThan(0);
    expect(sent).toEqual([]);
    expect(queue).toMatchObject({ waitingSteps: 1, sealedSegments: 0, uploadedSegments: 0, droppedSteps: 0 });
  });

  test('ends nothing that is under way', async () => {
    work.press('Save');
    expect((await host.ask({ type: 'episodes' })).episodes).toEqual([]);
    work.record((script) => script.wait(100).release());
    expect((await host.steps()).map(({ complete }) => complete)).toEqual([true]);
  });
});

describe('deleting', () => {
  test('an episode takes what is still open in it along', async () => {
    work.click('Save');
    const [step] = await host.steps();
    work.press('Print');
    const { session = '', episode = 0 } = step ?? {};
    const after = await host.ask({ type: 'delete-episode', session, episode });
    expect(after.episodes).toEqual([]);
    expect(after.queue.deletedSteps).toBe(2);
    expect(await names()).toEqual([]);
  });

  test('a time takes what documents still hold of it along', async () => {
    const from = host.clock.now();
    work.click('Save');
    const to = host.clock.now();
    host.clock.advance(10_000);
    work.click('Print');
    const after = await host.ask({ type: 'delete-range', from, to });
    expect(after.episodes.flatMap(({ steps }) => steps.map(({ target }) => target?.name))).toEqual(['Print']);
    expect(after.queue.deletedSteps).toBe(1);
  });

  test('a step takes that step only', async () => {
    work.click('Save').click('Print');
    const [first] = await host.steps();
    const { session = '', seq = 0 } = first ?? {};
    await host.ask({ type: 'delete-step', session, seq });
    expect(await names()).toEqual(['Print']);
  });
});

describe('whatever is done', () => {
  test('one failure is answered by its code, and the next request is answered again', async () => {
    host.store.isFull = true;
    work.click('Save');
    await expect(host.ask({ type: 'delete-range', from: 0, to: 0 })).rejects.toMatchObject({ code: 'storage' });
    host.store.isFull = false;
    expect(await host.clicks()).toEqual(['Save']);
  });

  test('a page that hangs is not waited for in the queue', async () => {
    work.click('Save');
    work.hangs = true;
    expect((await host.ask({ type: 'episodes' })).episodes).toEqual([]);
    work.hangs = false;
    expect(await host.clicks()).toEqual(['Save']);
  });
});
