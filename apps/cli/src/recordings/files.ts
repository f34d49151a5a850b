import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CliError, explainSystemError } from '../errors.ts';
import { RecordingError } from './recording.ts';

/** The file a user means: FILE itself, or the one of that name in DIR. Throws if there is none. */
export async function fileIn(path: string, name: string): Promise<string> {
  const found = await statOf(path);
  if (found === null)
    throw new CliError('missing', `${path}: there is no such file or folder`, { remedy: 'check the path' });
  if (!found.isDirectory()) return path;
  const file = join(path, name);
  if ((await statOf(file))?.isFile() !== true) {
    throw new RecordingError('no-recording', `${path}: the folder holds no ${name}`);
  }
  return file;
}

/** The lines of a file, streaming. Throws a `CliError` if it cannot be read. */
export async function* linesOf(file: string): AsyncGenerator<string, void> {
  try {
    yield* createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  } catch (cause) {
    throw explainSystemError(cause, file);
  }
}

/** The object a JSON file holds; null if there is no such file, `'malformed'` if it holds something else. */
export async function objectIn(file: string): Promise<Readonly<Record<string, unknown>> | null | 'malformed'> {
  if ((await statOf(file))?.isFile() !== true) return null;
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // The cause is left out on purpose: a JSON error quotes its input.
    return 'malformed';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'malformed';
  // Any object that JSON.parse gives is a record of foreign values.
  return value as Readonly<Record<string, unknown>>;
}

/** Whether there is such a file. */
export async function isFile(file: string): Promise<boolean> {
  return (await statOf(file))?.isFile() === true;
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch {
    return null;
  }
}
