import { toHex, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { digestSchema, type Digest } from './ids.ts';

/** SHA-256 by the platform's WebCrypto. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** SHA-256 as lower-case hexadecimal. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<Digest> {
  return digestSchema.parse(toHex(await sha256(bytes)));
}

/** The digest by which a document is named: SHA-256 of its canonical JSON. */
export async function digestOf(value: unknown): Promise<Digest> {
  return sha256Hex(utf8(canonicalJson(value)));
}

/** HMAC-SHA-256 as lower-case hexadecimal: commitments that only the key's holder can link. */
export async function hmacSha256Hex(key: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>): Promise<Digest> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return digestSchema.parse(toHex(new Uint8Array(await crypto.subtle.sign('HMAC', imported, message))));
}
