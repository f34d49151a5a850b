import { concatBytes, fromBase64Url } from '@assent/contracts';

/** Ed25519 (RFC 8032) by the platform's WebCrypto, over raw keys. */

/** PKCS #8 wrapping (RFC 8410) of a raw 32-byte Ed25519 seed: WebCrypto imports private keys in no rawer form. */
const pkcs8Prefix = Uint8Array.of(
  0x30,
  0x2e,
  0x02,
  0x01,
  0x00,
  0x30,
  0x05,
  0x06,
  0x03,
  0x2b,
  0x65,
  0x70,
  0x04,
  0x22,
  0x04,
  0x20,
);

/** A private key with its public half, raw. */
export interface Ed25519Key {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

/** The key of a 32-byte seed. Afterwards the private half cannot be read out of it. */
export async function ed25519FromSeed(seed: Uint8Array): Promise<Ed25519Key> {
  const pkcs8 = concatBytes(pkcs8Prefix, seed);
  const readable = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const { x } = await crypto.subtle.exportKey('jwk', readable);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  return {
    // An Ed25519 JWK always has `x` (RFC 8037).
    publicKey: fromBase64Url(x ?? ''),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, message)),
  };
}

/** Whether a signature holds. False for keys and signatures the platform cannot even read. */
export async function verifyEd25519(
  publicKey: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, message);
  } catch {
    // Deny by default.
    return false;
  }
}
