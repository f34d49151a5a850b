import { submitConsent } from '../collector.ts';
import { syncCapture } from '../gate/sync-capture.ts';
import type { OpenDevice } from '../open-device.ts';
import type { Turns } from '../turns.ts';
import { withdrawalOf } from './consent-record.ts';
import { joinedProfile } from './profile.ts';

/** Leaves: off at once and for good, whether or not the collector can be reached now. */
export async function withdraw(device: OpenDevice): Promise<void> {
  const profile = joinedProfile(device);
  const pendingWithdrawal = await withdrawalOf(profile, device.store.signer, device.now());
  await device.keep({ ...profile, pendingWithdrawal });
  await syncCapture(device);
  await device.spool.wipe();
  device.recorder.forget();
  await device.pendingSnapshots.clear();
}

/**
 * Hands in a withdrawal that waits; then erases everything on this device. Returns whether it did. Throws a `DeviceError`
 * while the collector does not confirm it.
 */
export async function submitWithdrawal(turns: Turns): Promise<boolean> {
  const profile = await turns.inTurn(async (device) => device.profile);
  if (profile === null || profile.pendingWithdrawal === null) return false;
  const { address, pendingWithdrawal } = profile;
  await submitConsent(turns.ports.http, address.collector, pendingWithdrawal);
  return turns.run.sending(() =>
    turns.inTurn(async (device) => {
      // Signed again meanwhile: the collector has another consent to be withdrawn.
      if (device.profile?.pendingWithdrawal?.commitment !== pendingWithdrawal.commitment) return false;
      await device.erase();
      return true;
    }),
  );
}
