import { existsSync } from 'node:fs';

/** Where Chromium is on this machine: `ASSENT_CHROMIUM`, else where systems put it. */
export function chromiumPath(): string | undefined {
  const named = process.env['ASSENT_CHROMIUM'];
  const usual = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  return [...(named === undefined ? [] : [named]), ...usual].find((path) => existsSync(path));
}
