import { concatBytes } from '@assent/contracts';
import { SealingError } from './errors.ts';

/**
 * Items that wait on the device are encrypted with AES-256-GCM under a key that the platform holds and does not
 * hand out. An item is: format byte (1), 96-bit random nonce, ciphertext with its 128-bit tag.
 *
 * Random nonces are safe for 2^32 items under one key; a device that seals a thousand items an hour needs centuries.
 */

const formatByte = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts and decrypts what is stored on this device. */
export interface LocalCipher {
  encrypt(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** Throws `cannot-decrypt` for an altered, truncated or foreign item. */
  decrypt(item: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}

/** A fresh device key. Non-extractable: it can be kept in IndexedDB as a `CryptoKey`, and script cannot read it. */
export async function generateLocalKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** The cipher of a device key. */
export function localCipher(key: CryptoKey): LocalCipher {
  return {
    encrypt: async (bytes) => {
      const iv = crypto.getRandomValues(new Uint8Array(nonceBytes));
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes);
      return concatBytes(Uint8Array.of(formatByte), iv, new Uint8Array(sealed));
    },
    decrypt: async (item) => {
      if (item[0] !== formatByte || item.length < 1 + nonceBytes + tagBytes) {
        throw new SealingError('cannot-decrypt', 'not an item of this device store');
      }
      const iv = item.subarray(1, 1 + nonceBytes);
      try {
        return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, item.subarray(1 + nonceBytes)));
      } catch (cause) {
        throw new SealingError('cannot-decrypt', 'a stored item was altered or belongs to another key', { cause });
      }
    },
  };
}
