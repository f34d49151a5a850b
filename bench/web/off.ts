import type { Page } from 'playwright-core';
import type { Bench } from './bench.ts';

const rounds = 5;

/**
 * How long after the press on "Pause" the page scripts of so many open tabs are gone, ms: one number for each tab and
 * round. A script removes its listeners first and its indicator last; the page can observe that the indicator goes.
 */
export async function measureOff(bench: Bench, origin: string, tabs: number): Promise<readonly number[]> {
  const panel = await bench.browser.openPopup();
  await panel.evaluate(() => {
    addEventListener(
      'click',
      (event) => Object.assign(globalThis, { pressed: performance.timeOrigin + event.timeStamp }),
      {
        capture: true,
      },
    );
  });
  const pages: Page[] = [];
  for (let index = 0; index < tabs; index++) {
    const page = await bench.browser.context.newPage();
    await page.goto(origin);
    await page.locator('html > div').waitFor({ state: 'attached' });
    pages.push(page);
  }
  const delays: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await Promise.all(pages.map((page) => watchMark(page)));
    await panel.bringToFront();
    await panel.getByRole('button', { name: /Pause for/ }).click();
    await panel.getByRole('heading', { level: 1, name: /Paused until/ }).waitFor();
    const pressed = await panel.evaluate(() => Number(Reflect.get(globalThis, 'pressed')));
    for (const page of pages) {
      await page.waitForFunction(() => Reflect.get(globalThis, 'markGone') !== undefined);
      delays.push((await page.evaluate(() => Number(Reflect.get(globalThis, 'markGone')))) - pressed);
    }
    await panel.getByRole('button', { name: 'Resume now' }).click();
    for (const page of pages) await page.locator('html > div').waitFor({ state: 'attached' });
  }
  await Promise.all([...pages, panel].map((page) => page.close()));
  return delays;
}

async function watchMark(page: Page): Promise<void> {
  await page.evaluate(() => {
    Reflect.deleteProperty(globalThis, 'markGone');
    const observer = new MutationObserver(() => {
      if (document.querySelector('html > div') !== null) return;
      Object.assign(globalThis, { markGone: performance.timeOrigin + performance.now() });
      observer.disconnect();
    });
    observer.observe(document.documentElement, { childList: true });
  });
}
