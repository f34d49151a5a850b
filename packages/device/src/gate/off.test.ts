import type { Instant } from '@assent/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orders, TestHost } from '../testing/host.ts';

const archive = 'https://archive.example';
const two = {
  sites: [
    { origin: orders, name: 'Orders' },
    { origin: archive, name: 'Archive' },
  ],
};
const minute = 60_000;

describe('a pause', () => {
  test('ends every sensor at once, and what is done in it is nowhere', async () => {
    const host = await TestHost.joined(two);
    const documents = [await host.open(), await host.open(), await host.open(archive)];
    documents[0]?.click('Save');
    const paused = await host.ask({ type: 'pause', minutes: 30 });
    expect(paused.pause).toMatchObject({ until: host.clock.now() + 30 * minute, restOfDay: false });
    expect(paused.sites.map(({ state }) => state.state)).toEqual(['paused', 'paused']);
    expect(documents.map(({ isCapturing }) => isCapturing)).toEqual([false, false, false]);
    expect(host.enabled).toEqual([]);
    expect(host.indicator).toBe('paused');
    documents[0]?.click('Search');
    // A page that is opened in the pause gets no sensor at all, and one that asks is ended.
    const opened = await host.open();
    expect(opened.isCapturing).toBe(false);
    await opened.start();
    expect(opened.isCapturing).toBe(false);

    await host.ask({ type: 'resume' });
    await host.device.idle();
    expect(documents.map(({ isCapturing }) => isCapturing)).toEqual([true, true, true]);
    expect(host.indicator).toBe('on');
    documents[0]?.click('Archive');
    expect(await host.clicks()).toEqual(['Save', 'Archive']);
    expect(host.failures).toEqual([]);
  });

  test('closes what was open: what is done after it is another episode', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    work.press('Save');
    host.clock.advance(10);
    await host.ask({ type: 'pause', minutes: 30 });
    await host.device.idle();
    const [before] = (await host.ask({ type: 'episodes' })).episodes;
    expect(before?.steps.map(({ complete }) => complete)).toEqual([false]);
    await host.ask({ type: 'resume' });
    await host.device.idle();
    work.click('Print');
    const steps = await host.steps();
    expect(steps.map(({ episode }) => episode)).toEqual([0, 1]);
    expect(steps.map(({ missed }) => missed)).toEqual([0, 0]);
  });

  test('is off in all documents before its turn has come', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    const writing = Promise.withResolvers<void>();
    host.store.gate = writing.promise;
    // While this is written down, nothing else has its turn.
    const before = host.ask({ type: 'include', origin: orders });
    const pressedAt = host.clock.now();
    const pausing = host.ask({ type: 'pause', minutes: 30 });
    expect(work.isCapturing).toBe(false);
    work.isCapturing = true;
    host.clock.advance(1);
    work.click('Search');
    const late = work.deliver();
    writing.resolve();
    await Promise.all([before, pausing, late]);
    await host.device.idle();
    expect(await host.clicks()).toEqual([]);
    const { pause } = await host.ask({ type: 'status' });
    expect(pause?.until).toBeGreaterThanOrEqual(pressedAt + 30 * minute);
    expect(work.isCapturing).toBe(false);
  });

  test('takes nothing that happened after the press, though the profile is not written yet', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    work.click('Save');
    work.hangs = true;
    const writing = Promise.withResolvers<void>();
    const pausing = host.ask({ type: 'pause', minutes: 30 });
    work.hangs = false;
    work.isCapturing = true;
    work.click('Search');
    host.store.gate = writing.promise;
    writing.resolve();
    await Promise.all([work.deliver(), pausing]);
    await host.device.idle();
    expect(await host.clicks()).toEqual([]);
  });

  test('that is refused leaves everything as it was: what it ended begins again', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    await expect(host.ask({ type: 'pause', minutes: 1440 })).rejects.toMatchObject({ code: 'not-allowed' });
    await host.device.idle();
    expect(work.isCapturing).toBe(true);
    expect(host.indicator).toBe('on');
    work.click('Save');
    expect(await host.clicks()).toEqual(['Save']);
    expect((await host.ask({ type: 'status' })).pause).toBeNull();
  });

  test('holds where the sensor cannot be reached, and that is reported', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    host.stopFails = new TypeError('no tabs');
    await expect(host.ask({ type: 'pause', minutes: 30 })).rejects.toMatchObject({ code: 'storage' });
    host.stopFails = null;
    await host.device.idle();
    expect(host.failures).toContainEqual({ during: 'stop-at-once', code: 'storage' });
    await host.tick();
    expect(host.indicator).toBe('paused');
    work.click('Search');
    await work.deliver();
    expect(work.isCapturing).toBe(false);
    expect(await host.clicks()).toEqual([]);
  });

  test('is answered once the sensors have ended, and not before', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    const stopping = Promise.withResolvers<void>();
    host.stopping = stopping.promise;
    let isAnswered = false;
    const pause = async () => {
      await host.ask({ type: 'pause', minutes: 30 });
      isAnswered = true;
    };
    const pausing = pause();
    const status = await host.ask({ type: 'status' });
    expect(status.sites[0]?.state.state).toBe('paused');
    expect(isAnswered).toBe(false);
    host.stopping = Promise.resolve();
    stopping.resolve();
    await pausing;
    expect(work.isCapturing).toBe(false);
  });

  test('reaches a document that was out of reach when it was said', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    const away = host.documents.splice(0);
    await host.ask({ type: 'pause', minutes: 30 });
    expect(work.isCapturing).toBe(true);
    host.documents.push(...away);
    await work.say();
    expect(work.isCapturing).toBe(false);
  });

  test('can be extended, and lasts for the rest of the day where that is asked for', async () => {
    const host = await TestHost.joined();
    await host.ask({ type: 'pause', minutes: 10 });
    const longer = await host.ask({ type: 'extend', minutes: 20 });
    expect(longer.pause?.until).toBe(host.clock.now() + 30 * minute);
    const rest = await host.ask({ type: 'pause-rest-of-day', utcOffsetMinutes: 0 });
    expect(rest.pause).toMatchObject({ restOfDay: true, until: Date.UTC(2026, 10, 3) });
    expect(host.enabled).toEqual([]);
  });

  test('is announced before it ends, and goes on where the notice cannot be shown', async () => {
    const host = await TestHost.joined();
    await host.ask({ type: 'pause', minutes: 2 });
    host.noticeWorks = false;
    for (let ticks = 0; ticks < 6; ticks++) await host.tick();
    expect(host.indicator).toBe('paused');
    expect(host.notices).toBe(0);
    host.noticeWorks = true;
    await host.tick();
    expect(host.notices).toBe(1);
    expect(host.indicator).toBe('paused');
    await host.tick();
    expect(host.indicator).toBe('on');
    expect(host.notices).toBe(1);
  });

  test('is extended from its notice by the longest pause there is', async () => {
    const host = await TestHost.joined();
    await host.ask({ type: 'pause', minutes: 1 });
    await host.handle({ type: 'pause-extended' });
    const { pause } = await host.ask({ type: 'status' });
    expect(pause?.until).toBe(host.clock.now() + 31 * minute);
    expect(host.enabled).toEqual([]);
  });

  test('is said to end soon by the status, which counts as its notice', async () => {
    const host = await TestHost.joined();
    await host.ask({ type: 'pause', minutes: 1 });
    expect((await host.ask({ type: 'status' })).pause?.resumesSoon).toBe(false);
    host.clock.advance(55_000);
    expect((await host.ask({ type: 'status' })).pause?.resumesSoon).toBe(true);
    expect((await host.ask({ type: 'status' })).pause?.resumesSoon).toBe(true);
    host.clock.advance(20_000);
    await host.handle({ type: 'started' });
    expect(host.notices).toBe(0);
    expect(host.indicator).toBe('on');
  });

  test('survives the end of the runtime and of the host', async () => {
    const host = await TestHost.joined();
    await host.ask({ type: 'pause', minutes: 30 });
    await host.restart();
    expect(host.indicator).toBe('paused');
    await host.restartHost();
    expect(host.indicator).toBe('paused');
    expect(host.enabled).toEqual([]);
  });
});

describe('a site that is taken out', () => {
  test('is off, and the others are not', async () => {
    const host = await TestHost.joined(two);
    const [work, elsewhere] = [await host.open(), await host.open(archive)];
    const after = await host.ask({ type: 'exclude', origin: archive });
    await host.device.idle();
    expect(after.sites.map(({ excluded, state }) => [excluded, state.state])).toEqual([
      [false, 'recording'],
      [true, 'out-of-scope'],
    ]);
    expect([work.isCapturing, elsewhere.isCapturing]).toEqual([true, false]);
    expect(host.enabled).toEqual([orders]);
    expect(host.indicator).toBe('on');
    elsewhere.click('Search');
    work.click('Save');
    await host.ask({ type: 'include', origin: archive });
    await host.device.idle();
    expect(elsewhere.isCapturing).toBe(true);
    expect(work.isCapturing).toBe(true);
    elsewhere.click('Print');
    expect(await host.clicks()).toEqual(['Save', 'Print']);
  });

  test('holds nothing of the moment between the press and its turn', async () => {
    const host = await TestHost.joined(two);
    const elsewhere = await host.open(archive);
    const writing = Promise.withResolvers<void>();
    host.store.gate = writing.promise;
    const before = host.ask({ type: 'include', origin: orders });
    const excluding = host.ask({ type: 'exclude', origin: archive });
    expect(elsewhere.isCapturing).toBe(false);
    writing.resolve();
    await Promise.all([before, excluding]);
    expect(host.enabled).toEqual([orders]);
  });
});

describe('nothing is captured', () => {
  test('while the indicator cannot be shown', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    host.indicatorWorks = false;
    await host.tick();
    expect(work.isCapturing).toBe(false);
    expect(host.enabled).toEqual([]);
    host.indicatorWorks = true;
    await host.tick();
    expect(work.isCapturing).toBe(true);
  });

  test('of a site that the platform does not permit', async () => {
    const host = await TestHost.joined(two);
    const elsewhere = await host.open(archive);
    host.forbidden.add(archive);
    await host.handle({ type: 'started' });
    expect(elsewhere.isCapturing).toBe(false);
    expect(host.enabled).toEqual([orders]);
    host.forbidden.clear();
    await host.handle({ type: 'started' });
    expect(host.enabled).toEqual([orders, archive]);
  });

  test('where storage cannot be read, until it can', async () => {
    const host = await TestHost.joined();
    host.store.unreadable = true;
    await host.restart();
    expect(host.failures).toContainEqual({ during: 'started', code: 'storage' });
    const work = await host.open();
    expect(work.isCapturing).toBe(false);
    await expect(host.ask({ type: 'status' })).rejects.toMatchObject({ code: 'storage' });
    host.store.unreadable = false;
    await host.tick();
    expect((await host.open()).isCapturing).toBe(true);
  });

  test('under a profile that does not read as one', async () => {
    const host = await TestHost.joined();
    const profile = host.store.profileText;
    host.store.profileText = '{"v":3}';
    await host.restart();
    const work = await host.open();
    expect(work.isCapturing).toBe(false);
    expect(host.failures).toContainEqual({ during: 'started', code: 'storage' });
    host.store.profileText = profile;
    await host.tick();
    expect((await host.open()).isCapturing).toBe(true);
  });

  test('of a frame that the indicator of its tab does not cover any more', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    host.indicatedTabs.clear();
    // A frame shows nothing for its tab: that is for the top document.
    await host.open(orders, { tab: work.location.tab, frame: 3 });
    expect(host.indicatedTabs.size).toBe(0);
    await work.say();
    expect(host.indicatedTabs).toEqual(new Set([work.location.tab]));
  });

  test('after a document has lost its indicator, in all of its tab, until another document is there', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    const frame = await host.open(orders, { tab: work.location.tab, frame: 2 });
    expect(frame.isCapturing).toBe(true);
    work.click('Save');
    frame.hangs = true;
    host.clock.advance(1000);
    await work.loseIndicator();
    expect(host.indicatedTabs.size).toBe(0);
    expect(frame.isCapturing).toBe(false);
    frame.hangs = false;
    frame.isCapturing = true;
    frame.click('Search');
    await frame.deliver();
    expect(frame.isCapturing).toBe(false);
    await frame.start();
    expect(frame.isCapturing).toBe(false);
    expect(await host.clicks()).toEqual(['Save']);
    const next = await host.open(orders, { tab: work.location.tab });
    expect(next.isCapturing).toBe(true);
    next.click('Print');
    expect(await host.clicks()).toEqual(['Save', 'Print']);
  });

  test.each([['yesterday'], [Number.NaN], [undefined]])(
    'by a document that cannot say when its indicator was seen (%s)',
    async (seen) => {
      const host = await TestHost.joined();
      const work = await host.open();
      work.click('Save');
      const { location } = work;
      expect(await host.handle({ type: 'indicator-lost', document: location, seen })).toEqual({ kind: 'stop' });
      await host.device.idle();
      expect(work.isCapturing).toBe(false);
      expect(await host.clicks()).toEqual([]);
    },
  );

  test('by what is no known command', async () => {
    const host = await TestHost.joined();
    const unknown = { type: 'capture-everything' } as unknown as { readonly type: 'started' };
    expect(await host.handle(unknown)).toBeNull();
    expect(host.failures).toEqual([{ during: 'unknown-command', code: 'unknown-request' }]);
  });
});

test('no interleaving of pauses, events, ends and restarts takes anything in of a pause, or loses what was taken', async () => {
  const act = fc.constantFrom('click', 'deliver', 'pause', 'resume', 'kill', 'tick', 'status', 'open');
  const host = await TestHost.joined();
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 14 }), async (acts) => {
      const work = await host.open();
      let isPaused = false;
      const pauses: { from: Instant; to: Instant }[] = [];
      const acknowledged = new Set<number>();
      for (const next of acts) {
        host.clock.advance(1000);
        if (next === 'click') work.click('Save');
        else if (next === 'open') await work.start();
        else if (next === 'deliver') {
          const sent = work.waiting.filter(({ kind }) => kind === 'press');
          await work.deliver();
          if (work.isCapturing) for (const { t } of sent) acknowledged.add(Math.floor(t / 1000) * 1000);
        } else if (next === 'pause') {
          if (!isPaused) pauses.push({ from: host.clock.now(), to: Infinity });
          isPaused = true;
          await host.ask({ type: 'pause', minutes: 30 });
        } else if (next === 'resume') {
          await host.ask({ type: 'resume' });
          const last = pauses.at(-1);
          if (isPaused && last !== undefined) last.to = host.clock.now();
          isPaused = false;
        } else if (next === 'kill') await host.restart();
        else if (next === 'tick') await host.tick();
        else await host.ask({ type: 'status' });
        await host.device.idle();
        if (isPaused) {
          expect(work.isCapturing).toBe(false);
          expect(host.enabled).toEqual([]);
          expect(host.indicator).toBe('paused');
        }
      }
      await host.ask({ type: 'resume' });
      await host.device.idle();
      const steps = (await host.steps()).filter(({ action }) => action.type === 'click');
      const times = steps.map(({ t }) => t);
      for (const at of acknowledged) expect(times.some((t) => Math.abs(t - at) <= 1000)).toBe(true);
      for (const { from, to } of pauses) expect(times.filter((t) => t > from && t + 1000 < to)).toEqual([]);
      await host.ask({ type: 'delete-range', from: 0, to: host.clock.now() });
      await host.closeTab(work.location.tab);
      await host.wait(5000);
    }),
    { numRuns: 25 },
  );
});
