import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '@assent/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileObjects } from './index.ts';

describe('objects as files', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assent-objects-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('gives back what was put, also over a new start, and nothing else', async () => {
    const digest = await sha256Hex(bytes);
    const objects = await openFileObjects(folder);
    expect(await objects.get(digest)).toBeNull();
    expect(await objects.head(digest)).toBeNull();
    await objects.putOnce(digest, bytes);
    const again = await openFileObjects(folder);
    expect(await again.get(digest)).toEqual(bytes);
    expect(await again.head(digest)).toBe(3);
  });

  it('puts once, however many put at the same time, and leaves nothing aside', async () => {
    const digest = await sha256Hex(bytes);
    const objects = await openFileObjects(folder);
    await Promise.all(Array.from({ length: 20 }, () => objects.putOnce(digest, bytes)));
    expect(await objects.get(digest)).toEqual(bytes);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it('deletes, and deletes again without complaint', async () => {
    const digest = await sha256Hex(bytes);
    const objects = await openFileObjects(folder);
    await objects.putOnce(digest, bytes);
    await objects.delete(digest);
    await objects.delete(digest);
    expect(await objects.get(digest)).toBeNull();
  });

  it('refuses an object whose bytes have changed on disk', async () => {
    const digest = await sha256Hex(bytes);
    const objects = await openFileObjects(folder);
    await objects.putOnce(digest, bytes);
    await writeFile(join(folder, digest.slice(0, 2), digest), new Uint8Array([1, 2, 4]));
    await expect(objects.get(digest)).rejects.toMatchObject({ code: 'object-corrupt' });
  });
});
