import type { SpoolStore } from '../store.ts';

/** A store in memory. `data` may be handed to a second store: that is a restart. */
export function memoryStore(data: Map<string, Uint8Array<ArrayBuffer>> = new Map()): SpoolStore {
  return {
    get: async (key) => data.get(key)?.slice(),
    keys: async (prefix) => [...data.keys()].filter((key) => key.startsWith(prefix)).toSorted(byCodeUnits),
    commit: async ({ deletes, puts }) => {
      for (const key of deletes) data.delete(key);
      for (const [key, value] of puts) data.set(key, value.slice());
    },
  };
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
