import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { markerHtml } from '../testing/doing.ts';
import { startListening, type Listening } from '../testing/joined.ts';
import { told } from '../testing/told.ts';

const options = (names: string) => names.split(' ').map((name) => `<option>${name}`);
const html = `<!doctype html><title>Pickers</title>
<style>body{font:16px sans-serif;min-height:2000px} .box{width:200px;height:80px;overflow:auto;border:1px solid} .box div{width:900px;height:900px}</style>
<p><label>State <select id="state">${options('Open Sent Paid Closed').join('')}</select></label>
<label>Tags <select id="tags" multiple size="4">${options('Red Green Blue Grey').join('')}</select></label></p>
<p><label>Colour <input type="color" id="colour" value="#336699"></label>
<label>Size <select id="size" size="3">${options('Large Small Tiny').join('')}</select></label></p>
<p><label>Volume <input type="range" id="volume" min="0" max="10" value="5" style="width:200px"></label></p>
<p><label>Day <input type="date" id="day" value="2026-03-04"></label> <label>Hour <input type="time" id="hour" value="09:30"></label>
<label>Month <input type="month" id="month" value="2026-03"></label> <label>Week <input type="week" id="week" value="2026-W10"></label>
<label>When <input type="datetime-local" id="when" value="2026-03-04T09:30"></label></p>
<details id="more"><summary id="summary">More</summary>Text</details>
<div class="box" id="box" tabindex="0" aria-label="Box"><div>wide</div></div>
${markerHtml}`;

let joined: Listening;
let page: Page;

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
/** Comes to a control with the focus, as if by Tab. */
const at = async (selector: string, ...keys: string[]) => {
  await page.focus(selector);
  await press(...keys);
};
const centre = async (selector: string) => {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new TypeError('nothing there');
  return [box.x + box.width / 2, box.y + box.height / 2] as const;
};
const wheel = async (dx: number, dy: number, ...held: string[]) => {
  await page.mouse.move(...(await centre('#box')));
  const before = await page.evaluate(stands);
  for (const key of held) await page.keyboard.down(key);
  await page.mouse.wheel(dx, dy);
  await expect.poll(() => page.evaluate(stands)).not.toBe(before);
  for (const key of held) await page.keyboard.up(key);
};
/** Where the box stands. Also what zooms moves it here: the headless browser scrolls then. */
const stands = "`${document.getElementById('box').scrollLeft},${document.getElementById('box').scrollTop}`";
/** Goes through the colours until one is picked: the picker takes a moment to come. */
const pickColour = async () => {
  const value = () => page.locator('#colour').inputValue();
  const before = await value();
  await expect.poll(() => press('ArrowDown').then(value), { timeout: 90_000 }).not.toBe(before);
  await press('Enter');
};
const colour: unknown = expect.stringMatching(/^replace #[0-9a-f]{6} on Colour$/);

/** What a person does, and the steps it must come out as. */
const deeds: readonly (readonly [string, () => Promise<unknown>, readonly unknown[]])[] = [
  [
    'opens a list by keys and picks from it',
    () => at('#state', 'Alt+ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter'),
    ['select Paid on State'],
  ],
  ['opens a list by Space and leaves it', () => at('#state', 'Space', 'Escape'), ['key Space on State']],
  [
    'opens a list with the pointer and picks by keys',
    () => page.click('#state').then(() => press('ArrowDown', 'Enter')),
    ['select Sent on State'],
  ],
  [
    'opens a list and types ahead',
    () => page.click('#state').then(() => press('p', 'Enter')),
    ['select Paid on State'],
  ],
  ['picks from a list that is open anyway', () => page.click('#size option:nth-child(2)'), ['select Small on Size']],
  ['picks one of many', () => page.click('#tags option:nth-child(2)'), ['click on Green']],
  [
    'picks another one too',
    () => page.click('#tags option:nth-child(4)', { modifiers: ['Control'] }),
    ['Control click on Grey'],
  ],
  ['picks a stretch', () => page.click('#tags option:nth-child(3)', { modifiers: ['Shift'] }), ['Shift click on Blue']],
  [
    'picks more by keys',
    () => at('#tags', 'ArrowUp', 'Shift+ArrowUp'),
    ['key ArrowUp on Tags', 'key Shift+ArrowUp on Tags'],
  ],
  ['picks a colour by keys', () => at('#colour', 'Space').then(pickColour), [colour]],
  ['opens the colours with the pointer', () => page.click('#colour').then(pickColour), ['click on Colour', colour]],
  [
    'moves a slider by keys',
    () => at('#volume', 'ArrowRight', 'ArrowRight', 'Home'),
    ['key ArrowRight x2 on Volume', 'key Home on Volume'],
  ],
  [
    'drags a slider',
    async () => {
      const [x, y] = await centre('#volume');
      await page.mouse.move(x - 90, y);
      await page.mouse.down();
      await page.mouse.move(x + 40, y, { steps: 5 });
      await page.mouse.up();
    },
    ['drag on Volume'],
  ],
  ['turns a date', () => at('#day', 'ArrowUp', 'ArrowUp', 'Tab'), ['replace 2026-05-04 on Day', 'key Tab on Day']],
  ['picks a date from the calendar', () => at('#day', 'Space', 'ArrowRight', 'Enter'), ['replace 2026-03-05 on Day']],
  ['types a time', () => at('#hour', '1', '0', '4', '5', 'Tab'), ['replace 10:45 on Hour', 'key Tab on Hour']],
  ['turns a month', () => at('#month', 'ArrowDown', 'Tab'), ['replace 2026-02 on Month', 'key Tab on Month']],
  ['types a week', () => at('#week', '1', '2', 'Tab'), ['replace 2026-W12 on Week', 'key Tab on Week']],
  [
    'types a date with a time',
    () => at('#when', ...Array.from('05062026'), 'Tab'),
    ['replace 2026-05-06T09:30 on When', 'key Tab on When'],
  ],
  ['opens what is folded', () => page.click('#summary'), ['click on More']],
  ['folds it by keys', () => at('#summary', 'Enter'), ['key Enter on More']],
  ['scrolls a box', () => wheel(0, 120), ['scroll 0,1 on Box']],
  ['scrolls it sideways', () => wheel(0, 120, 'Shift'), ['Shift scroll 1,0 on Box']],
  ['zooms with the wheel', () => wheel(0, 120, 'Control'), ['Control scroll 0,1']],
  ['scrolls the box by keys', () => at('#box', 'ArrowDown', 'ArrowDown'), ['key ArrowDown x2 on Box']],
];

describe('what a person does with the pickers of the browser comes out as just that', () => {
  beforeAll(async () => {
    joined = await startListening({ '/': html });
    ({ page } = joined);
  });
  afterAll(() => joined?.close());
  // Each begins with what the page says at first.
  beforeEach(async () => {
    await joined.doing(() => page.goto(joined.site.origin));
  });

  test.each(deeds)('who %s', async (_name, act, expected) => {
    expect((await joined.doing(act)).map(told)).toEqual(expected);
  });
});
