import {
  concatBytes,
  fromBase64,
  fromUtf8,
  generateSigningKeyPair,
  signerFromKeyPair,
  signingKeySchema,
  utf8,
  type Day,
  type DayKey,
  type DayKeyId,
  type Recipient,
  type Signed,
  type Signer,
  type SigningKey,
} from '@assent/contracts';
import { generateIdentity, openWith, recipientOf } from './age.ts';
import { openDeposit } from './deposit.ts';
import { SealingError } from './errors.ts';

/** The public half of a vault: what a device keeps. It seals to the vault and opens nothing. */
export interface VaultKeys {
  readonly recipient: Recipient;
  /** May fetch from the collector what the vault opens. */
  readonly reader: SigningKey;
}

/** The public half of the vault whose age identity this is. */
export async function vaultKeysOf(identity: string): Promise<VaultKeys> {
  const recipient = await recipientOf(identity);
  return { recipient, reader: (await vaultReader(identity)).publicKey };
}

/**
 * Keys of the same form as a vault's that open nothing, because their secrets are dropped here. With them the deposits of
 * people who keep no copy have the same form as those of people who do.
 */
export async function decoyVault(): Promise<VaultKeys> {
  const { recipient } = await generateIdentity();
  return { recipient, reader: (await signerFromKeyPair(await generateSigningKeyPair())).publicKey };
}

/** PKCS #8 around a raw Ed25519 seed (RFC 8410). */
const pkcs8Prefix = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

/**
 * The key that asks the collector for a vault's recordings: Ed25519 with the seed HKDF-SHA-256 of the identity string, so
 * that one key is all a participant has to keep. Throws `bad-key` when the string is no age identity.
 */
export async function vaultReader(identity: string): Promise<Signer> {
  await recipientOf(identity);
  const secret = await crypto.subtle.importKey('raw', utf8(identity), 'HKDF', false, ['deriveBits']);
  const info = utf8('assent/vault-reader/v1');
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info };
  const seed = new Uint8Array(await crypto.subtle.deriveBits(derivation, secret, 256));
  const key = await crypto.subtle.importKey('pkcs8', concatBytes(pkcs8Prefix, seed), 'Ed25519', true, ['sign']);
  const { x } = await crypto.subtle.exportKey('jwk', key);
  return {
    publicKey: signingKeySchema.parse(x),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, message)),
  };
}

/**
 * The participant's own copy of a day key, sealed to their vault. Inside is an ordinary age identity file, so that a
 * participant can open their recordings with the stock `age` tool and without us.
 */
export function vaultCopy(dayKey: DayKeyId, day: Day, identity: string): Uint8Array<ArrayBuffer> {
  return utf8(`# Assent day key ${dayKey}\n# day ${day}\n${identity}\n`);
}

/**
 * The day identity from a participant's own copy. Throws `share-missing` when there is none, `cannot-open`,
 * `malformed`, `share-other-key` when it is the copy of another key, and what `openDeposit` throws.
 */
export async function openVaultCopy(input: {
  readonly deposit: Signed<DayKey>;
  readonly vaultIdentity: string;
}): Promise<string> {
  const { body: deposit } = await openDeposit(input.deposit);
  if (deposit.vault === null) throw new SealingError('share-missing', 'the participant kept no copy of this day key');
  const identity = identityIn(await openWith(input.vaultIdentity, bytesOf(deposit.vault)));
  if ((await recipientOf(identity)) !== deposit.recipient) {
    throw new SealingError('share-other-key', 'the copy belongs to another day key');
  }
  return identity;
}

function bytesOf(copy: string): Uint8Array<ArrayBuffer> {
  try {
    return fromBase64(copy);
  } catch (cause) {
    throw new SealingError('malformed', 'the copy is not canonical base64', { cause });
  }
}

function identityIn(file: Uint8Array): string {
  try {
    const lines = fromUtf8(file)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    if (lines.length === 1 && lines[0] !== undefined) return lines[0];
  } catch {
    // Falls through: what is not text is as malformed as any other text, and its cause could quote it.
  }
  throw new SealingError('malformed', 'the copy is not an age identity file');
}
