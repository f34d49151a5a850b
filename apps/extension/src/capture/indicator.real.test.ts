import type { Step } from '@assent/contracts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { markerHtml, type Doing } from '../testing/doing.ts';
import { startListening, type Listening } from '../testing/joined.ts';
import { overhear, type EventListener } from '../testing/listen.ts';
import { waitingSteps } from '../testing/waiting.ts';

const html = (style: string) => `<!doctype html><title>Film</title><style>${style}</style>
<div id="film" style="background:#fff"><button type="button" id="enter">Enter</button>
<button type="button" id="leave">Leave</button><button type="button" id="play">Play</button></div>
${markerHtml}
<script>
  enter.onclick = () => film.requestFullscreen();
  leave.onclick = () => document.exitFullscreen();
</script>`;

let joined: Listening;
let page: Page;
let heard: EventListener;
let doing: Doing;

const full = (yes: boolean) => page.waitForFunction((wanted) => (document.fullscreenElement !== null) === wanted, yes);

describe('the mark over a page in full screen', () => {
  beforeAll(async () => {
    joined = await startListening({ '/': html(''), '/backdrop': html('::backdrop{background:rgb(0 0 0 / .5)}') });
    ({ page, heard, doing } = joined);
  });
  afterAll(() => joined?.close());

  test('is to be seen, and what is done is told', async () => {
    await doing(() => page.goto(`${joined.site.origin}/`));
    const steps = await doing(async () => {
      await page.click('#enter');
      await full(true);
      await page.waitForSelector('html > div:popover-open');
      // The mark's place, on the white of the element in full screen.
      expect(await darkest(page)).toBeLessThan(80);
      await page.click('#play');
      await page.click('#leave');
      await full(false);
    });
    expect(steps.map(({ target }) => target?.name)).toEqual(['Enter', 'Play', 'Leave']);
    expect(await page.locator('html > div[popover]').count()).toBe(0);
  });

  test('is not shown where the page would paint its backdrop, and nothing is told', async () => {
    await doing(() => page.goto(`${joined.site.origin}/backdrop`));
    const steps = await doing(async () => {
      await page.click('#enter');
      await full(true);
      await page.click('#play');
      await page.click('#leave');
      await full(false);
    });
    expect(steps.map(({ target }) => target?.name)).toEqual(['Enter']);
    expect(await heard.indicatorLost()).toBe(false);
  });
});

const bare = `<!doctype html><title>Form</title><button type="button">Save</button> <button type="button">Archive</button>
<iframe src="/inner"></iframe>`;

describe('a mark that the page takes away', () => {
  let panel: Page;
  beforeAll(async () => {
    joined = await startListening({
      '/': bare,
      '/inner': '<button type="button">Search</button><button type="button">Delete</button>',
      '/next': '<!doctype html><title>Next</title><button type="button">Open</button>',
    });
    ({ page, heard } = joined);
    panel = await joined.browser.openPopup();
  });
  afterAll(() => joined?.close());

  test('takes with it nothing that was done before, and all that is done after', async () => {
    await page.bringToFront();
    const inner = page.frameLocator('iframe');
    await inner.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.evaluate(() => document.querySelector('html > div')?.remove());
    // The frame cannot see that the mark is gone; the page around it knows before anything is done.
    await expect.poll(() => heard.indicatorLost()).toBe(true);
    await inner.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('button', { name: 'Archive' }).click();
    await inner.getByRole('button', { name: 'Delete' }).click();

    await page.goto(`${joined.site.origin}/next`);
    await page.locator('html > div').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Open' }).click();
    let steps: readonly Step[] = [];
    const clicked = async () => {
      steps = (await waitingSteps(panel)).filter(({ action }) => action.type === 'click');
      return steps.map(({ target }) => target?.name);
    };
    await expect.poll(clicked, { timeout: 90_000 }).toContain('Open');
    // Documents of their own hand over what they hold in their own time.
    expect(new Set(await clicked())).toEqual(new Set(['Open', 'Save', 'Search']));
    // Nothing that was allowed is lost, and what was not is not counted as if it were.
    expect(steps.map(({ missed }) => missed)).toEqual([0, 0, 0]);
  });
});

const ways: Readonly<Record<string, (mark: HTMLElement) => void>> = {
  'put elsewhere': (mark) => document.body.append(mark),
  'made to be seen through': (mark) => mark.style.setProperty('opacity', '0', 'important'),
  'without a style': (mark) => mark.removeAttribute('style'),
  'in a document that is swapped for a copy': () =>
    document.documentElement.replaceWith(document.documentElement.cloneNode(true)),
};

describe('a mark that the page', () => {
  beforeAll(async () => {
    joined = await startListening({ '/': bare, '/inner': '' });
  });
  afterAll(() => joined?.close());

  test.each(Object.keys(ways))('has %s is gone at once', async (way) => {
    const shown = await joined.open();
    const after = await overhear(joined.browser);
    await shown.locator('html > div').evaluate(ways[way] ?? (() => {}));
    await expect.poll(() => after.indicatorLost()).toBe(true);
    await shown.close();
  });
});

/** The darkest value, 0 to 255, in the corner of the view where the mark is. */
async function darkest(shown: Page): Promise<number> {
  const { width = 0, height = 0 } = shown.viewportSize() ?? {};
  const png = await shown.screenshot({ clip: { x: width - 40, y: height - 34, width: 30, height: 24 } });
  const panel = joined.browser.context.pages()[0];
  if (panel === undefined) throw new TypeError('no page to decode in');
  return panel.evaluate(async (base64) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (context === null) throw new TypeError('no canvas');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return data.reduce((least, value, index) => (index % 4 === 3 ? least : Math.min(least, value)), 255);
  }, png.toString('base64'));
}
