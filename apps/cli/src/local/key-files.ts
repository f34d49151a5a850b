import { join } from 'node:path';
import type { IdentityKind } from '@assent/contracts';
import {
  generateKeyFile,
  isProtectedKeyFile,
  openProtectedKeyFile,
  readKeyFile,
  SealingError,
  writeKeyFile,
  type KeyFile,
  type KeyRole,
} from '@assent/sealing';
import type { Terminal } from '../command.ts';
import { CliError } from '../errors.ts';
import { readIfThere, readText, writeNew } from '../files.ts';
import { askSecret } from '../secret-input.ts';

/** Reads a key file from disk. Throws a `CliError` that names it where it is none or is under a passphrase. */
export async function loadKeyFile(path: string): Promise<KeyFile> {
  const text = await readText(path);
  if (isProtectedKeyFile(text)) {
    throw new CliError('wrong-document', `${path}: is under a passphrase, and one without is needed here`, {
      remedy: 'name the key file that it was made of',
    });
  }
  return naming(path, readKeyFile(text));
}

/** Reads a key file as {@link loadKeyFile} does, and asks for its passphrase where it has one. */
export async function askForKeyFile(path: string, terminal: Terminal): Promise<KeyFile> {
  const text = await readText(path);
  if (!isProtectedKeyFile(text)) return naming(path, readKeyFile(text));
  return naming(path, openProtectedKeyFile(text, await askSecret(terminal, 'Passphrase of the key file:')));
}

/** Reads the key file of somebody who opens things, with their age identity. Throws `wrong-key` for another role's. */
export async function askForOpeningKeys(
  path: string,
  terminal: Terminal,
): Promise<KeyFile & { readonly age: NonNullable<KeyFile['age']> }> {
  const keys = await askForKeyFile(path, terminal);
  if (keys.age === null) {
    throw new CliError('wrong-key', `${path}: is the key file of ${keys.role} ${keys.name}, which opens nothing`, {
      remedy: 'name the key file of a custodian or a recipient',
    });
  }
  return { ...keys, age: keys.age };
}

/** Says which file a failed reading was about. */
async function naming(path: string, reading: Promise<KeyFile>): Promise<KeyFile> {
  try {
    return await reading;
  } catch (cause) {
    if (!(cause instanceof SealingError)) throw cause;
    if (cause.code === 'malformed') {
      throw new CliError('wrong-document', `${path}: is not a key file`, {
        cause,
        remedy: 'name a key file of Assent',
      });
    }
    throw new SealingError(cause.code, `${path}: ${cause.message}`, { cause });
  }
}

/** The key file of a role in a local installation; made on first need, readable by its owner only. */
export async function localKeyFile(
  folder: string,
  role: KeyRole,
  name: string,
  kind: IdentityKind = 'x25519',
): Promise<KeyFile> {
  const path = keyFilePath(folder, name);
  const text = await readIfThere(path);
  // Only a missing file is made anew: a damaged one may be the only copy of somebody's keys.
  if (text !== null) return loadKeyFile(path);
  const keys = await generateKeyFile(role, name, kind);
  await writeNew(path, writeKeyFile(keys));
  return keys;
}

/** Where a local installation keeps the key file of a name. */
function keyFilePath(folder: string, name: string): string {
  return join(folder, `${name}.key`);
}
