import { createHash } from 'node:crypto';

/**
 * 32 bytes spelled as an age X25519 identity (Bech32, BIP 173): lets an attacker try any secret of a server as a
 * decryption key.
 */
export function ageIdentity(bytes: Uint8Array): string {
  const words: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      words.push((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  if (bits > 0) words.push((buffer << (5 - bits)) & 31);
  const prefix = 'age-secret-key-';
  const all = [...words, ...checksum(prefix, words)];
  return `${prefix}1${all.map((word) => alphabet[word]).join('')}`.toUpperCase();
}

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

function checksum(prefix: string, words: readonly number[]): readonly number[] {
  const codes = [...Buffer.from(prefix)];
  const values = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...words, 0, 0, 0, 0, 0, 0];
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (const [i, generator] of [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].entries()) {
      if (((top >>> i) & 1) === 1) check ^= generator;
    }
  }
  check ^= 1;
  return Array.from({ length: 6 }, (_, i) => (check >>> (5 * (5 - i))) & 31);
}

/** Every 32-byte string that a text may encode: hex, base64 in both spellings with or without a type byte, its hash. */
export function secretsIn(text: string): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const [token] of text.matchAll(/[\w+/=-]{16,}/g)) {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      const bytes = Buffer.from(token, encoding);
      if (bytes.length === 32 || bytes.length === 33) found.push(bytes.subarray(-32));
    }
    found.push(createHash('sha256').update(token).digest());
  }
  return found;
}
