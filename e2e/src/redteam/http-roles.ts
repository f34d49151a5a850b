import { createCollector, createLog } from '@assent/collector';
import { sha256Hex, signDocument, toBase64Url, utf8, type Access, type Signer } from '@assent/contracts';
import type { World } from './world/world.ts';

/** A method and path as the HTTP interface declares it; parameters are spelled `:name`. */
export interface Route {
  readonly method: string;
  readonly path: string;
}

/** Every route that the collector really has: read from the application itself, so that a new one is walked too. */
export async function everyRoute(world: World): Promise<readonly Route[]> {
  const { collector, collectorDir, trust } = world;
  const twin = await createCollector({
    program: trust.program,
    ownerKey: trust.ownerKey,
    enrolmentCode: await sha256Hex(utf8(world.enrolmentCode)),
    dataDir: collectorDir,
    databaseUrl: collector.database,
    log: createLog(() => undefined),
  });
  try {
    const routes = twin.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => ({ method, path }));
    return [...new Map(routes.map((route) => [`${route.method} ${route.path}`, route])).values()];
  } finally {
    await twin.close();
  }
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** One request over the loopback network, with proof of who asks where there is a signer. */
export async function ask(base: string, { method, path }: Route, as: Signer | null, body?: unknown): Promise<Answer> {
  const [bare = path] = path.split('?');
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (as !== null) headers['authorization'] = `Assent ${await accessOf(method, bare, as)}`;
  const response = await fetch(base + path, {
    method,
    headers,
    ...(body === undefined || method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
}

async function accessOf(method: string, path: string, as: Signer): Promise<string> {
  // The method is one of the interface's; whatever else an attacker sends is refused before it is read.
  const access = { type: 'access', v: 1, method: method as Access['method'], path, at: Date.now() } as const;
  return toBase64Url(utf8(JSON.stringify(await signDocument<Access>(access, as))));
}
