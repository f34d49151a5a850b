import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import { hasSystemCode } from '../errors.ts';

/** Whether nothing listens on a port of this machine. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  server.once('error', (cause) => {
    if (hasSystemCode(cause, 'EADDRINUSE')) resolve(false);
    else reject(cause);
  });
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}

/** The process that listens on a port, where this system says so and lets us look: its number and its program. */
export async function listenerOn(port: number): Promise<{ readonly pid: number; readonly command: string } | null> {
  if (process.platform !== 'linux') return null;
  const sockets = new Set<string>();
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const lines = (await readFile(table, 'utf8').catch(() => '')).split('\n');
    for (const line of lines) {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
      // 0A is the state of listening.
      if (state === '0A' && local.endsWith(`:${hex}`)) sockets.add(`socket:[${inode}]`);
    }
  }
  if (sockets.size === 0) return null;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    // Other people's processes cannot be looked into.
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const file of files) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
      if (!sockets.has(target)) continue;
      const command = basename(await readlink(`/proc/${pid}/exe`).catch(() => 'unknown'));
      return { pid: Number(pid), command };
    }
  }
  return null;
}
