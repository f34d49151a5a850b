import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { StoreError } from './errors.ts';
import { packagedPostgres, type PostgresBinaries } from './postgres-binaries.ts';
import { lockHolder, ownLockText } from './process-identity.ts';
import { reachableLocation } from './reachable-location.ts';
import { accountFor, handOver, runAs, type Account } from './run-as.ts';

/** A PostgreSQL server of our own. */
export interface EmbeddedPostgres {
  /** Reached over a Unix socket in a private folder; nothing listens on the network. */
  readonly url: string;
  /** Stops the server cleanly. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL on a data folder, which is made when missing and kept. Writes are durable (fsync is on). Only one
 * process may use a folder: throws `in-use` while another lives. A server that a killed process left is stopped first.
 */
export async function startEmbeddedPostgres(
  folder: string,
  options: { readonly binaries?: PostgresBinaries } = {},
): Promise<EmbeddedPostgres> {
  const home = resolve(folder);
  await mkdir(home, { recursive: true });
  const unlock = await lock(join(home, 'owner.pid'));
  try {
    const account = await accountFor(join(home, 'data'));
    const found = options.binaries ?? (await packagedPostgres());
    const { folder: base, binaries } = await reachableLocation(home, account, found);
    const data = join(base, 'data');
    if (!existsSync(data)) await initialise(binaries, account, base, data);
    if (existsSync(join(data, 'postmaster.pid'))) await stopServer(binaries, account, data).catch(() => undefined);
    const socket = await startServer(binaries, account, base, data);
    return {
      url: `postgresql://assent@localhost/postgres?host=${encodeURIComponent(socket)}`,
      stop: async () => {
        await stopServer(binaries, account, data);
        await rm(socket, { recursive: true, force: true });
        await unlock();
      },
    };
  } catch (cause) {
    await unlock();
    if (cause instanceof StoreError) throw cause;
    throw new StoreError('postgres-failed', 'PostgreSQL did not start; see postgres.log in its folder', { cause });
  }
}

async function initialise(
  binaries: PostgresBinaries,
  account: Account | null,
  base: string,
  data: string,
): Promise<void> {
  // Made aside and renamed: an interrupted attempt leaves nothing that looks finished.
  const aside = join(base, 'data.incomplete');
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { mode: 0o700 });
  await handOver(aside, account);
  const args = ['-D', aside, '-U', 'assent', '--auth=trust', '--encoding=UTF8', '--locale=C'];
  await runAs(account, binaries.initdb, args);
  await rename(aside, data);
}

/** Errors are logged without statements, parameters or details: a log never holds rows. */
const settings = {
  listen_addresses: "''",
  max_connections: '60',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

async function startServer(
  binaries: PostgresBinaries,
  account: Account | null,
  base: string,
  data: string,
): Promise<string> {
  // In the system's temporary folder, because the path of a socket is limited to about a hundred bytes.
  const socket = await mkdtemp(join(tmpdir(), 'assent-pg-'));
  await handOver(socket, account);
  const log = join(base, 'postgres.log');
  await writeFile(log, '', { flag: 'a', mode: 0o600 });
  await handOver(log, account);
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const args = ['start', '-w', '-t', '60', '-D', data, '-l', log, '-o', `-k '${socket}' ${flags.join(' ')}`];
  await runAs(account, binaries.control, args);
  return socket;
}

async function stopServer(binaries: PostgresBinaries, account: Account | null, data: string): Promise<void> {
  await runAs(account, binaries.control, ['stop', '-w', '-t', '60', '-m', 'fast', '-D', data]);
}

/** Lock files that this very process holds: its own number in one proves nothing, since numbers come again. */
const held = new Set<string>();

async function lock(path: string): Promise<() => Promise<void>> {
  if (held.has(path)) throw new StoreError('in-use', 'this process is using the folder already');
  const owner = await lockHolder(await readFile(path, 'utf8').catch(() => ''));
  if (owner !== null && owner !== process.pid) {
    throw new StoreError('in-use', `process ${owner} is using this folder; end it first`);
  }
  held.add(path);
  await writeFile(path, await ownLockText());
  return async () => {
    held.delete(path);
    await rm(path, { force: true });
  };
}
