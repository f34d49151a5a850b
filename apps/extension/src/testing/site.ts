import { createServer } from 'node:http';

/** A tiny local web site for tests: paths and the HTML they answer with. */
export interface TestSite {
  readonly origin: string;
  close(): Promise<void>;
}

/** Paths and the HTML they answer with; where pages name their own origin, a function of it. */
export type SitePages = Readonly<Record<string, string>> | ((origin: string) => Readonly<Record<string, string>>);

/** Serves the given pages on a free port of `localhost`. Unknown paths answer 404. */
export async function serveSite(pages: SitePages): Promise<TestSite> {
  let served: Readonly<Record<string, string>> = {};
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const page = served[path];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  const origin = `http://localhost:${address.port}`;
  served = typeof pages === 'function' ? pages(origin) : pages;
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
