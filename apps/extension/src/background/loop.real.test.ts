import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtExtension } from '@assent/testkit/shared';
import type { Page } from 'playwright-core';
import { step } from '@assent/testkit/step';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '@assent/contracts';
import { describeStep } from '@assent/ui/describe-step';
import { FakeCollector } from '../testing/fake-collector.ts';
import { joinProgram } from '../testing/join.ts';
import { launchWithExtension, type ExtensionBrowser } from '../testing/launch.ts';
import { serveSite, type TestSite } from '../testing/site.ts';
import { sendAll } from '../testing/send-all.ts';

const extensionDir = await builtExtension();
const page = (title: string) => `<!doctype html><title>${title}</title>
<h1>${title}</h1>
<form onsubmit="return false">
  <label>Subject <input name="subject"></label>
  <label>Password <input type="password" name="password"></label>
  <button type="button">Save</button> <button type="button">Delete</button> <button type="button">Search</button>
  <button type="button">Archive</button> <button type="button">Print</button>
</form>`;

let browser: ExtensionBrowser;
let site: TestSite;
let unlisted: TestSite;
let collector: FakeCollector;
let profileDir: string;
let work: Page;

async function waitingSteps(review: Page): Promise<string[]> {
  return review.locator('.step-sentence').allTextContents();
}

async function pressAndWait(popup: Page, name: string | RegExp, then: string | RegExp): Promise<void> {
  await popup.getByRole('button', { name }).click();
  await popup.getByRole('heading', { level: 1, name: then }).waitFor();
}

describe('the extension, from consent to sealed segments, in a real browser', () => {
  beforeAll(async () => {
    site = await serveSite({ '/': page('Orders') });
    unlisted = await serveSite({ '/': page('Elsewhere') });
    collector = await FakeCollector.start({
      sites: [{ origin: site.origin, name: 'Orders' }],
      coolingOffSeconds: 3600,
    });
    profileDir = await mkdtemp(join(tmpdir(), 'assent-profile-'));
    browser = await launchWithExtension({ extensionDir, profileDir });
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([site?.close(), unlisted?.close(), collector?.close()]);
    await rm(profileDir, { recursive: true, force: true });
  });

  test('holds what was agreed to, from joining to leaving', { timeout: 1_500_000 }, async () => {
    await step('records nothing before anyone has joined', async () => {
      const popup = await browser.openPopup();
      await popup.getByRole('heading', { name: 'Nothing is recorded' }).waitFor();
      await popup.close();
      const tab = await browser.context.newPage();
      await tab.goto(site.origin);
      expect(await tab.locator('html > div').count()).toBe(0);
      await tab.close();
    });

    await step('shows the policy in plain language and joins with consent', async () => {
      await joinProgram(browser, collector);
      expect(collector.consents.map(({ body }) => [body.decision, body.tier])).toEqual([['given', 'steps-only']]);
    });

    await step('records a listed site with its mark, and no other', async () => {
      const elsewhere = await browser.context.newPage();
      await elsewhere.goto(unlisted.origin);
      expect(await elsewhere.locator('html > div').count()).toBe(0);
      await elsewhere.getByRole('button', { name: 'Search' }).click();
      await elsewhere.close();

      work = await browser.context.newPage();
      await work.goto(site.origin);
      expect(await work.locator('html > div').count()).toBe(1);
      await work.getByLabel('Subject').click();
      await work.keyboard.type('Invoice for Zoltan');
      await work.getByLabel('Password').click();
      await work.keyboard.type('correct-horse');
      await work.getByRole('button', { name: 'Save' }).click();
      await work.getByRole('button', { name: 'Delete' }).click();

      const review = await browser.openReview();
      await expect.poll(() => waitingSteps(review), { timeout: 90_000 }).toContainEqual('Click “Delete”');
      const steps = await waitingSteps(review);
      expect(steps).toContainEqual('Click “Save”');
      expect(steps.join('\n')).not.toMatch(/correct|horse|Zoltan|Search/);
      await review.close();
    });

    await step('loses and doubles nothing when the background dies in between', async () => {
      await work.bringToFront();
      await work.getByRole('button', { name: 'Archive' }).click();
      const review = await browser.openReview();
      const devtools = await browser.context.newCDPSession(review);
      await devtools.send('ServiceWorker.enable');
      await devtools.send('ServiceWorker.stopAllWorkers');
      await work.bringToFront();
      await work.getByRole('button', { name: 'Print' }).click();
      await review.bringToFront();
      await expect.poll(() => waitingSteps(review), { timeout: 90_000 }).toContainEqual('Click “Print”');
      const clicks = (await waitingSteps(review)).filter((sentence) => /^Click “(?:Archive|Print)”$/.test(sentence));
      expect(clicks).toEqual(['Click “Archive”', 'Click “Print”']);
      await review.close();
    });

    await step('a pause removes every listener at once, and what is done in it is nowhere', async () => {
      const popup = await browser.openPopup();
      await pressAndWait(popup, /Pause for/, /Paused until/);
      expect(await work.locator('html > div').count()).toBe(0);
      await work.bringToFront();
      await work.getByRole('button', { name: 'Search' }).click();
      await work.reload();
      expect(await work.locator('html > div').count()).toBe(0);
      await work.getByRole('button', { name: 'Search' }).click();
      await popup.bringToFront();
      await pressAndWait(popup, 'Resume now', 'Recording on one site');
      await popup.close();
      expect(await work.locator('html > div').count()).toBe(1);
      await work.bringToFront();
      await work.getByRole('button', { name: 'Save' }).click();

      const review = await browser.openReview();
      await review.getByRole('heading', { name: /^Episode 2/ }).waitFor();
      expect((await waitingSteps(review)).join('\n')).not.toContain('Search');
      await review.close();
    });

    await step('a step deleted in review never leaves the device; the rest does, sealed', async () => {
      const review = await browser.openReview();
      await review.getByRole('button', { name: 'Delete step: Click “Delete”' }).click();
      await expect.poll(() => waitingSteps(review)).not.toContainEqual('Click “Delete”');
      await sendAll(review);
      await expect.poll(() => collector.segments.length, { timeout: 90_000 }).toBeGreaterThan(0);
      const sentences = (await collector.steps()).map((step) => describeStep(step));
      expect(sentences.filter((sentence) => sentence === 'Click “Save”')).toHaveLength(2);
      expect(sentences.filter((sentence) => /something secret/.test(sentence))).toHaveLength(1);
      expect(sentences.join('\n')).not.toMatch(/Search|“Delete”|correct|horse|Zoltan/);
      await review.close();
    });

    await step('what was sent can still be erased', async () => {
      const review = await browser.openReview();
      await review
        .getByRole('button', { name: /^Erase what was sent/ })
        .first()
        .click();
      await expect.poll(() => collector.erased).toEqual([collector.segments[0]?.manifest.body.ciphertext]);
      await review.close();
    });

    await step('goes on after a restart of the browser, in a new session, with the chain whole', async () => {
      await browser.close();
      browser = await launchWithExtension({ extensionDir, profileDir });
      work = await browser.context.newPage();
      await work.goto(site.origin);
      await work.locator('html > div').waitFor({ state: 'attached' });
      await work.getByRole('button', { name: 'Search' }).click();
      const review = await browser.openReview();
      await expect.poll(() => waitingSteps(review), { timeout: 90_000 }).toContainEqual('Click “Search”');
      await sendAll(review);
      await expect.poll(async () => new Set((await collector.steps()).map(({ session }) => session)).size).toBe(2);
      await review.close();
    });

    await step('a new policy version stops everything until it has been read and agreed to', async () => {
      await collector.publish({ retentionDays: 30 });
      const popup = await browser.openPopup();
      await popup.getByText('The program has changed.').waitFor({ timeout: 90_000 });
      await work.locator('html > div').waitFor({ state: 'detached' });
      await work.getByRole('button', { name: 'Delete' }).click();
      const [renewal] = await Promise.all([
        browser.context.waitForEvent('page'),
        popup.getByRole('button', { name: 'Read what has changed' }).click(),
      ]);
      await renewal.getByText('New: Kept for 30 days, then erased.').waitFor();
      await renewal.getByText('No longer: Kept for 365 days, then erased.').waitFor();
      await renewal.getByRole('radio', { name: /Steps only/ }).check();
      await renewal.getByRole('button', { name: 'I agree' }).click();
      await renewal.getByRole('heading', { name: 'You have joined' }).waitFor();
      const [before, after] = collector.consents.slice(-2).map(({ body }) => body);
      expect(after).toMatchObject({ decision: 'given', policy: await digestOf(collector.policy.body) });
      expect(after?.previous).toBe(await digestOf(before));
      await work.locator('html > div').waitFor({ state: 'attached' });
      await work.getByRole('button', { name: 'Archive' }).click();
      const review = await browser.openReview();
      await expect.poll(() => waitingSteps(review), { timeout: 90_000 }).toContainEqual('Click “Archive”');
      expect(await waitingSteps(review)).not.toContainEqual('Click “Delete”');
      await Promise.all([review.close(), renewal.close(), popup.close()]);
    });

    await step('leaving stops everything and tells the collector', async () => {
      const popup = await browser.openPopup();
      await pressAndWait(popup, 'Leave the program', 'Nothing is recorded');
      expect(await work.locator('html > div').count()).toBe(0);
      await expect.poll(() => collector.consents.at(-1)?.body.decision, { timeout: 60_000 }).toBe('withdrawn');
    });
  });
});
