import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeCollector } from '../testing/fake-collector.ts';
import { joinProgram } from '../testing/join.ts';
import { launchWithExtension, type ExtensionBrowser } from '../testing/launch.ts';
import { serveSite, type TestSite } from '../testing/site.ts';
import { waitingSteps } from '../testing/waiting.ts';

const extensionDir = fileURLToPath(new URL('../../.output/chrome-mv3-demo', import.meta.url));
const list =
  '<!doctype html><title>Orders</title><a href="/first">First</a> <a href="/second" target="_blank">Second</a>';

let browser: ExtensionBrowser;
let site: TestSite;
let collector: FakeCollector;

beforeAll(async () => {
  if (!existsSync(extensionDir)) throw new Error('build the extension first: npm run build:demo -w apps/extension');
  const order = '<!doctype html><title>Order</title><button>Ship</button>';
  site = await serveSite({ '/': list, '/first': order, '/second': order });
  collector = await FakeCollector.start({
    sites: [{ origin: site.origin, name: 'Orders', mode: 'task' }],
    coolingOffSeconds: 3600,
  });
  browser = await launchWithExtension({ extensionDir });
  await joinProgram(browser, collector);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([site?.close(), collector?.close()]);
});

test.each([
  ['in the background', 'First', 'middle'],
  ['in front', 'Second', 'left'],
] as const)('a press that opens a tab %s is a step before it', async (_where, name, button) => {
  const review = await browser.openReview();
  const before = (await waitingSteps(review)).length;
  const work = await browser.context.newPage();
  await work.goto(site.origin);
  await work.locator('html > div').waitFor({ state: 'attached' });
  const opened = browser.context.waitForEvent('page');
  await work.getByRole('link', { name }).click({ button });
  const other = await opened;
  await other.locator('html > div').waitFor({ state: 'attached' });
  await other.bringToFront();
  await other.getByRole('button', { name: 'Ship' }).click();
  const told = async () => (await waitingSteps(review)).slice(before);
  const isShipped = async () => (await told()).some(({ target }) => target?.name === 'Ship');
  await expect.poll(isShipped, { timeout: 15_000 }).toBe(true);
  const steps = (await told()).filter(({ action: { type } }) => type === 'click' || type === 'tab_open');
  // Opening the first page was a tab of its own.
  expect(steps.slice(-3).map(({ action, target }) => [action.type, target?.name])).toEqual([
    ['click', name],
    ['tab_open', undefined],
    ['click', 'Ship'],
  ]);
  await other.close();
  await work.close();
  await review.close();
});
