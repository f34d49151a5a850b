import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocksOf, cellsOf, codeOf, drawingOf, gradientsOf, readCodes, shadowsOf, wordsOf } from '../testing/codes.ts';
import type { ExtensionBrowser } from '../testing/launch.ts';
import { startJoined, type Joined } from '../testing/joined.ts';
import { pendingShots, requestsForPictures } from '../testing/pictures.ts';

const secret = 'WIFI:S:Quorvex;P:Zq7-brambleshaw;;';
const code = codeOf(secret);
let height = 0;
/** A page around some content, each a little different, so that no two pictures are the same where all is covered. */
const around = (content: string) =>
  `<!doctype html><meta charset="utf-8"><title>Orders</title><body style="margin:16px;background:#fff"><h1>Orders</h1><button>Save</button><p style="height:${(height += 3)}px"></p>${content}`;
const drawing = drawingOf(code, code.length * 8);
const pages: Readonly<Record<string, string>> = {
  '/image': around(`<img alt="" src="data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}">`),
  '/canvas': around(`<canvas width="${code.length * 8}" height="${code.length * 8}"></canvas><script>
    const context = document.querySelector('canvas').getContext('2d');
    context.fillStyle = '#fff'; context.fillRect(0, 0, 900, 900); context.fillStyle = '#000';
    ${JSON.stringify(code)}.forEach((row, y) => row.forEach((dark, x) => dark && context.fillRect(x * 8, y * 8, 8, 8)));
  </script>`),
  '/drawing': around(drawing),
  '/icon': around(drawingOf(codeOf('Q7'), 40)),
  '/cells': around(cellsOf(code)),
  '/blocks': around(blocksOf(code)),
  '/words': around(wordsOf(code)),
  '/gradients': around(gradientsOf(code)),
};

let joined: Joined;
let browser: ExtensionBrowser;
let work: Page;

describe('a QR code on the screen, which holds what no eye reads', () => {
  beforeAll(async () => {
    joined = await startJoined(
      { ...pages, '/shadows': around(shadowsOf(code)), '/plain': around('') },
      { gives: 'snapshots', launch: { viewport: { width: 480, height: 460 } } },
    );
    ({ browser } = joined);
    work = await browser.context.newPage();
  });
  afterAll(() => joined?.close());

  test.each(Object.keys(pages))('is in no snapshot, whatever it is drawn with: %s', async (path) => {
    const before = new Set((await pendingShots(browser)).map(({ digest }) => digest));
    await work.goto(joined.site.origin + path);
    // The reader can read: without the mask it does.
    expect((await readCodes(work, await work.screenshot(), [1, 2])).length).toBeGreaterThan(0);
    const fresh = async () => (await pendingShots(browser)).find(({ digest }) => !before.has(digest));
    let tried = performance.now();
    await expect
      .poll(
        async () => {
          if ((await fresh()) !== undefined) return true;
          // A press begins another round of tries, should a busy machine have been too slow for those before.
          if (performance.now() - tried > 6000) {
            await work.mouse.click(2, 2);
            tried = performance.now();
          }
          return false;
        },
        { timeout: 90_000, interval: 300 },
      )
      .toBe(true);
    const image = (await fresh())?.image ?? new Uint8Array();
    expect(image.length).toBeGreaterThan(0);
    expect(await readCodes(work, image, [1, 2])).toEqual([]);
  });

  test('keeps a page from being photographed at all where it is made of shadows', async () => {
    await work.goto(`${joined.site.origin}/shadows`);
    expect(await readCodes(work, await work.screenshot(), [1])).toEqual([secret]);
    const before = new Set((await pendingShots(browser)).map(({ digest }) => digest));
    const asked = await requestsForPictures(browser);
    await work.bringToFront();
    await work.reload();
    // A page asks again only once it has been told no.
    await expect.poll(asked, { timeout: 90_000 }).toBeGreaterThanOrEqual(2);
    expect((await pendingShots(browser)).filter(({ digest }) => !before.has(digest))).toEqual([]);
  });
});
