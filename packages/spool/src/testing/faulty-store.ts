import type { SpoolStore } from '../store.ts';

/** When the next fault happens: before the call with this number (from 0) takes effect, or after it has. */
export interface Fault {
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** The failure a faulty store makes up. */
export class InjectedFault extends Error {}

/**
 * A store that fails once as requested, counting all calls, and from then on always: the process is as good as dead. Make
 * a new one over the same inner store to restart.
 */
export function faultyStore(inner: SpoolStore, fault: Fault | null): SpoolStore {
  let calls = 0;
  let dead = false;
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    if (dead) throw new InjectedFault('store is gone');
    const hit = calls++ === fault?.call;
    if (!hit) return run();
    dead = true;
    if (fault?.when === 'after') await run();
    throw new InjectedFault('store fails');
  };
  return {
    get: (key) => call(() => inner.get(key)),
    keys: (prefix) => call(() => inner.keys(prefix)),
    commit: (batch) => call(() => inner.commit(batch)),
  };
}
