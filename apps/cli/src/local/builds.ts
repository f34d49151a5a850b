import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { InstallationError } from './child-process.ts';
import { checkout } from './home.ts';

/**
 * Builds the extension (about a second) and returns the folder to load. The `demo` build may record loopback sites
 * without the browser's permission prompt, which nobody could answer in an unattended run; the `live` build asks.
 */
export async function buildExtension(kind: 'demo' | 'live'): Promise<string> {
  const script = kind === 'demo' ? 'build:demo' : 'build';
  if (!(await runScript(script, '@assent/extension'))) {
    throw new InstallationError(
      'extension-failed',
      `the extension did not build; see why with: npm run ${script} -w @assent/extension`,
    );
  }
  return join(checkout, 'apps/extension/.output', kind === 'demo' ? 'chrome-mv3-demo' : 'chrome-mv3');
}

/** Builds the console's pages (a few seconds) and returns the folder to serve. */
export async function buildConsole(): Promise<string> {
  if (!(await runScript('build', '@assent/console'))) {
    throw new InstallationError(
      'console-failed',
      'the pages did not build; see why with: npm run build -w @assent/console',
    );
  }
  return join(checkout, 'apps/console/.output');
}

async function runScript(script: string, workspace: string): Promise<boolean> {
  const child = spawn('npm', ['run', '--silent', script, '-w', workspace], { cwd: checkout, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

/** A custodian's page with what is needed on the first visit: a name as address, without which passkeys do not work. */
export function custodyAddress(collector: string, trust: { readonly ownerKey: string; readonly verifierKey: string }) {
  const address = new URL('/custody/', collector);
  if (address.hostname === '127.0.0.1') address.hostname = 'localhost';
  address.hash = new URLSearchParams({ owner: trust.ownerKey, ledger: trust.verifierKey }).toString();
  return address.href;
}
