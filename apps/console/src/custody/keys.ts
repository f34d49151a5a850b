import { custodianIdSchema, fromUtf8, utf8 } from '@assent/contracts';
import type { Seat } from '@assent/client';
import {
  isProtectedKeyFile,
  keyFileSigner,
  openProtectedKeyFile,
  openUnderPasskey,
  passkeySealedSchema,
  readKeyFile,
  sealUnderPasskey,
  writeKeyFile,
  type KeyFile,
  type PasskeySealed,
} from '@assent/sealing';
import { askPasskey, makePasskey } from '@assent/ui';

/** A custodian's keys in this page's memory, and nowhere else. */
export interface OpenKeys {
  readonly file: KeyFile;
  readonly seat: Seat;
}

/** What a chosen file turned out to be. */
export type ChosenFile =
  | { readonly kind: 'keys'; readonly keys: OpenKeys }
  | { readonly kind: 'needs-passphrase'; readonly text: string }
  | { readonly kind: 'passkey'; readonly sealed: PasskeySealed };

/** Largest file that is read, characters. */
const maxFile = 100_000;

/** A file is not what is needed here; the message says why, for people. */
export class KeysError extends Error {}

/** Reads a file that a custodian chose. Throws a {@link KeysError} or a `SealingError`. */
export async function readChosen(file: File): Promise<ChosenFile> {
  if (file.size > maxFile) throw new KeysError('This file is too large to be a key file.');
  const text = await file.text();
  if (isProtectedKeyFile(text)) return { kind: 'needs-passphrase', text };
  const sealed = passkeySealedSchema.safeParse(jsonOf(text));
  if (sealed.success) return { kind: 'passkey', sealed: sealed.data };
  return { kind: 'keys', keys: await openedKeys(await readKeyFile(text)) };
}

/** Opens a key file under its passphrase. Throws a {@link KeysError} or a `SealingError`. */
export async function openWithPassphrase(text: string, passphrase: string): Promise<OpenKeys> {
  return openedKeys(await openProtectedKeyFile(text, passphrase));
}

/** Makes a passkey on this machine and seals the keys under it. Throws a `PasskeyError`. */
export async function protectWithPasskey({ file }: OpenKeys): Promise<PasskeySealed> {
  const secret = await makePasskey(`Assent custodian ${file.name}`);
  return sealUnderPasskey('key-file', secret, utf8(writeKeyFile(file)));
}

/** Opens keys that a passkey protects. Throws a `PasskeyError`, a {@link KeysError} or a `SealingError`. */
export async function openWithPasskey(sealed: PasskeySealed): Promise<OpenKeys> {
  const { answer } = await askPasskey(sealed);
  return openedKeys(await readKeyFile(fromUtf8(await openUnderPasskey(sealed, answer))));
}

async function openedKeys(file: KeyFile): Promise<OpenKeys> {
  if (file.role !== 'custodian' || file.age === null) throw new KeysError('These are not a custodian’s keys.');
  const { identity } = file.age;
  return { file, seat: { id: custodianIdSchema.parse(file.name), identity, signer: await keyFileSigner(file) } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
