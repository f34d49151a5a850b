import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityOf, type Named } from '../testing/accessibility-tree.ts';
import { accessibleCases, accessibleStyle } from '../testing/accessible-cases.ts';
import { deviations } from '../testing/deviations.ts';

/** The page script's own modules, bundled for a page that answers what they would say of an element. */
async function describing(): Promise<string> {
  const bundle = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(import.meta.resolve('@assent/capture-web/targets')),
        formats: ['iife'],
        name: 'ours',
      },
    },
  });
  const [output] = [bundle].flat();
  const [chunk] = output !== undefined && 'output' in output ? output.output : [];
  if (chunk === undefined) throw new TypeError('nothing was built');
  return chunk.code;
}

const all = Object.values(accessibleCases).flat();
const idOf = (markup: string) => `c${all.indexOf(markup)}`;
const deviating = new Map(deviations.flatMap(({ ours }) => Object.entries(ours)));

const html = `<!doctype html><title>Cases</title><style>.case{margin:10px} ${accessibleStyle}</style>
${all.map((markup) => `<div class="case">${markup.replaceAll('ID', `id="${idOf(markup)}"`).replaceAll('SELF', idOf(markup))}</div>`).join('\n')}`;

let browser: Browser;
let page: Page;
let cdp: CDPSession;

async function asWe(markup: string): Promise<Named> {
  return page.evaluate((id) => {
    const { role, name } = Reflect.get(globalThis, 'ours').describe(document.getElementById(id));
    return { role, name };
  }, idOf(markup));
}

async function asChromium(markup: string): Promise<Named> {
  return accessibilityOf(cdp, idOf(markup));
}

describe('names and roles of what the specifications tell apart', () => {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--headless=new', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    });
    page = await browser.newPage();
    await page.setContent(html);
    await page.evaluate(() => {
      for (const host of document.querySelectorAll<HTMLElement>('slot-host')) {
        host.attachShadow({ mode: 'open' }).innerHTML = host.dataset['shadow'] ?? '';
      }
    });
    await page.addScriptTag({ content: await describing() });
    cdp = await page.context().newCDPSession(page);
    await cdp.send('Accessibility.enable');
  });
  afterAll(() => browser?.close());

  test.each(Object.entries(accessibleCases))('are those of the browser itself: %s', async (_part, cases) => {
    const same = cases.filter((markup) => !deviating.has(markup));
    expect(same.length).toBeGreaterThan(10);
    const both: (readonly [string, Named, Named])[] = [];
    for (const markup of same) both.push([markup, await asWe(markup), await asChromium(markup)]);
    expect(both.map(([markup, ours]) => [markup, ours])).toEqual(both.map(([markup, , theirs]) => [markup, theirs]));
  });

  test.each(deviations)('are others only where $why', async ({ ours }) => {
    for (const [markup, [role, name]] of Object.entries(ours)) {
      expect(all, markup).toContain(markup);
      expect(await asWe(markup), markup).toEqual({ role, name });
      expect(await asChromium(markup), markup).not.toEqual({ role, name });
    }
  });
});
