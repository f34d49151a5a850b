import type { Page } from 'playwright-core';
import { enrolmentCode, type FakeCollector } from './fake-collector.ts';
import type { ExtensionBrowser } from './launch.ts';

/** Joins a fake collector's program on the join page, as a participant would; `welcomed` may look at what follows. */
export async function joinProgram(
  browser: ExtensionBrowser,
  collector: FakeCollector,
  welcomed?: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await browser.openJoin();
  await page.getByLabel('Collector address').fill(collector.url);
  await page.getByLabel('Enrolment code').fill(enrolmentCode);
  await page.getByRole('button', { name: 'Show what they ask for' }).click();
  await page.getByRole('heading', { name: 'Where it may look' }).waitFor();
  await page.getByRole('radio', { name: /Steps only/ }).check();
  await page.getByRole('button', { name: 'I agree to exactly this' }).click();
  await page.getByRole('heading', { name: 'You have joined' }).waitFor();
  await welcomed?.(page);
  await page.close();
}
