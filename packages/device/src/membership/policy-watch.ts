import { openSigned, policySchema, type Policy, type Signed } from '@assent/contracts';
import { fetchPolicy } from '../collector.ts';
import { DeviceError } from '../errors.ts';
import { adoptPolicy } from '../gate/sync-capture.ts';
import type { Http } from '../ports.ts';
import type { Turns } from '../turns.ts';
import type { Profile } from './profile.ts';

/**
 * Looks whether a new policy version is in force, and stops capture if so. What documents still hold was done under the
 * old version and is taken in first. Runs outside the queue: it waits for the network and for events.
 */
export async function watchPolicy({ ports, inTurn }: Turns): Promise<void> {
  const profile = await inTurn(async (device) => device.profile);
  if (profile === null || profile.pendingWithdrawal !== null) return;
  const next = await newerPolicy(ports.http, profile);
  if (next === null) return;
  await ports.sensor.collect(await ports.sensor.enabledOrigins());
  await inTurn(async (device) => {
    // It may have been answered, or the program left, while it was fetched.
    if (device.profile === null || device.profile.pendingWithdrawal !== null) return;
    if (next.body.version > newestOf(device.profile).version) await adoptPolicy(device, next);
  });
}

/**
 * The policy version in force if it is newer than the one known, signed by the owner key that was trusted on joining
 * and for the same ledger; null if there is none. Throws a `DeviceError` when the collector does not answer, or answers
 * what cannot be trusted.
 */
export async function newerPolicy(http: Http, profile: Profile): Promise<Signed<Policy> | null> {
  const known = newestOf(profile);
  const { document } = await fetchPolicy(http, profile.address);
  try {
    const signed = await openSigned(policySchema, document, { key: profile.address.ownerKey });
    if (signed.body.program !== known.program) throw new DeviceError('bad-answer', 'another program');
    // The log key is remembered from joining: what was promised in one ledger cannot continue in another.
    if (signed.body.ledger.verifierKey !== known.ledger.verifierKey)
      throw new DeviceError('bad-answer', 'another ledger');
    // A version that was superseded is no news, even if it is shown again.
    return signed.body.version > known.version ? signed : null;
  } catch (cause) {
    throw new DeviceError('bad-answer', 'the policy cannot be trusted', { cause });
  }
}

function newestOf(profile: Profile): Policy {
  return (profile.next ?? profile.policy).body;
}
