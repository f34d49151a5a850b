import { programFingerprint } from '@assent/client';
import {
  digestOf,
  erasureReceiptSchema,
  leafIndexHeader,
  manifestHeader,
  openSigned,
  parseAs,
  paths,
  problemSchema,
  programIdSchema,
  signingKeySchema,
  toBase64Url,
  utf8,
  type ConsentSubmission,
  type Erasure,
  type ProblemCode,
  type Signed,
} from '@assent/contracts';
import type { Transport, TransportAnswer } from '@assent/spool';
import { z } from 'zod';
import { DeviceError } from './errors.ts';
import type { ProgramAddress } from './membership/profile.ts';
import type { Http } from './ports.ts';

const timeoutMs = 20_000;

const joinInfoSchema = z.object({
  program: programIdSchema,
  ownerKey: signingKeySchema,
  verifierKey: z.string().max(400),
  collectorKey: signingKeySchema,
});
const consentAnswerSchema = z.object({ consent: z.string(), leafIndex: z.int().nonnegative() });

/** What a collector says about the program it serves. */
export interface JoinInfo {
  readonly address: ProgramAddress;
  readonly verifierKey: string;
  /** Program and keys in a few digits that people can compare with an invitation on paper. */
  readonly fingerprint: string;
}

/** Asks a collector what it serves. Throws a `DeviceError`. */
export async function joinInfo(http: Http, collector: string): Promise<JoinInfo> {
  const base = baseOf(collector);
  const facts = trusted(joinInfoSchema, await bodyOf(await request(http, `${base}/join`, { method: 'GET' })));
  const { verifierKey, ...rest } = facts;
  return { address: { collector: base, ...rest }, verifierKey, fingerprint: await programFingerprint(facts) };
}

/**
 * The policy in force, as it came: signed, not checked; and its index in the ledger as claimed, which is for the caller
 * to prove. Throws a `DeviceError`.
 */
export async function fetchPolicy(
  http: Http,
  address: Pick<ProgramAddress, 'collector' | 'program'>,
): Promise<{ readonly document: unknown; readonly leafIndex: number }> {
  const response = await request(http, `${address.collector}${paths.policy(address.program)}`, { method: 'GET' });
  const document = await bodyOf(response);
  const index = response.headers.get(leafIndexHeader) ?? '';
  // Without an index nothing can be proven: no leaf is that far.
  return { document, leafIndex: /^\d{1,15}$/.test(index) ? Number(index) : Number.MAX_SAFE_INTEGER };
}

/** Hands a consent record in. Throws a `DeviceError`; `wrong-code` when the collector does not know the code. */
export async function submitConsent(
  http: Http,
  collector: string,
  submission: ConsentSubmission,
): Promise<{ readonly leafIndex: number }> {
  const response = await request(http, `${collector}${paths.consents}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(submission),
  });
  if (response.status === 403) throw new DeviceError('wrong-code', 'the collector does not take this consent');
  return trusted(consentAnswerSchema, await bodyOf(response));
}

/** Orders an erasure. Returns whether the collector has confirmed exactly this one with its signature. */
export async function submitErasure(http: Http, address: ProgramAddress, erasure: Signed<Erasure>): Promise<boolean> {
  try {
    const response = await request(http, `${address.collector}${paths.erasures}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(erasure),
    });
    const receipt = await openSigned(erasureReceiptSchema, await bodyOf(response), { key: address.collectorKey });
    return receipt.body.erasure === (await digestOf(erasure.body));
  } catch {
    // Not confirmed, for whatever reason: it is ordered again.
    return false;
  }
}

/** The spool's way to a collector. */
export function transportTo(http: Http, collector: string): Transport {
  return {
    depositDayKey: async (deposit, signal) => {
      const response = await request(http, `${collector}${paths.dayKeys}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(deposit),
        ...(signal === undefined ? {} : { signal }),
      });
      return response.ok ? { outcome: 'stored' } : refusal(response);
    },
    putSegment: async (manifest, ciphertext, signal) => {
      const response = await request(http, `${collector}${paths.segment(manifest.body.ciphertext)}`, {
        method: 'PUT',
        headers: {
          'content-type': 'application/octet-stream',
          [manifestHeader]: toBase64Url(utf8(JSON.stringify(manifest))),
        },
        body: ciphertext,
        ...(signal === undefined ? {} : { signal }),
      });
      return response.ok ? { outcome: 'stored', receipt: await response.json() } : refusal(response);
    },
  };
}

async function refusal(response: Response): Promise<TransportAnswer<never>> {
  const code = await problemCode(response);
  if (code === 'gone') return { outcome: 'gone' };
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const afterMs = Number.isFinite(seconds) ? seconds * 1000 : null;
  // What the server may be able to do later is tried again soon; what it does not accept, rarely.
  const later = response.status >= 500 || response.status === 429 || response.status === 408;
  return later ? { outcome: 'retry', afterMs } : { outcome: 'refused' };
}

async function problemCode(response: Response): Promise<ProblemCode | null> {
  try {
    return problemSchema.parse(await response.json()).code;
  } catch {
    return null; // No problem document: the status alone counts.
  }
}

async function request(http: Http, url: string, init: RequestInit): Promise<Response> {
  try {
    return await http(url, { ...init, timeoutMs });
  } catch (cause) {
    throw new DeviceError('collector-unreachable', 'the collector did not answer', { cause });
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  if (!response.ok) throw new DeviceError('collector-refused', `the collector answered ${response.status}`);
  try {
    return await response.json();
  } catch (cause) {
    throw new DeviceError('bad-answer', 'the collector did not answer with JSON', { cause });
  }
}

function trusted<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  try {
    return parseAs(schema, 'collector answer', input);
  } catch (cause) {
    throw new DeviceError('bad-answer', 'the collector answered something else than it should', { cause });
  }
}

/** The address without path details or a slash at the end. Throws `collector-unreachable` for what is no address. */
function baseOf(collector: string): string {
  const url = URL.parse(collector.includes('://') ? collector : `https://${collector}`);
  const secure =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && /^(?:localhost|127\.0\.0\.1)$/.test(url.hostname));
  if (url === null || !secure) {
    throw new DeviceError('collector-unreachable', 'not an address that can be reached safely');
  }
  return `${url.origin}${url.pathname.replace(/\/(?:join)?$/, '')}`;
}
