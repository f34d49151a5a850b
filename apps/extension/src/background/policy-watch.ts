import type { Device } from './device.ts';
import { newerPolicy } from './membership.ts';
import { collectFromTabs, registeredOrigins } from './scripts.ts';

/**
 * Looks whether a new policy version is in force, and stops capture if so. What pages still hold was done under the old
 * version and is taken in first. Must not run where events are taken in one after the other: it waits for just that.
 */
export async function watchPolicy(
  withDevice: <Result>(task: (device: Device) => Promise<Result>) => Promise<Result>,
): Promise<void> {
  const profile = await withDevice(async (device) => device.profile);
  if (profile === null || profile.farewell !== null) return;
  const next = await newerPolicy(profile);
  if (next === null) return;
  await collectFromTabs(await registeredOrigins());
  await withDevice((device) => device.adopt(next));
}
