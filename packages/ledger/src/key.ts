import {
  concatBytes,
  equalBytes,
  fromBase64,
  fromBase64Url,
  toBase64,
  toHex,
  utf8,
  type Signer,
} from '@assent/contracts';
import { ed25519FromSeed, type Ed25519Key } from './ed25519.ts';
import { LedgerError } from './errors.ts';
import { sha256 } from './hash.ts';

/**
 * Keys of signed notes (C2SP signed-note): a name, a key id and a public key, spelled `name+id+base64`.
 *
 * Two kinds exist here: `note` keys sign a note's text (a log's key), `cosignature` keys sign a checkpoint together with
 * the time at which it was seen (a witness's key).
 */
const keyTypes = { note: 0x01, cosignature: 0x04 } as const;
export type KeyType = keyof typeof keyTypes;

/** A public key to verify with. */
export interface VerifierKey {
  readonly name: string;
  /** 8 hex digits: the start of SHA-256 over name, newline, type and public key. An identifier, no fingerprint. */
  readonly id: string;
  readonly type: KeyType;
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

/** Something that signs notes or checkpoints under one verifier key. */
export interface NoteSigner {
  readonly key: VerifierKey;
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

/** Whether a signature line may contain this key name: not empty, no Unicode spaces or controls, no plus. */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\s\p{Z}\p{Cc}+]{1,400}$/u.test(name);
}

/** A verifier key over a raw Ed25519 public key. Throws `malformed-key` for a bad name or a wrong length. */
export function verifierKey(name: string, publicKey: Uint8Array, type: KeyType = 'note'): VerifierKey {
  if (!isKeyName(name)) throw new LedgerError('malformed-key', 'key name is empty or has a space, a plus or a control');
  if (publicKey.length !== 32) throw new LedgerError('malformed-key', 'Ed25519 public key is not 32 bytes long');
  return { name, id: keyId(name, type, publicKey), type, publicKey: new Uint8Array(publicKey) };
}

function keyId(name: string, type: KeyType, publicKey: Uint8Array): string {
  return toHex(sha256(concatBytes(utf8(`${name}\n`), Uint8Array.of(keyTypes[type]), publicKey)).subarray(0, 4));
}

/** The keys of one type, each public key once: one witness that is listed twice is still one witness. */
export function distinctKeys(keys: readonly VerifierKey[], type: KeyType): readonly VerifierKey[] {
  const ofType = keys.filter((key) => key.type === type);
  return ofType.filter((key, i) => ofType.findIndex((other) => equalBytes(other.publicKey, key.publicKey)) === i);
}

/** The text of a verifier key, as a policy's `ledger.verifierKey` holds it. */
export function formatVerifierKey(key: VerifierKey): string {
  return `${key.name}+${key.id}+${toBase64(concatBytes(Uint8Array.of(keyTypes[key.type]), key.publicKey))}`;
}

/** A match of a key's text: all three groups take part in every match. */
type KeyText = readonly [whole: string, name: string, id: string, base64: string];

/** Parses a verifier key's text. Throws `malformed-key`, also when the id is not the one of the key. */
export function parseVerifierKey(text: string): VerifierKey {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  if (match === null) throw new LedgerError('malformed-key', 'not a verifier key');
  const [, name, id, base64] = match as unknown as KeyText;
  const { type, material } = parseKeyMaterial(base64);
  const key = verifierKey(name, material, type);
  if (key.id !== id) throw new LedgerError('malformed-key', 'verifier key has another id than its key makes');
  return key;
}

function parseKeyMaterial(base64: string): { readonly type: KeyType; readonly material: Uint8Array } {
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(base64);
  } catch (cause) {
    throw new LedgerError('malformed-key', 'key is not base64', { cause });
  }
  // Deny by default: a signature type that is not implemented verifies nothing.
  const type = bytes[0] === keyTypes.note ? 'note' : bytes[0] === keyTypes.cosignature ? 'cosignature' : null;
  if (type === null || bytes.length !== 33)
    throw new LedgerError('malformed-key', 'key is of an unknown kind or length');
  return { type, material: bytes.subarray(1) };
}

/** A signer over any Ed25519 signer, for example one whose key cannot be read out. */
export function noteSignerFrom(name: string, signer: Signer, type: KeyType = 'note'): NoteSigner {
  const key = verifierKey(name, fromBase64Url(signer.publicKey), type);
  return { key, sign: (message) => signer.sign(message) };
}

/** A fresh key: `signerKey` is secret and lets `noteSigner` sign, `verifierKey` is public. */
export async function generateLogKey(
  name: string,
  type: KeyType = 'note',
): Promise<{ readonly signerKey: string; readonly verifierKey: string }> {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const { publicKey } = await ed25519FromSeed(seed);
  const key = verifierKey(name, publicKey, type);
  const material = toBase64(concatBytes(Uint8Array.of(keyTypes[type]), seed));
  return { signerKey: `PRIVATE+KEY+${name}+${key.id}+${material}`, verifierKey: formatVerifierKey(key) };
}

/** The signer of a secret `signerKey` text. Throws `malformed-key`, whose message never holds the key. */
export async function noteSigner(signerKey: string): Promise<NoteSigner> {
  const match = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(signerKey);
  if (match === null) throw new LedgerError('malformed-key', 'not a signer key');
  const [, name, id, base64] = match as unknown as KeyText;
  const { type, material } = parseKeyMaterial(base64);
  const pair: Ed25519Key = await ed25519FromSeed(material);
  const key = verifierKey(name, pair.publicKey, type);
  if (key.id !== id) throw new LedgerError('malformed-key', 'signer key has another id than its key makes');
  return { key, sign: (message) => pair.sign(message) };
}
