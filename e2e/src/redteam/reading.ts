import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { scanBytes } from '@assent/testkit';

/** What an attacker reads of machines: files with their modes, and a process's memory. */

/**
 * Every folder of a collector's disk: its own, and the database's where PostgreSQL's account could not reach into it and
 * the files were moved elsewhere.
 */
export async function disksOf(collectorDir: string): Promise<readonly string[]> {
  const moved = await realpath(join(collectorDir, 'postgres', 'elsewhere')).catch(() => null);
  return moved === null ? [collectorDir] : [collectorDir, join(moved, 'data')];
}

/** A file below a folder. */
export interface FoundFile {
  readonly path: string;
  readonly mode: number;
  readonly size: number;
}

/** Every regular file below a folder. What vanishes meanwhile is left out. */
export async function filesBelow(folder: string): Promise<readonly FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: FoundFile[] = [];
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const facts = await stat(path).catch(() => null);
    if (facts !== null) found.push({ path, mode: facts.mode, size: facts.size });
  }
  return found;
}

/** What a search of memory went through and found. */
export interface MemorySearch {
  readonly bytes: number;
  /** Of each needle. */
  readonly hits: readonly number[];
}

const chunkBytes = 4 << 20;
/** Longer than any spelling of a needle, so that none is cut in two. */
const overlapBytes = 4096;

/** Searches all writable memory of a process; null where the system does not let us read it. Linux only. */
export async function searchMemory(pid: number, needles: readonly string[]): Promise<MemorySearch | null> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8').catch(() => null);
  const memory = await open(`/proc/${pid}/mem`, 'r').catch(() => null);
  if (maps === null || memory === null) return null;
  let bytes = 0;
  const hits = needles.map(() => 0);
  try {
    for (const line of maps.split('\n')) {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      if (from === undefined || to === undefined) continue;
      const end = Number.parseInt(to, 16);
      for (let at = Number.parseInt(from, 16); at < end; at += chunkBytes) {
        const chunk = Buffer.alloc(Math.min(chunkBytes + overlapBytes, end - at));
        const read = await memory.read(chunk, 0, chunk.length, at).catch(() => null);
        if (read === null) continue;
        bytes += Math.min(read.bytesRead, chunkBytes);
        for (const { needle } of scanBytes('memory', chunk.subarray(0, read.bytesRead), needles)) {
          hits[needle] = (hits[needle] ?? 0) + 1;
        }
      }
    }
  } finally {
    await memory.close();
  }
  return { bytes, hits };
}

/** Megabytes in words. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
