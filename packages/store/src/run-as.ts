import { execFile } from 'node:child_process';
import { chown, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Under which account PostgreSQL runs; null means our own. It refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The account for a data folder: our own unless we are root, then the folder's owner, `postgres` or `nobody`. */
export async function accountFor(folder: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(folder).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await lookUp('postgres')) ?? (await lookUp('nobody')) ?? { uid: 65_534, gid: 65_534 };
}

async function lookUp(name: string): Promise<Account | null> {
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const fields = accounts.find((account) => account[0] === name);
  return fields === undefined ? null : { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** Hands a file or folder to an account. */
export async function handOver(path: string, account: Account | null): Promise<void> {
  if (account !== null) await chown(path, account.uid, account.gid);
}

/**
 * Runs a program to its end under an account. Where that account could not reach `paths`, for example below `/root`, the
 * program keeps the one capability it takes to get there and is still not root.
 */
export async function runAs(
  account: Account | null,
  paths: readonly string[],
  program: string,
  args: readonly string[],
): Promise<void> {
  const env = { ...process.env, LC_ALL: 'C' };
  if (account === null) {
    await run(program, [...args], { env });
    return;
  }
  const ids = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  const reachable = (await Promise.all([program, ...paths].map(isReachable))).every(Boolean);
  const capability = reachable ? [] : ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  await run('setpriv', [...ids, ...capability, '--', program, ...args], { env, cwd: '/' });
}

async function isReachable(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
