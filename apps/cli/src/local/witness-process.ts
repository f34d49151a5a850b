import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { formatVerifierKey, generateLogKey, noteSigner } from '@assent/ledger';
import { readIfThere, writeNew } from '../files.ts';
import { startServer, type ServerSettings } from './child-process.ts';
import { checkout } from './home.ts';

/** How a local witness will run, before it runs: a policy and a collector have to name it first. */
export interface WitnessPlan {
  readonly folder: string;
  readonly verifierKey: string;
  readonly port: number;
  readonly url: string;
}

/** Plans a witness in a folder of its own; its key is made the first time. Port 0 picks one that is free now. */
export async function planWitness(folder: string, port: number): Promise<WitnessPlan> {
  const chosen = port === 0 ? await freePort() : port;
  return { folder, verifierKey: await witnessKey(folder), port: chosen, url: `http://127.0.0.1:${chosen}` };
}

/** Starts the witness as a process of its own and waits until it listens. Returns what stops it. */
export async function startWitnessProcess(
  witness: WitnessPlan,
  ledgerKey: string,
  options: Pick<ServerSettings, 'signal' | 'started'>,
): Promise<() => Promise<void>> {
  const { folder, port } = witness;
  const server = await startServer({
    what: 'the witness',
    failure: 'witness-failed',
    args: [
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
      '--end-with-input',
    ],
    log: join(folder, 'witness.log'),
    isReady: (line) => line.startsWith('http'),
    ...options,
  });
  return () => server.stop();
}

function keyPath(folder: string): string {
  return join(folder, 'witness.key');
}

async function witnessKey(folder: string): Promise<string> {
  const path = keyPath(folder);
  const known = await readIfThere(path);
  // Only a missing key is made anew.
  if (known !== null) return formatVerifierKey((await noteSigner(known.trim())).key);
  const { signerKey, verifierKey } = await generateLogKey('practice-witness.local', 'cosignature');
  await writeNew(path, `${signerKey}\n`);
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
