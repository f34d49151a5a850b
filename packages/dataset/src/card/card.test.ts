import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildDataset, type BuildReport } from '../build/build.ts';
import { episodeColumns } from '../table/episodes.ts';
import { stepColumns } from '../table/steps.ts';
import { buildInput, makeProgram } from '../testing/program.ts';
import { participantId, stepRecord } from '../testing/recordings.ts';

let root: string;
let report: BuildReport;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'assent-card-'));
  // Eleven participants: one of them is for tests.
  const recordings = Array.from({ length: 11 }, (_, n) => ({
    participant: participantId(n),
    segments: [[stepRecord()]],
  }));
  report = await buildDataset(buildInput(await makeProgram(recordings), root));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const read = (path: string) => readFile(join(report.directory, path), 'utf8');

describe('the card', () => {
  it('points loaders at files that are there, for every split of every table', async () => {
    const front = /^---\n([\s\S]*?)\n---\n/.exec(await read('README.md'))?.[1] ?? '';
    const configs = z
      .array(
        z.object({ config_name: z.string(), data_files: z.array(z.object({ split: z.string(), path: z.string() })) }),
      )
      .parse(JSON.parse(/^configs: (.*)$/m.exec(front)?.[1] ?? ''));
    expect(configs.map((config) => config.config_name).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'episodes',
      'steps',
    ]);
    for (const { config_name: table, data_files: files } of configs) {
      expect(files.map((file) => file.split)).toEqual(['train', 'test']);
      const present = await readdir(join(report.directory, 'data', table));
      for (const { path } of files) {
        expect(present.some((name) => `data/${table}/${name}`.startsWith(path.replace('*.parquet', '')))).toBe(true);
      }
    }
  });

  it('describes every column and every file in Croissant', async () => {
    const croissant = z
      .object({
        '@type': z.literal('sc:Dataset'),
        conformsTo: z.array(z.string()),
        name: z.string(),
        description: z.string(),
        license: z.string(),
        url: z.string(),
        creator: z.object({ name: z.string() }),
        datePublished: z.iso.date(),
        distribution: z.array(z.object({ '@id': z.string(), sha256: z.string().optional() })),
        recordSet: z.array(
          z.object({ '@id': z.string(), field: z.array(z.object({ '@id': z.string(), name: z.string() })) }),
        ),
      })
      .parse(JSON.parse(await read('croissant.json')));
    const fieldsOf = (id: string) =>
      croissant.recordSet.find((set) => set['@id'] === id)?.field.map(({ name }) => name);
    expect(fieldsOf('steps')).toEqual(stepColumns.map(({ name }) => name));
    expect(fieldsOf('episodes')).toEqual(episodeColumns.map(({ name }) => name));
    const digests = new Map(croissant.distribution.map((file) => [file['@id'], file.sha256]));
    for (const { path, sha256, rows } of report.manifest.body.files) {
      if (rows !== null) expect(digests.get(path)).toBe(sha256);
    }
  });

  it('states the one purpose, and keeps whole participants in one split', async () => {
    expect(await read('LICENSE')).toContain('train-computer-use-models');
    const { splits } = z
      .object({ splits: z.record(z.string(), z.object({ participants: z.array(z.string()) })) })
      .parse(JSON.parse(await read('splits.json')));
    expect(Object.entries(splits).map(([split, { participants }]) => [split, participants.length])).toEqual([
      ['train', 10],
      ['test', 1],
    ]);
  });
});
