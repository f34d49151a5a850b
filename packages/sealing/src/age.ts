import { kindOfRecipient, recipientSchema, type IdentityKind, type Recipient } from '@assent/contracts';
import {
  armor,
  Decrypter,
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';
import { SealingError } from './errors.ts';

/**
 * The one door to age (age-encryption.org/v1). Everything sealed here opens with the stock `age` tool, and the other
 * way round.
 */

/** age encrypts in chunks of this many plaintext bytes, each followed by a tag. */
const chunkBytes = 65_536;
const tagBytes = 16;
/** Header and nonce of a file to one recipient. The grammar is fixed, so that these are constants. */
const headerBytes = { x25519: 184, hybrid: 1643 } as const;

/** An age identity (secret!) and its recipient (public). */
export interface AgeKeyPair {
  /** `AGE-SECRET-KEY-1…`, or `AGE-SECRET-KEY-PQ-1…` for the hybrid kind. Keep it out of logs, errors and storage that is not meant for it. */
  readonly identity: string;
  readonly recipient: Recipient;
}

/** A fresh identity with its recipient; X25519 by default. */
export async function generateIdentity(kind: IdentityKind = 'x25519'): Promise<AgeKeyPair> {
  const identity = await (kind === 'hybrid' ? generateHybridIdentity() : generateX25519Identity());
  return { identity, recipient: await recipientOf(identity) };
}

/** The recipient of an identity. Throws `bad-key` if the string is not an age identity. */
export async function recipientOf(identity: string): Promise<Recipient> {
  try {
    return recipientSchema.parse(await identityToRecipient(identity));
  } catch {
    // The library's message could quote the string, so the cause is dropped on purpose.
    throw new SealingError('bad-key', 'not an age identity');
  }
}

/** Seals bytes to one recipient. Throws `bad-key` if the recipient does not parse. */
export async function sealTo(
  recipient: Recipient,
  plaintext: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new SealingError('bad-key', 'not an age recipient', { cause });
  }
  return ownBuffer(await encrypter.encrypt(plaintext));
}

/**
 * Opens an age file. Throws `bad-key` for a string that is no identity, `cannot-open` for anything else that fails.
 */
export async function openWith(
  identity: string,
  ciphertext: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch {
    // No cause, as above.
    throw new SealingError('bad-key', 'not an age identity');
  }
  try {
    return ownBuffer(await decrypter.decrypt(ciphertext));
  } catch (cause) {
    throw new SealingError('cannot-open', 'the age file does not open with this key', { cause });
  }
}

/** Seals a stream to one recipient; memory stays bounded whatever its length. Throws `bad-key` as `sealTo` does. */
export async function sealStreamTo(
  recipient: Recipient,
  plaintext: ReadableStream<Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new SealingError('bad-key', 'not an age recipient', { cause });
  }
  return encrypter.encrypt(plaintext);
}

/**
 * Opens a stream of an age file. Throws `bad-key` and `cannot-open` as `openWith` does; an alteration further on makes the
 * stream fail, so that nothing read from it may be used before its end.
 */
export async function openStreamWith(
  identity: string,
  ciphertext: ReadableStream<Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch {
    // No cause, as above.
    throw new SealingError('bad-key', 'not an age identity');
  }
  try {
    return await decrypter.decrypt(ciphertext);
  } catch (cause) {
    throw new SealingError('cannot-open', 'the age file does not open with this key', { cause });
  }
}

/**
 * How many plaintext bytes make an age file of exactly `ciphertextBytes`. Negative when not even an empty file is
 * that small. Sizes just after a chunk border have no solution; no segment bucket is one.
 */
export function plaintextCapacity(ciphertextBytes: number, recipient: Recipient): number {
  const body = ciphertextBytes - headerBytes[kindOfRecipient(recipient)];
  return body - tagBytes * Math.max(1, Math.ceil(body / (chunkBytes + tagBytes)));
}

/** How an armoured age file begins. */
export const armourHeader = '-----BEGIN AGE ENCRYPTED FILE-----';

/** Base-2 logarithm of the scrypt work factor, as the stock tool has it: a guess costs seconds. */
export const stockWorkFactor = 18;

/**
 * Seals bytes under a passphrase, as armoured text: what `age -p -a` writes and `age -d` opens. Any other work factor than
 * the stock tool's is for tests.
 */
export async function sealWithPassphrase(
  passphrase: string,
  plaintext: Uint8Array<ArrayBuffer>,
  workFactor = stockWorkFactor,
): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return armor.encode(await encrypter.encrypt(plaintext));
}

/** Opens armoured text sealed under a passphrase. Throws `cannot-open`, whatever is wrong with it. */
export async function openWithPassphrase(passphrase: string, text: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    return ownBuffer(await decrypter.decrypt(armor.decode(text)));
  } catch {
    // Without cause: it could quote what was typed.
    throw new SealingError('cannot-open', 'does not open with this passphrase');
  }
}

/** The library types its results as views of any buffer; a copy has a buffer of its own. */
function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
