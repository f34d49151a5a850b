import type { OpenDevice } from '../open-device.ts';

/** How long the last events of a document may take once its tab is gone, ms. */
export const lastEventsOfTab = 2000;

/** Tabs that are gone though documents in them have not ended: they crashed, or their last events are on their way. */
export async function lostTabs(device: OpenDevice): Promise<ReadonlySet<number>> {
  const inForce = device.inForce();
  if (inForce === null) return new Set();
  const living = await device.ports.sensor.openTabs();
  const open = await device.recorder.openTabs(inForce);
  return new Set([...open].filter((tab) => !living.has(tab)));
}

/** Nothing more comes from these tabs: what their documents did not report is counted as lost (P10). */
export async function giveUpTabs(device: OpenDevice, tabs: ReadonlySet<number>): Promise<void> {
  const inForce = device.inForce();
  if (inForce !== null) await device.recorder.giveUp(tabs, inForce, device.now());
}
