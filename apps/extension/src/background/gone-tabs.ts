import type { Device } from './device.ts';

/** How long the last words of a page may take once its tab is gone, ms. */
export const lastWordsDelay = 2000;

/** Tabs that are gone though documents in them have not said that they ended: they crashed, or are just saying it. */
export async function goneTabs(device: Device): Promise<ReadonlySet<number>> {
  const inForce = device.inForce();
  if (inForce === null) return new Set();
  const living = new Set((await chrome.tabs.query({})).map(({ id }) => id));
  const open = await device.recorder.openTabs(inForce);
  return new Set([...open].filter((tab) => !living.has(tab)));
}

/** Nothing more comes from these tabs: what their documents did not say is told as lost (P10). */
export async function giveUpTabs(device: Device, tabs: ReadonlySet<number>): Promise<void> {
  const inForce = device.inForce();
  if (inForce !== null) await device.recorder.giveUp(tabs, inForce, Date.now());
}
