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

/** The set of tabs kept under a name. */
export function tabSet(name: string): TabSet {
  const key = (tab: number) => `${name}/${tab}`;
  return {
    has: async (tab) => (await chrome.storage.session.get(key(tab)))[key(tab)] === true,
    set: (tab, member) =>
      member ? chrome.storage.session.set({ [key(tab)]: true }) : chrome.storage.session.remove(key(tab)),
  };
}
