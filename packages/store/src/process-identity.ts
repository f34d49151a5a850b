import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // Not being allowed to signal it means that it is there.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}

/**
 * What distinguishes a process from a later one of the same number: when it began, and in which run of the machine. Null where there
 * is no such process, and where that cannot be found out; then nothing may be concluded from the number.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (process.platform === 'win32') return null;
  try {
    if (process.platform === 'linux') {
      const [line, boot] = await Promise.all([
        readFile(`/proc/${pid}/stat`, 'utf8'),
        readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      ]);
      // The program's name is in brackets and may hold anything; the beginning is the 20th field behind it.
      const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
      // A process that has ended and waits to be collected is none any more.
      return fields[0] === 'Z' ? null : `${boot.trim()}:${fields[19] ?? ''}`;
    }
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C' } });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

/** The text of a lock file that this process holds: its number, and what distinguishes it from a later one of that number. */
export async function ownLockText(): Promise<string> {
  return `${process.pid} ${(await processIdentity(process.pid)) ?? ''}\n`;
}

/** The process that holds a lock file of this text, if it lives; null where it has ended, also if its number came again. */
export async function lockHolder(text: string): Promise<number | null> {
  const [, number = '', identity = ''] = /^(\d+)(?: (.*))?\s*$/.exec(text) ?? [];
  const pid = Number(number);
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
  const now = await processIdentity(pid);
  // Deny by default: where one of the two beginnings is not known, a living process is taken for the holder.
  return identity === '' || now === null || identity === now ? pid : null;
}
