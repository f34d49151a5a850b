import { paths } from '@assent/contracts';
import { Hono, type Context } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { listen } from './listen.ts';
import { atMost } from './request.ts';
import { addStaticPolicy, addStaticRoutes, readStaticFiles } from './static-routes.ts';

/** A running page server. */
export interface PageServer {
  readonly address: string;
  close(): Promise<void>;
}

/** As large as the largest release. */
const bodyLimit = 32 * 1_048_576;

/**
 * Serves built pages on this machine and passes their questions on to a collector elsewhere: anyone who does not want to take
 * a page's code from the collector takes it from the own checkout. What the collector answers is data to the page.
 */
export async function servePages(options: {
  readonly pagesDir: string;
  readonly collector: URL;
  readonly port: number;
}): Promise<PageServer> {
  const app = new Hono();
  addStaticPolicy(app);
  app.use(secureHeaders({ referrerPolicy: 'no-referrer', xFrameOptions: 'DENY' }));
  addStaticRoutes(app, await readStaticFiles(options.pagesDir));
  const base = options.collector.href.replace(/\/+$/, '');
  for (const path of ['/join', '/v1/*', `${paths.ledger}/*`]) {
    app.on(['GET', 'POST'], path, atMost(bodyLimit), async (context) => passOn(base, context));
  }
  const { port, stop } = await listen(app, '127.0.0.1', options.port);
  // By name: passkeys do not work at an address that is a number.
  return { address: `http://localhost:${port}`, close: stop };
}

async function passOn(base: string, { req }: Context): Promise<Response> {
  const headers = new Headers();
  for (const name of ['authorization', 'content-type']) {
    const value = req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  const body = req.method === 'POST' ? { body: await req.arrayBuffer() } : {};
  try {
    const answer = await fetch(base + req.path, { method: req.method, headers, redirect: 'error', ...body });
    const type = answer.headers.get('content-type') ?? 'application/octet-stream';
    return new Response(await answer.arrayBuffer(), { status: answer.status, headers: { 'content-type': type } });
  } catch {
    return new Response('the collector gives no answer', { status: 502 });
  }
}
