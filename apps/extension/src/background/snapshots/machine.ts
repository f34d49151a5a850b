import { z } from 'zod';
import type { Machine } from './budget.ts';

/** How long what the machine said of itself holds, ms. */
const holds = 60_000;
const key = 'machine';

const machineSchema = z.object({
  battery: z.object({ level: z.number(), charging: z.boolean() }).nullable(),
  saveData: z.boolean(),
  metered: z.boolean(),
  at: z.number(),
});
const unknown: z.infer<typeof machineSchema> = {
  battery: null,
  saveData: false,
  metered: false,
  at: 0,
};

/** What was last heard of the machine; nothing if that is too long ago. */
export async function machineNow(): Promise<Machine> {
  const heard = await known();
  return Math.abs(Date.now() - heard.at) < holds ? heard : unknown;
}

/** Asks anew if what is known is old. Only pages know of the battery, so one that is captured is asked. */
export async function askMachine(tab: number): Promise<Machine> {
  const before = await known();
  if (Math.abs(Date.now() - before.at) < holds) return before;
  const target = { tabId: tab, frameIds: [0] };
  const [answer] = await chrome.scripting.executeScript({ target, func: batteryAndNetwork }).catch(() => []);
  const heard = { ...before, ...answer?.result, at: Date.now() };
  await chrome.storage.session.set({ [key]: heard });
  return heard;
}

async function known(): Promise<z.infer<typeof machineSchema>> {
  const parsed = machineSchema.safeParse((await chrome.storage.session.get(key))[key]);
  return parsed.success ? parsed.data : unknown;
}

// Runs in the page's isolated world and can use nothing of this module.
async function batteryAndNetwork(): Promise<Machine> {
  // Not in the DOM typings: in Chromium the battery only in safe contexts, the network everywhere.
  const device = navigator as unknown as {
    getBattery?: () => Promise<{ level: number; charging: boolean }>;
    connection?: { saveData?: boolean; type?: string };
  };
  const battery = await device.getBattery?.().catch(() => null);
  const { saveData = false, type = '' } = device.connection ?? {};
  return {
    battery: battery ? { level: battery.level, charging: battery.charging } : null,
    saveData,
    metered: type === 'cellular' || type === 'wimax',
  };
}
