import type { DevicePorts, Failure } from '@assent/device';
import { toolbarIndicator } from './indicator.ts';
import { chromeMachine } from './machine.ts';
import { chromePreviewer } from './page-previewer.ts';
import { chromeSensor } from './sensor.ts';
import { chromeSessionMemory } from './session-memory.ts';
import { chromeSnapshots } from './snapshot-sensor.ts';
import { indexedDbDeviceStore } from './store.ts';

/** Names this run of the worker, for its clock readings. */
const run = crypto.randomUUID();
/** How many failures are remembered. */
const maxFailures = 50;

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
