import type { Page } from 'playwright-core';
import { step } from '@assent/testkit/step';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startJoined, type Joined } from '../testing/joined.ts';
import { sendAll } from '../testing/send-all.ts';

const page = `<!doctype html><title>Orders</title><h1>Orders</h1><p>Zoltan</p>
<button>Save</button> <button>Delete</button> <button onclick="document.querySelector('p').textContent = 'Quorvex'">Search</button>`;
const third = `${page} <button>Print</button>`;
const other = page.replace('<h1>Orders', '<h1>Search');

const pages = { '/': page, '/other': other, '/third': third };

let joined: Joined;
let work: Page;

/** Digests of the snapshots that wait for a step. */
async function pending(): Promise<readonly string[]> {
  const [worker] = joined.browser.context.serviceWorkers();
  const stored = (await worker?.evaluate(async () => chrome.storage.session.get('snapshots')))?.['snapshots'];
  return ((stored ?? []) as readonly { readonly digest: string }[]).map(({ digest }) => digest);
}

describe('pictures, from consent to the sealed segment', () => {
  beforeAll(async () => {
    joined = await startJoined(pages, { gives: 'snapshots' });
    work = await joined.browser.context.newPage();
  });
  afterAll(() => joined?.close());

  test('belong to the actions made on them, and end when the participant says so', { timeout: 1_500_000 }, async () => {
    await step('the picture of the page at rest goes with the next action, and a changed page’s does not', async () => {
      await work.goto(joined.site.origin);
      await expect.poll(pending, { timeout: 90_000 }).toHaveLength(1);
      await work.getByRole('button', { name: 'Save' }).click();
      // Nothing has changed: the same picture serves the next action.
      await work.getByRole('button', { name: 'Search' }).click();
      // The page has changed by now.
      await work.getByRole('button', { name: 'Delete' }).click();

      const before = await pending();
      await work.goto(`${joined.site.origin}/other`);
      await expect
        .poll(async () => (await pending()).filter((shot) => !before.includes(shot)), { timeout: 90_000 })
        .toHaveLength(1);
      // It changes on its own; nobody did anything.
      await work.evaluate(() => document.querySelector('p')?.replaceChildren('Quorvex'));
      await work.getByRole('button', { name: 'Save' }).click();
    });

    await step('a picture outlives the background, which may die before the action comes', async () => {
      const before = await pending();
      await work.goto(`${joined.site.origin}/third`);
      await expect
        .poll(async () => (await pending()).filter((shot) => !before.includes(shot)), { timeout: 90_000 })
        .toHaveLength(1);
      const review = await joined.browser.openReview();
      const devtools = await joined.browser.context.newCDPSession(review);
      await devtools.send('ServiceWorker.enable');
      await devtools.send('ServiceWorker.stopAllWorkers');
      await work.bringToFront();
      await work.getByRole('button', { name: 'Print' }).click();
      await review.bringToFront();
      await review.getByText('Click “Print”').waitFor({ timeout: 90_000 });
      await review.close();
    });

    await step('review shows the picture as it will be sent, and says that something is covered', async () => {
      const review = await joined.browser.openReview();
      await review.getByText('Click “Delete”').waitFor({ timeout: 90_000 });
      const save = review.locator('.step', { hasText: 'Click “Save”' }).first();
      await save.getByText('Why was this hidden?').click();
      await save.getByRole('button', { name: 'Show snapshot' }).click();
      const image = save.getByRole('img', { name: /private words, fields and images are covered/ });
      await image.waitFor();
      expect(
        await image.evaluate((element: HTMLImageElement) => element.decode().then(() => element.naturalWidth)),
      ).toBe(1024);
      await review.close();
    });

    await step('the sealed segment holds each picture once, named by the steps made on it', async () => {
      const review = await joined.browser.openReview();
      await sendAll(review);
      await expect.poll(() => joined.collector.segments.length, { timeout: 90_000 }).toBeGreaterThan(0);
      await review.close();
      const records = await joined.collector.records();
      const shots = records.flatMap((record) => (record.kind === 'snapshot' ? [record] : []));
      const clicks = records.flatMap((record) =>
        record.kind === 'step' && record.step.action.type === 'click' ? [record.step] : [],
      );
      expect(clicks.map(({ target }) => target?.name)).toEqual(['Save', 'Search', 'Delete', 'Save', 'Print']);
      const [save, search, remove, otherSave, print] = clicks.map(({ observation }) => observation);
      expect(search).toEqual(save);
      expect(save).toMatchObject({ width: 1024, height: 640 });
      // Either none, or a new one if this machine was slow enough for it.
      expect(remove?.shot).not.toBe(save?.shot);
      expect(otherSave).toBeNull();
      expect(print).not.toBeNull();
      expect(new Set(shots.map(({ digest }) => digest))).toEqual(
        new Set([save, remove, print].flatMap((observation) => observation?.shot ?? [])),
      );
      expect(Buffer.from(shots[0]!.bytes.subarray(8, 12)).toString()).toBe('WEBP');
      expect(clicks[0]?.redactions).toContainEqual({ at: '/observation', reason: 'pixels.masked', count: 1 });
    });

    await step('a participant who stops pictures gives steps only, at once', async () => {
      const popup = await joined.browser.openPopup();
      await popup.getByRole('button', { name: 'Stop snapshots' }).click();
      await popup.getByText('No snapshots are taken').waitFor();
      await popup.close();
      expect(await pending()).toEqual([]);
      await work.bringToFront();
      await work.goto(joined.site.origin);
      await work.getByRole('button', { name: 'Save' }).click();
      await work.waitForTimeout(3000);
      expect(await pending()).toEqual([]);
    });

    await step('a pause forgets every picture that waits', async () => {
      const popup = await joined.browser.openPopup();
      await popup.getByRole('button', { name: 'Take snapshots' }).click();
      await popup.getByText('Snapshots are taken').waitFor();
      // In the page that is open, without a reload.
      await work.bringToFront();
      await expect.poll(pending, { timeout: 90_000 }).toHaveLength(1);
      await popup.bringToFront();
      await popup.getByRole('button', { name: /Pause for/ }).click();
      await popup.getByRole('heading', { name: /Paused until/ }).waitFor();
      await expect.poll(pending).toEqual([]);
      await popup.close();
    });
  });
});

test('who gives steps only is never photographed', async () => {
  joined = await startJoined(pages, { program: { snapshotsPerMinute: 60 } });
  try {
    work = await joined.open();
    await work.getByRole('button', { name: 'Save' }).click();
    await work.waitForTimeout(3000);
    expect(await pending()).toEqual([]);
    expect(await work.evaluate(() => document.querySelectorAll('html > div').length)).toBe(1);
  } finally {
    await joined.close();
  }
});
