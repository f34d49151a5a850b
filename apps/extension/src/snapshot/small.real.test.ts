import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startJoined, type Joined } from '../testing/joined.ts';
import { hasOpticalReader, readImage, recovered } from '../testing/optical.ts';
import { type PendingShot, pendingShots, requestsForPictures } from '../testing/pictures.ts';
import { drawnPage, longPage } from '../testing/planted.ts';

const canRead = await hasOpticalReader();
const drawn = drawnPage(3);
const long = longPage(5);
const password = '<input type="password" aria-label="Password" style="position:fixed;left:40px;top:40px">';
const shown = password
  .replace('>', ' id="shown">')
  .concat('<script>document.querySelector("#shown").type = "text"</script>');
const pages = {
  '/drawn': drawn.html,
  '/long': long.html,
  '/drawn-secret': drawn.html + password,
  '/long-secret': long.html + password,
  '/long-moving': `${long.html}<h1 style="position:fixed;left:0;top:0;font-size:40px">Moving</h1><script>
    let x = 0; setInterval(() => { document.querySelector('h1:last-of-type').style.left = (x = (x + 7) % 300) + 'px' }, 30)</script>`,
  '/long-shown': `${long.html}${shown.replace('.type =', '.dataset.was =')}<script>
    addEventListener('DOMContentLoaded', () => { document.querySelector('#shown').type = 'text' })</script>`,
};

/** A browser of somebody who gives pictures to a program with or without small grey ones. */
async function participant(smallSnapshots: boolean): Promise<Joined> {
  const launch = { viewport: { width: 1024, height: 768 } };
  return startJoined(pages, { gives: 'snapshots', launch, program: { smallSnapshots } });
}

async function digests(joined: Joined): Promise<readonly string[]> {
  return (await pendingShots(joined.browser)).map(({ digest }) => digest);
}

/** Shows a page until it has been told no: a page asks for a picture again only after that. */
async function refused(joined: Joined, work: Page, path: string, requests: number): Promise<void> {
  const before = await digests(joined);
  const asked = await requestsForPictures(joined.browser);
  await work.bringToFront();
  await work.goto(joined.site.origin + path);
  await expect
    .poll(
      async () => {
        // Each press begins another round of tries.
        await work.mouse.click(1000, 700);
        return asked();
      },
      { timeout: 90_000, interval: 1500 },
    )
    .toBeGreaterThanOrEqual(requests);
  expect(await digests(joined)).toEqual(before);
}

describe('where words cannot be told from pixels, in a program with small grey pictures', () => {
  let joined: Joined;
  let work: Page;

  beforeAll(async () => {
    joined = await participant(true);
    work = await joined.browser.context.newPage();
  });
  afterAll(() => joined?.close());

  async function snapshotOf(path: string): Promise<PendingShot> {
    const before = new Set(await digests(joined));
    await work.goto(joined.site.origin + path);
    const fresh = async () => (await pendingShots(joined.browser)).find(({ digest }) => !before.has(digest));
    await expect
      .poll(
        async () => {
          if ((await fresh()) !== undefined) return true;
          // Each press begins another round of tries, should a busy machine have been too slow for the first.
          await work.mouse.click(1000, 740);
          return false;
        },
        { timeout: 90_000, interval: 8000 },
      )
      .toBe(true);
    const shot = await fresh();
    if (shot === undefined) throw new Error('no snapshot');
    return shot;
  }

  test.each([
    ['an application that draws itself', '/drawn', drawn],
    ['a page of more elements than are measured', '/long', long],
  ] as const)(
    '%s is kept a fifth of its size and without colours, and cannot be read',
    async (_, path, { planted }) => {
      const { image } = await snapshotOf(path);
      const look = await work.evaluate(async (source) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:;base64,${source}`)).blob());
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext('2d');
        if (context === null) throw new TypeError('no canvas');
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        let colour = 0;
        const levels = new Set<number>();
        for (let at = 0; at < data.length; at += 4) {
          const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
          colour = Math.max(colour, Math.abs(red - green), Math.abs(green - blue));
          levels.add(green >> 4);
        }
        return { width: bitmap.width, height: bitmap.height, colour, levels: levels.size };
      }, Buffer.from(image).toString('base64'));
      expect(look).toMatchObject({ width: 204, height: 153 });
      // A lossy picture may stray from grey by a trifle.
      expect(look.colour).toBeLessThanOrEqual(3);
      // It shows something: it is not covered all over.
      expect(look.levels).toBeGreaterThan(3);
      if (!canRead) return;
      const open = await readImage(work, await work.screenshot(), [1, 2]);
      expect(recovered(open, planted).length).toBeGreaterThan(planted.length * 0.6);
      expect(recovered(await readImage(work, image, [1, 2, 4]), planted)).toEqual([]);
    },
  );

  test.each([
    ['a password field can be seen in a drawn application', '/drawn-secret'],
    ['a password field can be seen in a long page', '/long-secret'],
    ['a field can be seen that was one for a password', '/long-shown'],
    ['something large moves', '/long-moving'],
  ])('nothing is kept while %s', async (_, path) => {
    await refused(joined, work, path, 3);
  });
});

test('nothing of such pages is kept in a program that does not say so', async () => {
  const joined = await participant(false);
  try {
    const work = await joined.browser.context.newPage();
    await refused(joined, work, '/drawn', 2);
    // Of a page that is too large a second try makes no sense, and none is made.
    await refused(joined, work, '/long', 1);
  } finally {
    await joined.close();
  }
});
