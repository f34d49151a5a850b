import type { Step } from '@assent/contracts';
import { describeStep } from '@assent/ui/describe-step';
import { builtExtension } from '@assent/testkit/shared';
import type { Page } from 'playwright-core';
import { step } from '@assent/testkit/step';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ParticipantRequest } from '@assent/device/requests';
import { FakeCollector } from '../testing/fake-collector.ts';
import { joinProgram } from '../testing/join.ts';
import { launchWithExtension, type ExtensionBrowser } from '../testing/launch.ts';
import { serveSite, type TestSite } from '../testing/site.ts';
import { waitingSteps } from '../testing/waiting.ts';

const extensionDir = await builtExtension();
const names = ['Save', 'Delete', 'Search', 'Archive', 'Print'];
const html = `<!doctype html><title>Orders</title><h1>Orders</h1>
${names.map((name) => `<button type="button">${name}</button>`).join(' ')}`;
const mebibyte = 1_048_576;
const today = () => new Date().toISOString().slice(0, 10);

let browser: ExtensionBrowser;
let site: TestSite;
let collector: FakeCollector;
let panel: Page;
let work: Page;

/** What the spool believes of itself; changed under it, under the device's own key. */
interface Belief {
  readonly bytes?: number;
  readonly upload?: { readonly day: string | null; readonly dayBytes: number };
}

/** Has the device believe something else about its storage quota, and check it. */
async function believe(belief: Belief): Promise<void> {
  await waitingSteps(panel);
  await panel.evaluate(async (change) => {
    const result = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('no database')));
      });
    const database = await result(indexedDB.open('assent'));
    const store = (name: string) => database.transaction(name, 'readwrite').objectStore(name);
    const key: CryptoKey = await result(store('keys').get('store'));
    const item: Uint8Array<ArrayBuffer> = await result(store('spool').get('state'));
    const algorithm = (iv: Uint8Array<ArrayBuffer>) => ({ name: 'AES-GCM', iv });
    const state = JSON.parse(
      new TextDecoder().decode(await crypto.subtle.decrypt(algorithm(item.slice(1, 13)), key, item.slice(13))),
    );
    const { upload = {}, ...rest } = change;
    const text = JSON.stringify({ ...state, ...rest, upload: { ...state.upload, ...upload } });
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt(algorithm(iv), key, new TextEncoder().encode(text));
    await result(store('spool').put(new Uint8Array([1, ...iv, ...new Uint8Array(sealed)]), 'state'));
    database.close();
  }, belief);
  // After a deletion it checks the quota, whatever was deleted.
  await ask({ type: 'delete-range', from: 0, to: 0 });
}

async function ask(request: ParticipantRequest): Promise<void> {
  const reply = await panel.evaluate(
    (asked) => chrome.runtime.sendMessage({ kind: 'participant-request', request: asked }),
    request,
  );
  expect(reply).toMatchObject({ ok: true });
}

async function press(name: string): Promise<void> {
  await work.bringToFront();
  await work.getByRole('button', { name, exact: true }).click();
}

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

const clicks = (steps: readonly Step[]) =>
  steps.map((step) => describeStep(step)).filter((sentence) => sentence.startsWith('Click'));

const headline = (text: string) => panel.getByRole('heading', { level: 1, name: text }).waitFor({ timeout: 90_000 });
const toolbar = () =>
  panel.evaluate(async () => [await chrome.action.getTitle({}), await chrome.action.getBadgeText({})]);
const marks = (page: Page) => page.locator('html > div').count();

describe('a device that has used up what it may', () => {
  beforeAll(async () => {
    site = await serveSite({ '/': html });
    collector = await FakeCollector.start({
      sites: [{ origin: site.origin, name: 'Orders' }],
      coolingOffSeconds: 3600,
    });
    browser = await launchWithExtension({ extensionDir });
    await joinProgram(browser, collector);
    panel = await browser.openPopup();
    work = await browser.context.newPage();
    await work.goto(site.origin);
    await work.locator('html > div').waitFor({ state: 'attached' });
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([site?.close(), collector?.close()]);
  });

  test('rests, says why, and goes on by itself', { timeout: 600_000 }, async () => {
    await step('rests while it is full, says so, and goes on by itself', async () => {
      await press('Save');
      await stepsOnce('Click “Save”');
      await believe({ bytes: 250 * mebibyte });
      await headline('Recording stopped for now');
      await panel.getByText('the storage quota on this device is used up').waitFor();
      await panel.getByText('Stopped: storage is full').waitFor();
      expect(await toolbar()).toEqual(['Assent: resting, nothing is recorded. It goes on by itself.', 'REST']);
      expect(await marks(work)).toBe(0);
      const fresh = await browser.context.newPage();
      await fresh.goto(site.origin);
      expect(await marks(fresh)).toBe(0);
      await fresh.close();
      await press('Delete');
      // Some storage, but less than it needs to start again.
      await believe({ bytes: 230 * mebibyte });
      await headline('Recording stopped for now');
      expect(await marks(work)).toBe(0);

      await believe({ bytes: mebibyte });
      await headline('Recording on one site');
      await work.locator('html > div').waitFor({ state: 'attached' });
      expect(await toolbar()).toEqual(['Assent: recording on the sites you agreed to', '']);
      await press('Search');
      const steps = await stepsOnce('Click “Search”');
      expect(clicks(steps)).toEqual(['Click “Save”', 'Click “Search”']);
    });

    await step('rests for the rest of a day whose upload is used up, and sends nothing more in it', async () => {
      await believe({ upload: { day: today(), dayBytes: 64 * mebibyte } });
      await ask({ type: 'send-now' });
      await headline('Recording stopped for now');
      await panel.getByText(/today’s upload limit is reached. It restarts by itself at/).waitFor();
      await panel.getByText('Stopped until tomorrow').waitFor();
      expect(await marks(work)).toBe(0);
      expect(collector.segments).toEqual([]);
      await press('Delete');

      // The next day.
      await believe({ upload: { day: '2026-01-01', dayBytes: 64 * mebibyte } });
      await headline('Recording on one site');
      await work.locator('html > div').waitFor({ state: 'attached' });
      await press('Print');
      const steps = await stepsOnce('Click “Print”');
      expect(clicks(steps)).toEqual(['Click “Print”']);
    });
  });
});
