import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRunRecord, type RunRecord } from './run-record.ts';

/** The folders of a local installation. Everything it makes is below `root`. */
export interface Home {
  readonly root: string;
  /** The collector's: database, objects, its keys, its log. */
  readonly collector: string;
  /** One key file per role. On a real installation each is on its holder's own machine. */
  readonly keys: string;
  /** The witness's, and nobody else's: its key and its memory. On a real installation the works council has it. */
  readonly witness: string;
  readonly browser: string;
  readonly datasets: string;
  /** What runs here: closed when all of it has ended. */
  readonly record: RunRecord;
}

/** The checkout this command runs from. */
export const checkout = fileURLToPath(new URL('../../../..', import.meta.url));

/** Where a home is kept if nobody says otherwise. */
export function usualHome(name: 'demo' | 'live'): string {
  return join(checkout, '.assent', name);
}

/**
 * Opens (or makes) a home; `fresh` clears it first. Leftovers of an earlier start are ended and named to `say`. Throws
 * `running-already` while another start uses it.
 */
export async function openHome(
  root: string,
  options: { readonly fresh: boolean; readonly say: (line: string) => void },
): Promise<Home> {
  // Beside the folder, and read first: what another start is using must not be cleared.
  const record = await openRunRecord(`${root}.run.json`, options.say);
  if (options.fresh) await rm(root, { recursive: true, force: true });
  const home = {
    root,
    collector: join(root, 'collector'),
    keys: join(root, 'keys'),
    witness: join(root, 'witness'),
    browser: join(root, 'browser'),
    datasets: join(root, 'datasets'),
    record,
  };
  // Keys are for their owner's eyes only.
  for (const folder of [home.keys, home.witness]) await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const folder of [home.collector, home.browser, home.datasets]) await mkdir(folder, { recursive: true });
  return home;
}
