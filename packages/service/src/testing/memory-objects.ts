import type { Digest } from '@assent/contracts';
import type { Objects } from '../ports.ts';

/** Objects in memory, for tests. */
export function createMemoryObjects(): Objects {
  const objects = new Map<Digest, Uint8Array<ArrayBuffer>>();
  return {
    putOnce: async (digest, bytes) => {
      if (!objects.has(digest)) objects.set(digest, new Uint8Array(bytes));
    },
    get: async (digest) => objects.get(digest) ?? null,
    head: async (digest) => objects.get(digest)?.length ?? null,
    delete: async (digest) => {
      objects.delete(digest);
    },
  };
}
