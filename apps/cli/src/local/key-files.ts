import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  generateKeyFile,
  isProtectedKeyFile,
  openProtectedKeyFile,
  readKeyFile,
  writeKeyFile,
  type KeyFile,
  type KeyRole,
} from '@assent/sealing';
import type { Terminal } from '../command.ts';
import { askSecret } from '../secret-input.ts';

/** Reads a key file from disk. Throws a `SealingError` when it is none. */
export async function loadKeyFile(path: string): Promise<KeyFile> {
  return readKeyFile(await readFile(path, 'utf8'));
}

/** Reads a key file as {@link loadKeyFile} does, and asks for its passphrase where it has one. */
export async function askForKeyFile(path: string, terminal: Terminal): Promise<KeyFile> {
  const text = await readFile(path, 'utf8');
  if (!isProtectedKeyFile(text)) return readKeyFile(text);
  return openProtectedKeyFile(text, await askSecret(terminal, 'Passphrase of the key file:'));
}

/** The key file of a role in a local installation; made on first need, readable by its owner only. */
export async function localKeyFile(folder: string, role: KeyRole, name: string): Promise<KeyFile> {
  const path = keyFilePath(folder, name);
  try {
    return await loadKeyFile(path);
  } catch (error) {
    // Only a missing file is made anew: a damaged one may be the only copy of somebody's keys.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const keys = await generateKeyFile(role, name);
  await writeFile(path, writeKeyFile(keys), { mode: 0o600, flag: 'wx' });
  return keys;
}

/** Where a local installation keeps the key file of a name. */
export function keyFilePath(folder: string, name: string): string {
  return join(folder, `${name}.key`);
}
