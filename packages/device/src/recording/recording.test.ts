import type { Step } from '@assent/contracts';
import { scriptField, scriptTarget } from '@assent/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orders, TestHost } from '../testing/host.ts';

const names = ['Save', 'Delete', 'Search', 'Archive', 'Print', 'Cancel', 'Open', 'Close', 'Next', 'Back'];
const subject = scriptField('subject');
const typed = (steps: readonly Step[]) =>
  steps.flatMap(({ action }) => (action.type === 'type' && 'text' in action.value ? [action.value.text] : []));

/** Nothing is there twice, and everything in the order in which it was done. */
function expectOnceInOrder(steps: readonly Step[]): void {
  for (const ofSession of Map.groupBy(steps, ({ session }) => session).values()) {
    const numbers = ofSession.map(({ seq }) => seq);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  }
}

describe('what is recorded', () => {
  test('is a listed site with its indicator, and no other', async () => {
    const host = await TestHost.joined();
    expect(host.indicator).toBe('on');
    const elsewhere = await host.open('https://elsewhere.example');
    elsewhere.click('Search');
    expect(elsewhere.isCapturing).toBe(false);
    const work = await host.open();
    expect(work.isCapturing).toBe(true);
    expect(host.indicatedTabs).toEqual(new Set([work.location.tab]));
    work.click('Save').click('Delete');
    expect(await host.clicks()).toEqual(['Save', 'Delete']);
    expect(host.enabled).toEqual([orders]);
    expect(host.failures).toEqual([]);
  });

  test('is nothing before anyone has joined', async () => {
    const host = await TestHost.start();
    const work = await host.open();
    expect(work.isCapturing).toBe(false);
    expect(host.enabled).toEqual([]);
    expect(host.indicator).toBe('off');
    // A sensor that runs all the same is ended.
    await work.start();
    expect(work.isCapturing).toBe(false);
    expect(await host.handle({ type: 'events', document: work.location, batch: { source: 'x', events: [] } })).toEqual({
      kind: 'stop',
    });
  });

  test('holds nothing of a site that is not listed, whatever sends it', async () => {
    const host = await TestHost.joined();
    const elsewhere = await host.open('https://elsewhere.example');
    elsewhere.isCapturing = true;
    elsewhere.record((script) => script.document({ url: 'https://elsewhere.example/' })).click('Search');
    await elsewhere.deliver();
    expect(elsewhere.isCapturing).toBe(false);
    expect(await host.steps()).toEqual([]);
  });

  test('is neither a private window nor a frame of another origin', async () => {
    const host = await TestHost.joined();
    const secret = await host.open(orders, { incognito: true });
    expect(secret.isCapturing).toBe(false);
    const foreign = await host.open('https://ads.example', { tab: 1, frame: 4, topOrigin: orders });
    await foreign.start();
    expect(foreign.isCapturing).toBe(false);
    const framed = await host.open(orders, { tab: 2, frame: 4, topOrigin: 'https://elsewhere.example' });
    expect(framed.isCapturing).toBe(false);
  });

  test('is what several documents report, each acknowledged for itself', async () => {
    const host = await TestHost.joined();
    const [one, other] = [await host.open(), await host.open()];
    one.click('Save');
    other.click('Print');
    await Promise.all([one.deliver(), other.deliver()]);
    expect([one.waiting, other.waiting]).toEqual([[], []]);
    expect(await host.clicks()).toEqual(['Save', 'Print']);
  });

  test('is not acknowledged when it could not be stored, and is sent again', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    work.click('Save');
    const sent = work.waiting.length;
    host.store.isFull = true;
    await work.deliver();
    expect(work.waiting).toHaveLength(sent);
    expect(host.failures).toContainEqual({ during: 'events', code: 'storage' });
    host.store.isFull = false;
    expect(await host.clicks()).toEqual(['Save']);
  });

  test('refuses what is not events, and reports it without its content', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    expect(await host.handle({ type: 'events', document: work.location, batch: { source: 'me' } })).toBeNull();
    expect(host.failures).toEqual([{ during: 'events', code: 'storage' }]);
  });

  test('comes out by itself when nothing follows it', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    work.click('Save');
    await work.deliver();
    const { queue } = await host.ask({ type: 'status' });
    expect(queue.waitingSteps).toBe(0);
    await host.wait(7000);
    expect((await host.ask({ type: 'status' })).queue.waitingSteps).toBe(0);
    await host.wait(1000);
    expect((await host.ask({ type: 'status' })).queue.waitingSteps).toBe(1);
  });

  test('compares secrets by a key of this session only', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    const keyOf = async () => {
      const answer = await host.handle({ type: 'document-opened', document: work.location });
      return answer?.kind === 'capture' ? answer.slotKey : undefined;
    };
    const key = await keyOf();
    expect(key).toMatch(/^k_[\w-]{22}$/);
    await host.restart();
    expect(await keyOf()).toBe(key);
    await host.restartHost();
    expect(await keyOf()).not.toBe(key);
  });
});

describe('what is recorded, whatever ends', () => {
  test('loses nothing and doubles nothing when the runtime ends at any moment', async () => {
    const act = fc.constantFrom('click', 'press', 'type', 'deliver', 'deliver and kill', 'kill', 'look');
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: names.length }), async (acts) => {
        const host = await sharedHost();
        const work = await host.open();
        const before = (await host.steps()).length;
        const clicked: string[] = [];
        let text = '';
        for (const [index, next] of acts.entries()) {
          if (next === 'click') {
            clicked.push(names[index] ?? '');
            work.click(names[index] ?? '');
          } else if (next === 'press') {
            clicked.push(names[index] ?? '');
            work.press(names[index] ?? '');
            host.kill();
            await host.run();
            work.record((script) => script.wait(50).release());
          } else if (next === 'type') {
            const more = text === '' ? 'save' : ' save';
            work.type(more, subject, text);
            text += more;
          } else if (next === 'deliver') await work.deliver();
          else if (next === 'look') await host.steps();
          else {
            const delivered = next === 'kill' ? undefined : work.deliver();
            host.kill();
            await host.run();
            // The answer of a runtime that has ended never comes.
            void delivered;
          }
        }
        const steps = (await host.steps()).slice(before);
        const clicks = steps.flatMap(({ action, target }) => (action.type === 'click' ? [target?.name] : []));
        expect(clicks).toEqual(clicked);
        expect(typed(steps).join('')).toBe(text);
        expect(steps.every(({ complete, missed }) => complete && missed === 0)).toBe(true);
        expectOnceInOrder(await host.steps());
        await host.closeTab(work.location.tab);
      }),
      { numRuns: 15 },
    );
  });

  let shared: Promise<TestHost> | undefined;
  const sharedHost = () => (shared ??= TestHost.joined());

  test('goes on with the same document when it comes back to life', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    work.click('Save');
    await work.deliver();
    await work.say();
    work.record((script) => script.document({ cause: 'back-forward', url: `${orders}/` })).click('Next');
    const steps = await host.steps();
    expect(await host.clicks()).toEqual(['Save', 'Next']);
    expectOnceInOrder(steps);
    expect(steps.every(({ missed, complete }) => missed === 0 && complete)).toBe(true);
  });

  test('says that something is missing after a tab has crashed', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    work.press('Print');
    await work.deliver();
    work.crash();
    host.clock.advance(3000);
    const again = await host.open(orders, { tab: work.location.tab });
    host.clock.advance(1500);
    again.click('Print');
    const steps = (await host.steps()).filter(({ action }) => action.type === 'click');
    expect(steps.map(({ complete }) => complete)).toEqual([false, true]);
    expect(steps.reduce((sum, { missed }) => sum + missed, 0)).toBe(1);
  });

  test('says that something is missing after a tab has crashed and was closed', async () => {
    const host = await TestHost.joined();
    const [work, crashing] = [await host.open(), await host.open()];
    crashing.press('Print');
    await crashing.deliver();
    crashing.crash();
    await host.closeTab(crashing.location.tab);
    await host.wait(1999);
    work.click('Next').click('Save');
    await work.deliver();
    await host.wait(1);
    work.click('Next');
    const steps = await host.steps();
    const cut = steps.find(({ target }) => target?.name === 'Print');
    expect(cut?.complete).toBe(false);
    expect(steps.map(({ missed }) => missed).filter((missed) => missed > 0)).toEqual([1]);
    expectOnceInOrder(steps);
  });

  test('says so too when the tab went while no runtime was there', async () => {
    const host = await TestHost.joined();
    const [work, crashing] = [await host.open(), await host.open()];
    crashing.press('Print');
    await crashing.deliver();
    crashing.crash();
    host.kill();
    await expect(host.closeTab(crashing.location.tab)).rejects.toThrow();
    await host.run();
    work.click('Save');
    await host.tick();
    await host.wait(2000);
    work.click('Next');
    const steps = await host.steps();
    expect(steps.reduce((sum, { missed }) => sum + missed, 0)).toBe(1);
    expect(steps.find(({ target }) => target?.name === 'Print')?.complete).toBe(false);
  });

  test('is complete where a tab was closed in good order', async () => {
    const host = await TestHost.joined();
    const [work, other] = [await host.open(), await host.open()];
    other.click('Print');
    await host.closeTab(other.location.tab);
    await host.wait(2000);
    work.click('Next');
    const steps = await host.steps();
    expect(steps.every(({ missed, complete }) => missed === 0 && complete)).toBe(true);
  });

  test('keeps what was taken in when the host is killed, and says that something may be missing', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    work.type('search', subject).press('Print');
    await work.deliver();
    await host.restartHost();
    const again = await host.open();
    again.click('Delete');
    const sessions = await host.stepsBySession();
    expect(sessions).toHaveLength(2);
    const isPrint = ({ target }: Step) => target?.name === 'Print';
    const before = sessions.find(([, steps]) => steps.some(isPrint))?.[1] ?? [];
    const after = sessions.find(([, steps]) => !steps.some(isPrint))?.[1] ?? [];
    const cut = before.find(isPrint);
    expect(cut?.complete).toBe(false);
    expect(typed(before)).toEqual(['search']);
    expect(after.find(({ missed }) => missed > 0)).toBe(after[0]);
    expect(after.at(-1)?.target?.name).toBe('Delete');
    expectOnceInOrder(await host.steps());
  });
});

describe('tabs', () => {
  const inOrder = async (host: TestHost) =>
    (await host.steps()).map(({ action, target }) => [action.type, target?.name ?? null]);

  test('a press that opens a tab comes before what is done in the tab', async () => {
    const host = await TestHost.joined({ sites: [{ origin: orders, name: 'Orders', mode: 'task' }] });
    const list = await host.open();
    list.click('First');
    void host.handle({ type: 'tab-opened', tab: 2, opener: list.location.tab });
    const order = await host.open(orders, { tab: 2 });
    order.click('Ship');
    await order.deliver();
    expect(list.waiting).toEqual([]);
    expect((await inOrder(host)).slice(-3)).toEqual([
      ['click', 'First'],
      ['tab_open', null],
      ['click', 'Ship'],
    ]);
  });

  test('what was done in the tab that was left comes before the switch', async () => {
    const host = await TestHost.joined();
    const [one, other] = [await host.open(), await host.open()];
    await host.wait(5000);
    one.click('Save');
    await host.handle({ type: 'tab-switched', tab: other.location.tab, window: 1 });
    other.click('Print');
    expect((await inOrder(host)).slice(-3)).toEqual([
      ['click', 'Save'],
      ['tab_switch', null],
      ['click', 'Print'],
    ]);
  });

  test('are reported only where a recorded site is, or was', async () => {
    const host = await TestHost.joined();
    const [work, elsewhere] = [await host.open(), await host.open('https://elsewhere.example')];
    await host.handle({ type: 'tab-switched', tab: elsewhere.location.tab, window: 1 });
    await host.closeTab(elsewhere.location.tab);
    work.click('Save');
    const kinds = (await host.steps()).map(({ action }) => action.type);
    expect(kinds).not.toContain('tab_switch');
    expect(kinds).not.toContain('tab_close');
    // The tab shows something else by now.
    await host.open('https://elsewhere.example', { tab: work.location.tab });
    await host.handle({ type: 'tab-switched', tab: work.location.tab, window: 1 });
    expect((await host.steps()).map(({ action }) => action.type)).not.toContain('tab_switch');
  });

  test('are not reported in a pause', async () => {
    const host = await TestHost.joined();
    const [work, other] = [await host.open(), await host.open()];
    work.click('Save');
    await host.ask({ type: 'pause', minutes: 30 });
    await host.device.idle();
    const before = await inOrder(host);
    await host.handle({ type: 'tab-switched', tab: other.location.tab, window: 1 });
    await host.closeTab(other.location.tab);
    expect(await inOrder(host)).toEqual(before);
  });

  test('are forgotten when they are closed', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    const key = `recorded/${work.location.tab}`;
    expect(await host.session.get(key)).toBe(true);
    await host.closeTab(work.location.tab);
    expect(await host.session.get(key)).toBeUndefined();
  });

  test('are opened once, however often their documents come up', async () => {
    const host = await TestHost.joined();
    const first = await host.open();
    first.click('Save');
    await first.leave();
    const second = await host.open(orders, { tab: first.location.tab, path: '/next' });
    await second.say();
    second.click('Print');
    await second.deliver();
    await host.wait(5000);
    const other = await host.open();
    other.click('Print');
    await other.say();
    expect((await host.steps()).filter(({ action }) => action.type === 'tab_open')).toHaveLength(1);
  });
});

test('a target is described as the document reported it', async () => {
  const host = await TestHost.joined();
  const work = await host.open();
  work.record((script) => script.click(scriptTarget('save', { name: 'Save', role: 'link' })));
  expect((await host.steps()).at(-1)).toMatchObject({ target: { role: 'link', name: 'Save' }, page: { path: '/' } });
});
