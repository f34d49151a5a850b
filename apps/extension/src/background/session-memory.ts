import type { Instant } from '@assent/contracts';

/**
 * Small facts that last from browser start to browser end and outlive the worker. Held in memory by the browser, never
 * on the disk.
 */
export async function recall<Value extends string>(name: string, make: () => Value): Promise<Value> {
  const stored = await chrome.storage.session.get(name);
  const found: unknown = stored[name];
  // Only ever written by the line below, by this very version: an update of the extension ends the session.
  if (typeof found === 'string') return found as Value;
  const made = make();
  await chrome.storage.session.set({ [name]: made });
  return made;
}

/** A set of tabs that the worker has to remember. */
export interface TabSet {
  has(tab: number): Promise<boolean>;
  set(tab: number, member: boolean): Promise<void>;
}

/** A moment for each of some tabs that the worker has to remember. */
export interface TabMoments {
  get(tab: number): Promise<Instant | null>;
  set(tab: number, moment: Instant | null): Promise<void>;
}

/** The moments kept under a name. */
export function tabMoments(name: string): TabMoments {
  const key = (tab: number) => `${name}/${tab}`;
  return {
    get: async (tab) => {
      const stored: unknown = (await chrome.storage.session.get(key(tab)))[key(tab)];
      return typeof stored === 'number' ? stored : null;
    },
    set: (tab, moment) =>
      moment === null ? chrome.storage.session.remove(key(tab)) : chrome.storage.session.set({ [key(tab)]: moment }),
  };
}

/** The set of tabs kept under a name. */
export function tabSet(name: string): TabSet {
  const key = (tab: number) => `${name}/${tab}`;
  return {
    has: async (tab) => (await chrome.storage.session.get(key(tab)))[key(tab)] === true,
    set: (tab, member) =>
      member ? chrome.storage.session.set({ [key(tab)]: true }) : chrome.storage.session.remove(key(tab)),
  };
}
