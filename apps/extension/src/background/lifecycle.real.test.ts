import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Step } from '@assent/contracts';
import { describeStep } from '@assent/ui/describe-step';
import { builtExtension } from '@assent/testkit/shared';
import type { Page } from 'playwright-core';
import { step } from '@assent/testkit/step';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeCollector } from '../testing/fake-collector.ts';
import { joinProgram } from '../testing/join.ts';
import { launchWithExtension, type ExtensionBrowser } from '../testing/launch.ts';
import { serveSite, type TestSite } from '../testing/site.ts';
import { waitingSteps } from '../testing/waiting.ts';

const extensionDir = await builtExtension();
const names = ['Save', 'Delete', 'Search', 'Archive', 'Print', 'Cancel', 'Open', 'Close', 'Next', 'Back'];
const page = `<!doctype html><title>Orders</title><h1>Orders</h1>
<form onsubmit="return false"><label>Subject <input name="subject"></label>
${names.map((name) => `<button type="button">${name}</button>`).join(' ')}</form>
<a href="/other">Next page</a><div style="height:3000px"></div>`;

let browser: ExtensionBrowser;
let site: TestSite;
let collector: FakeCollector;
let profileDir: string;
let work: Page;
let panel: Page;

/** The steps that wait, once one of them reads like this. */
async function stepsOnce(sentence: string): Promise<readonly Step[]> {
  let steps: readonly Step[] = [];
  await expect
    .poll(
      async () => {
        steps = await waitingSteps(panel);
        return steps.map((step) => describeStep(step));
      },
      { timeout: 90_000 },
    )
    .toContainEqual(sentence);
  return steps;
}

/** Nothing is there twice, and everything in the order in which it was done. */
function expectOnceInOrder(steps: readonly Step[]): void {
  for (const ofSession of Map.groupBy(steps, ({ session }) => session).values()) {
    const numbers = ofSession.map(({ seq }) => seq);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  }
}

async function press(name: string): Promise<void> {
  await work.getByRole('button', { name, exact: true }).click();
}

async function killWorker(): Promise<void> {
  const devtools = await browser.context.newCDPSession(panel);
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.stopAllWorkers');
  await devtools.detach();
}

/** Opens the site in a tab of its own, with the page script in it. */
async function openWork(): Promise<void> {
  work = await browser.context.newPage();
  await work.goto(site.origin);
  await work.locator('html > div').waitFor({ state: 'attached' });
}

async function startBrowser(): Promise<void> {
  browser = await launchWithExtension({ extensionDir, profileDir, backForwardCache: true });
}

describe('what is recorded, whatever dies', () => {
  beforeAll(async () => {
    site = await serveSite({ '/': page, '/other': page.replaceAll('Orders', 'Other') });
    collector = await FakeCollector.start({
      sites: [{ origin: site.origin, name: 'Orders' }],
      coolingOffSeconds: 3600,
    });
    profileDir = await mkdtemp(join(tmpdir(), 'assent-profile-'));
    await startBrowser();
    await joinProgram(browser, collector);
    panel = await browser.openPopup();
    await openWork();
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([site?.close(), collector?.close()]);
    await rm(profileDir, { recursive: true, force: true });
  });

  test('is kept once and in order, or said to be missing', { timeout: 1_500_000 }, async () => {
    await step('loses nothing and doubles nothing when the worker dies at any moment', async () => {
      await press('Save');
      await killWorker();
      await press('Delete');
      // Between the press of a button and its release.
      const box = await work.getByRole('button', { name: 'Search' }).boundingBox();
      await work.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
      await work.mouse.down();
      await killWorker();
      await work.mouse.up();
      // While events are on their way, and right after they were taken in.
      await Promise.all([waitingSteps(panel).catch(() => []), killWorker()]);
      await work.getByLabel('Subject').click();
      await work.keyboard.type('save the');
      await waitingSteps(panel);
      await killWorker();
      await work.keyboard.type(' order');
      await killWorker();
      for (const name of ['Archive', 'Print', 'Cancel', 'Open']) {
        await press(name);
        await killWorker();
      }
      await press('Close');
      const steps = await stepsOnce('Click “Close”');
      expectOnceInOrder(steps);
      const clicks = steps.map((step) => describeStep(step)).filter((sentence) => sentence.startsWith('Click'));
      expect(clicks.filter((sentence) => sentence !== 'Click “Subject”')).toEqual(
        ['Save', 'Delete', 'Search', 'Archive', 'Print', 'Cancel', 'Open', 'Close'].map((name) => `Click “${name}”`),
      );
      const typed = steps.flatMap(({ action }) =>
        action.type === 'type' && 'text' in action.value ? [action.value.text] : [],
      );
      expect(typed.join('')).toBe('save the order');
      expect(steps.every(({ complete, missed }) => complete && missed === 0)).toBe(true);
    });

    await step('goes on with the same document when it comes back out of the back/forward cache', async () => {
      await work.evaluate(() => Object.assign(globalThis, { kept: true }));
      await work.getByRole('link', { name: 'Next page' }).click();
      await work.getByRole('heading', { name: 'Other' }).waitFor();
      await press('Save');
      await work.evaluate(() => history.back());
      await work.getByRole('heading', { name: 'Orders' }).waitFor();
      expect(await work.evaluate(() => Reflect.get(globalThis, 'kept'))).toBe(true);
      await press('Next');
      const steps = await stepsOnce('Click “Next”');
      expectOnceInOrder(steps);
      expect(steps.at(-1)).toMatchObject({ missed: 0, complete: true, page: { path: '/' } });
      expect(steps.map((step) => describeStep(step)).slice(-3)).toContainEqual('Click “Save”');
    });

    await step('says that something is missing after a tab has crashed', async () => {
      const devtools = await browser.context.newCDPSession(work);
      const before = (await waitingSteps(panel)).length;
      await press('Archive');
      await stepsOnce('Click “Archive”');
      // Told of, and taken in; its release never happens.
      const box = await work.getByRole('button', { name: 'Print' }).boundingBox();
      await work.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
      await work.mouse.down();
      await waitingSteps(panel);
      const crashed = work.waitForEvent('crash');
      devtools.send('Page.crash').catch(() => undefined);
      await crashed;
      await clickInRevived((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
      let steps: readonly Step[] = [];
      await expect
        .poll(
          async () => {
            steps = (await waitingSteps(panel)).slice(before);
            return steps.filter((step) => describeStep(step) === 'Click “Print”').length;
          },
          { timeout: 90_000 },
        )
        .toBe(2);
      const [cut, whole] = steps.filter((step) => describeStep(step) === 'Click “Print”');
      expect(cut?.complete).toBe(false);
      expect(whole?.complete).toBe(true);
      expect(steps.reduce((sum, { missed }) => sum + missed, 0)).toBeGreaterThan(0);
      await work.close();
    });

    await step(
      'says that something is missing after a tab has crashed and was closed, while the browser runs on',
      async () => {
        await openWork();
        await press('Save');
        await stepsOnce('Click “Save”');
        const before = (await waitingSteps(panel)).length;
        const crashing = await browser.context.newPage();
        await crashing.goto(`${site.origin}/other`);
        await crashing.locator('html > div').waitFor({ state: 'attached' });
        const devtools = await browser.context.newCDPSession(crashing);
        const box = await crashing.getByRole('button', { name: 'Print' }).boundingBox();
        await crashing.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
        await crashing.mouse.down();
        await waitingSteps(panel);
        const crashed = crashing.waitForEvent('crash');
        devtools.send('Page.crash').catch(() => undefined);
        await crashed;
        await panel.evaluate(async (url) => {
          const [tab] = await chrome.tabs.query({ url });
          await chrome.tabs.remove(tab?.id ?? 0);
        }, `${site.origin}/other`);
        await work.bringToFront();
        let steps: readonly Step[] = [];
        // Whatever is done next says so, once the tab's last words could have come.
        await expect
          .poll(
            async () => {
              await press('Next');
              steps = (await waitingSteps(panel)).slice(before);
              return steps.reduce((sum, { missed }) => sum + missed, 0);
            },
            { timeout: 90_000, interval: 1000 },
          )
          .toBe(1);
        const cut = steps.find((step) => describeStep(step) === 'Click “Print”');
        expect(cut?.complete).toBe(false);
        const label = steps.find(({ missed }) => missed > 0);
        expect(label?.session).toBe(cut?.session);
        expectOnceInOrder(steps);
        await work.close();
      },
    );

    await step('ends the scripts of an extension that was updated, and records once, not twice', async () => {
      await openWork();
      await press('Back');
      const before = await stepsOnce('Click “Back”');
      await updateExtension();
      await expect.poll(async () => openPanel(), { timeout: 90_000 }).toBe(true);
      // The new version's script is there, and the old one's mark is not.
      await expect.poll(() => work.locator('html > div').count(), { timeout: 90_000 }).toBe(1);
      await work.bringToFront();
      await press('Cancel');
      await press('Open');
      let steps: readonly Step[] = [];
      await expect
        .poll(
          async () => {
            steps = (await waitingSteps(panel)).slice(before.length);
            return steps.map((step) => describeStep(step)).filter((sentence) => sentence.startsWith('Click'));
          },
          { timeout: 90_000 },
        )
        .toEqual(['Click “Cancel”', 'Click “Open”']);
      expect(steps[0]?.missed).toBeGreaterThan(0);
      expectOnceInOrder(await waitingSteps(panel));
    });

    await step(
      'keeps what was taken in when the browser is killed, and says that something may be missing',
      async () => {
        await openWork();
        const box = await work.getByRole('button', { name: 'Print' }).boundingBox();
        await work.getByLabel('Subject').click();
        await work.keyboard.type('search');
        await work.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
        await work.mouse.down();
        const before = await waitingSteps(panel);
        await killBrowser();

        await startBrowser();
        panel = await browser.openPopup();
        await openWork();
        await press('Delete');
        let steps: readonly Step[] = [];
        await expect
          .poll(
            async () => {
              steps = (await waitingSteps(panel)).slice(before.length - 1);
              return steps.map((step) => describeStep(step)).at(-1);
            },
            { timeout: 90_000 },
          )
          .toBe('Click “Delete”');
        expectOnceInOrder(await waitingSteps(panel));
        const cut = steps.findLast((step) => describeStep(step) === 'Click “Print”');
        expect(cut?.complete).toBe(false);
        const first = steps.find(({ session }) => session !== cut?.session);
        expect(first?.missed).toBeGreaterThan(0);
        const typed = (await waitingSteps(panel)).filter(
          ({ action }) => action.type === 'type' && 'text' in action.value && action.value.text === 'search',
        );
        expect(typed).toHaveLength(1);
      },
    );
  });
});

async function openPanel(): Promise<boolean> {
  try {
    panel = await browser.openPopup();
    await panel.getByRole('heading', { level: 1 }).waitFor({ timeout: 3000 });
    return true;
  } catch {
    // The extension is not back yet.
    return false;
  }
}

/** Loads the extension anew under its open pages, as an update does. */
async function updateExtension(): Promise<void> {
  const settings = await browser.context.newPage();
  await settings.goto('chrome://extensions');
  // Without the developer mode the browser would not start an unpacked extension again.
  await settings.evaluate(() =>
    Reflect.get(chrome, 'developerPrivate').updateProfileConfiguration({ inDeveloperMode: true }),
  );
  await settings.evaluate((id) => Reflect.get(chrome, 'developerPrivate').reload(id), browser.extensionId);
  await settings.close();
}

/** Loads a crashed tab again and clicks in it. Playwright has given the page up; the browser has not. */
async function clickInRevived(x: number, y: number): Promise<void> {
  const url = `${site.origin}/`;
  await panel.evaluate(async (address) => {
    const [tab] = await chrome.tabs.query({ url: address });
    await chrome.tabs.update(tab?.id ?? 0, { active: true });
    await chrome.tabs.reload(tab?.id ?? 0);
  }, url);
  // The page script is there again once it answers.
  await expect
    .poll(
      () =>
        panel.evaluate(async (address) => {
          const [tab] = await chrome.tabs.query({ url: address });
          return chrome.tabs.sendMessage(tab?.id ?? 0, { kind: 'deliver' }).then(
            () => true,
            () => false,
          );
        }, url),
      { timeout: 90_000 },
    )
    .toBe(true);
  const session = await browser.context.browser()?.newBrowserCDPSession();
  if (session === undefined) throw new TypeError('no browser to talk to');
  const { targetInfos } = await session.send('Target.getTargets');
  const targetId = targetInfos.find((target) => target.type === 'page' && target.url === url)?.targetId ?? '';
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  for (const [id, type] of ['mousePressed', 'mouseReleased'].entries()) {
    const answered = new Promise((resolve) => session.once('Target.receivedMessageFromTarget', resolve));
    const params = { type, x, y, button: 'left', clickCount: 1 };
    const message = JSON.stringify({ id, method: 'Input.dispatchMouseEvent', params });
    await session.send('Target.sendMessageToTarget', { sessionId, message });
    await answered;
  }
  await session.detach();
}

/** Kills the browser and all of its processes as the system would: nobody gets to say anything. */
async function killBrowser(): Promise<void> {
  const session = await browser.context.browser()?.newBrowserCDPSession();
  const processes = (await session?.send('SystemInfo.getProcessInfo'))?.processInfo ?? [];
  const closed = browser.context.waitForEvent('close');
  // The browser first: none of its children outlives it by more than a moment.
  for (const { type, id } of processes) if (type === 'browser') process.kill(id, 'SIGKILL');
  await closed;
}
