import type { Machine, MachineFacts } from '@assent/device';

/** Battery and network, from a page that is captured: the browser gives a worker no battery. */
export const chromeMachine: MachineFacts = {
  async ask(tab) {
    const target = { tabId: tab, frameIds: [0] };
    const [answer] = await chrome.scripting.executeScript({ target, func: batteryAndNetwork }).catch(() => []);
    return answer?.result ?? null;
  },
};

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
