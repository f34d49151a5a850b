import {
  ClientError,
  createClient,
  deviceLedger,
  checkLedger,
  offlineReceipt,
  type LedgerClaim,
  type LedgerCheck,
} from '@assent/client';
import type { LedgerSource } from '@assent/ledger';
import type { LedgerStatus, LedgerVerifier } from '@assent/spool';
import { DeviceError } from './errors.ts';
import type { Profile } from './membership/profile.ts';
import type { DevicePorts } from './ports.ts';

const timeoutMs = 10_000;

/** What talks to a collector: requests, and the time that stamps them. */
export type Network = Pick<DevicePorts, 'http' | 'clock'>;

/** A collector's ledger. Not trusted: whatever comes is proven to the ledger's key. */
function ledgerOf({ http, clock }: Network, collector: string): LedgerSource {
  return createClient({
    baseUrl: collector,
    fetch: async (url, init) => http(url, { ...init, timeoutMs }),
    now: () => clock.now(),
  }).ledger;
}

/**
 * Proves that all of these claims are in a program's ledger and that it continues the checkpoint remembered. Returns the
 * check. Throws a `DeviceError`: `not-in-ledger` when a claim is not there, `ledger-diverged` when it does not continue.
 */
export async function proveInLedger(
  network: Network,
  where: { readonly collector: string; readonly verifierKey: string; readonly remembered: string | null },
  claims: readonly LedgerClaim[],
): Promise<Extract<LedgerCheck, { outcome: 'continues' }>> {
  const { collector, verifierKey, remembered } = where;
  const check = await translated(async () =>
    checkLedger({ source: ledgerOf(network, collector), verifierKey, remembered, claims }),
  );
  if (check.outcome === 'diverged') throw new DeviceError('ledger-diverged', `the ledger is ${check.how}`);
  if (check.standing.includes(false)) throw new DeviceError('not-in-ledger', 'a promise is not in the ledger');
  return check;
}

/** A proof of an entry for the participant to keep; null where it cannot be had now. */
export async function proofToKeep(
  network: Network,
  collector: string,
  verifierKey: string,
  leafIndex: number,
): Promise<string | null> {
  return offlineReceipt({ source: ledgerOf(network, collector), verifierKey, leafIndex }).catch(() => null);
}

async function translated<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    const unreachable = cause instanceof ClientError && cause.code === 'unreachable';
    throw new DeviceError(unreachable ? 'collector-unreachable' : 'bad-answer', 'the ledger gave no answer', {
      cause,
    });
  }
}

/** The queue's way to the ledger that this participant's policy names. */
export function ledgerWatch(network: Network, { address, policy }: Profile): LedgerVerifier {
  return deviceLedger(ledgerOf(network, address.collector), policy.body.ledger.verifierKey);
}

/** What the participant must know about the ledger, in plain words; null when all is as promised. */
export function ledgerWarning({ alarm, overdueSince, unproven }: LedgerStatus): string | null {
  if (alarm !== null) {
    return (
      'The program’s public record does not go on from the one this device has seen. Nothing more is sent, and ' +
      'nothing you recorded is lost. Tell the people who speak for you in this program.'
    );
  }
  if (overdueSince === null) return null;
  const parts = unproven === 1 ? 'one part of your recording' : `${unproven} parts of your recording`;
  return (
    `The collector took ${parts} and has not entered it in the public record as promised. ` +
    'A sealed copy stays on this device. Tell the people who speak for you in this program.'
  );
}
