import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { custodyAddress } from '@assent/cli';
import { readLedgerFacts } from '@assent/client';
import { servePages } from '@assent/collector';
import {
  buildStatusSchema,
  digestOf,
  parseAs,
  recipientCardSchema,
  recipientRegistrationSchema,
  signDocument,
} from '@assent/contracts';
import { buildDataset } from '@assent/dataset';
import { formatVerifierKey, generateLogKey, noteSigner, parseVerifierKey, readLedger } from '@assent/ledger';
import { memoryLog, type MemoryLog } from '@assent/ledger/testing';
import { recheckNote, recheckStep, ruleSetDigest } from '@assent/safeguards';
import { generateIdentity, generateKeyFile, protectKeyFile, writeKeyFile, type KeyFile } from '@assent/sealing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newSigner } from '../redteam/world/people.ts';
import { addAuthenticator, closePages, startBrowser } from './browser.ts';
import { startCustodyProgram, windowMs, type AskedBuild, type CustodyProgram } from './program.ts';

/** The custodian's page in a real Chromium, served by a real collector. Only the clocks are set by hand. */

const patient = { timeout: 60_000 };

let program: CustodyProgram;
let browser: Browser;
beforeAll(async () => {
  program = await startCustodyProgram();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await program?.close();
});
afterEach(() => closePages(browser));

/** A browser of a custodian's own, on the page's first step. */
async function freshPage(options: { readonly witness?: string; readonly address?: string } = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' });
  // A busy machine is no finding.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await setClock(page);
  const { witness, address = program.address } = options;
  const link = custodyAddress(address, program.trust);
  await page.goto(witness === undefined ? link : `${link}&${new URLSearchParams({ witness }).toString()}`);
  await page.getByRole('button', { name: 'These are the keys I was given' }).click();
  await page.getByRole('heading', { name: 'Your keys' }).waitFor();
  return page;
}

/** Tells a page the collector's time, so that windows pass when a test says so. */
async function setClock(page: Page): Promise<void> {
  await page.clock.setFixedTime(program.now());
}

async function chooseFile(page: Page, text: string): Promise<void> {
  const file = { name: 'custodian.key', mimeType: 'text/plain', buffer: Buffer.from(text) };
  await page.getByLabel('Choose the file').setInputFiles(file);
}

async function openWithFile(page: Page, keys: KeyFile): Promise<void> {
  await chooseFile(page, writeKeyFile(keys));
  await page.getByRole('heading', { name: 'Requests to build' }).waitFor();
}

const cardOf = (page: Page, { build }: AskedBuild) =>
  page.getByRole('region', { name: `Request ${build.slice(0, 12)}` });

const findingOf = (page: Page, build: AskedBuild, check: string) =>
  cardOf(page, build).locator(`li[data-check="${check}"]`);

/** Waits until a request's card tells a finding so. */
async function untilFound(page: Page, build: AskedBuild, check: string, verdict: string): Promise<void> {
  await cardOf(page, build).locator(`li[data-check="${check}"][data-verdict="${verdict}"]`).waitFor();
}

const releaseButton = (page: Page, build: AskedBuild) =>
  cardOf(page, build).getByRole('button', { name: 'Release my share to this build' });

/** Everything that a page keeps in its browser, as text. */
async function restingIn(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const found: unknown[] = [Object.entries(localStorage), Object.entries(sessionStorage), document.cookie];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => resolve(opening.result));
      });
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store);
        const [keys, values] = [reading.getAllKeys(), reading.getAll()];
        await new Promise((resolve) => values.addEventListener('success', resolve));
        found.push(name, keys.result, values.result);
      }
      database.close();
    }
    return JSON.stringify(found);
  });
}

/** The collector's ledger as it stands now, to be shown again later. */
async function ledgerNow(): Promise<MemoryLog> {
  const reading = await readLedger(program.client.ledger, parseVerifierKey(program.trust.verifierKey));
  const entries: Uint8Array[] = [];
  for await (const entry of reading.entries()) entries.push(entry);
  const key = (await readFile(join(program.dataDir, 'keys', 'ledger.key'), 'utf8')).trim();
  return memoryLog(entries, await noteSigner(key));
}

describe('the custodian’s page', () => {
  it('is served under a policy that lets nothing else in, and keeps no key anywhere', async () => {
    const response = await fetch(new URL('/custody/', program.address));
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const html = await response.text();
    expect(html).not.toMatch(/<script>|<style|style=|\son\w+=|https?:\/\//);
    const asked = await program.ask();
    const page = await freshPage();
    await openWithFile(page, program.worker);
    await untilFound(page, asked, 'in-ledger', 'holds');
    const { identity } = program.worker.age ?? { identity: '' };
    // What rests here is read once the page has written what it writes.
    await expect.poll(() => restingIn(page), patient).toContain('checkpoint');
    const kept = await restingIn(page);
    expect(kept).not.toContain(identity);
    expect(kept).not.toContain(program.worker.signing.secret);
    expect(kept).toContain(program.trust.ownerKey);
  });

  it('releases on both sides with keys under a passkey, and the build succeeds', async () => {
    const asked = await program.ask();
    const sent: string[] = [];
    for (const keys of [program.employer, program.worker]) {
      const page = await freshPage();
      page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
      await addAuthenticator(page, { hasPrf: true });
      await openWithFile(page, keys);
      await page.getByRole('button', { name: 'Protect them with a passkey on this machine' }).click();
      await page.getByText('They rest in this browser under a passkey.').waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Unlock with my passkey' }).click();
      if (keys === program.employer) {
        await untilFound(page, asked, 'window', 'later');
        expect(await releaseButton(page, asked).isDisabled()).toBe(true);
        program.advance(windowMs + 1);
        await setClock(page);
      }
      await untilFound(page, asked, 'consent', 'holds');
      await untilFound(page, asked, 'continues', 'holds');
      await releaseButton(page, asked).click();
      await cardOf(page, asked).getByText('You have released your share.').waitFor();
    }
    for (const { signing, age } of [program.employer, program.worker]) {
      const secrets = [signing.secret, age?.identity ?? 'missing'];
      expect(sent.some((request) => secrets.some((secret) => request.includes(secret)))).toBe(false);
    }
    expect(await program.client.build(asked.build)).toMatchObject({ state: 'released' });
    expect((await datasetOf(asked)).result.body.counts).toMatchObject({ segments: 2, steps: 2 });
  });

  it('refuses with a reason that stands in the ledger', async () => {
    const asked = await program.ask();
    const page = await freshPage();
    await openWithFile(page, program.worker);
    await cardOf(page, asked).getByText('Refuse', { exact: true }).click();
    await cardOf(page, asked).getByRole('combobox').selectOption('scope');
    await cardOf(page, asked).getByRole('button', { name: 'Refuse this build' }).click();
    await expect
      .poll(async () => (await program.client.build(asked.build)).refused, patient)
      .toEqual(['works-council']);
    const leaf = (await ledgerNow()).entries.at(-1);
    expect(new TextDecoder().decode(leaf)).toContain('"reason":"scope"');
  });

  it('names who would get copies, by cards that the owner let in in public', async () => {
    const signer = await newSigner();
    const { recipient } = await generateIdentity();
    const card = await signDocument(
      parseAs(recipientCardSchema, 'card', {
        type: 'recipient-card',
        v: 1,
        program: 'pilot',
        purpose: 'train-computer-use-models',
        name: 'Example Research Lab',
        recipient,
        signingKey: signer.publicKey,
        salt: 'A'.repeat(22),
      }),
      signer,
    );
    const named = await digestOf(card.body);
    const registration = await signDocument(
      parseAs(recipientRegistrationSchema, 'registration', {
        type: 'recipient-registration',
        v: 1,
        program: 'pilot',
        at: program.now(),
        recipient: named,
      }),
      program.owner,
    );
    await program.client.registerRecipient({ card, registration });
    const asked = await program.ask([named]);
    const page = await freshPage();
    await openWithFile(page, program.worker);
    await untilFound(page, asked, 'recipients', 'holds');
    await cardOf(page, asked).getByText('Example Research Lab').waitFor();
  });

  it('opens a file under a passphrase with it and not with another', async () => {
    const page = await freshPage();
    await chooseFile(page, await protectKeyFile(program.worker, 'six words and a number'));
    await page.getByLabel('Passphrase of this file').fill('not these words');
    await page.keyboard.press('Enter');
    await page
      .getByRole('alert')
      .getByText(/This passphrase does not open the file/)
      .waitFor();
    await page.getByLabel('Passphrase of this file').fill('six words and a number');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Requests to build' }).waitFor();
  });

  it('refuses what is no custodian’s key, keys of no custodian, and another machine’s passkey', async () => {
    const asked = await program.ask();
    const page = await freshPage();
    await chooseFile(page, 'not a key file');
    await page
      .getByRole('alert')
      .getByText(/not a key file, or it is damaged/)
      .waitFor();
    await chooseFile(page, writeKeyFile(await generateKeyFile('owner', 'works-council')));
    await page
      .getByRole('alert')
      .getByText(/not a custodian’s keys/)
      .waitFor();
    await openWithFile(page, await generateKeyFile('custodian', 'stranger'));
    await untilFound(page, asked, 'custodian', 'fails');
    expect(await releaseButton(page, asked).isDisabled()).toBe(true);

    const own = await freshPage();
    await addAuthenticator(own, { hasPrf: true });
    await openWithFile(own, program.worker);
    await own.getByRole('button', { name: 'Protect them with a passkey on this machine' }).click();
    await own.getByText('They rest in this browser under a passkey.').waitFor();
    await own.reload();
    const [download] = await Promise.all([
      own.waitForEvent('download'),
      own.getByRole('button', { name: 'Save a protected copy' }).click(),
    ]);
    const copy = await readFile((await download.path()) ?? '', 'utf8');
    expect(copy).not.toContain(program.worker.signing.key);
    const foreign = await freshPage();
    await addAuthenticator(foreign, { hasPrf: true });
    await chooseFile(foreign, copy);
    await foreign
      .getByRole('alert')
      .getByText(/The passkey was not used/)
      .waitFor();
    // The same machine takes its own copy again.
    await chooseFile(own, copy);
    await own.getByRole('heading', { name: 'Requests to build' }).waitFor();
  });

  it('says so where passkeys keep no secret, and stays with the file', async () => {
    const page = await freshPage();
    await addAuthenticator(page, { hasPrf: false });
    await openWithFile(page, program.worker);
    await page.getByRole('button', { name: 'Protect them with a passkey on this machine' }).click();
    await page.getByText(/PRF extension is missing.*Keep using your key file/).waitFor();
  });

  it('does not go on with a collector of another program than its keys name', async () => {
    const page = await (await browser.newContext()).newPage();
    const other = { ...program.trust, ownerKey: program.worker.signing.key };
    await page.goto(custodyAddress(program.address, other));
    await page.getByRole('button', { name: 'These are the keys I was given' }).click();
    await page
      .getByRole('alert')
      .getByText(/serves another program/)
      .waitFor();
  });

  it('can be served from the custodian’s own checkout, with the collector behind it', async () => {
    const asked = await program.ask();
    const server = await servePages({ pagesDir: program.pagesDir, collector: new URL(program.address), port: 0 });
    try {
      const page = await freshPage({ address: server.address });
      await openWithFile(page, program.worker);
      await untilFound(page, asked, 'in-ledger', 'holds');
      await cardOf(page, asked).getByText('Refuse', { exact: true }).click();
      await cardOf(page, asked).getByRole('button', { name: 'Refuse this build' }).click();
      await expect.poll(async () => (await program.client.build(asked.build)).refused, patient).toHaveLength(1);
      const { headers } = await fetch(`${server.address.replace('localhost', '127.0.0.1')}/custody/`);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    } finally {
      // The page keeps asking; its connections would hold the server open.
      await closePages(browser);
      await server.close();
    }
  });

  it('can be used by keyboard alone', async () => {
    const asked = await program.ask();
    const page = await freshPage();
    await openWithFile(page, program.worker);
    await untilFound(page, asked, 'in-ledger', 'holds');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const tabTo = async (name: string) => {
      for (let i = 0; i < 40 && (await focused()) !== name; i++) await page.keyboard.press('Tab');
      expect(await focused()).toBe(name);
    };
    // The newest request comes first.
    await tabTo('Refuse');
    await page.keyboard.press('Enter');
    await tabTo('Refuse this build');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await program.client.build(asked.build)).refused, patient)
      .toEqual(['works-council']);
    await tabTo('Lock');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Use your key file' }).waitFor();
  });
});

describe('a lying collector', () => {
  it('cannot put another recipient into a request', async () => {
    const asked = await program.ask();
    const { recipient } = await generateIdentity();
    const page = await freshPage();
    await page.route(`**/v1/builds/${asked.build}`, async (route) => {
      const status = buildStatusSchema.parse(await (await route.fetch()).json());
      const { request } = status;
      await route.fulfill({ json: { ...status, request: { ...request, body: { ...request.body, recipient } } } });
    });
    await openWithFile(page, program.worker);
    await untilFound(page, asked, 'signed', 'fails');
    await findingOf(page, asked, 'signed')
      .getByText(/has not signed this request/)
      .waitFor();
    expect(await releaseButton(page, asked).isDisabled()).toBe(true);
    expect(await cardOf(page, asked).textContent()).not.toContain(recipient.slice(0, 24));
  });

  it('cannot shorten the time to object', async () => {
    const asked = await program.ask();
    const page = await freshPage();
    await page.route(`**/v1/builds/${asked.build}`, async (route) => {
      const status = buildStatusSchema.parse(await (await route.fetch()).json());
      await route.fulfill({ json: { ...status, state: 'releasing', windowEndsAt: 0 } });
    });
    await openWithFile(page, program.worker);
    await untilFound(page, asked, 'window', 'later');
    await findingOf(page, asked, 'window').getByText(/left/).waitFor();
    expect(await releaseButton(page, asked).isDisabled()).toBe(true);
  });

  it('cannot roll the ledger back behind what the browser has seen', async () => {
    const asked = await program.ask();
    const before = await ledgerNow();
    await program.ask();
    const page = await freshPage();
    await openWithFile(page, program.worker);
    await untilFound(page, asked, 'continues', 'holds');
    await page.route('**/ledger/**', async (route) => {
      const path = new URL(route.request().url()).pathname.slice('/ledger/'.length);
      if (path === 'checkpoint') await route.fulfill({ body: await before.checkpoint() });
      else if (path === 'cosigned') await route.fulfill({ json: { checkpoints: [] } });
      else await route.fulfill({ body: Buffer.from(await before.tile(path)) });
    });
    await untilFound(page, asked, 'continues', 'fails');
    await findingOf(page, asked, 'continues')
      .getByText(/rewritten it or taken entries back/)
      .waitFor();
    expect(await releaseButton(page, asked).isDisabled()).toBe(true);
  });

  it('cannot do without the witnesses that a custodian named', async () => {
    const asked = await program.ask();
    const witness = await noteSigner((await generateLogKey('council.example/witness', 'cosignature')).signerKey);
    const page = await freshPage({ witness: formatVerifierKey(witness.key) });
    await openWithFile(page, program.worker);
    await untilFound(page, asked, 'witnessed', 'fails');
    await findingOf(page, asked, 'witnessed')
      .getByText(/have not seen this request/)
      .waitFor();
    expect(await releaseButton(page, asked).isDisabled()).toBe(true);
  });

  it('cannot hand over days without a consent: they stay closed, and the page says so', async () => {
    const asked = await program.ask();
    const page = await freshPage();
    await page.route(`**/v1/builds/${asked.build}/shares`, async (route) => {
      const { deposits }: { deposits: unknown } = await (await route.fetch()).json();
      await route.fulfill({ json: { deposits, consents: [] } });
    });
    program.advance(windowMs + 1);
    await setClock(page);
    await openWithFile(page, program.worker);
    await findingOf(page, asked, 'consent')
      .getByText(/Not released: 1 without a consent in force/)
      .waitFor();
    await releaseButton(page, asked).click();
    await cardOf(page, asked).getByText('You released 0 shares to this build and no other.').waitFor();
  });
});

/** Runs the build code on what both sides have released. */
async function datasetOf({ build, builder, identity }: AskedBuild) {
  const outDir = await mkdtemp(join(tmpdir(), 'assent-custody-build-'));
  try {
    const status = await program.client.build(build);
    const { verifierKey, ownerKey } = program.trust;
    const ledger = await readLedgerFacts({
      source: program.client.ledger,
      verifierKey,
      ownerKey,
      leafIndex: status.leafIndex,
      policy: program.policy.digest,
    });
    expect(ledger).not.toBeNull();
    return await buildDataset({
      request: status.request,
      inputs: await program.client.buildInputs(build, builder),
      erased: { segments: [], dayKeys: [] },
      fetchObject: async (ciphertext) => program.client.buildObject(build, ciphertext, builder),
      buildIdentity: identity,
      builder,
      outDir,
      recheck: recheckStep,
      recheckNote,
      safeguards: await ruleSetDigest(),
    });
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}
