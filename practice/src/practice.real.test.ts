import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playwrightHand, startPractice, tasks, duringPause, toBeDeleted, type Practice } from './index.ts';

describe('practice tasks in a real browser', () => {
  let practice: Practice;
  beforeAll(async () => {
    practice = await startPractice({ seed: 7 });
  });
  afterAll(() => practice.close());

  it('can all be done by hand, and each confirms that it was done', async () => {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const hand = playwrightHand(page, { keyDelayMs: 1 });
      for (const task of [...tasks, duringPause, toBeDeleted]) {
        await task.perform(hand, practice.origins[task.app]);
        await page.waitForTimeout(200);
        expect(task.achieved(practice.world()), task.id).toBe(true);
      }
      expect(hand.actions().length).toBeGreaterThan(20);
    } finally {
      await browser.close();
    }
  });
});
