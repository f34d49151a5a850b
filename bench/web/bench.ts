import { FakeCollector } from '@assent/extension/fake-collector';
import { joinProgram } from '@assent/extension/join';
import { launchWithExtension, type ExtensionBrowser } from '@assent/extension/launch';
import type { Page } from 'playwright-core';

type Step = Awaited<ReturnType<FakeCollector['steps']>>[number];

/** A real browser with the real extension, which has joined a program. */
export interface Bench {
  readonly browser: ExtensionBrowser;
  readonly collector: FakeCollector;
  close(): Promise<void>;
}

/** Starts one that records these origins. */
export async function startBench(extensionDir: string, origins: readonly string[]): Promise<Bench> {
  const collector = await FakeCollector.start({
    sites: origins.map((origin, index) => ({ origin, name: `Page ${index}` })),
    coolingOffSeconds: 3600,
  });
  const browser = await launchWithExtension({ extensionDir });
  await joinProgram(browser, collector);
  return {
    browser,
    collector,
    close: async () => {
      await browser.close();
      await collector.close();
    },
  };
}

/** Has the device send all it holds, as the participant's own "send now" does; then shows `page` again. */
export async function sendNow({ browser }: Bench, page: Page): Promise<void> {
  const review = await browser.openReview();
  await review.evaluate(() =>
    chrome.runtime.sendMessage({ kind: 'participant-request', request: { type: 'send-now' } }),
  );
  await review.close();
  await page.bringToFront();
}

/** The steps that have arrived in segments after the first `before`, opened by both custodians. */
export async function stepsSince({ collector }: Bench, before: number): Promise<readonly Step[]> {
  return (await collector.records(before)).flatMap((record) => (record.kind === 'step' ? [record.step] : []));
}
