import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A text file; null where there is none. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

/** Puts a text in a file's place, for its owner's eyes only. Whole and durable, or the old one stays. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const aside = `${path}.new`;
  const file = await open(aside, 'w', 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
  await rename(aside, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync();
  await folder.close();
}
