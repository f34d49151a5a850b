import { fromUtf8, utf8, type Json } from '@assent/contracts';
import { SpoolError } from './errors.ts';
import type { SpoolStore } from './store.ts';

/** Encrypts what rests on the device. `localCipher` of the sealing package is one. */
export interface SpoolCipher {
  encrypt(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  decrypt(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}

/** Reading and writing of encrypted items over a store. */
export interface Items {
  /** Encrypts JSON. */
  seal(value: object): Promise<Uint8Array<ArrayBuffer>>;
  sealBytes(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** The JSON at a key, or undefined. */
  find(key: string): Promise<Json | undefined>;
  /** The JSON at a key. Throws a `SpoolError` (`corrupt`) when there is none. */
  read(key: string): Promise<Json>;
  findBytes(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** Items of a store. Errors of the cipher (an altered item, another key) pass through. */
export function itemsOf(store: SpoolStore, cipher: SpoolCipher): Items {
  const findBytes = async (key: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    const stored = await store.get(key);
    return stored === undefined ? undefined : cipher.decrypt(stored);
  };
  const find = async (key: string): Promise<Json | undefined> => {
    const bytes = await findBytes(key);
    // JSON.parse returns `any`; what it makes is JSON by definition.
    return bytes === undefined ? undefined : (JSON.parse(fromUtf8(bytes)) as Json);
  };
  return {
    seal: async (value) => cipher.encrypt(utf8(JSON.stringify(value))),
    sealBytes: async (bytes) => cipher.encrypt(bytes),
    find,
    read: async (key) => {
      const value = await find(key);
      if (value === undefined) throw new SpoolError('corrupt', 'a stored item is missing');
      return value;
    },
    findBytes,
  };
}
