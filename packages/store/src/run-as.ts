import { execFile } from 'node:child_process';
import { chown, readFile, stat } from 'node:fs/promises';
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

/** Runs a program to its end under an account, from a folder that everybody can be in. */
export async function runAs(account: Account | null, program: string, args: readonly string[]): Promise<void> {
  const env = { ...process.env, LC_ALL: 'C' };
  if (account === null) {
    await run(program, [...args], { env });
    return;
  }
  const ids = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  await run('setpriv', [...ids, '--', program, ...args], { env, cwd: '/' });
}
