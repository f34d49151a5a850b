import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { worldOf, type Invoice, type Ticket, type World } from './world.ts';

/** The practice apps, each on an origin of its own so that a policy can list one and not the other. */
export const practiceApps = ['invoices', 'desk'] as const;
export type PracticeApp = (typeof practiceApps)[number];

/** A running practice world. */
export interface Practice {
  readonly origins: Readonly<Record<PracticeApp, string>>;
  /** What the apps hold now: tasks check their outcome here. */
  world(): World;
  close(): Promise<void>;
}

/** Serves every practice app on loopback. `ports` 0 lets the system choose. */
export async function startPractice(options: {
  readonly seed: number;
  readonly ports?: Readonly<Record<PracticeApp, number>>;
}): Promise<Practice> {
  let world = worldOf(options.seed);
  const update = (next: World): void => {
    world = next;
  };
  const servers = await Promise.all(
    practiceApps.map(async (app) => {
      const server = createServer((request, response) => {
        serve(app, request, response, () => world, update).catch(() => {
          response.writeHead(500).end();
        });
      });
      const port = await listen(server, options.ports?.[app] ?? 0);
      return { app, server, origin: `http://localhost:${port}` };
    }),
  );
  return {
    // Built from exactly the names in practiceApps.
    origins: Object.fromEntries(servers.map(({ app, origin }) => [app, origin])) as Record<PracticeApp, string>,
    world: () => world,
    async close() {
      await Promise.all(
        servers.map(
          ({ server }) =>
            new Promise((resolve) => {
              server.close(resolve);
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('practice server has no port');
  return address.port;
}

async function serve(
  app: PracticeApp,
  request: IncomingMessage,
  response: ServerResponse,
  world: () => World,
  update: (next: World) => void,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname.startsWith('/api/')) {
    await serveApi(pathname, request, response, world, update);
  } else if (pathname.endsWith('.ts')) {
    await serveScript(app, pathname, response);
  } else if (pathname === '/style.css') {
    response.writeHead(200, { 'content-type': 'text/css' }).end(await readFile(appFile('style.css')));
  } else {
    response.writeHead(200, { 'content-type': 'text/html' }).end(await readFile(appFile(`${app}/index.html`)));
  }
}

/** Browser modules are served from their TypeScript source, with the types stripped. */
async function serveScript(app: PracticeApp, pathname: string, response: ServerResponse): Promise<void> {
  const known = new Map([
    [`/${app}/app.ts`, `${app}/app.ts`],
    ['/dom.ts', 'dom.ts'],
  ]);
  const file = known.get(pathname);
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  const source = await readFile(appFile(file), 'utf8');
  response.writeHead(200, { 'content-type': 'text/javascript' }).end(stripTypeScriptTypes(source));
}

async function serveApi(
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
  world: () => World,
  update: (next: World) => void,
): Promise<void> {
  const [, , collection, id] = pathname.split('/');
  if (request.method === 'PUT') {
    const text = await bodyOf(request);
    // Only the practice apps talk to this loopback server; their shapes are those of world.ts.
    if (collection === 'invoices') {
      const invoice = { id: `INV-${1000 + world().invoices.length}`, ...(JSON.parse(text) as Omit<Invoice, 'id'>) };
      update({ ...world(), invoices: [...world().invoices, invoice] });
    } else if (collection === 'tickets') {
      const ticket = JSON.parse(text) as Ticket;
      update({ ...world(), tickets: world().tickets.map((other) => (other.id === id ? ticket : other)) });
    }
    response.writeHead(204).end();
    return;
  }
  const rows = collection === 'invoices' ? world().invoices : collection === 'tickets' ? world().tickets : undefined;
  if (rows === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rows));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function appFile(path: string): URL {
  return new URL(`apps/${path}`, import.meta.url);
}
