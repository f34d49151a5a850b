import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { InstallationError } from './collector-process.ts';
import { checkout } from './home.ts';

/**
 * Builds the extension (about a second) and returns the folder to load. The `demo` build may record loopback sites
 * without the browser's permission prompt, which nobody could answer in an unattended run; the `live` build asks.
 */
export async function buildExtension(kind: 'demo' | 'live'): Promise<string> {
  const script = kind === 'demo' ? 'build:demo' : 'build';
  const child = spawn('npm', ['run', '--silent', script, '-w', '@assent/extension'], {
    cwd: checkout,
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0)
    throw new InstallationError(
      'extension-failed',
      `the extension did not build: npm run ${script} -w @assent/extension`,
    );
  return join(checkout, 'apps/extension/.output', kind === 'demo' ? 'chrome-mv3-demo' : 'chrome-mv3');
}
