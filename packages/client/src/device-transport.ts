import type { DayKey, SegmentManifest, Signed } from '@assent/contracts';
import type { Client } from './client.ts';
import { ClientError } from './errors.ts';

/** What a device's queue learns when a request fails. */
export type Setback =
  | { readonly outcome: 'retry'; readonly afterMs: number | null }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'refused' };

/** The device's way to the collector: the transport that the spool asks for. */
export interface DeviceTransport {
  depositDayKey(
    deposit: Signed<DayKey>,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly outcome: 'stored' } | Setback>;
  putSegment(
    manifest: Signed<SegmentManifest>,
    ciphertext: Uint8Array<ArrayBuffer>,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly outcome: 'stored'; readonly receipt: unknown } | Setback>;
}

/** A transport over a client. Receipts are handed on as they came; the spool verifies them. */
export function deviceTransport(client: Pick<Client, 'depositDayKey' | 'putSegment'>): DeviceTransport {
  return {
    depositDayKey: async (deposit, signal) => {
      try {
        await client.depositDayKey(deposit, signal);
        return { outcome: 'stored' };
      } catch (error) {
        return setback(error);
      }
    },
    putSegment: async (manifest, ciphertext, signal) => {
      try {
        return { outcome: 'stored', receipt: await client.putSegment(manifest, ciphertext, signal) };
      } catch (error) {
        return setback(error);
      }
    },
  };
}

function setback(error: unknown): Setback {
  if (!(error instanceof ClientError)) throw error;
  switch (error.code) {
    case 'gone':
      return { outcome: 'gone' };
    case 'malformed':
    case 'forbidden':
    case 'conflict':
    case 'too-large':
      return { outcome: 'refused' };
    case 'bad-answer':
    case 'busy':
    case 'internal':
    case 'ledger-diverged':
    case 'not-found':
    case 'too-many':
    case 'unauthorised':
    case 'unreachable':
    case 'untrusted':
    case 'unwitnessed':
      // All of these may succeed later; nothing is thrown away because of a doubt (P10).
      return { outcome: 'retry', afterMs: error.retryAfterMs };
  }
}
