import { createHash } from 'node:crypto';
import { cp, lstat, mkdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreError } from './errors.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { handOver, type Account } from './run-as.ts';

/** Where a server keeps its files and which programs it runs. */
export interface ServerLocation {
  readonly folder: string;
  readonly binaries: PostgresBinaries;
}

/**
 * A location for a server whose account may not be able to reach `base`: root's own folder is closed to everybody else,
 * and PostgreSQL does not run as root. Then files and a copy of the programs go to `/var/tmp`, and `base/elsewhere`
 * points there; where there is no such pointer, what an earlier installation left there is removed.
 */
export async function reachableLocation(
  base: string,
  account: Account | null,
  binaries: PostgresBinaries,
): Promise<ServerLocation> {
  if (account === null || ((await isReachable(base)) && (await isReachable(binaries.control)))) {
    return { folder: base, binaries };
  }
  const name = createHash('sha256').update(base).digest('hex').slice(0, 16);
  const away = join('/var/tmp', `assent-postgres-${name}`);
  const pointer = join(base, 'elsewhere');
  if ((await readlink(pointer).catch(() => null)) !== away) await createElsewhere(away, pointer, account);
  await requireOwn(away, account);
  return { folder: away, binaries: await programsIn(away, binaries) };
}

async function createElsewhere(away: string, pointer: string, account: Account): Promise<void> {
  await rm(away, { recursive: true, force: true });
  // Fails where somebody has put something there meanwhile.
  await mkdir(away, { mode: 0o700 });
  await handOver(away, account);
  await rm(pointer, { force: true });
  await symlink(away, pointer);
}

/** The folder is where everybody can write: it must be the server's own and no link. */
async function requireOwn(away: string, account: Account): Promise<void> {
  const found = await lstat(away).catch(() => null);
  if (found === null || !found.isDirectory() || found.uid !== account.uid) {
    throw new StoreError('postgres-failed', 'the folder that the database was moved to is gone or not its own');
  }
}

async function programsIn(away: string, { initdb, control }: PostgresBinaries): Promise<PostgresBinaries> {
  const programs = join(away, 'programs');
  if ((await stat(programs).catch(() => null)) === null) {
    const aside = `${programs}.incomplete`;
    await rm(aside, { recursive: true, force: true });
    await cp(dirname(dirname(control)), aside, { recursive: true, verbatimSymlinks: true });
    // Renamed when whole: an interrupted copy is never taken for one.
    await rename(aside, programs);
  }
  const at = (path: string) => join(programs, 'bin', path.slice(dirname(path).length + 1));
  return { initdb: at(initdb), control: at(control) };
}

/** Whether everybody can get to a path. */
async function isReachable(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => null);
    if (found !== null && (found.mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
