import { mkdir, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

/** Draws the toolbar icons of each state into `public/icon`, by Chromium. Run when the drawing changes. */
const states = {
  on: { ring: '#1f9d6b', middle: '<circle cx="64" cy="64" r="24" fill="#1f9d6b"/>' },
  paused: {
    ring: '#a06a00',
    middle:
      '<rect x="44" y="42" width="14" height="44" rx="5" fill="#a06a00"/><rect x="70" y="42" width="14" height="44" rx="5" fill="#a06a00"/>',
  },
  off: { ring: '#77828c', middle: '' },
} as const;

const folder = new URL('../public/icon/', import.meta.url);
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const [state, { ring, middle }] of Object.entries(states)) {
  for (const size of [16, 32, 48, 128]) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<style>body{margin:0}svg{display:block}</style><svg width="${size}" height="${size}" viewBox="0 0 128 128"><circle cx="64" cy="64" r="52" fill="#fff" stroke="${ring}" stroke-width="16"/>${middle}</svg>`,
    );
    await writeFile(new URL(`${state}-${size}.png`, folder), await page.screenshot({ omitBackground: true }));
  }
}
await browser.close();
