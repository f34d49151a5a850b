import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** The extension's id, fixed by the manifest's key. */
export const extensionId = 'kmbgdlooocjnapjkmihhaollaakdogdb';

/** A running Chromium with the extension in it. */
export interface ExtensionBrowser {
  readonly context: BrowserContext;
  readonly extensionId: string;
  /** Opens one of the extension's pages in a tab of its own. */
  openPopup(): Promise<Page>;
  openReview(): Promise<Page>;
  openJoin(): Promise<Page>;
  /** Ends the browser and deletes its profile, unless the profile was given. */
  close(): Promise<void>;
}

/** How to start it. */
export interface LaunchOptions {
  /** The built extension: `.output/chrome-mv3-demo` (automation cannot answer the permission prompt of the other build). */
  readonly extensionDir: string;
  /** Without a window (default) or on a display. */
  readonly headless?: boolean;
  /** Chromium's executable; `/usr/bin/chromium` if not given. */
  readonly executablePath?: string;
  /** How long Playwright waits for things, ms; a minute if not given: it matters only to what fails. */
  readonly timeout?: number;
  /** Size of the pages' view, CSS pixels; 1280 by 800 if not given. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Device pixels per CSS pixel; 1 if not given. */
  readonly scale?: number;
  /** Whether pages that are left are kept for coming back to, as people's browsers do; Playwright's do not. */
  readonly backForwardCache?: boolean;
  /** A profile directory that outlives the browser. */
  readonly profileDir?: string;
}

/** Starts Chromium with the built extension. Throws if Chromium cannot be started or does not take the extension. */
export async function launchWithExtension(options: LaunchOptions): Promise<ExtensionBrowser> {
  const profile = options.profileDir ?? (await mkdtemp(join(tmpdir(), 'assent-chromium-')));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: options.executablePath ?? '/usr/bin/chromium',
    headless: false,
    viewport: options.viewport ?? { width: 1280, height: 800 },
    deviceScaleFactor: options.scale ?? 1,
    ignoreDefaultArgs: [
      '--disable-extensions',
      ...(options.backForwardCache === true ? ['--disable-back-forward-cache'] : []),
    ],
    args: chromiumArguments(options),
  });
  await workerStarted(context);
  context.setDefaultTimeout(options.timeout ?? 60_000);
  const open = async (page: string) => {
    const tab = await context.newPage();
    await tab.goto(`chrome-extension://${extensionId}/${page}`);
    return tab;
  };
  return {
    context,
    extensionId,
    openPopup: () => open('popup.html'),
    openReview: () => open('review.html'),
    openJoin: () => open('join.html'),
    close: async () => {
      await context.close();
      if (options.profileDir === undefined) await rm(profile, { recursive: true, force: true });
    },
  };
}

/**
 * Resolves once the extension's worker runs. A browser whose predecessor was killed does not always start it by itself: a
 * page of the extension that asks it something does.
 */
async function workerStarted(context: BrowserContext): Promise<void> {
  const runs = () => context.serviceWorkers().length > 0;
  if (runs()) return;
  await context.waitForEvent('serviceworker', { timeout: 15_000 }).catch(() => null);
  if (runs()) return;
  const page = await context.newPage();
  await Promise.all([
    context.waitForEvent('serviceworker', { timeout: 120_000 }),
    page.goto(`chrome-extension://${extensionId}/decide.html`),
  ]);
  await page.close();
}

function chromiumArguments(options: LaunchOptions): string[] {
  return [
    ...(options.headless === false ? [] : ['--headless=new']),
    // Chromium's own sandbox does not run as root, which is what containers usually are.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--disable-extensions-except=${options.extensionDir}`,
    `--load-extension=${options.extensionDir}`,
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
  ];
}
