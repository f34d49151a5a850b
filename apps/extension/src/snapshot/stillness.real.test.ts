import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startJoined, type Joined } from '../testing/joined.ts';
import type { SessionAnswer, SnapshotSession } from '@assent/capture-web/snapshot-script';

const html = `<!doctype html><title>Orders</title><style>.tip:hover::after{content:"Zoltan"}</style>
<h1>Orders</h1><button class="tip">Save</button><input aria-label="Subject"><p>Zoltan</p>
<div id="inner" style="height:60px;overflow:auto"><p style="height:900px">Delete</p></div>
<div id="open"></div><div id="closed"></div><div style="height:3000px"></div>
<script>
document.querySelector('#open').attachShadow({mode:'open'}).innerHTML = '<p>Save</p>';
globalThis.closedTree = document.querySelector('#closed').attachShadow({mode:'closed'});
closedTree.innerHTML = '<p>Save</p><div style="height:40px;overflow:auto"><p style="height:500px">Delete</p></div>';
globalThis.sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];
</script>`;

let joined: Joined;
let work: Page;

/** Calls one half of the page's session, as the background does. */
async function half(name: keyof SnapshotSession): Promise<SessionAnswer> {
  const [worker] = joined.browser.context.serviceWorkers();
  if (worker === undefined) throw new Error('no background');
  const answer = await worker.evaluate(
    async ({ name, origin }) => {
      const [tab] = await chrome.tabs.query({ url: `${origin}/*` });
      const target = { tabId: tab?.id ?? -1 };
      await chrome.scripting.executeScript({ target, files: ['snapshot.js'] });
      const call = (half: 'begin' | 'end') => Reflect.get(globalThis, 'assentSnapshots')?.[half]('words');
      const [result] = await chrome.scripting.executeScript({ target, func: call, args: [name] });
      return result?.result;
    },
    { name, origin: joined.site.origin },
  );
  return answer as SessionAnswer;
}

beforeAll(async () => {
  // The policy takes no pictures itself: this test takes them by hand.
  joined = await startJoined({ '/': html });
  work = await joined.open();
});
afterAll(() => joined?.close());

describe('between the two looks at a page', () => {
  test('nothing happens: both looks say the same', async () => {
    const before = await half('begin');
    const after = await half('end');
    expect(before).toMatchObject({ ok: true });
    expect(after).toEqual(before);
  });

  test.each<[string, (page: Page) => Promise<unknown>]>([
    ['a text changes', (page) => page.evaluate(() => document.querySelector('p')?.replaceChildren('Quorvex'))],
    [
      'a text changes to and fro',
      (page) =>
        page.evaluate(() => {
          const text = document.querySelector('p');
          text?.replaceChildren('Quorvex');
          text?.replaceChildren('Zoltan');
        }),
    ],
    ['an attribute changes', (page) => page.evaluate(() => document.querySelector('p')?.setAttribute('class', 'x'))],
    [
      'an open shadow tree changes',
      (page) =>
        page.evaluate(() => document.querySelector('#open')?.shadowRoot?.firstElementChild?.replaceChildren('Quorvex')),
    ],
    [
      'a closed shadow tree changes',
      (page) => page.evaluate(() => Reflect.get(globalThis, 'closedTree').firstElementChild.replaceChildren('Quorvex')),
    ],
    [
      'the page scrolls to and fro',
      (page) =>
        page.evaluate(async () => {
          scrollTo(0, 40);
          await new Promise((resolve) => requestAnimationFrame(resolve));
          scrollTo(0, 0);
        }),
    ],
    ['something in it scrolls', (page) => page.evaluate(() => document.querySelector('#inner')?.scrollTo(0, 30))],
    [
      'something in a closed shadow tree scrolls',
      (page) => page.evaluate(() => Reflect.get(globalThis, 'closedTree').querySelector('div').scrollTo(0, 30)),
    ],
    [
      'a style sheet moves something to and fro',
      (page) =>
        page.evaluate(async () => {
          const sheet: CSSStyleSheet = Reflect.get(globalThis, 'sheet');
          sheet.insertRule('p { margin-left: 90px }');
          await new Promise((resolve) => setTimeout(resolve, 60));
          sheet.deleteRule(0);
        }),
    ],
    ['the pointer comes over something', (page) => page.mouse.move(60, 60)],
    ['a field gets the focus', (page) => page.evaluate(() => document.querySelector('input')?.focus())],
    [
      'somebody types',
      async (page) => {
        await page.evaluate(() => document.querySelector('input')?.focus());
        await page.keyboard.type('a');
      },
    ],
    [
      'the view is resized',
      async (page) => {
        await page.setViewportSize({ width: 1200, height: 800 });
        await page.setViewportSize({ width: 1280, height: 800 });
      },
    ],
  ])('%s: no picture', async (_, change) => {
    await work.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await work.mouse.move(900, 500);
    await work.waitForTimeout(200);
    expect(await half('begin')).toMatchObject({ ok: true });
    await change(work);
    expect(await half('end')).toEqual({ ok: false, why: 'moving' });
  });

  test('a look without a first one is none', async () => {
    expect(await half('end')).toEqual({ ok: false, why: 'moving' });
  });

  test('no mark, no picture', async () => {
    await work.evaluate(() => document.querySelector('html > div')?.remove());
    expect(await half('begin')).toEqual({ ok: false, why: 'hidden' });
  });
});
