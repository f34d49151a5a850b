import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '@assent/contracts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enrolmentCode, FakeCollector } from '../testing/fake-collector.ts';
import { launchWithExtension, type ExtensionBrowser } from '../testing/launch.ts';
import { hasOpticalReader, readImage, recovered } from '../testing/optical.ts';
import { crowdedPage, formPage, layoutPage, placesPage } from '../testing/planted.ts';
import { serveSite, type TestSite } from '../testing/site.ts';

const extensionDir = fileURLToPath(new URL('../../.output/chrome-mv3-demo', import.meta.url));
const canRead = await hasOpticalReader();
const plain = '<!doctype html><title>Orders</title><h1>Orders</h1><button>Save</button><input aria-label="Subject">';
const crowded = crowdedPage(11);
const pages = {
  '/crowded': crowded.html,
  '/form': formPage.html,
  '/places': placesPage.html,
  '/layout': layoutPage.html,
  '/plain': plain,
  '/ticking': `${plain}<p>0</p><script>setInterval(() => document.querySelector('p').firstChild.data++, 20)</script>`,
  '/restyled': `${plain}<style></style><p>Save</p><script>
    const sheet = document.querySelector('style').sheet; let on = false;
    setInterval(() => { if (sheet.cssRules.length) sheet.deleteRule(0); sheet.insertRule('p{margin-left:' + (on = !on ? 1 : 0) * 90 + 'px}') }, 30)</script>`,
  '/animated': `${plain}<style>@keyframes go{to{transform:translateX(300px)}}p{animation:go 3s infinite alternate}</style><p>Zoltan</p>`,
  '/fading': `${plain}<style>@keyframes fade{to{opacity:.2}}p{animation:fade 2s infinite alternate}</style><p>Zoltan</p>`,
  '/marked-over': `${plain}<div style="position:fixed;inset:0;z-index:2147483647;pointer-events:none;background:#fff"></div>`,
  '/marker': `${plain}<ul><li style='list-style-type:"Yarrowdene "'>Save</ul>`,
  '/reflected': `${plain}<p style="-webkit-box-reflect:below 40px">Yarrowdene</p>`,
  '/huge': `<!doctype html>${'<i>Save</i> '.repeat(9000)}`,
};

let site: TestSite;
let collector: FakeCollector;
let browser: ExtensionBrowser;
let work: Page;

interface Pending {
  readonly digest: string;
  readonly image: Uint8Array<ArrayBuffer>;
}

/** The snapshots that wait for a step, newest last, out of the browser's memory. */
async function pending(): Promise<readonly Pending[]> {
  const [worker] = browser.context.serviceWorkers();
  if (worker === undefined) return [];
  const stored = await worker.evaluate(async () => chrome.storage.session.get(null));
  const index = (stored['shots'] ?? []) as readonly { readonly digest: string }[];
  return index.map(({ digest }) => {
    const { base64 } = stored[`shot/${digest}`] as { readonly base64: string };
    return { digest, image: Uint8Array.from(Buffer.from(base64, 'base64')) };
  });
}

/**
 * The snapshots that wait once none is on its way any more: with a page in view that is out of scope no other can begin,
 * and one that had begun is stored or dropped when two looks agree.
 */
async function atRest(): Promise<readonly string[]> {
  await work.goto('about:blank');
  let last: readonly string[] | null = null;
  await expect
    .poll(
      async () => {
        const earlier = last?.join();
        last = (await pending()).map(({ digest }) => digest);
        return last.join() === earlier;
      },
      { timeout: 20_000, interval: 1500 },
    )
    .toBe(true);
  return last ?? [];
}

/** Shows a page and gives the snapshot that is taken of it. */
async function snapshotOf(path: string, prepare?: (page: Page) => Promise<void>): Promise<Pending> {
  const before = new Set((await pending()).map(({ digest }) => digest));
  await work.goto(site.origin + path);
  await prepare?.(work);
  let fresh: Pending | undefined;
  await expect
    .poll(async () => (fresh = (await pending()).findLast(({ digest }) => !before.has(digest))) !== undefined, {
      timeout: 20_000,
      interval: 300,
    })
    .toBe(true);
  if (fresh === undefined) throw new Error('no snapshot');
  const keepIn = process.env['ASSENT_KEEP_SNAPSHOTS'];
  if (keepIn !== undefined) await writeFile(`${keepIn}/${path.slice(1)}-${fresh.digest.slice(0, 6)}.webp`, fresh.image);
  return fresh;
}

async function start(options: { readonly scale?: number } = {}): Promise<void> {
  browser = await launchWithExtension({ extensionDir, viewport: { width: 1024, height: 768 }, ...options });
  const joinPage = await browser.openJoin();
  await joinPage.getByLabel('Collector address').fill(collector.url);
  await joinPage.getByLabel('Enrolment code').fill(enrolmentCode);
  await joinPage.getByRole('button', { name: 'Show what they ask for' }).click();
  await joinPage.getByRole('radio', { name: /Steps and pictures/ }).check();
  await joinPage.getByText('access to all sites').waitFor();
  await joinPage.getByRole('button', { name: 'I agree to exactly this' }).click();
  await joinPage.getByRole('heading', { name: 'You have joined' }).waitFor();
  await joinPage.close();
  work = await browser.context.newPage();
}

beforeAll(async () => {
  if (!existsSync(extensionDir)) throw new Error('build the extension first: npm run build:demo -w apps/extension');
  site = await serveSite(pages);
  collector = await FakeCollector.start({
    sites: [{ origin: site.origin, name: 'Orders' }],
    coolingOffSeconds: 3600,
    snapshotsPerMinute: 60,
  });
});
afterAll(async () => {
  await Promise.all([site?.close(), collector?.close()]);
});

describe('a snapshot of a page at rest', () => {
  beforeAll(() => start());
  afterAll(() => browser?.close());

  test('is a small image that its digest names', async () => {
    const { digest, image } = await snapshotOf('/plain');
    expect(await sha256Hex(image)).toBe(digest);
    expect(Buffer.from(image.subarray(8, 12)).toString()).toBe('WEBP');
    expect(image.length).toBeLessThan(60_000);
  });

  describe.skipIf(!canRead)('read by tesseract (skipped without Debian’s tesseract-ocr)', () => {
    test.each([
      ['text and fields', '/form', formPage],
      ['frames, pictures, shadow trees and generated text', '/places', placesPage],
      ['transformed, clipped, wrapped and fixed text', '/layout', layoutPage],
    ] as const)('gives nothing private away and stays readable: %s', async (_, path, { planted, keeps }) => {
      const { image } = await snapshotOf(path);
      const open = await readImage(work, await work.screenshot(), [2]);
      // The reader can read: without the mask most of it is found.
      expect(recovered(open, planted).length).toBeGreaterThan(planted.length * 0.7);
      const masked = await readImage(work, image, [1, 2, 4]);
      expect(recovered(masked, planted)).toEqual([]);
      expect(recovered(masked, keeps)).toEqual(keeps);
    });
  });

  test.skipIf(!canRead)('gives none of sixty strings on a crowded screen away (needs tesseract-ocr)', async () => {
    const { image } = await snapshotOf('/crowded');
    const open = await readImage(work, await work.screenshot(), [2]);
    expect(recovered(open, crowded.planted).length).toBeGreaterThan(crowded.planted.length * 0.6);
    expect(recovered(await readImage(work, image, [1, 2, 4]), crowded.planted)).toEqual([]);
  });

  test.each([
    ['its text changes', '/ticking'],
    ['its style sheet changes', '/restyled'],
    ['something moves', '/animated'],
    ['the mark is covered', '/marked-over'],
    ['a list marker says something', '/marker'],
    ['something is reflected', '/reflected'],
    ['it is too large to measure', '/huge'],
  ])('is not taken while %s', async (_, path) => {
    const before = await atRest();
    await work.goto(site.origin + path);
    // Three tries and their pauses.
    await work.waitForTimeout(5000);
    expect((await pending()).map(({ digest }) => digest)).toEqual(before);
  });

  test('is taken while something only fades', async () => {
    await snapshotOf('/fading');
  });
});

describe.skipIf(!canRead)('a snapshot of a dense screen (skipped without Debian’s tesseract-ocr)', () => {
  beforeAll(() => start({ scale: 2 }));
  afterAll(() => browser?.close());

  test('gives nothing private away, magnified or not', async () => {
    const { image } = await snapshotOf('/form');
    const masked = await readImage(work, image, [1, 2, 4]);
    expect(recovered(masked, formPage.planted)).toEqual([]);
    expect(recovered(masked, ['Edit', 'order', 'Save'])).toEqual(['Edit', 'order', 'Save']);
    const zoomed = await snapshotOf('/layout', async (page) => {
      await page.evaluate(() => {
        document.documentElement.style.zoom = '1.5';
      });
    });
    expect(recovered(await readImage(work, zoomed.image, [1, 2, 4]), layoutPage.planted)).toEqual([]);
  });
});
