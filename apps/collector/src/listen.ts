import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';

/** Lets an application listen. `stop` takes no more requests and finishes those under way. */
export async function listen(
  app: Hono,
  host: string,
  port: number,
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  const server = serve({ fetch: app.fetch, hostname: host, port }, resolve);
  server.once('error', reject);
  const address = await promise;
  const stop = async (): Promise<void> => {
    const closed = new Promise<void>((done) => {
      server.close(() => done());
    });
    // Connections kept alive but idle would hold the server open.
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    await closed;
  };
  return { port: address.port, stop };
}
