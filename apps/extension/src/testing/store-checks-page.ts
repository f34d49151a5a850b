import { describeDeviceStore } from '@assent/device/testing/store-checks';
import { describeSpoolStore, type SuiteFunctions } from '@assent/spool/testing';
import { indexedDbDeviceStore, indexedDbStore, openDatabase } from '../background/store.ts';

/** Runs in a page: collects the checks every spool store and every device store must pass, for those over IndexedDB. */
const checks: (readonly [name: string, run: () => Promise<void>])[] = [];
const collect: SuiteFunctions = { describe: (_, body) => body(), it: (name, run) => checks.push([name, run]) };
describeSpoolStore(collect, async (name) => indexedDbStore(await openDatabase(`checks ${name}`)));
describeDeviceStore(collect, async (name) => indexedDbDeviceStore(`device checks ${name}`));

async function runChecks(): Promise<readonly (readonly [name: string, fault: string | null])[]> {
  const results: (readonly [string, string | null])[] = [];
  for (const [name, run] of checks) {
    try {
      await run();
      results.push([name, null]);
    } catch (error) {
      results.push([name, String(error)]);
    }
  }
  return results;
}
Object.assign(globalThis, { runChecks });
