import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Paths of the peer's own scripts: what runs from them is the peer's work. */
export const peerPath = '/bench-peer/';

/** The peer as published: its minified build, the one that pages load. */
const peerFolder = dirname(dirname(fileURLToPath(import.meta.resolve('rrweb'))));
const peerScript = readFileSync(join(peerFolder, 'dist', 'rrweb.umd.min.cjs'));
/** The peer's version. */
// Its own package file, which has one.
export const peerVersion = (createRequire(import.meta.url)(join(peerFolder, 'package.json')) as { version: string })
  .version;

/** As its users have it: default settings, events as JSON, posted every five seconds. */
const peerStart = `(() => {
  let lines = [];
  const post = () => {
    if (lines.length > 0) void fetch('${peerPath}events', { method: 'POST', body: lines.join('\\n') });
    lines = [];
  };
  rrweb.record({ emit: (event) => void lines.push(JSON.stringify(event)) });
  setInterval(post, 5000);
  globalThis.postNow = post;
})();`;

/** One page on an origin of its own. */
export interface BenchSite {
  readonly origin: string;
  /** What the peer has posted so far, in order. */
  readonly posted: Buffer[];
  close(): Promise<void>;
}

/** Answers a request that is not the peer's. */
type Answer = (
  request: IncomingMessage,
) => Promise<{ readonly status: number; readonly type: string; readonly body: string | Buffer }>;

/** A page of the bench itself. */
export function fixedPage(html: string): Answer {
  return async () => ({ status: 200, type: 'text/html', body: html });
}

/** Another server's pages, passed on. */
export function passedOn(origin: string): Answer {
  return async (request) => {
    const method = request.method ?? 'GET';
    const body = method === 'GET' ? null : await bodyOf(request);
    const answer = await fetch(`${origin}${request.url ?? '/'}`, { method, body });
    const type = answer.headers.get('content-type') ?? 'text/plain';
    return { status: answer.status, type, body: Buffer.from(await answer.arrayBuffer()) };
  };
}

/** Serves a page on a free port of `localhost`; with the peer's scripts first in it, if asked for. */
export async function serveBench(answer: Answer, withPeer: boolean): Promise<BenchSite> {
  const posted: Buffer[] = [];
  const server = createServer((request, response) => {
    void reply(request).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  const reply: Answer = async (request) => {
    const path = request.url ?? '/';
    if (path === `${peerPath}rrweb.js`) return { status: 200, type: 'text/javascript', body: peerScript };
    if (path === `${peerPath}start.js`) return { status: 200, type: 'text/javascript', body: peerStart };
    if (path === `${peerPath}events`) {
      posted.push(await bodyOf(request));
      return { status: 200, type: 'text/plain', body: '' };
    }
    const { status, type, body } = await answer(request);
    if (!withPeer || !type.startsWith('text/html')) return { status, type: type.split(';', 1)[0] ?? type, body };
    const scripts = ['rrweb.js', 'start.js'].map((name) => `<script src="${peerPath}${name}"></script>`).join('');
    return { status, type: 'text/html', body: body.toString().replace('<head>', `<head>${scripts}`) };
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return {
    origin: `http://localhost:${address.port}`,
    posted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
