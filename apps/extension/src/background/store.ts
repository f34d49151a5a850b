import { generateSigningKeyPair, signerFromKeyPair } from '@assent/contracts';
import type { DeviceStore, OpenStore } from '@assent/device';
import { generateLocalKey, localCipher } from '@assent/sealing';
import type { SpoolStore } from '@assent/spool';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** What this device keeps. Only `spool` holds captured content, and only encrypted. */
interface DeviceSchema extends DBSchema {
  /** The spool's items by their keys: ciphertext. */
  spool: { key: string; value: Uint8Array<ArrayBuffer> };
  /** Keys the platform holds for us. None of them can be exported. */
  keys: { key: 'signing' | 'store'; value: CryptoKeyPair | CryptoKey };
  /** What the participant has agreed to and set: one record. */
  profile: { key: 'profile'; value: unknown };
}
type DeviceDatabase = IDBPDatabase<DeviceSchema>;

/** The device's store over IndexedDB. */
export function indexedDbDeviceStore(name = 'assent'): DeviceStore {
  return { open: () => openStore(name) };
}

async function openStore(name: string): Promise<OpenStore> {
  const database = await openDatabase(name);
  const pair = await kept(database, 'signing', isPair, () => generateSigningKeyPair());
  const key = await kept(database, 'store', isKey, generateLocalKey);
  return {
    spool: indexedDbStore(database),
    signer: await signerFromKeyPair(pair),
    cipher: localCipher(key),
    readProfile: () => database.get('profile', 'profile'),
    writeProfile: async (profile) => {
      await database.put('profile', profile, 'profile');
    },
    erase: () => eraseAll(database),
  };
}

/** Opens the device's database, making it when there is none. */
export async function openDatabase(name: string): Promise<DeviceDatabase> {
  return openDB<DeviceSchema>(name, 1, {
    upgrade(database) {
      database.createObjectStore('spool');
      database.createObjectStore('keys');
      database.createObjectStore('profile');
    },
  });
}

/** The spool's store: one strict transaction per batch, so that what was committed is on the disk. */
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

async function eraseAll(database: DeviceDatabase): Promise<void> {
  const transaction = database.transaction(['profile', 'keys', 'spool'], 'readwrite', { durability: 'strict' });
  await Promise.all([
    transaction.objectStore('profile').clear(),
    transaction.objectStore('keys').clear(),
    transaction.objectStore('spool').clear(),
    transaction.done,
  ]);
}

/** A key as kept, or a fresh one. It cannot leave the platform's key store. */
async function kept<Key extends CryptoKeyPair | CryptoKey>(
  database: DeviceDatabase,
  name: 'signing' | 'store',
  is: (value: unknown) => value is Key,
  make: () => Promise<Key>,
): Promise<Key> {
  const found: unknown = await database.get('keys', name);
  if (is(found)) return found;
  const made = await make();
  await database.put('keys', made, name);
  return made;
}

function isPair(value: unknown): value is CryptoKeyPair {
  return typeof value === 'object' && value !== null && 'privateKey' in value && value.privateKey instanceof CryptoKey;
}

function isKey(value: unknown): value is CryptoKey {
  return value instanceof CryptoKey;
}
