import type { Page } from 'playwright-core';
import { enrolmentCode, type FakeCollector } from './fake-collector.ts';
import type { ExtensionBrowser } from './launch.ts';

/** What a participant gives: steps alone, or steps with snapshots. */
export type Giving = 'steps' | 'snapshots';

/** How somebody joins. */
export interface JoinOptions {
  /** Steps alone if not given. */
  readonly gives?: Giving;
  /** May look at the page that follows on joining. */
  readonly welcomed?: (page: Page) => Promise<void>;
}

const tiers: Readonly<Record<Giving, RegExp>> = { steps: /Steps only/, snapshots: /Steps and snapshots/ };

/** Joins a fake collector's program on the join page, as a participant would. */
export async function joinProgram(
  browser: ExtensionBrowser,
  collector: FakeCollector,
  { gives = 'steps', welcomed }: JoinOptions = {},
): Promise<void> {
  const page = await browser.openJoin();
  await page.getByLabel('Collector address').fill(collector.url);
  await page.getByLabel('Enrolment code').fill(enrolmentCode);
  await page.getByRole('button', { name: 'Read the request' }).click();
  await page.getByRole('heading', { name: 'Where it records' }).waitFor();
  await page.getByRole('radio', { name: tiers[gives] }).check();
  if (gives === 'snapshots') await page.getByText('access to all sites').waitFor();
  await page.getByRole('button', { name: 'I agree' }).click();
  await page.getByRole('heading', { name: 'You have joined' }).waitFor();
  await welcomed?.(page);
  await page.close();
}
