/**
 * Byte and text conversions used by every package, over platform functions only.
 *
 * Naming follows the data: `*Hex` is lower-case hexadecimal, `*Base64` is standard padded base64,
 * `*Base64Url` is unpadded base64url (RFC 4648 §4 and §5).
 */

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 bytes of a string. Lone surrogates become U+FFFD, as the Encoding standard says. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Text of UTF-8 bytes. Throws a `TypeError` on malformed input: foreign bytes are never guessed at. */
export function fromUtf8(bytes: Uint8Array): string {
  return strictDecoder.decode(bytes);
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
  return out;
}

/** Bytes of a hexadecimal string. Throws a `TypeError` unless it is an even number of hex digits. */
export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  if (!/^(?:[0-9a-f]{2})*$/.test(hex)) throw new TypeError('not lower-case hexadecimal');
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return out;
}

/** Standard padded base64. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In slices, because a call with too many arguments overflows the stack; applied, because spreading takes eight times as long.
  for (let i = 0; i < bytes.length; i += 0x2000) {
    binary += String(Reflect.apply(String.fromCharCode, null, bytes.subarray(i, i + 0x2000)));
  }
  return btoa(binary);
}

/** Bytes of canonical padded base64. Throws a `TypeError` on anything else, including non-zero trailing bits. */
export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  let binary: string;
  try {
    binary = atob(base64);
  } catch (cause) {
    throw new TypeError('not base64', { cause });
  }
  // One value, one spelling: signatures and hashes are compared as text.
  if (btoa(binary) !== base64) throw new TypeError('not canonical base64');
  // A loop: `Uint8Array.from` over a string takes ten times as long, and a collector does this for every segment.
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  return out;
}

/** Unpadded base64url. */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Bytes of canonical unpadded base64url. Throws a `TypeError` on anything else. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new TypeError('not base64url');
  const padding = '='.repeat((4 - (text.length % 4)) % 4);
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/') + padding);
}

/** One array holding all parts in order. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** Whether two arrays hold the same bytes. Not constant-time: for public values only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
