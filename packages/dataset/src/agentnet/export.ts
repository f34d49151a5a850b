import { createReadStream } from 'node:fs';
import { mkdir, open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { DatasetError } from '../errors.ts';
import type { DatasetManifest } from '../manifest.ts';
import { episodeRowSchema, type EpisodeRow } from '../table/episodes.ts';
import { openParquet } from '../table/parquet-read.ts';
import { stepRowSchema, type StepRow } from '../table/steps.ts';
import { verifyDataset } from '../verify/verify.ts';
import type { SkipReason } from './code.ts';
import { isValidCode } from './parse-code.ts';
import { createTrajectory, isTermination, trajectoryLine } from './trajectory.ts';

/** What an export wrote, what it could not say, and what its validator found. */
export interface ExportReport {
  /** True when every line written was read back and fits the format. */
  readonly ok: boolean;
  /** One JSONL file per split, and the folder of images. */
  readonly files: readonly string[];
  readonly episodes: number;
  readonly steps: number;
  /** Episodes of which no step could be expressed. */
  readonly emptyEpisodes: number;
  readonly skippedSteps: Readonly<Partial<Record<SkipReason, number>>>;
  readonly images: number;
  /** Steps shown with the latest snapshot of their tab, because they had none of their own. */
  readonly imagesCarried: number;
  /** Steps without any snapshot: `image` is empty. */
  readonly imagesMissing: number;
  readonly withoutInstruction: number;
  /** Episodes that do not end with a terminate call, because nobody said that they were done. */
  readonly unterminated: number;
  /** Lines that do not fit the format: file and line number. */
  readonly problems: readonly { readonly file: string; readonly line: number; readonly what: string }[];
}

/**
 * Writes a dataset's episodes as AgentNet JSONL with an `images` folder, then reads every line back and validates it.
 *
 * Only what is real is written: no invented snapshot, no success that nobody claimed. Throws a `DatasetError`: `damaged` when
 * the dataset does not verify, `exists` when `outDir` exists already.
 */
export async function exportAgentNet(datasetDir: string, outDir: string): Promise<ExportReport> {
  const { ok, manifest } = await verifyDataset(datasetDir);
  if (!ok || manifest === null) throw new DatasetError('damaged', 'the dataset does not verify');
  const images = join(outDir, 'images');
  await createFolder(outDir, images);
  const tally = createTally();
  const episodes = await readEpisodes(datasetDir, manifest);
  const files: string[] = [];
  for (const split of splitsOf(manifest)) {
    const file = join(outDir, `${split}.jsonl`);
    await exportSplit({ datasetDir, manifest, split, images, episodes, tally }, file);
    files.push(file);
  }
  const problems = (await Promise.all(files.map(validateFile))).flat();
  return { ok: problems.length === 0, files: [...files, images], ...tally.total(), problems };
}

async function createFolder(outDir: string, images: string): Promise<void> {
  try {
    await mkdir(outDir);
  } catch (cause) {
    throw new DatasetError('exists', 'the folder to export to exists already or cannot be made', { cause });
  }
  await mkdir(images);
}

function splitsOf(manifest: DatasetManifest): readonly string[] {
  const names = tablesOf(manifest, 'steps').map((path) => /([a-z]+)-\d+\.parquet$/.exec(path)?.[1] ?? '');
  return [...new Set(names)];
}

function tablesOf(manifest: DatasetManifest, table: 'steps' | 'episodes', split = ''): readonly string[] {
  return manifest.files.map(({ path }) => path).filter((path) => path.startsWith(`data/${table}/${split}`));
}

async function readEpisodes(datasetDir: string, manifest: DatasetManifest): Promise<ReadonlyMap<string, EpisodeRow>> {
  const episodes = new Map<string, EpisodeRow>();
  for (const path of tablesOf(manifest, 'episodes')) {
    for await (const raw of (await openParquet(join(datasetDir, path))).read()) {
      const row = episodeRowSchema.parse(raw);
      episodes.set(row.episode_id, row);
    }
  }
  return episodes;
}

interface SplitExport {
  readonly datasetDir: string;
  readonly manifest: DatasetManifest;
  readonly split: string;
  readonly images: string;
  readonly episodes: ReadonlyMap<string, EpisodeRow>;
  readonly tally: ReturnType<typeof createTally>;
}

async function exportSplit(context: SplitExport, file: string): Promise<void> {
  const out = await open(file, 'wx');
  try {
    await writeTrajectories(context, out);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await out.close();
  }
}

async function writeTrajectories(context: SplitExport, out: FileHandle): Promise<void> {
  const { datasetDir, manifest, split, images, episodes, tally } = context;
  let id: string | null = null;
  let trajectory = createTrajectory();
  const end = async (): Promise<void> => {
    const episode = id === null ? undefined : episodes.get(id);
    if (episode === undefined) return;
    const { steps } = trajectory;
    tally.addEpisode(episode, trajectory);
    if (steps.length > 0) await out.write(trajectoryLine(episode, steps));
  };
  for (const path of tablesOf(manifest, 'steps', `${split}-`)) {
    for await (const raw of (await openParquet(join(datasetDir, path))).read()) {
      const row = stepRowSchema.parse(raw);
      if (row.episode_id !== id) {
        await end();
        id = row.episode_id;
        trajectory = createTrajectory();
      }
      if (trajectory.add(row) !== null && (await writeImage(images, row))) tally.addImage();
    }
  }
  await end();
}

/** Images are named by their content: one that exists already is the same one. */
async function writeImage(images: string, { screenshot }: StepRow): Promise<boolean> {
  if (screenshot === null) return false;
  try {
    await writeFile(join(images, basename(screenshot.path)), screenshot.bytes, { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

function createTally(): {
  addEpisode(episode: EpisodeRow, trajectory: ReturnType<typeof createTrajectory>): void;
  addImage(): void;
  total(): Omit<ExportReport, 'ok' | 'files' | 'problems'>;
} {
  const n = {
    episodes: 0,
    steps: 0,
    emptyEpisodes: 0,
    images: 0,
    imagesCarried: 0,
    imagesMissing: 0,
    withoutInstruction: 0,
    unterminated: 0,
  };
  const skippedSteps: Partial<Record<SkipReason, number>> = {};
  return {
    addImage() {
      n.images++;
    },
    addEpisode(episode, { steps, counts }) {
      for (const reason of counts.skipped) skippedSteps[reason] = (skippedSteps[reason] ?? 0) + 1;
      if (steps.length === 0) {
        n.emptyEpisodes++;
        return;
      }
      n.episodes++;
      n.steps += steps.length;
      n.imagesCarried += counts.imagesCarried;
      n.imagesMissing += counts.imagesMissing;
      if (episode.instruction === null) n.withoutInstruction++;
      if (!isTermination(steps.at(-1))) n.unterminated++;
    },
    total: () => ({ ...n, skippedSteps }),
  };
}

const lineSchema = z.strictObject({
  task_id: z.string().min(1),
  instruction: z.string(),
  traj: z
    .array(z.strictObject({ index: z.int(), image: z.string(), value: z.strictObject({ code: z.string() }) }))
    .min(1)
    .refine((steps) => steps.every(({ index }, i) => index === i), 'indexes are not 0, 1, 2 …')
    .refine((steps) => steps.every(({ value }) => isValidCode(value.code)), 'a code is no call of the format')
    .refine(
      (steps) => steps.slice(0, -1).every(({ value }) => !value.code.startsWith('computer.terminate(')),
      'steps after the end',
    ),
});

/** Reads an AgentNet JSONL file and reports every line that does not fit. */
async function validateFile(file: string): Promise<ExportReport['problems']> {
  const problems: { file: string; line: number; what: string }[] = [];
  let line = 0;
  for await (const text of linesOf(file)) {
    line++;
    const result = lineSchema.safeParse(parseJson(text));
    if (!result.success) problems.push({ file, line, what: result.error.issues[0]?.message ?? 'malformed' });
  }
  return problems;
}

/** Lines end at line feeds only: other line separators may occur unescaped in JSON. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
