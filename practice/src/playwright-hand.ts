import type { Locator, Page } from 'playwright-core';
import type { Aim, HandAction, Hand } from './hand.ts';

/**
 * A hand that drives a page with real, trusted mouse and keyboard input through the browser's input pipeline:
 * it moves the pointer to the control in steps and presses there; it never calls into the page.
 */
export function playwrightHand(page: Page, options: { readonly keyDelayMs?: number } = {}): Hand {
  const delay = options.keyDelayMs ?? 25;
  const done: HandAction[] = [];

  const find = (at: Aim): Locator =>
    at.name === '' ? page.getByRole(at.role, { level: 2 }).first() : page.getByRole(at.role, { name: at.name }).first();

  const point = async (at: Aim): Promise<{ readonly x: number; readonly y: number }> => {
    const control = find(at);
    await control.scrollIntoViewIfNeeded();
    const box = await control.boundingBox();
    if (box === null) throw new Error(`nothing to point at: ${at.role}`);
    // A little off the middle, where hands land.
    const x = box.x + Math.min(box.width / 2, 60) + 3;
    const y = box.y + box.height / 2 + 1;
    await page.mouse.move(x, y, { steps: 6 });
    return { x, y };
  };

  const press = async (at: Aim, count: 1 | 2): Promise<void> => {
    const { x, y } = await point(at);
    await page.mouse.click(x, y, { clickCount: count, delay: 30 });
  };

  return {
    async visit(url) {
      await page.goto(url);
      await page.waitForTimeout(300);
      done.push({ did: 'navigate', path: new URL(url).pathname });
    },
    async click(at) {
      await press(at, 1);
      await page.waitForTimeout(120);
      done.push({ did: 'click', at });
    },
    async doubleClick(at) {
      const { x, y } = await point(at);
      await page.mouse.dblclick(x, y, { delay: 20 });
      await page.waitForTimeout(120);
      done.push({ did: 'double_click', at });
    },
    async type(at, text, typing = {}) {
      await press(at, 1);
      await page.keyboard.type(text, { delay });
      done.push({ did: 'click', at }, { did: 'type', at, text, secret: typing.secret ?? false });
    },
    async retype(at, text) {
      await page.keyboard.type(text, { delay });
      done.push({ did: 'type', at, text, secret: false });
    },
    async press(keys) {
      await page.keyboard.press(keys);
      await page.waitForTimeout(200);
      done.push({ did: 'key', keys });
    },
    async select(at, option) {
      // By keyboard, because a native popup is outside the page; typing picks the option as people do.
      await find(at).focus();
      await page.keyboard.type(option.slice(0, 3), { delay });
      await page.waitForTimeout(150);
      done.push({ did: 'select', at, option });
    },
    async check(at) {
      await press(at, 1);
      await page.waitForTimeout(80);
      done.push({ did: 'check', at, checked: true });
    },
    async scroll(at, deltaY) {
      await point(at);
      for (let moved = 0; moved < deltaY; moved += 120) {
        await page.mouse.wheel(0, 120);
        await page.waitForTimeout(40);
      }
      await page.waitForTimeout(300);
      done.push({ did: 'scroll', at });
    },
    async rest(ms) {
      await page.waitForTimeout(ms);
    },
    actions: () => [...done],
  };
}
