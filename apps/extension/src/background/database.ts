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
export type DeviceDatabase = IDBPDatabase<DeviceSchema>;

/** Opens the device's database, making it when there is none. */
export async function openDatabase(name = 'assent'): Promise<DeviceDatabase> {
  return openDB<DeviceSchema>(name, 1, {
    upgrade(database) {
      database.createObjectStore('spool');
      database.createObjectStore('keys');
      database.createObjectStore('profile');
    },
  });
}
