import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Presses "Send now" on a review page until nothing waits any more: what a page does in its last moments may be handed
 * over a little after what was pressed for.
 */
export async function sendAll(review: Page): Promise<void> {
  const nothing = review.getByText('Nothing to review.');
  const send = review.getByRole('button', { name: 'Send now' });
  await send.click();
  await expect
    .poll(
      async () => {
        if (await nothing.isVisible()) return true;
        if (await send.isEnabled()) await send.click();
        return false;
      },
      { timeout: 90_000, interval: 500 },
    )
    .toBe(true);
}
