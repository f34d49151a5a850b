import { once } from 'node:events';
import { createServer } from 'node:http';
import { canaryPage } from './canary-page.ts';
import { madeUpWords } from './canaries.ts';
import { recallCases, recallPage, type RecallCase } from './recall-page.ts';

/** The site that the deployment's policy lists for the attacks with a real browser. */
export interface CanarySite {
  readonly origin: string;
  /** The private word of a place or way; the same one whenever it is asked for. */
  word(place: string): string;
  /** All words given out so far, by place. */
  words(): ReadonlyMap<string, string>;
  readonly recall: readonly RecallCase[];
  close(): Promise<void>;
}

/** Serves it on a free port of the loopback. */
export async function serveCanarySite(): Promise<CanarySite> {
  const given = new Map<string, string>();
  const unused = [...madeUpWords(200)];
  const word = (place: string) => {
    const known = given.get(place) ?? unused.pop();
    if (known === undefined) throw new Error('more places than words');
    given.set(place, known);
    return known;
  };
  const recall = recallCases(() => word('recall'));
  const pages = new Map([
    ['/', canaryPage(word)],
    ['/notes', recallPage(recall.map(({ typed }) => typed))],
    ['/plain', '<!doctype html><title>Orders</title><h1>Orders</h1><p><label>Subject <input id="text"></label></p>'],
  ]);
  const server = createServer((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://localhost').pathname);
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page ?? '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return {
    origin: `http://localhost:${address.port}`,
    word,
    words: () => given,
    recall,
    close: async () => {
      server.closeAllConnections();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
