import type { DevicePorts, Failure, Machine, MachineFacts, SessionMemory } from '@assent/device';
import { toolbarIndicator } from './indicator.ts';
import { chromePreviewer } from './page-previewer.ts';
import { chromeSensor } from './sensor.ts';
import { chromeSnapshots } from './snapshot-sensor.ts';
import { indexedDbDeviceStore } from './store.ts';

/** Names this run of the worker, for its clock readings. */
const run = crypto.randomUUID();
/** How many failures are remembered. */
const maxFailures = 50;

/** What the browser holds in memory from its start to its end. It outlives the worker and is never on the disk. */
const chromeSessionMemory: SessionMemory = {
  get: async (key) => (await chrome.storage.session.get(key))[key],
  set: (values) => chrome.storage.session.set(values),
  remove: (keys) => chrome.storage.session.remove([...keys]),
};

/** Battery and network, from a page that is captured: the browser gives a worker no battery. */
const chromeMachine: MachineFacts = {
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

/** The runtime's ports in Chrome. */
export const chromePorts: DevicePorts = {
  clock: {
    now: () => Date.now(),
    uptime: () => performance.now(),
    run,
    after: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
  },
  store: indexedDbDeviceStore(),
  session: chromeSessionMemory,
  sensor: chromeSensor,
  snapshots: chromeSnapshots,
  pages: chromePreviewer,
  indicator: toolbarIndicator,
  machine: chromeMachine,
  http: (url, { timeoutMs, signal, ...init }) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    return fetch(url, {
      ...init,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
    });
  },
  onFailure: (failure) => void remember(failure),
};

/** Failures of this run, newest last. */
const failures: Failure[] = [];

/** Keeps the latest failures in the browser's memory, where a developer finds them: codes only, never content. */
async function remember(failure: Failure): Promise<void> {
  failures.push(failure);
  failures.splice(0, failures.length - maxFailures);
  // Where this fails too, there is nowhere left to report it.
  await chrome.storage.session.set({ failures }).catch(() => undefined);
}
