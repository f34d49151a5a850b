import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scanBytes } from '@assent/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startJoined, type Joined } from '../testing/joined.ts';
import { waitingSteps } from '../testing/waiting.ts';

/**
 * One made-up private word for each way that text could take out of a page. Each is met by a press, a key, a choice or
 * a change of the page, so that a recorder that reads what it should not has every occasion to.
 */
const routes = [
  'title',
  'title changed',
  'query value',
  'fragment',
  'path',
  'pushed path',
  'pushed query',
  'pushed fragment',
  'window name',
  'referrer',
  'meta description',
  'html comment',
  'data attribute',
  'test id',
  'id',
  'class',
  'name attribute',
  'href',
  'link text',
  'aria-label',
  'aria-description',
  'aria-labelledby',
  'aria-valuetext',
  'aria-roledescription',
  'title attribute',
  'alt',
  'placeholder',
  'label',
  'legend',
  'fieldset',
  'summary',
  'table cell',
  'table caption',
  'row header',
  'list item',
  'heading',
  'dialog name',
  'form name',
  'button text',
  'button value',
  'submit value',
  'hidden input',
  'prefilled text',
  'prefilled password',
  'textarea',
  'select option',
  'option label',
  'optgroup',
  'datalist',
  'radio value',
  'checkbox value',
  'output',
  'meter text',
  'typed text',
  'typed password',
  'typed code',
  'typed card',
  'typed current password',
  'typed new password',
  'typed search',
  'password manager',
  'contenteditable',
  'typed rich text',
  'open shadow',
  'typed open shadow',
  'closed shadow',
  'typed closed shadow',
  'slot',
  'custom element',
  'srcdoc frame',
  'typed srcdoc frame',
  'about:blank frame',
  'blob frame',
  'sandboxed frame',
  'frame name',
  'svg text',
  'svg title',
  'canvas',
  'canvas label',
  'noscript',
  'template',
  'style content',
  'script text',
  'file name',
  'dragged text',
  'drag data',
  'copied text',
  'pasted text',
  'selection',
  'local storage',
  'cookie',
  'console',
  'custom event',
  'posted message',
  'tooltip',
  'live region',
] as const;
type Route = (typeof routes)[number];

/** Digits and letters that no list of words knows, one per route. */
function canary(route: Route): string {
  const index = routes.indexOf(route);
  const letters = Array.from({ length: 4 }, (_, i) => 'bdfgklmnprstvz'[(index * (i + 3) + 5 * i) % 14]).join('');
  return `Qu${letters}o${String.fromCharCode(97 + (index % 26))}x${1000 + index * 7}`;
}

const c = canary;
const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Orders ${c('title')}</title>
<meta name="description" content="${c('meta description')}"><style>.x::after{content:"${c('style content')}"}</style></head><body>
<!-- ${c('html comment')} -->
<main data-customer="${c('data attribute')}">
<h1 class="press">Order of ${c('heading')}</h1>
<button class="press" data-testid="open-${c('test id')}" id="b-${c('id')}">Open</button>
<button class="press ${c('class')}" name="${c('name attribute')}">Save</button>
<a class="press" href="#${c('href')}">Read ${c('link text')}</a>
<button class="press" aria-label="Call ${c('aria-label')}">Call</button>
<button class="press" aria-description="${c('aria-description')}" aria-roledescription="${c('aria-roledescription')}">Print</button>
<span id="namer">${c('aria-labelledby')}</span><button class="press" aria-labelledby="namer">Close</button>
<div class="press" role="slider" tabindex="0" aria-valuenow="3" aria-valuetext="${c('aria-valuetext')}">Level</div>
<button class="press" title="${c('title attribute')}">Next</button>
<button class="press" aria-describedby="tip">Back</button><span id="tip" role="tooltip">${c('tooltip')}</span>
<img class="press" alt="Picture of ${c('alt')}" width="40" height="20" src="data:,">
<input class="press" placeholder="Ask ${c('placeholder')}">
<label class="press">Name of ${c('label')} <input></label>
<fieldset name="${c('fieldset')}"><legend class="press">Group ${c('legend')}</legend>
<label><input class="press" type="radio" name="r" value="${c('radio value')}"> One</label>
<label><input class="press" type="checkbox" value="${c('checkbox value')}"> Two</label></fieldset>
<details><summary class="press">More on ${c('summary')}</summary>Text</details>
<table><caption class="press">Sales of ${c('table caption')}</caption><tr><th scope="row" class="press">${c('row header')}</th>
<td class="press">${c('table cell')}</td><td><button class="press">Delete</button></td></tr></table>
<ul><li class="press">${c('list item')}</li></ul>
<div role="dialog" aria-label="Edit ${c('dialog name')}"><button class="press">Cancel</button></div>
<form aria-label="For ${c('form name')}" onsubmit="return false"><input type="hidden" value="${c('hidden input')}">
<button type="button" class="press">Pay ${c('button text')}</button><input type="button" class="press" value="Ask ${c('button value')}">
<input type="submit" class="press" value="Send ${c('submit value')}"><input class="press" value="${c('prefilled text')}">
<input class="press" type="password" value="${c('prefilled password')}"><textarea class="press">${c('textarea')}</textarea>
<select class="press" id="select"><optgroup label="${c('optgroup')}"><option>First<option>${c('select option')}<option label="${c('option label')}">x</optgroup></select>
<input class="press" list="list"><datalist id="list"><option value="${c('datalist')}"></datalist>
<output class="press">${c('output')}</output><meter class="press" value="1">${c('meter text')}</meter></form>
<input data-type="typed text"><input type="password" data-type="typed password"><input autocomplete="one-time-code" data-type="typed code">
<input autocomplete="cc-number" data-type="typed card"><input autocomplete="current-password" data-type="typed current password">
<input autocomplete="new-password" data-type="typed new password"><input type="search" data-type="typed search">
<input class="press" data-lpignore="false" data-1p-title="${c('password manager')}" data-bwignore>
<div contenteditable class="press">${c('contenteditable')}</div><div contenteditable data-type="typed rich text" style="min-height:20px"></div>
<div id="open"></div><div id="closed"></div><bench-card class="press">${c('custom element')}</bench-card>
<iframe srcdoc="<button>Reply</button><p>${c('srcdoc frame')}</p><input>" id="srcdoc" height="70"></iframe>
<iframe id="blank" height="50"></iframe><iframe id="blob" height="50"></iframe>
<iframe sandbox="allow-scripts" srcdoc="<button>Pick ${c('sandboxed frame')}</button>" id="sandbox" height="50"></iframe>
<iframe name="${c('frame name')}" srcdoc="<button>Move</button>" id="named" height="50"></iframe>
<svg class="press" width="200" height="30"><title>${c('svg title')}</title><text y="20">${c('svg text')}</text></svg>
<canvas class="press" aria-label="Chart of ${c('canvas label')}" width="200" height="30"></canvas>
<noscript>${c('noscript')}</noscript><template>${c('template')}</template>
<input type="file" id="file">
<p id="drag" draggable="true">Drag ${c('dragged text')}</p><p id="drop" style="height:30px;background:#eee">Drop</p>
<p id="copy">${c('copied text')}</p><input id="paste"><p id="select-me">${c('selection')}</p>
<p aria-live="polite" class="press">${c('live region')}</p>
<button id="end">Archive</button></main>
<script>
const secret = '${c('script text')}';
window.name = '${c('window name')}';
localStorage.setItem('k', '${c('local storage')}');
document.cookie = 'k=${c('cookie')}';
console.log('${c('console')}');
customElements.define('bench-card', class extends HTMLElement {});
const open = document.getElementById('open').attachShadow({ mode: 'open' });
open.innerHTML = '<button>Copy ${c('open shadow')}</button><input><slot></slot>';
document.getElementById('open').append('${c('slot')}');
const closed = document.getElementById('closed').attachShadow({ mode: 'closed' });
closed.innerHTML = '<button>Cut ${c('closed shadow')}</button><input type="password">';
globalThis.inClosed = (selector) => { const r = closed.querySelector(selector).getBoundingClientRect(); return [r.x + 4, r.y + 4]; };
document.getElementById('blank').contentDocument.body.innerHTML = '<button>Undo ${c('about:blank frame')}</button>';
document.getElementById('blob').src = URL.createObjectURL(new Blob(['<button>Redo ${c('blob frame')}</button>'], { type: 'text/html' }));
document.querySelector('canvas').getContext('2d').fillText('${c('canvas')}', 4, 20);
document.getElementById('drag').addEventListener('dragstart', (event) => event.dataTransfer.setData('text/plain', '${c('drag data')}'));
addEventListener('pointerdown', () => {
  dispatchEvent(new CustomEvent('assent', { detail: '${c('custom event')}' }));
  postMessage('${c('posted message')}', '*');
});
</script></body></html>`;

let joined: Joined;
let page: Page;
let panel: Page;

describe('a page with a private word on every way out', () => {
  beforeAll(async () => {
    const path = `/orders/${encodeURIComponent(c('path'))}`;
    const first = `<a href="${path}?q=${c('query value')}#${c('fragment')}">Go</a>`;
    joined = await startJoined({ '/': first, [path]: html }, { launch: { viewport: { width: 1280, height: 2400 } } });
    const { browser, site } = joined;
    panel = await browser.openPopup();
    page = await browser.context.newPage();
    // The page before is a referrer with a private word, too.
    await page.goto(`${site.origin}/?from=${c('referrer')}`);
    await page.getByRole('link').click();
    await page.locator('#end').waitFor();
  });
  afterAll(() => joined?.close());

  test('tells of every action, and of no private word', async () => {
    await pressEverything();
    await typeEverywhere();
    await moveThings();
    await changeAddress();
    await page.locator('#end').click();
    await expect
      .poll(async () => (await waitingSteps(panel)).some(({ target }) => target?.name === 'Archive'), {
        timeout: 90_000,
      })
      .toBe(true);

    const steps = await waitingSteps(panel);
    // The recording is worth something: each kind of action is there, in every kind of frame.
    const kinds = new Set(steps.map(({ action }) => action.type));
    for (const kind of ['click', 'type', 'select', 'check', 'upload', 'drag', 'copy', 'paste'] as const) {
      expect(kinds, kind).toContain(kind);
    }
    expect(steps.length).toBeGreaterThan(60);
    for (const word of ['Save', 'Delete', 'Reply', 'Move', 'Cancel', 'Next']) {
      expect(steps.map(({ target }) => target?.name)).toContainEqual(expect.stringContaining(word));
    }
    const told = Buffer.from(JSON.stringify(steps));
    const leaks = scanBytes('steps', told, routes.map(canary)).map(({ needle }) => routes[needle]);
    expect(leaks).toEqual([]);
  });
});

async function pressEverything(): Promise<void> {
  const all = page.locator('.press');
  for (let index = 0; index < (await all.count()); index++) await pressAt(all.nth(index));
  for (const id of ['srcdoc', 'blank', 'blob', 'sandbox', 'named']) {
    await pressAt(page.frameLocator(`#${id}`).locator('button'));
  }
  await pressAt(page.locator('#open button'));
  await page.mouse.click(...(await inClosed('button')));
}

/** Presses something in its middle with real input, whatever lies there. */
async function pressAt(target: ReturnType<Page['locator']>): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('nothing to press');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  // What a press has opened is closed again.
  await page.keyboard.press('Escape');
}

async function inClosed(selector: string): Promise<[number, number]> {
  return page.evaluate((wanted) => Reflect.get(globalThis, 'inClosed')(wanted), selector);
}

async function typeEverywhere(): Promise<void> {
  for (const route of routes) {
    const field = page.locator(`[data-type="${route}"]`);
    if ((await field.count()) === 0) continue;
    await field.click();
    await page.keyboard.type(canary(route));
    await page.keyboard.press('Tab');
  }
  await page.locator('#open input').click();
  await page.keyboard.type(canary('typed open shadow'));
  await page.mouse.click(...(await inClosed('input')));
  await page.keyboard.type(canary('typed closed shadow'));
  await page.frameLocator('#srcdoc').locator('input').click();
  await page.keyboard.type(canary('typed srcdoc frame'));
  await page.locator('#select').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
}

async function moveThings(): Promise<void> {
  await chooseFile(`${canary('file name')}.pdf`);
  await page.locator('#drag').dragTo(page.locator('#drop'));
  await page.locator('#copy').click({ clickCount: 3 });
  await page.keyboard.press('Control+c');
  await page.locator('#paste').click();
  await page.keyboard.press('Control+v');
  await page.evaluate((text) => navigator.clipboard.writeText(text).catch(() => undefined), canary('pasted text'));
  await page.keyboard.press('Control+v');
  await page.locator('#select-me').click({ clickCount: 3 });
}

/** Chooses a file the browser's own way: the event of a script would be nobody's doing. */
async function chooseFile(name: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'assent-upload-'));
  try {
    await writeFile(join(folder, name), 'content');
    const session = await joined.browser.context.newCDPSession(page);
    const { result } = await session.send('Runtime.evaluate', { expression: "document.getElementById('file')" });
    const files = [join(folder, name)];
    await session.send('DOM.setFileInputFiles', { files, objectId: result.objectId ?? '' });
    await session.detach();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function changeAddress(): Promise<void> {
  const words = [canary('pushed path'), canary('pushed query'), canary('pushed fragment'), canary('title changed')];
  await page.evaluate(([path, query, fragment, title]) => {
    history.pushState({ secret: path }, '', `/orders/${path}?q=${query}#${fragment}`);
    document.title = `Order ${title}`;
  }, words);
}
