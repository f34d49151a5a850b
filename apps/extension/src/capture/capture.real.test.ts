import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventSchema, type Event, type EventKind, type EventOf } from '@assent/contracts';
import { launchWithExtension, type ExtensionBrowser } from '../testing/launch.ts';
import { serveSite, type TestSite } from '../testing/site.ts';

const extensionDir = fileURLToPath(new URL('../../.output/chrome-mv3-demo', import.meta.url));

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

let browser: ExtensionBrowser;
let site: TestSite;
let panel: Page;
let page: Page;

/** Starts listening where the background does, as another of the extension's own pages. */
async function collectEvents(extension: Page): Promise<void> {
  await extension.evaluate(() => {
    const seen: unknown[] = [];
    Object.assign(globalThis, { seen });
    chrome.runtime.onMessage.addListener((message, sender, respond) => {
      if (message.kind === 'events') seen.push(...message.events);
      if (message.kind === 'mark-lost') seen.push(message);
      respond({ kind: 'capture', upTo: message.events?.at(-1)?.seq ?? -1 });
    });
  });
}

async function eventsSeen(): Promise<readonly Event[]> {
  const seen: unknown[] = await panel.evaluate(() => Reflect.get(globalThis, 'seen'));
  return seen.map((event) => eventSchema.parse(event));
}

async function waitForEvent<Kind extends EventKind>(
  kind: Kind,
  matching: (event: EventOf<Kind>) => boolean = () => true,
): Promise<EventOf<Kind>> {
  return await expect
    .poll(
      async () => {
        const found = (await eventsSeen())
          .filter((event): event is EventOf<Kind> => event.kind === kind)
          .find(matching);
        return found ?? null;
      },
      { timeout: 10_000 },
    )
    .not.toBeNull()
    .then(async () => (await eventsSeen()).filter((e): e is EventOf<Kind> => e.kind === kind).find(matching)!);
}

describe('the page script in a real browser', () => {
  beforeAll(async () => {
    if (!existsSync(extensionDir)) throw new Error('build the extension first: npm run build:demo -w apps/extension');
    site = await serveSite({ '/': form, '/frame': frame });
    browser = await launchWithExtension({ extensionDir });
    panel = await browser.openPopup();
    await collectEvents(panel);
    await panel.evaluate(async () => {
      await chrome.scripting.registerContentScripts([
        {
          id: 'under-test',
          js: ['capture.js'],
          matches: ['http://localhost/*'],
          allFrames: true,
          matchOriginAsFallback: true,
          runAt: 'document_start',
          persistAcrossSessions: false,
        },
      ]);
    });
    page = await browser.context.newPage();
    await page.goto(`${site.origin}/`);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  test('begins with the document and says how it came', async () => {
    const document = await waitForEvent('document', (event) => event.frame.path.length === 0);
    expect(document).toMatchObject({ seq: 0, cause: 'load', url: `${site.origin}/`, webdriver: true });
    expect(document.view.width).toBe(1280);
  });

  test('names the control pressed as it was before the page reacted', async () => {
    await page.click('#save-text');
    const press = await waitForEvent('press', (event) => event.target.tag === 'button');
    expect(press.target).toMatchObject({ role: 'button', name: 'Save', nameSource: 'content', hitSelf: true });
    expect(press.target.context).toEqual([{ role: 'form', name: 'New order' }]);
    expect(press.clicks).toBe(1);
  });

  test('tells typed text with the value it leads to', async () => {
    await page.click('#subject');
    await page.keyboard.type('Hello');
    const input = await waitForEvent('input', (event) => event.value === 'Hello');
    expect(input).toMatchObject({ data: 'o', origin: 'user', secret: null });
    expect(input.target).toMatchObject({ name: 'Subject', nameSource: 'label', role: 'textbox' });
    expect(input.target.selectors.testId).toBe('subject-field');
  });

  test('maps a press on a label to its control', async () => {
    await page.click('#paid-text');
    const press = await waitForEvent('press', (event) => event.target.role === 'checkbox');
    expect(press.target).toMatchObject({ name: 'Paid', hitSelf: false });
    const change = await waitForEvent('change', (event) => event.change.control === 'check');
    expect(change.change).toEqual({ control: 'check', checked: true });
  });

  test('tells the option chosen by keyboard', async () => {
    await page.focus('#state');
    await page.keyboard.press('ArrowDown');
    const change = await waitForEvent('change', (event) => event.change.control === 'select');
    expect(change.change).toEqual({ control: 'select', label: 'Closed', index: 1 });
  });

  test('never tells a password, its keys or how long it is', async () => {
    await page.click('#password');
    await page.keyboard.type('hunter2-X');
    await page.keyboard.press('Tab');
    await waitForEvent('key', (event) => event.key === 'Tab' && event.target.field.secret === 'password');
    const secret = (await eventsSeen()).filter(
      (event) => 'target' in event && event.target?.field.secret === 'password',
    );
    expect(secret.filter((event) => event.kind === 'input')).toMatchObject([
      { data: null, value: null, secret: 'password' },
    ]);
    expect(secret.filter((event) => event.kind === 'key')).toHaveLength(1);
    expect(JSON.stringify(secret)).not.toContain('hunter2');
  });

  test('reads nothing from a password field in a closed shadow tree', async () => {
    const [x, y] = await page.evaluate(() => Reflect.get(window, 'innerAt')('#inner'));
    await page.mouse.click(x, y);
    await page.keyboard.type('s3cret');
    const input = await waitForEvent('input', (event) => event.target.shadow === 'closed');
    expect(input).toMatchObject({ data: null, value: null });
    expect(input.secret).not.toBeNull();
    const keys = (await eventsSeen()).filter((event) => event.kind === 'key' && event.target.shadow === 'closed');
    expect(keys).toEqual([]);
  });

  test('finds the control inside a closed shadow tree', async () => {
    const [x, y] = await page.evaluate(() => Reflect.get(window, 'innerAt')('button'));
    await page.mouse.click(x, y);
    const press = await waitForEvent('press', (event) => event.target.name === 'Shadow button');
    expect(press.target).toMatchObject({ role: 'button', shadow: 'closed' });
  });

  test('never takes what stands in a field for a name', async () => {
    await page.click('#note');
    await page.keyboard.type('private');
    const input = await waitForEvent('input', (event) => event.value === 'private');
    expect(input.target).toMatchObject({ role: 'textbox', name: 'Note', nameSource: 'aria-label' });
  });

  test('places a press in a frame of the same origin in the top viewport', async () => {
    await page.frameLocator('iframe').getByRole('button').click();
    const press = await waitForEvent('press', (event) => event.target.name === 'Inside');
    expect(press.target.box.slice(0, 2)).toEqual([420, 130]);
    expect(press.x).toBeGreaterThan(420);
  });

  test('tells scrolling by the wheel and not by script', async () => {
    await page.evaluate(() => window.scrollTo(0, 100));
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, 300);
    const scroll = await waitForEvent('scroll', (event) => event.container === 'document' && event.endY === 400);
    expect(scroll.dy).toBeLessThanOrEqual(300);
    const all = (await eventsSeen()).filter((event) => event.kind === 'scroll');
    expect(all.reduce((sum, event) => sum + event.dy, 0)).toBe(300);
  });

  test('ignores what a script does', async () => {
    const before = (await eventsSeen()).filter((event) => event.kind === 'press').length;
    await page.evaluate(() => {
      document.getElementById('save')?.click();
      document
        .getElementById('save')
        ?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, isPrimary: true }));
    });
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.click('#subject');
    await waitForEvent('press', (event) => event.target.name === 'Subject' && event.clicks >= 1);
    await expect
      .poll(async () => (await eventsSeen()).filter((event) => event.kind === 'press').length, { timeout: 10_000 })
      .toBe(before + 1);
  });

  test('numbers every source without a hole', async () => {
    const bySource = Map.groupBy(await eventsSeen(), (event) => event.source);
    for (const events of bySource.values()) {
      const numbers = [...new Set(events.map((event) => event.seq))].sort((a, b) => a - b);
      expect(numbers).toEqual(numbers.map((_, index) => index));
    }
  });

  test('captures nothing once the page has removed the mark', async () => {
    await page.evaluate(() => document.querySelector('html > div')?.remove());
    const before = (await eventsSeen()).length;
    await page.click('#subject');
    await expect
      .poll(
        () =>
          panel.evaluate(() => Reflect.get(globalThis, 'seen').some((m: { kind: string }) => m.kind === 'mark-lost')),
        {
          timeout: 10_000,
        },
      )
      .toBe(true);
    await page.keyboard.type('after');
    await page.close();
    const after: { kind: string }[] = await panel.evaluate(() => Reflect.get(globalThis, 'seen'));
    expect(after.slice(before).map((message) => message.kind)).toEqual(['mark-lost']);
  });
});
