import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatVerifierKey, type VerifierKey } from '@assent/ledger';
import type { Witness } from './witness.ts';

/** A witness that listens. */
export interface WitnessServer {
  readonly address: string;
  close(): Promise<void>;
}

/** Largest request the specification can need: 63 proof lines and a note. */
const maxBody = 65_536;

/** Where a witness serves the newest checkpoint it has cosigned of a log. */
export function latestPath(origin: string): string {
  return `/logs/${createHash('sha256').update(origin).digest('hex')}/checkpoint`;
}

/**
 * Serves a witness: `POST /add-checkpoint` (C2SP tlog-witness), and, for anyone who wants to know what it saw, `GET /` with
 * its key and `GET /logs/<SHA-256 of the origin>/checkpoint`.
 */
export async function serveWitness(
  witness: Witness,
  logs: readonly VerifierKey[],
  at: { readonly host: string; readonly port: number },
): Promise<WitnessServer> {
  const latest = new Map(logs.map(({ name }) => [latestPath(name), name]));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url = '/' } = request;
    if (method === 'POST' && url === '/add-checkpoint') {
      const body = await bodyOf(request);
      if (body === null) return send(response, 400, 'the request is too large');
      const { status, type, body: text } = await witness.addCheckpoint(body);
      return send(response, status, text, type);
    }
    const origin = method === 'GET' ? latest.get(url) : undefined;
    const note = origin === undefined ? null : witness.latest(origin);
    if (note !== null) return send(response, 200, note);
    if (method === 'GET' && url === '/') return send(response, 200, `${formatVerifierKey(witness.key)}\n`);
    return send(response, 404, 'no such path');
  };
  const server = createServer((request, response) => {
    // A fault of ours gives a stranger no information.
    answer(request, response).catch(() => send(response, 500, 'unforeseen failure'));
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(at.port, at.host, resolve);
  await promise;
  const { port } = server.address() as AddressInfo; // It listens on TCP, and does so now.
  return {
    address: `http://${at.host}:${port}`,
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

function send(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBody) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
