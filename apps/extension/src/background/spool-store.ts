import type { SpoolStore } from '@assent/spool';
import type { DeviceDatabase } from './database.ts';

/** The spool's store over IndexedDB: one strict transaction per batch, so that what was committed is on the disk. */
export function indexedDbStore(database: DeviceDatabase): SpoolStore {
  return {
    get: (key) => database.get('spool', key),
    keys: (prefix) => database.getAllKeys('spool', IDBKeyRange.bound(prefix, `${prefix}\uffff`)),
    commit: async ({ deletes, puts }) => {
      const transaction = database.transaction('spool', 'readwrite', { durability: 'strict' });
      // Requests of one transaction run in the order they are made.
      const requests = [
        ...deletes.map((key) => transaction.store.delete(key)),
        ...puts.map(([key, value]) => transaction.store.put(value, key)),
      ];
      await Promise.all([...requests, transaction.done]);
    },
  };
}
