/** The content script's size gate: at most 15 KB gzip (docs/DESIGN budgets). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const budget = 15 * 1024;
const folder = 'apps/extension/.output/chrome-mv3/content-scripts';
const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
if (scripts.length === 0) throw new Error('no content script was built');
for (const name of scripts) {
  const size = gzipSync(readFileSync(join(folder, name)), { level: 9 }).length;
  console.log(`${name}: ${(size / 1024).toFixed(1)} KB gzip of ${budget / 1024} KB`);
  if (size > budget) process.exitCode = 1;
}
