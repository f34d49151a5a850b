import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { formatVerifierKey, generateLogKey, noteSigner } from '@assent/ledger';
import { InstallationError } from './collector-process.ts';
import { checkout } from './home.ts';

/** Where a local witness will be, before it runs: a policy and a collector have to name it first. */
export interface WitnessPlace {
  readonly folder: string;
  readonly verifierKey: string;
  readonly port: number;
  readonly url: string;
}

/** Plans a witness in a folder of its own; its key is made the first time. Port 0 picks one that is free now. */
export async function planWitness(folder: string, port: number): Promise<WitnessPlace> {
  const chosen = port === 0 ? await freePort() : port;
  return { folder, verifierKey: await witnessKey(folder), port: chosen, url: `http://127.0.0.1:${chosen}` };
}

/** Starts the witness as a process of its own and waits until it listens. Returns what stops it. */
export async function startWitnessProcess(place: WitnessPlace, ledgerKey: string): Promise<() => Promise<void>> {
  const { folder, port } = place;
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(checkout, 'apps/cli/src/main.ts'),
      'witness',
      'serve',
      '--key',
      keyPath(folder),
      '--state',
      join(folder, 'state.json'),
      '--verifier-key',
      ledgerKey,
      '--port',
      String(port),
    ],
    // A group of its own, as the collector's: Ctrl-C reaches us first.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const file = createWriteStream(join(folder, 'witness.log'), { flags: 'a', mode: 0o600 });
  child.stderr.pipe(file, { end: false });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const ready = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).once('line', () => ready.resolve());
  void exited.then(() => ready.reject(new InstallationError('witness-failed', 'the witness ended; see its log')));
  await ready.promise;
  return async () => {
    child.kill('SIGTERM');
    await exited;
    file.end();
  };
}

function keyPath(folder: string): string {
  return join(folder, 'witness.key');
}

async function witnessKey(folder: string): Promise<string> {
  const path = keyPath(folder);
  try {
    return formatVerifierKey((await noteSigner((await readFile(path, 'utf8')).trim())).key);
  } catch (error) {
    // Only a missing key is made anew.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const { signerKey, verifierKey } = await generateLogKey('practice-witness.local', 'cosignature');
  await writeFile(path, `${signerKey}\n`, { mode: 0o600, flag: 'wx' });
  return verifierKey;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  // It listens on TCP, and does so when this is called.
  server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  const port = await promise;
  await new Promise<void>((done) => {
    server.close(() => done());
  });
  return port;
}
