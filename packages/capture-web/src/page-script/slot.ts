import { base64url } from './random-id.ts';

/** Longer content is a document, not a secret that is typed twice. */
const longest = 4096;

/**
 * The key that secrets of one session are named with, from the text the background gave. It cannot be read back. Null
 * where the browser offers no cryptography: in pages that did not come over a safe connection.
 */
export async function importSlotKey(text: string): Promise<CryptoKey | null> {
  // The typings promise it everywhere; browsers leave it out on plain http.
  const subtle: SubtleCrypto | undefined = crypto.subtle;
  if (subtle === undefined) return null;
  return subtle.importKey('raw', new TextEncoder().encode(text), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/**
 * The name of what stands in a secret field now: HMAC-SHA-256, cut to 128 bits, as base64url. Equal for equal content
 * under one key, and tells nothing else to whoever lacks the key. Empty where the content is not to be compared: below
 * `least` units it is a part of something, as a digit of a code in its own box, whose equality would tell about the whole.
 *
 * The only place that reads a secret field's content. It is read at once, before the page reacts, and kept nowhere.
 */
export async function slotOf(field: { readonly value: string }, least: number, key: CryptoKey): Promise<string> {
  const { length } = field.value;
  if (length < least || length > longest) return '';
  const bytes = new TextEncoder().encode(field.value);
  const signing = crypto.subtle.sign('HMAC', key, bytes);
  // Handed over above: the browser works on a copy of its own.
  bytes.fill(0);
  return base64url(new Uint8Array(await signing, 0, 16));
}
