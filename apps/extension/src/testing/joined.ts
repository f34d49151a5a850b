import { builtExtension } from '@assent/testkit/shared';
import type { Page } from 'playwright-core';
import { doingIn, type Doing } from './doing.ts';
import type { TestProgram } from '@assent/device/testing';
import { FakeCollector } from './fake-collector.ts';
import { joinProgram, type JoinOptions } from './join.ts';
import { launchWithExtension, type ExtensionBrowser, type LaunchOptions } from './launch.ts';
import { overhear, type EventListener } from './listen.ts';
import { serveSite, type SitePages, type TestSite } from './site.ts';

/** A participant's browser that has joined a program which lists one site, and the other ends of it. */
export interface Joined {
  readonly browser: ExtensionBrowser;
  readonly site: TestSite;
  readonly collector: FakeCollector;
  /** Opens a page of the site, and waits until its indicator is there. */
  open(path?: string): Promise<Page>;
  close(): Promise<void>;
}

/** What may be otherwise than in most tests. */
export interface JoinedOptions extends JoinOptions {
  /** Task sites keep names that are nobody's data. */
  readonly mode?: 'task';
  /** The origins that the program lists; the site's own alone if not given. */
  readonly listed?: (site: string) => readonly string[];
  readonly program?: Partial<Omit<TestProgram, 'sites'>>;
  readonly launch?: Omit<LaunchOptions, 'extensionDir'>;
}

/** Serves the given pages, and starts a browser that has joined a program for them. */
export async function startJoined(pages: SitePages, options: JoinedOptions = {}): Promise<Joined> {
  const { mode, listed = (origin) => [origin], program, launch } = options;
  const site = await serveSite(pages);
  const modes = mode === undefined ? {} : { mode };
  const siteOf = (origin: string) => ({ origin, name: 'Orders', ...modes });
  const sites = listed(site.origin).map(siteOf);
  const collector = await FakeCollector.start({
    sites,
    coolingOffSeconds: 3600,
    ...(options.gives === 'snapshots' ? { snapshotsPerMinute: 60 } : {}),
    ...program,
  });
  const browser = await launchWithExtension({ extensionDir: await builtExtension(), ...launch });
  await joinProgram(browser, collector, options);
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

/** A joined browser whose page scripts are overheard, with a page of the site open. */
export interface Listening extends Joined {
  readonly heard: EventListener;
  readonly page: Page;
  /** For pages that hold the marker of `doing.ts`. */
  readonly doing: Doing;
}

/** Starts one with a page at `path`. */
export async function startListening(pages: SitePages, options: JoinedOptions = {}, path = '/'): Promise<Listening> {
  const joined = await startJoined(pages, options);
  const heard = await overhear(joined.browser);
  const page = await joined.open(path);
  return { ...joined, heard, page, doing: doingIn(page, heard) };
}
