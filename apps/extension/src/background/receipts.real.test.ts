import { readFile } from 'node:fs/promises';
import { checkOfflineReceipt, createClient } from '@assent/client';
import { decodeLeaf } from '@assent/ledger';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startJoined, type Joined } from '../testing/joined.ts';
import { sendAll } from '../testing/send-all.ts';

/** A collector that takes segments and lies about its ledger, against the real extension in a real browser. */

let joined: Joined;
let browser: Joined['browser'];
let collector: Joined['collector'];
let work: Page;
/** What the participant saved on joining. */
let proof: string;

beforeAll(async () => {
  const page = '<!doctype html><title>Orders</title><button>Save</button>';
  const saveProof = async (welcome: Page) => {
    const [download] = await Promise.all([
      welcome.waitForEvent('download'),
      welcome.getByRole('button', { name: 'Save the ledger’s proof' }).click(),
    ]);
    proof = await readFile(await download.path(), 'utf8');
  };
  joined = await startJoined({ '/': page }, { welcomed: saveProof });
  ({ browser, collector } = joined);
  work = await joined.open();
});
afterAll(() => joined?.close());

/** Works, waits until review shows it, and presses "Send now". */
async function workAndSend(button: string): Promise<void> {
  await work.bringToFront();
  await work.getByRole('button', { name: button }).click();
  const review = await browser.openReview();
  await expect
    .poll(() => review.locator('.step-sentence').allTextContents(), { timeout: 90_000 })
    .toContain(`Click “${button}”`);
  await sendAll(review);
  await review.close();
}

/** Lets the extension's clock jump ahead: no test waits for the term. */
async function jumpAhead(ms: number): Promise<void> {
  for (const worker of browser.context.serviceWorkers()) {
    await worker.evaluate((by) => {
      const real = Date.now.bind(Date);
      Date.now = () => real() + by;
    }, ms);
  }
}

test('what the participant saves on joining proves the consent to whoever knows the ledger’s key', async () => {
  const client = createClient({ baseUrl: collector.url, fetch: globalThis.fetch, now: () => Date.now() });
  const { verifierKey } = await client.join();
  const { entry } = await checkOfflineReceipt(proof, { verifierKey, witnesses: [] });
  expect(decodeLeaf(entry).kind).toBe('consent.recorded');
});

test('the join page says plainly whose keys will be trusted', async () => {
  const page = await browser.openJoin();
  await page.getByLabel('Collector address').fill(collector.url);
  await page.getByRole('button', { name: 'Read the request' }).click();
  await page.getByText(/Fingerprint [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/).waitFor();
  await page.close();
});

test('a segment whose leaf is withheld stays on the device, and the popup warns when the term is over', async () => {
  collector.shownLeaves = collector.leafCount;
  await workAndSend('Save');
  expect(collector.segments).toHaveLength(1);
  const popup = await browser.openPopup();
  await popup.getByRole('heading', { name: 'Recording on one site' }).waitFor();
  expect(await popup.getByText('has not entered it in the public record').count()).toBe(0);
  await jumpAhead(11 * 60_000);
  await popup.getByText('has not entered it in the public record').waitFor();
  await popup.getByText('A sealed copy stays on this device.').waitFor();

  collector.shownLeaves = Infinity;
  await popup.getByText('has not entered it in the public record').waitFor({ state: 'detached', timeout: 60_000 });
  await popup.close();
});
