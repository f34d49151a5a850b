import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folders of a local installation. Everything it makes lies below `root`. */
export interface Home {
  readonly root: string;
  /** The collector's: database, objects, its keys, its log. */
  readonly collector: string;
  /** One key file per role. On a real installation each lies on its holder's own machine. */
  readonly keys: string;
  /** The witness's, and nobody else's: its key and its memory. On a real installation it lies with the works council. */
  readonly witness: string;
  readonly browser: string;
  readonly datasets: string;
}

/** The checkout this command runs from. */
export const checkout = fileURLToPath(new URL('../../../..', import.meta.url));

/** Opens (or makes) a home below the checkout's `.assent`; `fresh` clears it first. */
export async function openHome(name: 'demo' | 'live', options: { readonly fresh: boolean }): Promise<Home> {
  const root = join(checkout, '.assent', name);
  if (options.fresh) await rm(root, { recursive: true, force: true });
  const home = {
    root,
    collector: join(root, 'collector'),
    keys: join(root, 'keys'),
    witness: join(root, 'witness'),
    browser: join(root, 'browser'),
    datasets: join(root, 'datasets'),
  };
  // Keys are for their owner's eyes only.
  for (const folder of [home.keys, home.witness]) await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const folder of [home.collector, home.browser, home.datasets]) await mkdir(folder, { recursive: true });
  return home;
}
