import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';

const run = promisify(execFile);

/** Reads text out of images as an attacker would. Needs Debian's `tesseract-ocr`. */
export async function hasOpticalReader(): Promise<boolean> {
  return run('tesseract', ['--version']).then(
    () => true,
    () => false,
  );
}

/** All that Tesseract reads in an image, at the given enlargements. `page` is any page; it does the enlarging. */
export async function readImage(page: Page, image: Uint8Array, enlargements: readonly number[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assent-optical-'));
  try {
    const texts: string[] = [];
    for (const times of enlargements) {
      const file = join(folder, `${times}.png`);
      await writeFile(file, await enlarge(page, image, times));
      // Sparse text: finds words anywhere.
      const { stdout } = await run('tesseract', [file, '-', '--psm', '11'], {
        env: { ...process.env, OMP_THREAD_LIMIT: '1' },
      });
      texts.push(stdout);
    }
    return texts.join('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function enlarge(page: Page, image: Uint8Array, times: number): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ({ source, times }) => {
      const blob = await (await fetch(`data:;base64,${source}`)).blob();
      const bitmap = await createImageBitmap(blob);
      const canvas = document.createElement('canvas');
      canvas.width = bitmap.width * times;
      canvas.height = bitmap.height * times;
      const context = canvas.getContext('2d');
      if (context === null) throw new TypeError('no canvas');
      context.imageSmoothingQuality = 'high';
      context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL('image/png').replace(/^.*,/, '');
    },
    { source: Buffer.from(image).toString('base64'), times },
  );
  return Buffer.from(base64, 'base64');
}

/** Which of these strings a text gives away: found as a word, give or take what a reader gets wrong. */
export function recovered(text: string, planted: readonly string[]): readonly string[] {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return planted.filter((secret) => {
    const wanted = secret.toLowerCase();
    return words.some((word) => similarity(word, wanted) >= 0.75 || (wanted.length >= 6 && word.includes(wanted)));
  });
}

function similarity(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > Math.max(a.length, b.length) / 3) return 0;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return 1 - (row[b.length] ?? 0) / Math.max(a.length, b.length, 1);
}
