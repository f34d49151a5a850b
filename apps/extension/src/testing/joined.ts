import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { FakeCollector } from './fake-collector.ts';
import { joinProgram } from './join.ts';
import { launchWithExtension, type ExtensionBrowser } from './launch.ts';
import { serveSite, type TestSite } from './site.ts';

const extensionDir = fileURLToPath(new URL('../../.output/chrome-mv3-demo', import.meta.url));

/** A participant's browser that has joined a program which lists one site, and the other ends of it. */
export interface Joined {
  readonly browser: ExtensionBrowser;
  readonly site: TestSite;
  readonly collector: FakeCollector;
  /** Opens a page of the site, and waits until its mark is there. */
  open(path?: string): Promise<Page>;
  close(): Promise<void>;
}

/** What may be otherwise than in most tests. */
export interface JoinedOptions {
  /** Task sites keep names that are nobody's data. */
  readonly mode?: 'task';
  /** May look at the page that follows on joining. */
  readonly welcomed?: (page: Page) => Promise<void>;
}

/** Serves the given pages (paths and HTML), and starts a browser that has joined a program for them. */
export async function startJoined(
  pages: Readonly<Record<string, string>>,
  { mode, welcomed }: JoinedOptions = {},
): Promise<Joined> {
  if (!existsSync(extensionDir)) throw new Error('build the extension first: npm run build:demo -w apps/extension');
  const site = await serveSite(pages);
  const listed = { origin: site.origin, name: 'Orders', ...(mode === undefined ? {} : { mode }) };
  const collector = await FakeCollector.start({ sites: [listed], coolingOffSeconds: 3600 });
  const browser = await launchWithExtension({ extensionDir });
  await joinProgram(browser, collector, welcomed);
  return {
    browser,
    site,
    collector,
    open: async (path = '/') => {
      const page = await browser.context.newPage();
      await page.goto(`${site.origin}${path}`);
      await page.locator('html > div').waitFor({ state: 'attached' });
      return page;
    },
    close: async () => {
      await browser.close();
      await Promise.all([site.close(), collector.close()]);
    },
  };
}
