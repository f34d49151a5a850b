import { open, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex, type Digest } from '@assent/contracts';
import type { Objects } from '@assent/service';
import { StoreError } from './errors.ts';

/**
 * Objects as files below a folder, one per digest, in 256 subfolders. A file appears under its name only when it is
 * whole and durable: written aside, synced, renamed, and the folder synced.
 */
export async function openFileObjects(root: string): Promise<Objects> {
  const aside = join(root, 'incoming');
  await mkdir(aside, { recursive: true });
  const shards = Array.from({ length: 256 }, (_, i) => join(root, i.toString(16).padStart(2, '0')));
  await Promise.all(shards.map((shard) => mkdir(shard, { recursive: true })));
  await syncFolder(root);
  const shardOf = (digest: Digest) => join(root, digest.slice(0, 2));
  const pathOf = (digest: Digest) => join(shardOf(digest), digest);
  return {
    putOnce: async (digest, bytes) => {
      if ((await sizeOf(pathOf(digest))) === null) await writeAside(aside, pathOf(digest), bytes);
      // Also when it was there: another writer's rename may not be durable yet.
      await syncFolder(shardOf(digest));
    },
    get: async (digest) => {
      const bytes = await readIfThere(pathOf(digest));
      if (bytes === null) return null;
      // A disk is not to be trusted: what is named by its hash is checked by its hash.
      if ((await sha256Hex(bytes)) !== digest)
        throw new StoreError('object-corrupt', 'object is not what its name says');
      return bytes;
    },
    head: (digest) => sizeOf(pathOf(digest)),
    delete: async (digest) => {
      await rm(pathOf(digest), { force: true });
      await syncFolder(shardOf(digest));
    },
  };
}

async function writeAside(aside: string, path: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(aside, crypto.randomUUID());
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    return absent(cause);
  }
}

async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    return absent(cause);
  }
}

/** Null for "no such file"; every other failure goes on. */
function absent(cause: unknown): null {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
  throw cause;
}
