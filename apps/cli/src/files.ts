import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError, explainSystemError, hasSystemCode } from './errors.ts';

/** A text file. Throws a `CliError` that names it. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw explainSystemError(cause, path);
  }
}

/** A text file; null where there is none. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (hasSystemCode(cause, 'ENOENT')) return null;
    throw explainSystemError(cause, path);
  }
}

/** The JSON in a file. `what` says what it should hold. */
export async function readJson(path: string, what: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // Without the cause: a JSON error quotes what it read.
    throw new CliError('not-json', `${path}: is not JSON`, { remedy: `name a file that holds ${what}` });
  }
}

/** Writes a file that must not be there yet, for its owner's eyes only. */
export async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw explainSystemError(cause, path);
  }
}

/** Replaces a text file, for its owner's eyes only. It is there whole and durable, or the old one stays. */
export async function writeFileAtomic(path: string, text: string): Promise<void> {
  const aside = `${path}.new`;
  try {
    const file = await open(aside, 'w', 0o600);
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await rename(aside, path);
    const folder = await open(dirname(path), 'r');
    await folder.sync();
    await folder.close();
  } catch (cause) {
    throw explainSystemError(cause, path);
  }
}
