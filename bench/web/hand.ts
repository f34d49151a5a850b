import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** Where a hand acts on a page: found once, before anything is measured. */
export interface Places {
  readonly press: readonly (readonly [number, number])[];
  readonly field: readonly [number, number];
}

/** Turns of two seconds each. */
export const turnsPerMinute = 30;

/** Finds the middles of what is pressed and typed into. */
export async function findPlaces(page: Page, press: readonly string[], field: string): Promise<Places> {
  const middle = async (selector: string): Promise<readonly [number, number]> => {
    const box = await page.locator(selector).first().boundingBox();
    if (box === null) throw new Error(`nothing to act on: ${selector}`);
    return [box.x + Math.min(box.width, 600) / 2, box.y + Math.min(box.height, 500) / 2];
  };
  return { press: await Promise.all(press.map(middle)), field: await middle(field) };
}

/**
 * Someone at work, two seconds a turn: a click, seven keys, thirty moves of the pointer, the wheel there and back. The click
 * is into the field before the keys, or in every other turn on a control after them. Real input through the browser; the
 * page runs no script for it.
 */
export async function workTurns(page: Page, places: Places, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    const intoField = turn % 2 === 0;
    if (intoField) await page.mouse.click(...places.field);
    await sleep(150);
    for (const key of 'orders ') {
      await page.keyboard.press(key === ' ' ? 'Space' : key);
      await sleep(70);
    }
    const [x, y] = places.press[(turn >> 1) % places.press.length] ?? [5, 5];
    if (!intoField) await page.mouse.click(x, y);
    for (let move = 0; move < 30; move++) {
      await page.mouse.move(200 + move * 12, 250 + Math.round(80 * Math.sin(move / 4)));
      await sleep(16);
    }
    await page.mouse.wheel(0, 240);
    await sleep(350);
    await page.mouse.wheel(0, -240);
    await sleep(350);
  }
}
