import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveSite, type TestSite } from '../testing/site.ts';

let browser: Browser;
let site: TestSite;
let folder: string;

/** The stores and the checks every store must pass, as one script for a page. */
async function checksScript(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      outDir: folder,
      lib: {
        entry: fileURLToPath(new URL('../testing/store-checks-page.ts', import.meta.url)),
        formats: ['iife'],
        name: 'checks',
      },
    },
  });
  const [output] = Array.isArray(result) ? result : [];
  const chunk = output?.output[0];
  if (chunk === undefined) throw new TypeError('nothing was built');
  return chunk.code;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assent-checks-'));
  site = await serveSite({ '/': `<!doctype html><script>${await checksScript()}</script>` });
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

test('the stores over IndexedDB pass every check of a spool store and of a device store, in a real browser', async () => {
  const page = await browser.newPage();
  await page.goto(site.origin);
  const results: readonly [name: string, fault: string | null][] = await page.evaluate(() =>
    Reflect.get(globalThis, 'runChecks')(),
  );
  expect(results.length).toBeGreaterThan(9);
  expect(results.filter(([, fault]) => fault !== null)).toEqual([]);
});
