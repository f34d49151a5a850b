import { builtExtension } from '@assent/testkit/shared';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeCollector } from '../testing/fake-collector.ts';
import { joinProgram } from '../testing/join.ts';
import { launchWithExtension, type ExtensionBrowser } from '../testing/launch.ts';
import { serveSite, type TestSite } from '../testing/site.ts';

const extensionDir = await builtExtension();
const page = `<!doctype html><title>Orders</title><h1>Orders</h1><label>Subject <input></label><button>Save</button>
<iframe src="/inner"></iframe><iframe srcdoc="<button>Inside</button>"></iframe><iframe src="about:blank"></iframe>
<iframe sandbox="allow-scripts" srcdoc="<button>Boxed</button>"></iframe><a href="/next">Next page</a>`;

let browser: ExtensionBrowser;
let site: TestSite;
let other: TestSite;
let collector: FakeCollector;
let panel: Page;

/**
 * How many listeners of the page script there are on the windows and documents of a tab, by what the browser itself
 * says. Every frame counts.
 */
async function listenersIn(tab: Page): Promise<number> {
  const session = await browser.context.newCDPSession(tab);
  const contexts: number[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.name === 'Assent') contexts.push(context.id);
  });
  await session.send('Runtime.enable');
  let count = 0;
  for (const contextId of contexts) {
    for (const expression of ['window', 'document', 'window.navigation'])
      count += await on(session, contextId, expression);
  }
  await session.detach();
  return count;
}

async function on(session: CDPSession, contextId: number, expression: string): Promise<number> {
  const { result } = await session.send('Runtime.evaluate', { expression, contextId });
  if (result.objectId === undefined) return 0;
  const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId: result.objectId });
  // The page itself listens to nothing.
  return listeners.length;
}

async function openTab(origin = site.origin): Promise<Page> {
  const tab = await browser.context.newPage();
  await tab.goto(origin);
  await tab.locator('html > div').waitFor({ state: 'attached' });
  return tab;
}

async function pressInPanel(name: string | RegExp, then: string | RegExp): Promise<void> {
  await panel.getByRole('button', { name }).click();
  await panel.getByRole('heading', { level: 1, name: then }).waitFor();
}

describe('off', () => {
  beforeAll(async () => {
    site = await serveSite({ '/': page, '/inner': '<button>Inner</button>', '/next': '<h1>Next</h1>' });
    other = await serveSite({ '/': page, '/inner': '<button>Inner</button>' });
    collector = await FakeCollector.start({
      sites: [
        { origin: site.origin, name: 'Orders' },
        { origin: other.origin, name: 'Archive' },
      ],
      coolingOffSeconds: 3600,
    });
    browser = await launchWithExtension({ extensionDir, backForwardCache: true });
    await joinProgram(browser, collector);
    panel = await browser.openPopup();
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([site?.close(), other?.close(), collector?.close()]);
  });

  test('leaves no listener in any frame of any open tab', async () => {
    const tabs = [await openTab(), await openTab(), await openTab()];
    for (const tab of tabs) expect(await listenersIn(tab)).toBeGreaterThan(40);
    await pressInPanel(/Pause for/, /Paused until/);
    for (const tab of tabs) {
      await expect.poll(() => listenersIn(tab), { timeout: 90_000 }).toBe(0);
      expect(await tab.locator('html > div').count()).toBe(0);
      // A page that is opened in the pause gets no script at all.
      await tab.reload();
      expect(await listenersIn(tab)).toBe(0);
    }
    await pressInPanel('Resume now', 'Recording on 2 sites');
    for (const tab of tabs) {
      await expect.poll(() => listenersIn(tab), { timeout: 90_000 }).toBeGreaterThan(40);
      await tab.close();
    }
  });

  test('is on again where it came to nothing', async () => {
    const tab = await openTab();
    await tab.evaluate(() => document.querySelector('html > div')?.classList.add('before'));
    const reply = await panel.evaluate(() =>
      chrome.runtime.sendMessage({ kind: 'participant-request', request: { type: 'pause', minutes: 1440 } }),
    );
    expect(reply).toMatchObject({ ok: false });
    // Another script than the one that was told to stop.
    await tab.locator('html > div:not(.before)').waitFor({ state: 'attached' });
    expect(await tab.locator('html > div').count()).toBe(1);
    expect(await listenersIn(tab)).toBeGreaterThan(40);
    await tab.close();
  });

  test('takes one site out of two', async () => {
    const [tab, elsewhere] = [await openTab(), await openTab(other.origin)];
    await panel.getByRole('button', { name: 'Don’t record Archive' }).click();
    await panel.getByText('Turned off by you').waitFor();
    expect(await listenersIn(elsewhere)).toBe(0);
    await elsewhere.reload();
    expect(await listenersIn(elsewhere)).toBe(0);
    expect(await listenersIn(tab)).toBeGreaterThan(40);
    await panel.getByRole('button', { name: 'Record Archive again' }).click();
    await elsewhere.locator('html > div').waitFor({ state: 'attached' });
    await Promise.all([tab.close(), elsewhere.close()]);
  });

  test('reaches a page that was in the back/forward cache when it was said', async () => {
    const tab = await openTab();
    await tab.evaluate(() => Object.assign(globalThis, { kept: true }));
    await tab.getByRole('link', { name: 'Next page' }).click();
    await tab.getByRole('heading', { name: 'Next' }).waitFor();
    await pressInPanel(/Pause for/, /Paused until/);
    await tab.evaluate(() => history.back());
    await tab.getByRole('heading', { name: 'Orders' }).waitFor();
    await expect.poll(() => listenersIn(tab), { timeout: 90_000 }).toBe(0);
    expect(await tab.locator('html > div').count()).toBe(0);
    await pressInPanel('Resume now', 'Recording on 2 sites');
    await tab.close();
  });
});
