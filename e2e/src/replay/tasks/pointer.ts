import type { Page } from 'playwright-core';
import { task, type WebTask } from '../task.ts';

/** Drags from the middle of one thing to the middle of another, as hands do: in steps. */
async function drag(page: Page, from: string, to: string, offset = 0): Promise<void> {
  const [a, b] = [await page.locator(from).boundingBox(), await page.locator(to).boundingBox()];
  if (a === null || b === null) throw new Error('nothing to drag');
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(b.x + b.width / 2 + offset, b.y + b.height / 2, { steps: 12 });
  await page.mouse.up();
}

const list = Array.from({ length: 60 }, (_, i) => `<li><button type="button">Item ${i + 1}</button></li>`).join('');

/** Tasks done by pointer alone. */
export const pointerTasks: readonly WebTask[] = [
  task(
    'click-button',
    'Click the button "Okay".',
    '<button type="button">Cancel</button> <button type="button">Okay</button> <button type="button">Next</button>',
    `document.body.onclick = (e) => { if (e.target.localName === 'button') win(e.target.textContent === 'Okay'); };`,
    (page) => page.click('text="Okay"'),
  ),
  task(
    'click-checkboxes',
    'Select "Apples" and "Plums" and click Submit.',
    ['Apples', 'Pears', 'Plums', 'Grapes'].map((n) => `<p><label><input type="checkbox"> ${n}</label></p>`).join('') +
      '<button type="button" id="ok">Submit</button>',
    `$('ok').onclick = () => win([...document.querySelectorAll('input')].map((i) => +i.checked).join('') === '1010');`,
    async (page) => {
      await page.click('text="Apples"');
      await page.locator('input').nth(2).click();
      await page.click('#ok');
    },
  ),
  task(
    'drag-box',
    'Drag the box onto the target.',
    `<div id="box" style="position:absolute;left:60px;top:120px;width:60px;height:60px;background:#36c;touch-action:none"></div>
     <div id="goal" style="position:absolute;left:500px;top:300px;width:90px;height:90px;border:2px dashed"></div>`,
    `let at = null;
     $('box').onpointerdown = (e) => { at = [e.offsetX, e.offsetY]; e.preventDefault(); };
     onpointermove = (e) => { if (at) { $('box').style.left = e.pageX - at[0] + 'px'; $('box').style.top = e.pageY - at[1] + 'px'; } };
     onpointerup = () => { if (!at) return; at = null;
       const [b, g] = [$('box').getBoundingClientRect(), $('goal').getBoundingClientRect()];
       win(b.left >= g.left && b.top >= g.top && b.right <= g.right && b.bottom <= g.bottom); };`,
    (page) => drag(page, '#box', '#goal'),
  ),
  task(
    'drag-and-drop',
    'Move "Paint" to the list Done.',
    `<ul id="todo"><li draggable="true">Sand</li><li draggable="true" id="paint">Paint</li></ul>
     <div id="done" style="width:200px;height:80px;background:#eee">Done</div>`,
    `let held; document.ondragstart = (e) => { held = e.target; e.dataTransfer.setData('text', 'x'); };
     $('done').ondragover = (e) => e.preventDefault();
     $('done').ondrop = (e) => { e.preventDefault(); $('done').append(held); win(held.id === 'paint'); };`,
    (page) => drag(page, '#paint', '#done'),
  ),
  task(
    'scroll-list',
    'Scroll down the list and click Item 40.',
    `<ul id="list" style="height:200px;width:300px;overflow:auto">${list}</ul>`,
    `$('list').onclick = (e) => win(e.target.textContent === 'Item 40');`,
    async (page) => {
      await page.hover('text="Item 3"');
      const item = page.locator('text="Item 40"');
      for (let turn = 0; turn < 30; turn++) {
        const box = await item.boundingBox();
        if (box !== null && box.y < 250) break;
        await page.mouse.wheel(0, 60);
        await page.waitForTimeout(60);
      }
      // Not through the driver, which would scroll by itself.
      const box = await item.boundingBox();
      await page.mouse.click((box?.x ?? 0) + 10, (box?.y ?? 0) + 8);
    },
  ),
  task(
    'scroll-page',
    'Scroll to the end and click Accept.',
    '<div style="height:2200px">Terms</div><button type="button" id="ok">Accept</button><p style="height:100px"></p>',
    `$('ok').onclick = () => win(scrollY > 1000);`,
    async (page) => {
      await page.mouse.move(600, 400);
      for (let turn = 0; turn < 20; turn++) {
        await page.mouse.wheel(0, 150);
        await page.waitForTimeout(50);
      }
      const box = await page.locator('#ok').boundingBox();
      await page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 10);
    },
  ),
  task(
    'tabs',
    'Open the tab "Billing" and click Pay.',
    `<div role="tablist">${['Profile', 'Billing', 'Team'].map((n) => `<button role="tab" aria-selected="${n === 'Profile'}">${n}</button>`).join('')}</div>
     <div role="tabpanel" id="panel">Profile</div>`,
    `document.querySelector('[role=tablist]').onclick = (e) => {
       for (const tab of document.querySelectorAll('[role=tab]')) tab.setAttribute('aria-selected', tab === e.target);
       $('panel').innerHTML = e.target.textContent === 'Billing' ? '<button type="button" onclick="win()">Pay</button>' : e.target.textContent; };`,
    async (page) => {
      await page.click('text="Billing"');
      await page.click('text="Pay"');
    },
  ),
  task(
    'modal-dialog',
    'Delete the file and confirm it.',
    `<button type="button" id="delete">Delete</button>
     <dialog id="sure"><p>Sure?</p><button type="button">No</button> <button type="button" id="yes">Yes</button></dialog>`,
    `$('delete').onclick = () => $('sure').showModal(); $('yes').onclick = () => { $('sure').close(); win(); };`,
    async (page) => {
      await page.click('#delete');
      await page.click('#yes');
    },
  ),
  task(
    'table-row',
    'Delete the row of Berlin.',
    `<table>${['Athens', 'Berlin', 'Cairo', 'Delhi'].map((n) => `<tr><td>${n}</td><td><button type="button">Delete</button></td></tr>`).join('')}</table>`,
    `document.querySelector('table').onclick = (e) => { if (e.target.localName === 'button') win(e.target.closest('tr').textContent.startsWith('Berlin')); };`,
    (page) => page.locator('button').nth(1).click(),
  ),
  task(
    'hover-menu',
    'Choose Export from the menu File.',
    `<style>nav li{list-style:none;position:relative;width:80px} nav ul ul{display:none;position:absolute;top:100%;left:0;margin:0;padding:0;background:#eee} nav li:hover>ul{display:block}</style>
     <nav><ul><li><a href="#f">File</a><ul><li><a href="#o">Open</a></li><li><a href="#e" id="export">Export</a></li></ul></li></ul></nav>`,
    `$('export').onclick = () => win();`,
    async (page) => {
      await page.hover('text="File"');
      await page.locator('#export').waitFor({ state: 'visible' });
      await page.click('#export');
    },
  ),
  task(
    'context-menu',
    'Rename the photo from its context menu.',
    `<div id="photo" tabindex="0" style="width:200px;height:80px;background:#cde">Photo</div>
     <div id="menu" role="menu" hidden style="position:absolute;background:#eee"><div role="menuitem">Copy</div><div role="menuitem" id="rename">Rename</div></div>`,
    `$('photo').oncontextmenu = (e) => { e.preventDefault(); $('menu').hidden = false; $('menu').style.left = e.pageX + 'px'; $('menu').style.top = e.pageY + 'px'; };
     $('rename').onclick = () => win();`,
    async (page) => {
      await page.click('#photo', { button: 'right', position: { x: 50, y: 30 } });
      await page.click('#rename');
    },
  ),
  task(
    'slider-drag',
    'Set the volume to 80 or more.',
    '<label>Volume <input type="range" id="volume" min="0" max="100" value="10" style="width:400px"></label><button type="button" id="ok">Set</button>',
    `$('ok').onclick = () => win($('volume').value >= 80);`,
    async (page) => {
      const box = await page.locator('#volume').boundingBox();
      if (box === null) throw new Error('no slider');
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + 8 + (box.width - 16) * 0.1, y);
      await page.mouse.down();
      await page.mouse.move(box.x + 370, y, { steps: 8 });
      await page.mouse.up();
      await page.click('#ok');
    },
  ),
  task(
    'list-with-control',
    'Select Red and Blue with Control and click Choose.',
    `<div role="listbox" aria-label="Colours" aria-multiselectable="true">${['Red', 'Green', 'Blue'].map((n) => `<div role="option" aria-selected="false" tabindex="-1">${n}</div>`).join('')}</div><button type="button" id="ok">Choose</button>`,
    `const options = [...document.querySelectorAll('[role=option]')];
     document.querySelector('[role=listbox]').onclick = (e) => { for (const o of options) if (o === e.target || !e.ctrlKey) o.setAttribute('aria-selected', o === e.target); };
     $('ok').onclick = () => win(options.map((o) => o.getAttribute('aria-selected')[0]).join('') === 'tft');`,
    async (page) => {
      await page.click('text="Red"');
      await page.click('text="Blue"', { modifiers: ['Control'] });
      await page.click('#ok');
    },
  ),
  task(
    'native-listbox',
    'Select Monday and Friday in the list and click Plan.',
    `<label>Days <select id="days" multiple size="5">${['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'].map((n) => `<option>${n}`).join('')}</select></label><button type="button" id="ok">Plan</button>`,
    `$('ok').onclick = () => win([...$('days').selectedOptions].map((o) => o.label).join() === 'Monday,Friday');`,
    async (page) => {
      const box = await page.locator('#days').boundingBox();
      if (box === null) throw new Error('no list');
      const row = box.height / 5;
      await page.mouse.click(box.x + 20, box.y + row / 2);
      await page.keyboard.down('Control');
      await page.mouse.click(box.x + 20, box.y + row * 4.5);
      await page.keyboard.up('Control');
      await page.click('#ok');
    },
  ),
  task(
    'draw-line',
    'Draw from the left edge to the right edge of the canvas.',
    '<canvas id="paper" width="300" height="120" style="border:1px solid" aria-label="Paper"></canvas>',
    `let from = null; $('paper').onmousedown = (e) => { from = e.offsetX; };
     $('paper').onmouseup = (e) => win(from !== null && from < 40 && e.offsetX > 260);`,
    async (page) => {
      const box = await page.locator('#paper').boundingBox();
      if (box === null) throw new Error('no paper');
      await page.mouse.move(box.x + 20, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(box.x + 280, box.y + 70, { steps: 10 });
      await page.mouse.up();
    },
  ),
  task(
    'open-details',
    'Open "More" and press Unlock.',
    '<details><summary>More</summary><button type="button" id="ok">Unlock</button></details>',
    `$('ok').onclick = () => win();`,
    async (page) => {
      await page.click('summary');
      await page.click('#ok');
    },
  ),
  task(
    'like-four-times',
    'Press Plus exactly four times, then Send.',
    '<button type="button" id="plus">Plus</button> <button type="button" id="ok">Send</button>',
    `let n = 0; $('plus').onclick = () => { n += 1; }; $('ok').onclick = () => win(n === 4);`,
    async (page) => {
      await page.click('#plus', { clickCount: 1 });
      await page.mouse.dblclick(0, 0);
      const box = await page.locator('#plus').boundingBox();
      const [x, y] = [(box?.x ?? 0) + 10, (box?.y ?? 0) + 10];
      await page.mouse.dblclick(x, y);
      await page.mouse.click(x, y, { clickCount: 1 });
      await page.click('#ok');
    },
  ),
];
