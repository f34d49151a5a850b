import { base64Schema, fromBase64, parseAs, toBase64, utf8 } from '@assent/contracts';
import { z } from 'zod';
import { SealingError } from './errors.ts';
import { localCipher, type LocalCipher } from './local-cipher.ts';

/**
 * A secret that only a passkey opens. The passkey's PRF extension (WebAuthn Level 3) turns `salt` into 32 bytes that never
 * leave the authenticator otherwise; HKDF-SHA-256 makes an AES-256-GCM key of them. What is stored opens nothing by itself.
 */
export const passkeySealedSchema = z.strictObject({
  type: z.literal('assent-passkey-sealed'),
  v: z.literal(1),
  /** What is inside. Part of the key, so that one kind cannot pass for the other. */
  holds: z.enum(['key-file', 'vault']),
  /** Names the passkey to ask for, base64url. */
  credential: z.string().regex(/^[\w-]{1,1400}$/),
  /** What the passkey is asked about, 32 bytes as base64url. */
  salt: z.string().regex(/^[\w-]{43}$/),
  sealed: base64Schema.max(65_536),
});
export type PasskeySealed = z.infer<typeof passkeySealedSchema>;

/** Which passkey was asked what, and its answer. `answer` is secret. */
export interface PasskeyAnswer extends Pick<PasskeySealed, 'credential' | 'salt'> {
  readonly answer: Uint8Array<ArrayBuffer>;
}

/** Seals bytes so that only this passkey opens them. */
export async function sealUnderPasskey(
  holds: PasskeySealed['holds'],
  { credential, salt, answer }: PasskeyAnswer,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<PasskeySealed> {
  const sealed = toBase64(await (await cipherOf(holds, answer)).encrypt(bytes));
  return parseAs(passkeySealedSchema, 'passkey seal', {
    type: 'assent-passkey-sealed',
    v: 1,
    holds,
    credential,
    salt,
    sealed,
  });
}

/** Opens what a passkey protects. Throws `cannot-decrypt` for another passkey's answer or altered bytes. */
export async function openUnderPasskey(
  { holds, sealed }: PasskeySealed,
  answer: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return (await cipherOf(holds, answer)).decrypt(itemOf(sealed));
}

function itemOf(sealed: string): Uint8Array<ArrayBuffer> {
  try {
    return fromBase64(sealed);
  } catch (cause) {
    throw new SealingError('cannot-decrypt', 'what a passkey protects is not canonical base64', { cause });
  }
}

async function cipherOf(holds: PasskeySealed['holds'], answer: Uint8Array<ArrayBuffer>): Promise<LocalCipher> {
  // Deny by default: less than the extension promises is no secret to rely on.
  if (answer.length !== 32) throw new SealingError('bad-key', 'a passkey answers with 32 bytes');
  const secret = await crypto.subtle.importKey('raw', answer, 'HKDF', false, ['deriveKey']);
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8(`assent/passkey/${holds}/v1`) },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
  return localCipher(key);
}
