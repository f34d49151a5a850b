import { describeSpoolStore } from '@assent/spool/testing';
import { indexedDbStore, openDatabase } from '../background/store.ts';

/** Runs in a page: collects the checks every spool store must pass, for the store over IndexedDB. */
const checks: (readonly [name: string, run: () => Promise<void>])[] = [];
describeSpoolStore({ describe: (_, body) => body(), it: (name, run) => checks.push([name, run]) }, async (name) =>
  indexedDbStore(await openDatabase(`checks ${name}`)),
);

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
