import { appendFile, cp, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestSchema, sha256Hex, signDocument } from '@assent/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDataset, type BuildReport } from '../build/build.ts';
import { encodeManifest, manifestFile, rootOf } from '../manifest.ts';
import { stepColumns, type StepRow } from '../table/steps.ts';
import { createParquetFile } from '../table/parquet-file.ts';
import { openParquet } from '../table/parquet-read.ts';
import { buildInput, makeProgram, type MadeProgram } from '../testing/program.ts';
import { everyAction, makeSnapshot, noteRecord, participantId, stepRecord } from '../testing/recordings.ts';
import { allTokensSound, hasSoundTokens } from './tokens.ts';
import { verifyDataset } from './verify.ts';

let root: string;
let program: MadeProgram;
let report: BuildReport;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'assent-verify-'));
  const { record, observation } = await makeSnapshot(1);
  const steps = everyAction.map((action, seq) => stepRecord({ seq, action, ...(seq < 2 ? { observation } : {}) }));
  program = await makeProgram([
    { participant: participantId(1), segments: [[...steps, record, noteRecord()]] },
    { participant: participantId(2), segments: [[stepRecord()]] },
  ]);
  report = await buildDataset(buildInput(program, join(root, 'good')));
});
afterAll(() => rm(root, { recursive: true, force: true }));

let copies = 0;
async function copyOf(): Promise<string> {
  const copy = join(root, `copy-${copies++}`);
  await cp(report.directory, copy, { recursive: true });
  return copy;
}

async function filesOf(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
}

/** Signs a changed folder again, as a dishonest builder would: only the inner checks are left to find the fault. */
async function signAgain(directory: string, path: string): Promise<void> {
  const bytes = new Uint8Array(await readFile(join(directory, path)));
  const { rows } = await openParquet(join(directory, path));
  const files = await Promise.all(
    report.manifest.body.files.map(async (file) =>
      file.path === path ? { path, bytes: bytes.length, sha256: await sha256Hex(bytes), rows } : file,
    ),
  );
  const manifest = await signDocument({ ...report.manifest.body, files, root: await rootOf(files) }, program.builder);
  await writeFile(join(directory, manifestFile), encodeManifest(manifest));
}

async function rewriteSteps(change: (row: StepRow) => StepRow): Promise<string> {
  const directory = await copyOf();
  const path = 'data/steps/train-00000.parquet';
  const rows: StepRow[] = [];
  for await (const row of (await openParquet(join(directory, path))).read()) rows.push(row as unknown as StepRow); // Our own rows.
  await rm(join(directory, path));
  const file = createParquetFile(join(directory, path), stepColumns);
  for (const row of rows) file.add(change(row));
  file.close();
  await signAgain(directory, path);
  return directory;
}

async function codesOf(directory: string): Promise<string[]> {
  return [...new Set((await verifyDataset(directory)).faults.map(({ code }) => code))];
}

describe('verifyDataset', () => {
  it('finds nothing wrong with what was just built', async () => {
    const found = await verifyDataset(report.directory, { builder: program.builder.publicKey });
    expect(found.faults).toEqual([]);
    expect(found).toMatchObject({ ok: true, manifestDigest: report.manifestDigest, build: report.manifest.body.build });
    expect(found.counts).toEqual({ files: 13, steps: everyAction.length + 1, episodes: 2, screenshots: 2 });
  });

  it('finds and names a flipped bit anywhere in any file', async () => {
    const files = await filesOf(report.directory);
    const directory = await copyOf();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 0, max: 7 }),
        async (path, where, bit) => {
          const bytes = await readFile(join(report.directory, path));
          bytes[Math.floor(where * bytes.length)]! ^= 1 << bit;
          await writeFile(join(directory, path), bytes);
          const found = await verifyDataset(directory);
          expect(found.ok).toBe(false);
          expect(found.faults.map((fault) => fault.path)).toContain(path);
          await writeFile(join(directory, path), await readFile(join(report.directory, path)));
        },
      ),
      { numRuns: 40 },
    );
    expect((await verifyDataset(directory)).ok).toBe(true);
  });

  it('finds files that are missing, added, cut and lengthened', async () => {
    const directory = await copyOf();
    await rename(join(directory, 'LICENSE'), join(directory, 'LICENCE'));
    await appendFile(join(directory, 'README.md'), '\n');
    const file = await open(join(directory, 'quality.json'), 'r+');
    await file.truncate(10);
    await file.close();
    const found = await verifyDataset(directory);
    expect(found.faults.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
      'file-changed README.md',
      'file-changed quality.json',
      'file-missing LICENSE',
      'file-unlisted LICENCE',
    ]);
  });

  it('does not take a manifest by another key for the build’s', async () => {
    const directory = await copyOf();
    const other = await makeProgram([]);
    const manifest = await signDocument(report.manifest.body, other.builder);
    await writeFile(join(directory, manifestFile), encodeManifest(manifest));
    expect(await codesOf(directory)).toEqual(['wrong-builder']);
    const found = await verifyDataset(report.directory, { builder: other.builder.publicKey });
    expect(found.faults.map(({ code }) => code)).toEqual(['wrong-builder']);
  });

  it('does not take a manifest whose body was changed', async () => {
    const directory = await copyOf();
    const body = { ...report.manifest.body, code: digestSchema.parse('0'.repeat(64)) };
    await writeFile(join(directory, manifestFile), encodeManifest({ ...report.manifest, body }));
    expect(await codesOf(directory)).toContain('signature');
  });

  it('fails on a folder that is none', async () => {
    await expect(verifyDataset(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'not-a-dataset' });
    expect(await codesOf(join(root, 'good'))).toEqual(['manifest-unreadable']);
  });

  describe('finds, even when it is signed,', () => {
    // A changed table no longer has the digest that croissant.json gives.
    const also = 'document-invalid';

    it('steps out of order', async () => {
      const directory = await rewriteSteps((row) => ({ ...row, step_index: row.step_index + 1 }));
      expect(await codesOf(directory)).toEqual(['step-order', also]);
    });

    it('time that runs backwards', async () => {
      const directory = await rewriteSteps((row) => ({ ...row, t_ms: row.step_index === 3 ? 0n : row.t_ms }));
      expect(await codesOf(directory)).toEqual(['step-order', also]);
    });

    it('coordinates outside the viewport', async () => {
      const directory = await rewriteSteps((row) => ({ ...row, action: { ...row.action, x_norm: 1.0001 } }));
      expect(await codesOf(directory)).toEqual(['coordinate-range', also]);
    });

    it('a token that is left open', async () => {
      const directory = await rewriteSteps((row) => ({ ...row, page: { ...row.page, title: 'Dear ⟦X' } }));
      expect(await codesOf(directory)).toEqual(['token-malformed', also]);
    });

    it('an image under another’s name', async () => {
      const directory = await rewriteSteps((row) => ({
        ...row,
        screenshot: row.screenshot && { bytes: new Uint8Array([1]), path: row.screenshot.path },
      }));
      expect(await codesOf(directory)).toEqual(['image-mismatch', also]);
    });

    it('steps of an episode that is not listed', async () => {
      const directory = await rewriteSteps((row) => ({ ...row, episode_id: `${row.episode_id}x` }));
      expect(await codesOf(directory)).toEqual(['episode-mismatch', also]);
    });
  });
});

describe('token brackets', () => {
  it('are sound exactly when each token is closed, filled and not nested', () => {
    const piece = fc.constantFrom('a', 'Dear ', '⟦X5:1⟧', '⟦x⟧', ' ');
    fc.assert(fc.property(fc.array(piece), (pieces) => hasSoundTokens(pieces.join(''))));
    for (const text of ['⟦', '⟧', '⟦⟧', '⟦a⟦b⟧⟧', '⟧⟦', 'a⟦b']) expect(hasSoundTokens(text), text).toBe(false);
  });

  it('are looked for at any depth, and not in bytes', () => {
    expect(allTokensSound({ a: [{ b: 'x⟦' }] })).toBe(false);
    expect(allTokensSound({ a: new Uint8Array([0xe2, 0x9f, 0xa6]), b: 1n, c: null })).toBe(true);
  });
});
