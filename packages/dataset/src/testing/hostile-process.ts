import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, type NetConnectOpts } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A build that was taken over: tries every way out and reports which were open. Started by tests in a build's place. */
interface Targets {
  readonly port: number;
  readonly parent: number;
  readonly socket: string;
  readonly file: string;
  readonly outside: string;
  readonly inside: string;
}

const attempts: Readonly<Record<string, (targets: Targets) => Promise<unknown>>> = {
  'connect to loopback': async ({ port }) => connected({ port, host: '127.0.0.1' }),
  'connect to the internet': async () => connected({ port: 53, host: '1.1.1.1' }),
  'connect to a local socket': async ({ socket }) => connected({ path: socket }),
  'fetch a page': async ({ port }) => fetch(`http://127.0.0.1:${port}/`),
  'read another file': async ({ file }) => readFile(file),
  'read its parent’s environment': async ({ parent }) => readFile(`/proc/${parent}/environ`),
  'write outside its folder': async ({ outside }) => writeFile(outside, 'x'),
  'start a program': async () => started(),
  'start a worker': async () => new Worker('0', { eval: true }),
  'stop its parent': async ({ parent }) => process.kill(parent, 0),
  'find secrets in its environment': async () => {
    const names = Object.keys(process.env).filter(
      (name) => name !== 'PATH' && name !== 'PWD' && !name.startsWith('NODE_CHANNEL'),
    );
    if (names.length === 0) throw new Error('none');
  },
  'write into its folder': async ({ inside }) => writeFile(inside, 'x'),
};

process.on('message', (targets: Targets) => {
  void tryAll(targets).then((open) => process.send?.(open));
});
process.on('disconnect', () => process.exit(0));

async function tryAll(targets: Targets): Promise<readonly string[]> {
  const open: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await attempt(targets);
      open.push(name);
    } catch {
      // Closed, as it should be.
    }
  }
  return open;
}

async function connected(to: NetConnectOpts): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect(to, resolve);
  socket.once('error', reject);
  try {
    await promise;
  } finally {
    socket.destroy();
  }
}

async function started(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  execFile('/bin/true', (error) => (error === null ? resolve() : reject(error)));
  await promise;
}
