import {
  parseAs,
  problemSchema,
  signDocument,
  toBase64Url,
  utf8,
  type Access,
  type Instant,
  type Signer,
} from '@assent/contracts';
import type { z } from 'zod';
import { ClientError } from './errors.ts';

/** The part of `fetch` that is used; an in-process application can replace the network. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** One request. `access` is who asks, where the route wants to know. */
interface Call {
  readonly method: Access['method'];
  readonly path: string;
  readonly json?: unknown;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly access?: Signer;
  readonly signal?: AbortSignal | undefined;
}

/** Requests to one collector. All throw a `ClientError`. */
export interface Http {
  /** The answer's JSON, parsed. What a schema cannot check (signatures, positions) is for the caller to check. */
  json<Schema extends z.ZodType>(schema: Schema, call: Call): Promise<z.output<Schema>>;
  bytes(call: Call): Promise<Uint8Array<ArrayBuffer>>;
  text(call: Call): Promise<string>;
}

/** `baseUrl` may have a path; `now` stamps access documents. */
export function createHttp(options: {
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly now: () => Instant;
}): Http {
  const base = options.baseUrl.replace(/\/+$/, '');
  const send = async (call: Call): Promise<Response> => {
    const headers = { ...call.headers, ...(await accessHeader(call, options.now())) };
    const response = await reach(() => options.fetch(base + call.path, requestInit(call, headers)));
    if (!response.ok) throw await problemOf(response);
    return response;
  };
  return {
    json: async (schema, call) => {
      const response = await send(call);
      const body: unknown = await reach(() => response.json(), 'bad-answer');
      return answer(() => parseAs(schema, 'answer', body));
    },
    bytes: async (call) => {
      const response = await send(call);
      return new Uint8Array(await reach(() => response.arrayBuffer()));
    },
    text: async (call) => {
      const response = await send(call);
      return reach(() => response.text());
    },
  };
}

/** A document as it travels in a header. */
export function headerDocument(document: object): string {
  return toBase64Url(utf8(JSON.stringify(document)));
}

async function accessHeader({ access, method, path }: Call, at: Instant): Promise<Record<string, string>> {
  if (access === undefined) return {};
  const document = await signDocument<Access>({ type: 'access', v: 1, method, path, at }, access);
  return { authorization: `Assent ${headerDocument(document)}` };
}

function requestInit({ method, json, bytes, signal }: Call, headers: Readonly<Record<string, string>>): RequestInit {
  // No cookies, no cache, no redirects to elsewhere: the collector gets what is in the request and nothing more.
  const common: RequestInit = {
    method,
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    signal: signal ?? null,
  };
  if (bytes !== undefined) {
    return { ...common, body: bytes, headers: { ...headers, 'content-type': 'application/octet-stream' } };
  }
  if (json !== undefined) {
    return { ...common, body: JSON.stringify(json), headers: { ...headers, 'content-type': 'application/json' } };
  }
  return { ...common, headers };
}

async function reach<T>(run: () => Promise<T>, code: 'unreachable' | 'bad-answer' = 'unreachable'): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw new ClientError(code, code === 'unreachable' ? 'collector gave no answer' : 'answer is not JSON', { cause });
  }
}

function answer<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw new ClientError('bad-answer', 'answer is not what the interface promises', { cause });
  }
}

async function problemOf(response: Response): Promise<ClientError> {
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'));
  const problem = problemSchema.safeParse(await response.json().catch(() => null));
  if (problem.success) {
    return new ClientError(problem.data.code, `collector answered ${problem.data.code}`, { retryAfterMs });
  }
  // Something in between answered: gateways say 429 and 5xx in their own words.
  const code = response.status === 429 || response.status >= 500 ? 'busy' : 'bad-answer';
  return new ClientError(code, `answer with status ${response.status}`, { retryAfterMs });
}

/** Seconds only: the other form of the header is a date of a foreign clock. */
function parseRetryAfter(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) * 1000 : null;
}
