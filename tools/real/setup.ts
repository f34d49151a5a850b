/**
 * Vitest's global set-up of the real tests: answers what they share (packages/testkit/src/shared.ts) over loopback, and
 * makes each thing when it is first asked for.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SharedThing } from '@assent/testkit/shared';
import type { TestProject } from 'vitest/node';
import { builtOnce } from './builds.ts';
import { createDatabases } from './databases.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const databases = createDatabases();
  const makers: Readonly<Record<SharedThing, () => Promise<string>>> = {
    database: () => databases.fresh(),
    extension: once(() => builtOnce('extension')),
    pages: once(() => builtOnce('pages')),
  };
  const server = createServer((request, response) => {
    const make = Object.entries(makers).find(([thing]) => request.url === `/${thing}`)?.[1];
    const made = make?.() ?? Promise.reject(new Error('there is no such thing'));
    made.then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // It listens on TCP, and does so now.
  const { port } = server.address() as AddressInfo;
  project.provide('sharedAddress', `http://127.0.0.1:${port}/`);
  return async () => {
    server.close();
    server.closeAllConnections();
    await databases.stop();
  };
}

function once(make: () => Promise<string>): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () => (made ??= make());
}
