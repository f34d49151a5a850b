import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtExtension } from '@assent/testkit/shared';
import type { Page } from 'playwright-core';
import { step } from '@assent/testkit/step';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSegment, openVaultCopy, readRecoverySheet, vaultKeysOf, type RecoverySheet } from '@assent/sealing';
import { FakeCollector } from '../testing/fake-collector.ts';
import { joinProgram } from '../testing/join.ts';
import { launchWithExtension, type ExtensionBrowser } from '../testing/launch.ts';
import { serveSite, type TestSite } from '../testing/site.ts';

const extensionDir = await builtExtension();
const html = '<!doctype html><title>Orders</title><h1>Orders</h1><button type="button">Save</button>';
/** An authenticator whose user is always there. */
const authenticator = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
  hasPrf: true,
} as const;

let browser: ExtensionBrowser;
let site: TestSite;
let collector: FakeCollector;
let profileDir: string;
let sheet: RecoverySheet;

async function openVault(): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(`chrome-extension://${browser.extensionId}/vault.html`);
  return page;
}

/** A whole age identity; its first letters alone stand in the code. */
const secretKey = /AGE-SECRET-KEY-1[0-9A-Z]{58}/;

/** Every byte that the browser keeps of its profile, as text. */
async function diskOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1').catch(() => '')));
  return texts.join('\n');
}

describe('the participant’s vault', () => {
  beforeAll(async () => {
    site = await serveSite({ '/': html });
    collector = await FakeCollector.start({
      sites: [{ origin: site.origin, name: 'Orders' }],
      coolingOffSeconds: 3600,
    });
    profileDir = await mkdtemp(join(tmpdir(), 'assent-profile-'));
    browser = await launchWithExtension({ extensionDir, profileDir, timeout: 60_000 });
    await joinProgram(browser, collector);
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([site?.close(), collector?.close()]);
    await rm(profileDir, { recursive: true, force: true });
  });

  test('is made once, opens what the device seals, and can be kept under a passkey', { timeout: 600_000 }, async () => {
    await step('is a key that is shown once and kept only when it was written down', async () => {
      const page = await openVault();
      await page.getByRole('button', { name: 'Make a recovery key to print' }).click();
      sheet = await readRecoverySheet(await page.locator('.sheet').innerText());
      expect(sheet).toMatchObject({ collector: collector.url, participant: collector.consents[0]?.body.participant });
      const keep = page.getByRole('button', { name: 'I have it' });
      const typed = page.getByLabel(/The last six characters/);
      expect(await keep.isDisabled()).toBe(true);
      await typed.fill('QQQQQQ');
      expect(await keep.isDisabled()).toBe(true);
      await typed.fill(sheet.identity.slice(-6).toLowerCase());
      await keep.click();
      await page.getByRole('heading', { name: 'You have a printed recovery key' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'You have a printed recovery key' }).waitFor();
      expect(await page.content()).not.toContain(sheet.identity);
      await page.close();
    });

    await step('opens what the device seals, which the device itself cannot', async () => {
      const work = await browser.context.newPage();
      await work.goto(site.origin);
      await work.getByRole('button', { name: 'Save' }).click();
      const review = await browser.openReview();
      await review.getByText('Click “Save”').waitFor();
      await review.getByRole('button', { name: 'Send now' }).click();
      await expect.poll(() => collector.segments.length, { timeout: 60_000 }).toBe(1);
      const [deposit] = collector.deposits;
      const [sent] = collector.segments;
      if (deposit === undefined || sent === undefined) throw new Error('nothing was sent');
      expect(deposit.body.reader).toBe((await vaultKeysOf(sheet.identity)).reader);
      const identity = await openVaultCopy({ deposit, vaultIdentity: sheet.identity });
      const { records } = await openSegment({ ...sent, identity });
      expect(records.some((record) => record.kind === 'step' && record.step.target?.name === 'Save')).toBe(true);
      // Whoever has the whole disk of this device has the key to none of it.
      const disk = await diskOf(profileDir);
      expect(disk.includes(collector.url)).toBe(true);
      expect(secretKey.test(disk)).toBe(false);
      expect([identity, sheet.identity].some((secret) => disk.includes(secret.slice(16)))).toBe(false);
    });

    await step('can rest under a passkey, and comes out with it alone', async () => {
      const page = await openVault();
      await page.getByRole('button', { name: 'Keep no more copies' }).click();
      await page.getByRole('heading', { name: 'Do you want one?' }).waitFor();
      const session = await browser.context.newCDPSession(page);
      await session.send('WebAuthn.enable');
      const options = { options: authenticator };
      const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', options);
      await page.getByRole('button', { name: 'Keep it under a passkey of this machine' }).click();
      await page.getByRole('heading', { name: 'Your key rests under a passkey' }).waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Show my recovery sheet' }).click();
      const kept = await readRecoverySheet(await page.locator('.sheet').innerText());
      expect(kept.identity).not.toBe(sheet.identity);
      expect(kept.participant).toBe(sheet.participant);
      await page.getByRole('button', { name: 'Hide it' }).click();
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
      await session.send('WebAuthn.addVirtualAuthenticator', options);
      await page.getByRole('button', { name: 'Show my recovery sheet' }).click();
      await page
        .getByRole('alert')
        .getByText(/The passkey was not used/)
        .waitFor();
      const disk = await diskOf(profileDir);
      expect(secretKey.test(disk) || disk.includes(kept.identity.slice(16))).toBe(false);
    });
  });
});
