import { toBase64Url, type Instant } from '@assent/contracts';
import type { SessionMemory } from './ports.ts';

/** A fresh identifier of 128 random bits with a prefix, as the contracts' ids have it. */
export function randomId(prefix: string): string {
  return `${prefix}_${toBase64Url(crypto.getRandomValues(new Uint8Array(16)))}`;
}

/** The text kept under a name; made and kept where there is none in this session. */
export async function recall<Value extends string>(
  session: SessionMemory,
  name: string,
  make: () => Value,
): Promise<Value> {
  const found = await session.get(name);
  // Only ever written by the line below, by this very version: an update of the software ends the session.
  if (typeof found === 'string') return found as Value;
  const made = make();
  await session.set({ [name]: made });
  return made;
}

/** A set of tabs that is remembered for the session. */
export interface TabSet {
  has(tab: number): Promise<boolean>;
  set(tab: number, member: boolean): Promise<void>;
}

/** A moment for each of some tabs, remembered for the session. */
export interface TabMoments {
  get(tab: number): Promise<Instant | null>;
  set(tab: number, moment: Instant | null): Promise<void>;
}

/** The moments kept under a name. */
export function tabMoments(session: SessionMemory, name: string): TabMoments {
  const key = (tab: number) => `${name}/${tab}`;
  return {
    get: async (tab) => {
      const stored = await session.get(key(tab));
      return typeof stored === 'number' ? stored : null;
    },
    set: (tab, moment) => (moment === null ? session.remove([key(tab)]) : session.set({ [key(tab)]: moment })),
  };
}

/** The set of tabs kept under a name. */
export function tabSet(session: SessionMemory, name: string): TabSet {
  const key = (tab: number) => `${name}/${tab}`;
  return {
    has: async (tab) => (await session.get(key(tab))) === true,
    set: (tab, member) => (member ? session.set({ [key(tab)]: true }) : session.remove([key(tab)])),
  };
}
