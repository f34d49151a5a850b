import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { InstallationError } from './collector-process.ts';
import { checkout } from './home.ts';

/** Builds the console's pages (a few seconds) and returns the folder to serve. */
export async function buildConsole(): Promise<string> {
  const child = spawn('npm', ['run', '--silent', 'build', '-w', '@assent/console'], {
    cwd: checkout,
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) {
    throw new InstallationError('console-failed', 'the pages did not build: npm run build -w @assent/console');
  }
  return join(checkout, 'apps/console/.output');
}

/** A custodian's page with what is needed on the first visit: a name as address, without which passkeys do not work. */
export function custodyAddress(collector: string, trust: { readonly ownerKey: string; readonly verifierKey: string }) {
  const address = new URL('/custody/', collector);
  if (address.hostname === '127.0.0.1') address.hostname = 'localhost';
  address.hash = new URLSearchParams({ owner: trust.ownerKey, ledger: trust.verifierKey }).toString();
  return address.href;
}
