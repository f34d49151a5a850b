import type { ExtensionBrowser } from '@assent/extension/launch';
import type { Page } from 'playwright-core';

/** What a participant does with the extension, by the names that its pages use. */
export interface Participant {
  /** Reads what is asked for, chooses a tier, agrees. */
  join(invitation: { readonly collector: string; readonly code: string }): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Deletes the last episode in review. Returns how many steps the review page says have been deleted. */
  deleteLastEpisode(): Promise<number>;
  /** Sends what waits and returns once all of it is with the collector. */
  sendNow(): Promise<{ readonly segments: number }>;
  /** Screenshots of the pages as they are now, for people who would rather see them. */
  photograph(folder: string): Promise<void>;
}

/** A participant at a browser with the extension in it. */
export function participantAt(browser: ExtensionBrowser): Participant {
  const withPage = async <Value>(open: () => Promise<Page>, act: (page: Page) => Promise<Value>): Promise<Value> => {
    const page = await open();
    try {
      return await act(page);
    } finally {
      await page.close();
    }
  };
  return {
    join: ({ collector, code }) =>
      withPage(browser.openJoin, async (page) => {
        await page.getByLabel('Collector address').fill(collector);
        await page.getByLabel('Enrolment code').fill(code);
        await page.getByRole('button', { name: 'Read the request' }).click();
        await page.getByRole('radio').first().check();
        await page.getByRole('button', { name: 'I agree' }).click();
        await page.getByRole('heading', { name: 'You have joined' }).waitFor();
      }),
    pause: () =>
      withPage(browser.openPopup, async (page) => {
        await page.getByRole('button', { name: /^Pause for/ }).click();
        await page.getByRole('heading', { name: /^Paused/ }).waitFor();
      }),
    resume: () =>
      withPage(browser.openPopup, async (page) => {
        await page.getByRole('button', { name: 'Resume now' }).click();
        await page.getByRole('heading', { name: /^Recording/ }).waitFor();
      }),
    deleteLastEpisode: () =>
      withPage(browser.openReview, async (page) => {
        const buttons = page.getByRole('button', { name: /^Delete Episode/ });
        await buttons.last().waitFor();
        const last = buttons.nth((await buttons.count()) - 1);
        await last.click();
        await last.waitFor({ state: 'detached' });
        return figure(page, 'Deleted by you');
      }),
    sendNow: () =>
      withPage(browser.openReview, async (page) => {
        const send = page.getByRole('button', { name: 'Send now' });
        await send.waitFor();
        for (let attempt = 0; attempt < 30; attempt++) {
          if (await send.isEnabled()) await send.click();
          await page.waitForTimeout(500);
          await page.reload();
          await send.waitFor();
          const left = (await figure(page, 'Steps waiting')) + (await figure(page, 'Sealed, not yet sent'));
          if (left === 0) break;
        }
        return { segments: await figure(page, 'Sent') };
      }),
    photograph: async (folder) => {
      for (const [name, open] of [
        ['popup', browser.openPopup],
        ['review', browser.openReview],
      ] as const) {
        await withPage(open, async (page) => {
          await page.waitForTimeout(400);
          await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
        });
      }
    },
  };
}

/** The number a page shows under a label. */
async function figure(page: Page, label: string): Promise<number> {
  const term = page.locator('dt', { hasText: new RegExp(`^${label}$`) }).first();
  await term.waitFor();
  return Number(await term.locator('xpath=following-sibling::dd[1]').innerText());
}
