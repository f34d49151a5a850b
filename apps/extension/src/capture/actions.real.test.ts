import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { markerHtml, type Doing } from '../testing/doing.ts';
import { startListening, type Listening } from '../testing/joined.ts';
import { told } from '../testing/told.ts';

const controls = `<!doctype html><title>Controls</title>
<style>body{font:16px sans-serif} .zone,#dragged{width:120px;height:40px;background:#eee;display:inline-block}</style>
<button type="button" id="save">Save</button>
<label id="paid-label"><input type="checkbox" id="paid"> Paid</label>
<label><input type="radio" name="r" id="one"> One</label><label><input type="radio" name="r" id="two"> Two</label>
<p><label>Subject <input id="subject"></label> <label>Other <input id="other"></label>
<label>Source <input id="source" value="abc"></label> <label>Word <input id="word" value="abc"></label></p>
<p><label>Body <textarea id="body"></textarea></label> <label>Day <input type="date" id="day"></label></p>
<p><label>Volume <input type="range" id="volume" min="0" max="10" value="5"></label>
<label>State <select id="state"><option>Open<option>Sent<option>Closed</select></label></p>
<div id="note" contenteditable aria-label="Note"></div>
<p id="text">Some words to select and copy</p>
<span id="dragged" draggable="true">Drag me</span> <span class="zone" id="zone">Drop zone</span>
<label>Files <input type="file" id="files" multiple></label>
<button type="button" id="print" onclick="window.print()">Print it</button>
<p><a id="link" href="/next">Next page</a> <a id="blank" href="/next" target="_blank">New tab</a></p>
${markerHtml}
<script>
  for (const kind of ['dragover', 'drop']) zone.addEventListener(kind, (e) => e.preventDefault());
</script>`;
const menus = `<!doctype html><title>Menus</title>
<style>
  body{font:16px sans-serif} nav,#actions,#menubar,#portal{display:flex;gap:40px;margin:30px}
  nav li{list-style:none;position:relative} nav ul{display:none;position:absolute;top:100%;left:0;margin:0;background:#eee}
  nav li:hover > ul{display:block}
  .row{position:relative;width:400px;background:#eee} .row .tools{position:absolute;right:0;top:0;visibility:hidden}
  .row:hover .tools{visibility:visible}
  .menu{position:absolute;top:24px;left:0;background:#ddd} .holder{position:relative}
</style>
<nav><li><a href="#reports">Reports</a><ul><li><a href="#monthly">Monthly</a></li></ul></li></nav>
<div id="menubar"><div class="holder"><button type="button" id="file" aria-haspopup="menu" aria-expanded="false">File</button>
  <div role="menu" class="menu" id="file-menu" hidden><div role="menuitem" tabindex="-1">Open</div></div></div>
  <div class="holder"><button type="button" id="edit" aria-haspopup="menu" aria-expanded="false">Edit</button>
  <div role="menu" class="menu" id="edit-menu" hidden><div role="menuitem" tabindex="-1">Replace</div></div></div>
</div>
<div id="portal"><button type="button" id="more">More</button></div>
<div id="actions"><div class="row"><a href="#row">Row</a><span class="tools"><button type="button">Delete</button></span></div></div>
<button type="button" style="margin-top:120px">Elsewhere</button>
${markerHtml}
<script>
  const open = (button, shown) => { button.setAttribute('aria-expanded', shown); document.getElementById(button.id + '-menu').hidden = !shown; };
  file.parentElement.addEventListener('mouseenter', () => open(file, true));
  file.parentElement.addEventListener('mouseleave', () => open(file, false));
  edit.addEventListener('click', () => open(edit, true));
  more.addEventListener('mouseenter', () => {
    const box = more.getBoundingClientRect();
    document.body.insertAdjacentHTML('beforeend', '<div id="flyout" style="position:absolute"><button type="button">Archive</button></div>');
    flyout.style.left = box.left + 'px'; flyout.style.top = box.bottom + 2 + 'px';
  });
</script>`;
const next = `<!doctype html><title>Next</title><a id="on" href="/controls">Back to controls</a>${markerHtml}`;

let joined: Listening;
let page: Page;
let cdp: CDPSession;
let doing: Doing;
let files: string;

beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'assent-files-'));
  await writeFile(join(files, 'secret plan.pdf'), 'x');
  joined = await startListening({ '/controls': controls, '/next': next, '/menus': menus }, {}, '/controls');
  ({ page, doing } = joined);
  cdp = await joined.browser.context.newCDPSession(page);
});
afterAll(async () => {
  await joined?.close();
  await rm(files, { recursive: true, force: true });
});

/** Does something when what was done before it no longer explains it. */
const later = async (act: () => Promise<unknown>) => {
  await page.waitForTimeout(1200);
  await act();
};
const press = (keys: string) => page.keyboard.press(keys);

/** What a person does, and the steps it must come out as. */
const deeds: readonly (readonly [string, () => Promise<unknown>, readonly string[]])[] = [
  ['clicks', () => page.click('#save'), ['click on Save']],
  ['clicks with Control', () => page.click('#save', { modifiers: ['Control'] }), ['Control click on Save']],
  ['clicks with Meta', () => page.click('#save', { modifiers: ['Meta'] }), ['Meta click on Save']],
  [
    'clicks with Alt and Shift',
    () => page.click('#save', { modifiers: ['Alt', 'Shift'] }),
    ['Alt Shift click on Save'],
  ],
  ['clicks the middle button', () => page.click('#save', { button: 'middle' }), ['middle click on Save']],
  ['clicks the right button', () => page.click('#save', { button: 'right' }), ['right context_click on Save']],
  ['double-clicks', () => page.dblclick('#save'), ['double_click on Save']],
  ['triple-clicks', () => page.click('#save', { clickCount: 3 }), ['triple_click on Save']],
  [
    'presses a button by Enter and by Space',
    async () => {
      await page.focus('#save');
      await press('Enter');
      await press('Space');
    },
    ['key Enter on Save', 'key Space on Save'],
  ],
  ['checks a box by its label', () => page.click('#paid-label', { position: { x: 40, y: 8 } }), ['check on Paid']],
  [
    'clears a box by Space',
    async () => {
      await page.focus('#paid');
      await press('Space');
    },
    ['uncheck on Paid'],
  ],
  ['picks a radio', () => page.click('#two'), ['check on Two']],
  [
    'moves between radios by arrow',
    async () => {
      await page.focus('#two');
      await press('ArrowUp');
    },
    ['check on One'],
  ],
  [
    'types, takes it back and does it again',
    async () => {
      await page.click('#subject');
      await page.keyboard.type('abc');
      await press('Control+z');
      await press('Control+Shift+z');
    },
    ['click on Subject', 'append abc on Subject', 'key Control+z on Subject', 'key Control+Shift+z on Subject'],
  ],
  [
    'types lines',
    async () => {
      await page.click('#body');
      await page.keyboard.type('one');
      await press('Enter');
      await page.keyboard.type('two');
    },
    ['click on Body', 'append one\ntwo on Body'],
  ],
  [
    'copies from one field into another',
    async () => {
      await page.click('#source');
      await press('Control+a');
      await press('Control+c');
      await page.click('#other');
      await press('Control+v');
    },
    ['click on Source', 'key Control+a on Source', 'copy 1-4 on Source', 'click on Other', 'paste 0 on Other'],
  ],
  [
    'cuts',
    async () => {
      await page.click('#source');
      await press('Control+a');
      await press('Control+x');
    },
    ['click on Source', 'key Control+a on Source', 'cut 1-4 on Source'],
  ],
  [
    'types a date',
    async () => {
      await page.click('#day', { position: { x: 10, y: 10 } });
      await page.keyboard.type('03042026');
      await press('Tab');
    },
    ['click on Day', 'replace 2026-03-04 on Day', 'key Tab on Day'],
  ],
  [
    'moves a slider by keys',
    async () => {
      await page.focus('#volume');
      await press('ArrowRight');
      await press('ArrowRight');
    },
    ['key ArrowRight x2 on Volume'],
  ],
  ['moves a slider by click', () => page.click('#volume', { position: { x: 4, y: 8 } }), ['click on Volume']],
  [
    'chooses by keys',
    async () => {
      await page.focus('#state');
      await press('ArrowDown');
      await press('ArrowDown');
    },
    ['select Closed on State'],
  ],
  [
    'chooses by typing ahead',
    async () => {
      await page.focus('#state');
      await press('o');
    },
    ['select Open on State'],
  ],
  [
    'writes in a rich field',
    async () => {
      await page.click('#note');
      await page.keyboard.type('hello');
      await press('Control+b');
    },
    ['click on Note', 'append hello on Note', 'key Control+b on Note'],
  ],
  [
    'composes',
    async () => {
      await page.click('#word');
      await press('Control+a');
      await cdp.send('Input.imeSetComposition', { text: 'か', selectionStart: 1, selectionEnd: 1 });
      await cdp.send('Input.imeSetComposition', { text: 'かん', selectionStart: 2, selectionEnd: 2 });
      await cdp.send('Input.insertText', { text: '漢' });
    },
    ['click on Word', 'key Control+a on Word', 'replace 漢 on Word'],
  ],
  [
    'selects text by dragging',
    async () => {
      const box = await page.locator('#text').boundingBox();
      const [x, y] = [(box?.x ?? 0) + 2, (box?.y ?? 0) + 8];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 60, y, { steps: 4 });
      await page.mouse.up();
    },
    ['drag'],
  ],
  ['drags and drops', () => page.dragAndDrop('#dragged', '#zone'), ['drag']],
  ['chooses a file', () => page.setInputFiles('#files', join(files, 'secret plan.pdf')), ['upload 1 pdf on Files']],
  [
    'drops a file',
    async () => {
      const box = await page.locator('#zone').boundingBox();
      const [x, y] = [(box?.x ?? 0) + 5, (box?.y ?? 0) + 5];
      const data = { items: [], files: [join(files, 'secret plan.pdf')], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await cdp.send('Input.dispatchDragEvent', { type, x, y, data });
      }
    },
    ['upload 1 pdf'],
  ],
  ['prints by a button', () => page.click('#print'), ['click on Print it']],
  [
    'asks to save',
    async () => {
      await page.focus('#save');
      await press('Control+s');
    },
    ['key Control+s on Save'],
  ],
];

describe('what a person does comes out as just that', () => {
  test.each(deeds)('who %s', async (_name, act, expected) => {
    expect((await doing(act)).map(told)).toEqual(expected);
  });

  describe('with menus', () => {
    test('who types their address', async () => {
      expect((await doing(() => page.goto(`${joined.site.origin}/menus`))).map(told)).toEqual(['navigate load']);
    });

    /** Comes to a control, waits for what it opens, and presses that. */
    const through = async (opener: string, item: string) => {
      await page.hover(opener);
      await page.locator(item).waitFor({ state: 'visible' });
      await page.click(item);
    };
    const ways: readonly (readonly [string, () => Promise<unknown>, readonly string[]])[] = [
      [
        'opens one that a style sheet shows',
        () => through('text=Reports', 'text=Monthly'),
        ['hover on Reports', 'click on Monthly'],
      ],
      ['opens one that says so', () => through('#file', 'text=Open'), ['hover on File', 'click on Open']],
      ['opens one that a script adds', () => through('#more', 'text=Archive'), ['hover on More', 'click on Archive']],
      [
        'opens one by a click',
        () => page.click('#edit').then(() => page.click('text=Replace')),
        ['click on Edit', 'click on Replace'],
      ],
      ['passes by', () => page.hover('#file').then(() => page.click('text=Elsewhere')), ['click on Elsewhere']],
      [
        'presses what shows where the pointer is anyway',
        () => page.hover('text=Row').then(() => page.click('text=Delete')),
        ['click on Delete'],
      ],
    ];
    test.each(ways)('who %s', async (_name, act, expected) => {
      expect((await doing(act)).map(told)).toEqual(expected);
    });
  });

  test('who follows a link, goes back and forth, and types an address', async () => {
    await doing(() => page.goto(`${joined.site.origin}/controls`));
    expect((await doing(() => page.click('#link'))).map(told)).toEqual(['click on Next page']);
    expect((await doing(() => later(() => page.goBack()))).map(told)).toEqual(['navigate back-forward']);
    expect((await doing(() => later(() => page.goForward()))).map(told)).toEqual(['navigate back-forward']);
    expect((await doing(() => later(() => page.reload()))).map(told)).toEqual(['navigate reload']);
    expect((await doing(() => page.goto(`${joined.site.origin}/controls`))).map(told)).toEqual(['navigate load']);
  });
});
