import { generateSigningKeyPair, signerFromKeyPair, type Signer } from '@assent/contracts';
import { generateLocalKey, localCipher, type LocalCipher } from '@assent/sealing';
import type { DeviceDatabase } from './database.ts';

/** The device's own keys, made on first use: one that signs for this device, one that encrypts what rests on it. */
export interface DeviceKeys {
  readonly signer: Signer;
  readonly cipher: LocalCipher;
}

/** The keys as kept, or fresh ones. Neither can leave the platform's key store. */
export async function deviceKeys(database: DeviceDatabase): Promise<DeviceKeys> {
  const pair = await kept(database, 'signing', isPair, () => generateSigningKeyPair());
  const key = await kept(database, 'store', isKey, generateLocalKey);
  return { signer: await signerFromKeyPair(pair), cipher: localCipher(key) };
}

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
