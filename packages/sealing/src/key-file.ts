import {
  fromBase64Url,
  fromUtf8,
  generateSigningKeyPair,
  parseAs,
  recipientSchema,
  signerFromKeyPair,
  signingKeySchema,
  utf8,
  type IdentityKind,
  type Recipient,
  type Signer,
  type SigningKey,
} from '@assent/contracts';
import { z } from 'zod';
import { armourHeader, generateIdentity, openWithPassphrase, recipientOf, sealWithPassphrase } from './age.ts';
import { SealingError } from './errors.ts';

/** Who can hold a key file. A participant's device has none: its key never leaves the browser. */
export const keyRoles = ['owner', 'custodian', 'collector', 'builder', 'recipient'] as const;

const keyFileSchema = z.strictObject({
  type: z.literal('assent-key'),
  v: z.literal(1),
  role: z.enum(keyRoles),
  /** The custodian, program or machine that the keys belong to. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  signing: z.strictObject({ key: signingKeySchema, secret: z.string().regex(/^[\w-]{43}$/) }),
  age: z.strictObject({ recipient: recipientSchema, identity: z.string().max(4096) }).nullable(),
});

/**
 * The keys of one role: an Ed25519 signing key (`secret` is the raw seed, base64url) and, where the role opens
 * anything, an age identity. Secret as a whole.
 */
export type KeyFile = z.infer<typeof keyFileSchema>;
export type KeyRole = KeyFile['role'];

/** The public half of a key file: what goes into a policy. */
export interface PublicKeys {
  readonly signingKey: SigningKey;
  readonly recipient: Recipient | null;
}

/** Fresh keys. Custodians, builders and recipients get an age identity of a kind; the others open nothing and have none. */
export async function generateKeyFile(role: KeyRole, name: string, kind: IdentityKind = 'x25519'): Promise<KeyFile> {
  const pair = await generateSigningKeyPair({ extractable: true });
  const { d: secret } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  const { publicKey: key } = await signerFromKeyPair(pair);
  const age = role === 'custodian' || role === 'builder' || role === 'recipient' ? await generateIdentity(kind) : null;
  return parseAs(keyFileSchema, 'key file', { type: 'assent-key', v: 1, role, name, signing: { key, secret }, age });
}

/** The text of a key file: comment lines for people, then JSON. */
export function writeKeyFile(keys: KeyFile): string {
  const lines = [
    `# Assent keys of ${keys.role} ${keys.name}. Secret: whoever has this file can act as its holder.`,
    `# Signing key: ${keys.signing.key}`,
    ...(keys.age === null ? [] : [`# Recipient: ${keys.age.recipient}`]),
  ];
  return `${lines.join('\n')}\n${JSON.stringify(keys, null, 2)}\n`;
}

/**
 * Reads a key file. Throws `malformed` when it is none, `bad-key` when a secret does not belong to the public key
 * beside it. Messages and causes never quote the file.
 */
export async function readKeyFile(text: string): Promise<KeyFile> {
  const keys = parseKeyFile(text);
  await requireSigningPair(keys);
  if (keys.age !== null && (await recipientOf(keys.age.identity)) !== keys.age.recipient) {
    throw new SealingError('bad-key', 'key file: the identity does not belong to the recipient');
  }
  return keys;
}

/**
 * The text of a key file under a passphrase: an armoured age file, so that the stock `age` tool opens it as well. Only
 * the passphrase protects it from somebody who finds it; any other work factor than the stock tool's is for tests.
 */
export async function protectKeyFile(keys: KeyFile, passphrase: string, workFactor?: number): Promise<string> {
  return sealWithPassphrase(passphrase, utf8(writeKeyFile(keys)), workFactor);
}

/** Whether a key file's text is protected by a passphrase. */
export function isProtectedKeyFile(text: string): boolean {
  return text.trimStart().startsWith(armourHeader);
}

/** Reads a key file under a passphrase. Throws `cannot-open` for a wrong one, and what {@link readKeyFile} throws. */
export async function openProtectedKeyFile(text: string, passphrase: string): Promise<KeyFile> {
  return readKeyFile(textOf(await openWithPassphrase(passphrase, text)));
}

function textOf(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new SealingError('malformed', 'a key file is text');
  }
}

/** The public half of a key file. */
export function publicKeys(keys: KeyFile): PublicKeys {
  return { signingKey: keys.signing.key, recipient: keys.age?.recipient ?? null };
}

/** A signer over a key file's signing key. Throws `bad-key` if the platform does not take it. */
export async function keyFileSigner(keys: KeyFile): Promise<Signer> {
  const { key, secret } = keys.signing;
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: key, d: secret };
    const privateKey = await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['sign']);
    return {
      publicKey: key,
      sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, message)),
    };
  } catch {
    throw new SealingError('bad-key', 'key file: not an Ed25519 key');
  }
}

function parseKeyFile(text: string): KeyFile {
  const json = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
  try {
    return parseAs(keyFileSchema, 'key file', JSON.parse(json));
  } catch {
    // Without cause: the platform's parser quotes its input, and this one is secret.
    throw new SealingError('malformed', 'not a key file of version 1');
  }
}

async function requireSigningPair(keys: KeyFile): Promise<void> {
  const signer = await keyFileSigner(keys);
  const message = utf8('assent key file check');
  if (!(await verifies(keys.signing.key, new Uint8Array(await signer.sign(message)), message))) {
    throw new SealingError('bad-key', 'key file: the signing secret does not belong to its key');
  }
}

async function verifies(
  key: SigningKey,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    const publicKey = await crypto.subtle.importKey('raw', fromBase64Url(key), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', publicKey, signature, message);
  } catch {
    // Deny by default: a key the platform cannot read verifies nothing.
    return false;
  }
}
