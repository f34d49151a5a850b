import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startListening, type Listening } from '../testing/joined.ts';
import type { EventListener } from '../testing/listen.ts';

const form = `<!doctype html><title>Orders</title>
<form aria-label="New order">
  <label for="subject">Subject</label><input id="subject" data-testid="subject-field">
  <label>Password <input type="password" id="password"></label>
  <label><input type="checkbox" id="paid"> <span id="paid-text">Paid</span></label>
  <label for="state">State</label><select id="state"><option>Open</option><option>Closed</option></select>
  <div id="note" contenteditable="true" aria-label="Note"></div>
  <button type="button" id="save"><span id="save-text">Save</span></button>
</form>
<div id="host"></div>
<iframe src="/frame" style="position:absolute;left:400px;top:100px;width:300px;height:150px;border:0"></iframe>
<div style="height:3000px"></div>
<script>
  const root = document.getElementById('host').attachShadow({ mode: 'closed' });
  root.innerHTML = '<label>Closed <input type="password" id="inner"></label><button>Shadow button</button>';
  window.innerAt = (selector) => { const r = root.querySelector(selector).getBoundingClientRect(); return [r.x + 5, r.y + 5]; };
  document.getElementById('save').addEventListener('pointerdown', (e) => { e.currentTarget.textContent = 'Saving'; });
</script>`;
const frame = `<!doctype html><title>Inner</title><button style="position:absolute;left:20px;top:30px">Inside</button>`;

let joined: Listening;
let page: Page;
let heard: EventListener;

describe('the page script in a real browser', () => {
  beforeAll(async () => {
    joined = await startListening({ '/': form, '/frame': frame });
    ({ page, heard } = joined);
  });
  afterAll(() => joined?.close());
  beforeEach(async () => {
    await heard.beginAnew();
    await page.goto(joined.site.origin);
    await page.locator('html > div').waitFor({ state: 'attached' });
  });

  test('begins with the document and says how it came', async () => {
    const document = await heard.waitFor('document', (event) => event.frame.path.length === 0);
    expect(document).toMatchObject({ seq: 0, cause: 'load', url: `${joined.site.origin}/`, webdriver: true });
    expect(document.view.width).toBe(1280);
  });

  test('names the control pressed as it was before the page reacted', async () => {
    await page.click('#save-text');
    const press = await heard.waitFor('press', (event) => event.target.tag === 'button');
    expect(press.target).toMatchObject({ role: 'button', name: 'Save', nameSource: 'content', hitSelf: true });
    expect(press.target.context).toEqual([{ role: 'form', name: 'New order' }]);
    expect(press.clicks).toBe(1);
  });

  test('tells typed text with the value it leads to', async () => {
    await page.click('#subject');
    await page.keyboard.type('Hello');
    const input = await heard.waitFor('input', (event) => event.value === 'Hello');
    // Its first letter is told at once, and the others together.
    expect(input).toMatchObject({ data: 'ello', origin: 'user', secret: null });
    expect(input.target).toMatchObject({ name: 'Subject', nameSource: 'label', role: 'textbox' });
    expect(input.target.selectors.testId).toBe('subject-field');
  });

  test('maps a press on a label to its control', async () => {
    await page.click('#paid-text');
    const press = await heard.waitFor('press', (event) => event.target.role === 'checkbox');
    expect(press.target).toMatchObject({ name: 'Paid', hitSelf: false });
    const change = await heard.waitFor('change', (event) => event.change.control === 'check');
    expect(change.change).toEqual({ control: 'check', checked: true });
  });

  test('tells the option chosen by keyboard', async () => {
    await page.focus('#state');
    await page.keyboard.press('ArrowDown');
    const change = await heard.waitFor('change', (event) => event.change.control === 'select');
    expect(change.change).toEqual({ control: 'select', label: 'Closed', index: 1 });
  });

  test('never tells a password, its keys or how long it is', async () => {
    await page.click('#password');
    await page.keyboard.type('hunter2-X');
    await page.keyboard.press('Tab');
    await heard.waitFor('key', (event) => event.key === 'Tab' && event.target.field.secret === 'password');
    const secret = (await heard.events()).filter(
      (event) => 'target' in event && event.target?.field.secret === 'password',
    );
    const told = { data: null, value: null, secret: 'password', inputType: '' };
    // That something was typed, and once more, when the typing ended, what tells it equal to another.
    expect(secret.filter((event) => event.kind === 'input')).toMatchObject([
      { ...told, slot: null },
      { ...told, slot: expect.stringMatching(/^(?:[\w-]{22})?$/) },
    ]);
    expect(secret.filter((event) => event.kind === 'key')).toHaveLength(1);
    expect(JSON.stringify(secret)).not.toContain('hunter2');
  });

  test('reads nothing from a password field in a closed shadow tree', async () => {
    const [x, y] = await page.evaluate(() => Reflect.get(window, 'innerAt')('#inner'));
    await page.mouse.click(x, y);
    await page.keyboard.type('s3cret');
    const input = await heard.waitFor('input', (event) => event.target.shadow === 'closed');
    expect(input).toMatchObject({ data: null, value: null });
    expect(input.secret).not.toBeNull();
    const keys = (await heard.events()).filter((event) => event.kind === 'key' && event.target.shadow === 'closed');
    expect(keys).toEqual([]);
  });

  test('finds the control inside a closed shadow tree', async () => {
    const [x, y] = await page.evaluate(() => Reflect.get(window, 'innerAt')('button'));
    await page.mouse.click(x, y);
    const press = await heard.waitFor('press', (event) => event.target.name === 'Shadow button');
    expect(press.target).toMatchObject({ role: 'button', shadow: 'closed' });
  });

  test('never takes what stands in a field for a name', async () => {
    await page.click('#note');
    await page.keyboard.type('private');
    const input = await heard.waitFor('input', (event) => event.value === 'private');
    expect(input.target).toMatchObject({ role: 'textbox', name: 'Note', nameSource: 'aria-label' });
  });

  test('places a press in a frame of the same origin in the top viewport', async () => {
    await page.frameLocator('iframe').getByRole('button').click();
    const press = await heard.waitFor('press', (event) => event.target.name === 'Inside');
    expect(press.target.box.slice(0, 2)).toEqual([420, 130]);
    expect(press.x).toBeGreaterThan(420);
  });

  test('tells scrolling by the wheel and not by script', async () => {
    await page.evaluate(() => window.scrollTo(0, 100));
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, 300);
    const scroll = await heard.waitFor('scroll', (event) => event.container === 'document' && event.endY === 400);
    expect(scroll.dy).toBeLessThanOrEqual(300);
    const all = (await heard.events()).filter((event) => event.kind === 'scroll');
    expect(all.reduce((sum, event) => sum + event.dy, 0)).toBe(300);
  });

  test('counts the clicks of a double click as the platform does', async () => {
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.dblclick('#save');
    const press = await heard.waitFor('press', ({ clicks }) => clicks === 2);
    expect(press.target.tag).toBe('button');
  });

  test('tells the way of a drag and where it ended', async () => {
    await page.mouse.move(300, 400);
    await page.mouse.down();
    await page.mouse.move(340, 420, { steps: 4 });
    await page.mouse.move(380, 440, { steps: 4 });
    await page.mouse.up();
    const release = await heard.waitFor('release', ({ path }) => path.length > 0);
    expect([release.x, release.y]).toEqual([380, 440]);
  });

  test('tells a change of address within the document', async () => {
    await page.evaluate(() => history.pushState(null, '', '/orders/7'));
    const document = await heard.waitFor('document', ({ cause }) => cause === 'same-document');
    expect(document.url).toBe(`${joined.site.origin}/orders/7`);
  });

  test('ignores what a script does', async () => {
    const before = (await heard.events()).filter((event) => event.kind === 'press').length;
    await page.evaluate(() => {
      document.getElementById('save')?.click();
      document
        .getElementById('save')
        ?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, isPrimary: true }));
    });
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.click('#subject');
    await heard.waitFor('press', (event) => event.target.name === 'Subject' && event.clicks >= 1);
    await expect
      .poll(async () => (await heard.events()).filter((event) => event.kind === 'press').length, { timeout: 10_000 })
      .toBe(before + 1);
  });

  test('numbers every source without a hole', async () => {
    await page.click('#subject');
    await page.keyboard.type('Hello');
    await page.frameLocator('iframe').getByRole('button').click();
    await page.click('#save');
    await heard.waitFor('press', ({ target }) => target.name === 'Save');
    const bySource = Map.groupBy(await heard.events(), ({ source }) => source);
    // The page before this one may still have said that it ends.
    const begun = [...bySource.values()].filter((events) => events.some(({ kind }) => kind === 'document'));
    expect(begun).toHaveLength(2);
    for (const events of begun) {
      const numbers = [...new Set(events.map((event) => event.seq))].sort((a, b) => a - b);
      expect(numbers).toEqual(numbers.map((_, index) => index));
    }
  });

  test('captures nothing once the page has removed the mark', async () => {
    const removed = await page.evaluate(() => {
      document.querySelector('html > div')?.remove();
      return Date.now();
    });
    await page.click('#subject');
    await expect.poll(() => heard.indicatorLost()).toBe(true);
    await page.keyboard.type('after');
    await page.goto('about:blank');
    // What was done before may still come, and that the document ends for capture; nothing else.
    const after = (await heard.events()).filter(({ t }) => t >= removed);
    expect(after.map(({ kind }) => kind)).toEqual(['end']);
  });
});
