import { chromiumPath } from '@assent/cli';
import { chromium, type Browser, type Page } from 'playwright-core';

/** A Chromium without a window for a custodian's page. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    // Chromium's own sandbox does not run as root, which is what containers usually are.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/**
 * Ends every page of a browser. Custodians' pages ask the collector again and again: what a test puts in between may be in
 * the middle of an answer, which nobody needs any more.
 */
export async function closePages(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) {
    for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  }
}

/** Gives a page an authenticator of its own, whose user is always there. */
export async function addAuthenticator(page: Page, options: { readonly hasPrf: boolean }): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf: options.hasPrf,
    },
  });
}
