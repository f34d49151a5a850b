import {
  accessSchema,
  buildIdSchema,
  digestSchema,
  fromBase64Url,
  fromUtf8,
  generateSigningKeyPair,
  openSigned,
  programIdSchema,
  signerFromKeyPair,
} from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClient } from './client.ts';
import { deviceTransport } from './device-transport.ts';
import { ClientError } from './errors.ts';
import type { Fetch } from './http.ts';

const program = programIdSchema.parse('pilot');
const build = buildIdSchema.parse('b'.repeat(64));
const now = () => 1_790_000_000_000;

/** A client whose requests are answered by hand. */
function clientOf(answer: () => Response | Promise<Response>, baseUrl = 'https://collector.example/base/') {
  const requests: { url: string; init: RequestInit }[] = [];
  const fetch: Fetch = async (url, init) => {
    requests.push({ url, init });
    return answer();
  };
  return { client: createClient({ baseUrl, fetch, now }), requests };
}

const problem = (code: string, status: number, headers: Record<string, string> = {}) =>
  Response.json({ type: 'about:blank', title: 'x', status, code, detail: 'CANARY' }, { status, headers });

describe('a client', () => {
  it('asks below its base address, without cookies and without following elsewhere', async () => {
    const { client, requests } = clientOf(() => Response.json({ builds: [] }));
    expect(await client.builds()).toEqual([]);
    expect(requests[0]?.url).toBe('https://collector.example/base/v1/builds');
    expect(requests[0]?.init).toMatchObject({ method: 'GET', credentials: 'omit', redirect: 'error' });
  });

  it('proves who asks for exactly this request', async () => {
    const signer = await signerFromKeyPair(await generateSigningKeyPair());
    const { client, requests } = clientOf(() => Response.json({ deposits: [] }));
    await client.buildShares(build, signer);
    const [scheme, document] = String(new Headers(requests[0]?.init.headers).get('authorization')).split(' ');
    const access = await openSigned(accessSchema, JSON.parse(fromUtf8(fromBase64Url(document ?? ''))), {
      key: signer.publicKey,
    });
    expect(scheme).toBe('Assent');
    expect(access.body).toMatchObject({ method: 'GET', path: `/v1/builds/${build}/shares`, at: now() });
  });

  it('reports the answer of the collector by its code, and how long it asks to wait', async () => {
    const { client } = clientOf(() => problem('busy', 503, { 'retry-after': '5' }));
    const error = await client.policy(program).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ClientError);
    expect(error).toMatchObject({ code: 'busy', retryAfterMs: 5000 });
    expect(String(error)).not.toContain('CANARY');
  });

  it.each([
    ['a gateway', () => new Response('<html>', { status: 502 }), 'busy'],
    ['a limiter', () => new Response('', { status: 429 }), 'busy'],
    ['a proxy', () => new Response('<html>', { status: 407 }), 'bad-answer'],
    ['a page in place of JSON', () => new Response('<html>'), 'bad-answer'],
    ['JSON of another shape', () => Response.json({ builds: 1 }), 'bad-answer'],
    ['a code that nobody promised', () => problem('surprise', 500), 'busy'],
  ])('makes sense of %s', async (_, answer, code) => {
    await expect(clientOf(answer).client.builds()).rejects.toMatchObject({ code });
  });

  it('says so when nobody answers', async () => {
    const { client } = clientOf(() => Promise.reject(new TypeError('fetch failed')));
    await expect(client.builds()).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('never throws anything but its own errors, whatever comes back', async () => {
    const status = fc.constantFrom(200, 201, 400, 404, 500, 503);
    const body = fc.oneof(fc.string(), fc.json());
    await fc.assert(
      fc.asyncProperty(status, body, fc.string(), async (status, body, retryAfter) => {
        const headers = { 'retry-after': encodeURIComponent(retryAfter) };
        const { client } = clientOf(() => new Response(body, { status, headers }));
        await expect(client.policy(program)).rejects.toBeInstanceOf(ClientError);
      }),
    );
  });

  it('reads the ledger as bytes and text', async () => {
    const { client, requests } = clientOf(() => new Response('note'));
    expect(await client.ledger.checkpoint()).toBe('note');
    expect(await client.ledger.tile('tile/0/000.p/7')).toEqual(new TextEncoder().encode('note'));
    expect(requests.map(({ url }) => url)).toEqual([
      'https://collector.example/base/ledger/checkpoint',
      'https://collector.example/base/ledger/tile/0/000.p/7',
    ]);
  });
});

describe('the device transport', () => {
  const failing = (code: ClientError['code'], retryAfterMs: number | null = null) => {
    const fail = () => Promise.reject(new ClientError(code, 'no', { retryAfterMs }));
    return deviceTransport({ depositDayKey: fail, putSegment: fail });
  };
  // The transport hands these on without looking at them.
  const manifest = {} as Parameters<ReturnType<typeof failing>['putSegment']>[0];
  const put = (transport: ReturnType<typeof failing>) => transport.putSegment(manifest, new Uint8Array(), undefined);

  it.each([
    ['gone', 'gone'],
    ['conflict', 'refused'],
    ['forbidden', 'refused'],
    ['malformed', 'refused'],
    ['too-large', 'refused'],
    ['unreachable', 'retry'],
    ['internal', 'retry'],
    ['bad-answer', 'retry'],
    ['not-found', 'retry'],
  ] as const)('takes %s as %s', async (code, outcome) => {
    expect(await put(failing(code))).toMatchObject({ outcome });
  });

  it('hands on how long the collector asks to wait', async () => {
    expect(await put(failing('busy', 5000))).toEqual({ outcome: 'retry', afterMs: 5000 });
    expect(await put(failing('too-many', 2000))).toEqual({ outcome: 'retry', afterMs: 2000 });
  });

  it('hands on the receipt as it came', async () => {
    const receipt = { signed: digestSchema.parse('a'.repeat(64)) };
    const transport = deviceTransport({
      depositDayKey: () => Promise.reject(new Error('not asked')),
      // Any answer will do: it is the spool that checks it.
      putSegment: async () => receipt as never,
    });
    expect(await put(transport)).toEqual({ outcome: 'stored', receipt });
  });
});
