import { writeFile } from 'node:fs/promises';
import { sha256Hex } from '@assent/contracts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startJoined, type Joined } from '../testing/joined.ts';
import { hasOpticalReader, readImage, recovered } from '../testing/optical.ts';
import { type PendingShot, pendingShots } from '../testing/pictures.ts';
import { crowdedPage, formPage, layoutPage, placesPage } from '../testing/planted.ts';

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
  '/marked-over': `${plain}<div style="position:fixed;inset:0;z-index:2147483647;pointer-events:none;background:#404040"></div>`,
  '/marker': `${plain}<ul><li style='list-style-type:"Yarrowdene "'>Save</ul>`,
  '/reflected': `${plain}<p style="-webkit-box-reflect:below 40px">Yarrowdene</p>`,
  '/huge': `<!doctype html>${'<i>Save</i> '.repeat(9000)}`,
};

let joined: Joined;
let work: Page;

const pending = () => pendingShots(joined.browser);

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
      { timeout: 90_000, interval: 1500 },
    )
    .toBe(true);
  return last ?? [];
}

/** Shows a page and gives the snapshot that is taken of it. */
async function snapshotOf(path: string, prepare?: (page: Page) => Promise<void>): Promise<PendingShot> {
  const before = new Set((await pending()).map(({ digest }) => digest));
  await work.goto(joined.site.origin + path);
  await prepare?.(work);
  let fresh: PendingShot | undefined;
  await expect
    .poll(async () => (fresh = (await pending()).findLast(({ digest }) => !before.has(digest))) !== undefined, {
      timeout: 90_000,
      interval: 300,
    })
    .toBe(true);
  if (fresh === undefined) throw new Error('no snapshot');
  const keepIn = process.env['ASSENT_KEEP_SNAPSHOTS'];
  if (keepIn !== undefined) await writeFile(`${keepIn}/${path.slice(1)}-${fresh.digest.slice(0, 6)}.webp`, fresh.image);
  return fresh;
}

async function start(options: { readonly scale?: number } = {}): Promise<void> {
  const launch = { viewport: { width: 1024, height: 768 }, ...options };
  joined = await startJoined(pages, { gives: 'snapshots', launch });
  work = await joined.browser.context.newPage();
}

describe('a snapshot of a page at rest', () => {
  beforeAll(() => start());
  afterAll(() => joined?.close());

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
    await work.goto(joined.site.origin + path);
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
  afterAll(() => joined?.close());

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
