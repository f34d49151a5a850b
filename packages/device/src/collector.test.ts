import { digestSchema, programIdSchema, signingKeySchema } from '@assent/contracts';
import { describe, expect, test } from 'vitest';
import { fetchPolicy, joinInfo, submitConsent, submitErasure, transportTo } from './collector.ts';
import type { ProgramAddress } from './membership/profile.ts';
import type { Http } from './ports.ts';

const collector = 'https://collector.example';
const key = signingKeySchema.parse('k'.repeat(43));
const address: ProgramAddress = {
  collector,
  program: programIdSchema.parse('office-study'),
  ownerKey: key,
  collectorKey: key,
};
// Only handed through.
const nothing = {} as never;
const manifest = { body: { ciphertext: digestSchema.parse('a'.repeat(64)) } } as never;

interface Sent {
  readonly url: string;
  readonly init: Parameters<Http>[1];
}

/** A network that gives one answer, or fails, and notes what it was asked. */
function answering(answer: Response | Error, sent: Sent[] = []): Http {
  return async (url, init) => {
    sent.push({ url, init });
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

const json = (value: unknown, init: ResponseInit = {}) => new Response(JSON.stringify(value), init);
const problem = (code: string, status: number) => json({ type: 'about:blank', title: code, status, code }, { status });

describe('a collector that is asked', () => {
  test.each([
    ['does not answer', new TypeError('network'), 'collector-unreachable'],
    ['refuses', json({}, { status: 500 }), 'collector-refused'],
    ['answers no JSON', new Response('<html>'), 'bad-answer'],
    ['answers something else', json({ program: 'office-study' }), 'bad-answer'],
  ])('for its program and %s', async (_, answer, code) => {
    await expect(joinInfo(answering(answer), collector)).rejects.toMatchObject({ code });
  });

  test('is given twenty seconds', async () => {
    const sent: Sent[] = [];
    await joinInfo(answering(json({}), sent), collector).catch(() => null);
    expect(sent).toEqual([{ url: `${collector}/join`, init: { method: 'GET', timeoutMs: 20_000 } }]);
  });

  test.each([
    ['7', 7],
    ['0', 0],
    ['-1', Number.MAX_SAFE_INTEGER],
    ['7.5', Number.MAX_SAFE_INTEGER],
    ['9'.repeat(16), Number.MAX_SAFE_INTEGER],
    [null, Number.MAX_SAFE_INTEGER],
  ])('claims the policy’s index %s', async (index, leafIndex) => {
    const headers: Record<string, string> = index === null ? {} : { 'assent-leaf-index': index };
    expect(await fetchPolicy(answering(json({ any: 1 }, { headers })), address)).toEqual({
      document: { any: 1 },
      leafIndex,
    });
  });

  test.each([
    [json({}, { status: 403 }), 'wrong-code'],
    [json({}, { status: 409 }), 'collector-refused'],
    [json({ consent: 'a', leafIndex: -1 }), 'bad-answer'],
    [json({ consent: 'a' }), 'bad-answer'],
  ])('for a consent', async (answer, code) => {
    await expect(submitConsent(answering(answer), collector, nothing)).rejects.toMatchObject({ code });
  });

  test('is handed a consent as JSON', async () => {
    const sent: Sent[] = [];
    const submission = { commitment: 'c' } as never;
    const answer = json({ consent: 'a', leafIndex: 4 });
    expect(await submitConsent(answering(answer, sent), collector, submission)).toMatchObject({ leafIndex: 4 });
    expect(sent).toMatchObject([
      {
        url: `${collector}/v1/consents`,
        init: { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"commitment":"c"}' },
      },
    ]);
  });

  test.each([[new TypeError('network')], [json({}, { status: 500 })], [json({ signed: 'nothing' })]])(
    'confirms no erasure without its own signature',
    async (answer) => {
      expect(await submitErasure(answering(answer), address, { body: {} } as never)).toBe(false);
    },
  );
});

describe('what is sent', () => {
  const send = async (answer: Response) =>
    transportTo(answering(answer), collector).putSegment(manifest, new Uint8Array(), undefined);
  const deposit = async (answer: Response) =>
    transportTo(answering(answer), collector).depositDayKey(nothing, undefined);

  test('is stored with a receipt, as it came', async () => {
    expect(await send(json({ receipt: 1 }))).toEqual({ outcome: 'stored', receipt: { receipt: 1 } });
    expect(await deposit(json({}))).toEqual({ outcome: 'stored' });
  });

  test.each([
    [503, 'retry'],
    [500, 'retry'],
    [429, 'retry'],
    [408, 'retry'],
    [499, 'refused'],
    [400, 'refused'],
    [403, 'refused'],
  ] as const)('comes to %s: %s', async (status, outcome) => {
    for (const result of [await send(json({}, { status })), await deposit(json({}, { status }))]) {
      expect(result).toEqual(outcome === 'retry' ? { outcome, afterMs: null } : { outcome });
    }
  });

  test('is tried again when the collector says so', async () => {
    const answer = (after: string) => json({}, { status: 503, headers: { 'retry-after': after } });
    expect(await send(answer('7'))).toEqual({ outcome: 'retry', afterMs: 7000 });
    expect(await send(answer('soon'))).toEqual({ outcome: 'retry', afterMs: null });
  });

  test('is gone where the collector has erased it, and only there', async () => {
    expect(await send(problem('gone', 410))).toEqual({ outcome: 'gone' });
    expect(await send(problem('conflict', 409))).toEqual({ outcome: 'refused' });
    expect(await send(new Response('gone', { status: 410 }))).toEqual({ outcome: 'refused' });
  });

  test('goes to its address with its manifest and can be cancelled', async () => {
    const sent: Sent[] = [];
    const { signal } = new AbortController();
    const transport = transportTo(answering(json({}), sent), collector);
    const ciphertext = new Uint8Array([1, 2]);
    await transport.putSegment(manifest, ciphertext, signal);
    await transport.depositDayKey(nothing, signal);
    const [segment, dayKey] = sent;
    expect(segment).toMatchObject({
      url: `${collector}/v1/segments/${'a'.repeat(64)}`,
      init: { method: 'PUT', body: ciphertext, signal, timeoutMs: 20_000 },
    });
    expect(segment?.init.headers).toMatchObject({ 'content-type': 'application/octet-stream' });
    expect(new Headers(segment?.init.headers).get('assent-manifest')).toMatch(/^[\w-]+$/);
    expect(dayKey).toMatchObject({ url: `${collector}/v1/day-keys`, init: { method: 'POST', body: '{}', signal } });
  });
});
