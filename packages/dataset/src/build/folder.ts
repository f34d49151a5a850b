import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestSchema, type Digest } from '@assent/contracts';
import { DatasetError } from '../errors.ts';
import type { FileEntry } from '../manifest.ts';
import { episodeColumns, type EpisodeRow } from '../table/episodes.ts';
import { createParquetFile, type ParquetFile } from '../table/parquet-file.ts';
import { stepColumns, type StepRow } from '../table/steps.ts';
import type { Split } from './splits.ts';

/** A shard ends when it reaches this many bytes. */
const shardBytes = 500e6;

/** A dataset version while it is written. It takes its name only when it is whole. */
export interface DatasetFolder {
  add(split: Split, episode: EpisodeRow, steps: readonly StepRow[]): void;
  /** Ends the tables and returns their files, by path. */
  closeTables(): Promise<readonly FileEntry[]>;
  /** Writes a document and returns its file. */
  write(path: string, bytes: Uint8Array): Promise<FileEntry>;
  /** Gives the folder its name; the path is returned. */
  publish(): Promise<string>;
  /** Removes everything written so far: it is plain text, and no failed build leaves any behind. */
  discard(): Promise<void>;
}

/**
 * Begins `<outDir>/v<version>`. Each split of each table has at least one file, so that no configuration is empty.
 * Two builds of one version at a time are not supported. Throws a `DatasetError` (`exists`) when that version exists already.
 */
export async function createDatasetFolder(
  outDir: string,
  version: string,
  splits: readonly Split[],
): Promise<DatasetFolder> {
  const target = join(outDir, `v${version}`);
  await mkdir(outDir, { recursive: true });
  if (await exists(target)) throw new DatasetError('exists', `version ${version} exists already`);
  await removeLeftovers(outDir, version);
  const folder = await mkdtemp(join(outDir, `.v${version}-`));
  const steps = await createTable<StepRow>(folder, 'steps', stepColumns, splits);
  const episodes = await createTable<EpisodeRow>(folder, 'episodes', episodeColumns, splits);
  return {
    add(split, episode, rows) {
      episodes.add(split, [episode]);
      steps.add(split, rows);
    },
    closeTables: async () => [...(await episodes.close()), ...(await steps.close())],
    async write(path, bytes) {
      await writeFile(join(folder, path), bytes, { flag: 'wx' });
      return describeFile(folder, path, null);
    },
    async publish() {
      await rename(folder, target);
      return target;
    },
    async discard() {
      steps.abandon();
      episodes.abandon();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A build that was killed could not remove its plaintext: its parent process does, or the next build. */
export async function removeLeftovers(outDir: string, version: string): Promise<void> {
  const leftovers = (await readdir(outDir)).filter((name) => name.startsWith(`.v${version}-`));
  await Promise.all(leftovers.map((name) => rm(join(outDir, name), { recursive: true, force: true })));
}

/** Size and SHA-256 of a file of a dataset, streamed. */
export async function describeFile(folder: string, path: string, rows: number | null): Promise<FileEntry> {
  const file = join(folder, path);
  return { path, bytes: (await stat(file)).size, sha256: await sha256OfFile(file), rows };
}

async function sha256OfFile(file: string): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array); // A stream without encoding gives bytes.
  return digestSchema.parse(hash.digest('hex'));
}

interface Table<Row> {
  add(split: Split, rows: readonly Row[]): void;
  close(): Promise<readonly FileEntry[]>;
  abandon(): void;
}

async function createTable<Row extends Readonly<Record<string, unknown>>>(
  folder: string,
  name: string,
  columns: Parameters<typeof createParquetFile>[1],
  splits: readonly Split[],
): Promise<Table<Row>> {
  await mkdir(join(folder, 'data', name), { recursive: true });
  const shards = new Map<Split, { readonly path: string; readonly file: ParquetFile<Row> }[]>();
  const begin = (split: Split): ParquetFile<Row> => {
    const own = shards.get(split) ?? [];
    const path = `data/${name}/${split}-${String(own.length).padStart(5, '0')}.parquet`;
    const file = createParquetFile<Row>(join(folder, path), columns);
    shards.set(split, [...own, { path, file }]);
    return file;
  };
  const current = new Map(splits.map((split) => [split, begin(split)]));
  return {
    add(split, rows) {
      let file = current.get(split) ?? begin(split);
      for (const row of rows) {
        if (file.bytes >= shardBytes) {
          file.close();
          file = begin(split);
        }
        file.add(row);
      }
      current.set(split, file);
    },
    async close() {
      for (const file of current.values()) file.close();
      current.clear();
      const all = [...shards.values()].flat();
      const entries = await Promise.all(all.map(({ path, file }) => describeFile(folder, path, file.rows)));
      return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    abandon() {
      for (const file of current.values()) file.discard();
      current.clear();
    },
  };
}

/** Whether there is a file or folder. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
