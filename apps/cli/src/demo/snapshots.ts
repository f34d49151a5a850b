import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { plantedNeedles } from '@assent/practice';
import type { Check } from './checks.ts';

const run = promisify(execFile);

/** The snapshots of an export are there, and an optical reader finds interface words in them and nothing planted. */
export async function snapshotsHoldNothingPlanted(exported: string): Promise<Check> {
  const folder = join(exported, 'images');
  const images = await readdir(folder).catch(() => []);
  const texts: string[] = [];
  for (const image of images) {
    const text = await read(join(folder, image));
    if (text !== null) texts.push(text);
  }
  const leaked = plantedNeedles().filter((needle) => texts.some((text) => text.includes(plain(needle))));
  const readable = texts.filter((text) => text.length > 20).length;
  const unread = images.length > 0 && texts.length === 0;
  return {
    name: 'snapshots show nothing planted and stay readable',
    ok: images.length > 0 && leaked.length === 0 && (unread || readable === images.length),
    detail: unread
      ? `${images.length} snapshots, not read: tesseract is not installed`
      : `${images.length} snapshots, ${readable} readable; ${leaked.length} planted strings read in them`,
  };
}

/** What Tesseract reads, without spaces and case; null where it is not installed or cannot. */
async function read(image: string): Promise<string | null> {
  return run('tesseract', [image, '-', '--psm', '11']).then(
    ({ stdout }) => plain(stdout),
    () => null,
  );
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, '').toLowerCase();
}
