import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeCollector } from '../testing/fake-collector.ts';
import { joinProgram } from '../testing/join.ts';
import { launchWithExtension, type ExtensionBrowser } from '../testing/launch.ts';
import { serveSite, type TestSite } from '../testing/site.ts';

const extensionDir = fileURLToPath(new URL('../../.output/chrome-mv3-demo', import.meta.url));

let browser: ExtensionBrowser;
let site: TestSite;
let collector: FakeCollector;

beforeAll(async () => {
  if (!existsSync(extensionDir)) throw new Error('build the extension first: npm run build:demo -w apps/extension');
  site = await serveSite({ '/': '<!doctype html><title>Orders</title><label>Note <input></label>' });
  collector = await FakeCollector.start({
    sites: [{ origin: site.origin, name: 'Orders' }],
    coolingOffSeconds: 3600,
  });
  browser = await launchWithExtension({ extensionDir });
  await joinProgram(browser, collector);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([site?.close(), collector?.close()]);
});

test('sending now sends what was done until that moment, whatever the page still holds', async () => {
  const review = await browser.openReview();
  const work = await browser.context.newPage();
  await work.goto(site.origin);
  await work.locator('html > div').waitFor({ state: 'attached' });
  await work.getByLabel('Note').click();
  await work.keyboard.type('twelve boxes');
  // The page is in front and has no reason to hand anything over by itself.
  await review.evaluate(() => chrome.runtime.sendMessage({ kind: 'panel', request: { ask: 'send-now' } }));
  const texts = (await collector.steps()).flatMap(({ action }) =>
    action.type === 'type' && 'text' in action.value ? [action.value.text] : [],
  );
  expect(texts).toEqual(['twelve boxes']);
});
