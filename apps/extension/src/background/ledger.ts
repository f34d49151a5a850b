import {
  ClientError,
  createClient,
  deviceLedger,
  lookAtLedger,
  offlineReceipt,
  type LedgerClaim,
  type LedgerLook,
} from '@assent/client';
import type { LedgerSource } from '@assent/ledger';
import type { LedgerStanding, LedgerWatch } from '@assent/spool';
import type { Device } from './device.ts';
import { ExtensionError } from './errors.ts';
import type { Profile } from './profile.ts';

const timeoutMs = 10_000;

/** Where a collector's ledger is read from. Not trusted: whatever comes is proven to the ledger's key. */
function ledgerOf(collector: string): LedgerSource {
  return createClient({
    baseUrl: collector,
    fetch: async (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
    now: () => Date.now(),
  }).ledger;
}

/**
 * Proves that all of these claims stand in a program's ledger and that it goes on from the checkpoint remembered. Returns
 * the look. Throws an `ExtensionError`: `not-in-ledger` when a claim does not stand, `ledger-diverged` when it does not go on.
 */
export async function mustStand(
  where: { readonly collector: string; readonly verifierKey: string; readonly remembered: string | null },
  claims: readonly LedgerClaim[],
): Promise<Extract<LedgerLook, { outcome: 'continues' }>> {
  const { collector, verifierKey, remembered } = where;
  const look = await translated(async () =>
    lookAtLedger({ source: ledgerOf(collector), verifierKey, remembered, claims }),
  );
  if (look.outcome === 'diverged') throw new ExtensionError('ledger-diverged', `the ledger is ${look.how}`);
  if (look.standing.includes(false))
    throw new ExtensionError('not-in-ledger', 'a promise does not stand in the ledger');
  return look;
}

/** A proof of an entry for the participant to keep; null where it cannot be had now. */
export async function proofToKeep(collector: string, verifierKey: string, leafIndex: number): Promise<string | null> {
  return offlineReceipt({ source: ledgerOf(collector), verifierKey, leafIndex }).catch(() => null);
}

async function translated<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    const unreachable = cause instanceof ClientError && cause.code === 'unreachable';
    throw new ExtensionError(unreachable ? 'collector-unreachable' : 'bad-answer', 'the ledger gave no answer', {
      cause,
    });
  }
}

let looking: Promise<void> | null = null;

/**
 * Looks whether what was uploaded stands in the ledger, one look at a time. Must not run where events are taken in one
 * after the other: a ledger that hangs must hold up nothing.
 */
export async function watchLedger(
  withDevice: <Result>(task: (device: Device) => Promise<Result>) => Promise<Result>,
): Promise<void> {
  looking ??= look(withDevice).finally(() => {
    looking = null;
  });
  await looking;
}

async function look(withDevice: Parameters<typeof watchLedger>[0]): Promise<void> {
  const { profile, spool } = await withDevice(async (device) => device);
  if (profile === null || profile.farewell !== null) return;
  await spool.confirm({ ledger: ledgerWatch(profile), now: Date.now() });
}

/** The queue's way to the ledger that this participant's policy names. */
export function ledgerWatch({ address, policy }: Profile): LedgerWatch {
  return deviceLedger(ledgerOf(address.collector), policy.body.ledger.verifierKey);
}

/** What the participant must be told about the ledger, in plain words; null when all is as promised. */
export function ledgerWarning({ alarm, overdueSince, unproven }: LedgerStanding): string | null {
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
