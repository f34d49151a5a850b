import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Policy } from '@assent/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { openParquet } from '../table/parquet-read.ts';
import { stepRowSchema, type StepRow } from '../table/steps.ts';
import { buildInput, makeProgram } from '../testing/program.ts';
import { everyAction, makeSnapshot, noteRecord, participantId, sessionId, stepRecord } from '../testing/recordings.ts';
import { verifyDataset } from '../verify/verify.ts';
import { buildDataset } from './build.ts';

const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assent-dataset-'));
  folders.push(folder);
  return folder;
}
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

async function readSteps(directory: string, split = 'train'): Promise<StepRow[]> {
  const source = await openParquet(join(directory, 'data', 'steps', `${split}-00000.parquet`));
  const rows: StepRow[] = [];
  for await (const row of source.read()) rows.push(stepRowSchema.parse(row));
  return rows;
}

async function digestsOf(directory: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const digests = await Promise.all(
    files.map(async (file) => [
      file.slice(directory.length),
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ]),
  );
  return Object.fromEntries(digests) as Record<string, string>; // Pairs of strings.
}

describe('buildDataset', () => {
  it('opens sealed segments and writes every step in its place, with the snapshot seen before it', async () => {
    const { record, observation } = await makeSnapshot(1);
    const program = await makeProgram([
      {
        participant: participantId(1),
        segments: [
          [stepRecord({ seq: 0, observation }), record, noteRecord()],
          [stepRecord({ seq: 1 }), stepRecord({ seq: 2, episode: 1 })],
        ],
      },
    ]);
    const report = await buildDataset(buildInput(program, await newFolder()));
    const rows = await readSteps(report.directory);
    expect(rows.map((row) => [row.step_index, row.missing_before, Number(row.t_ms)])).toEqual([
      [0, 0, 0],
      [1, 0, 1000],
      [0, 0, 0],
    ]);
    expect(rows[0]?.episode_id).toBe(rows[1]?.episode_id);
    expect(rows[0]?.episode_id).not.toBe(rows[2]?.episode_id);
    expect(rows[0]?.screenshot?.path).toBe(`${observation?.shot}.png`);
    expect(rows[0]?.action).toMatchObject({ type: 'click', x: 100, x_norm: 100 / 1280, y_norm: 50 / 800 });
    expect(report.quality).toMatchObject({ episodes: 2, steps: 3, instructedEpisodes: 1, completeEpisodes: 2 });
    expect(report.result.body.counts).toEqual({ segments: 2, episodes: 2, steps: 3, secondPass: 0 });
  });

  it('leaves closed what has a tombstone, a segment or a whole day key, though the collector hands it over', async () => {
    const program = await makeProgram([
      { participant: participantId(1), segments: [[stepRecord()], [stepRecord({ seq: 1 })]] },
      { participant: participantId(2), segments: [[stepRecord({ session: sessionId(2) })]] },
    ]);
    const [first, , other] = program.inputs.manifests;
    const fetched: string[] = [];
    const input = buildInput(program, await newFolder());
    const report = await buildDataset({
      ...input,
      erased: { segments: [first!.body.ciphertext], dayKeys: [other!.body.context.dayKey] },
      fetchObject: async (ciphertext) => {
        fetched.push(ciphertext);
        return input.fetchObject(ciphertext);
      },
    });
    expect(report.quality.segments).toMatchObject({ opened: 1, excluded: { erased: 2 } });
    expect(fetched).not.toContain(first!.body.ciphertext);
    expect(fetched).not.toContain(other!.body.ciphertext);
  });

  it('writes the same bytes for the same inputs, key and time', async () => {
    const { record, observation } = await makeSnapshot(1);
    const steps = everyAction.map((action, seq) => stepRecord({ seq, action, ...(seq === 0 ? { observation } : {}) }));
    const program = await makeProgram([
      { participant: participantId(1), segments: [[...steps, record]] },
      { participant: participantId(2), segments: [[stepRecord({ session: sessionId(2) })]] },
    ]);
    const [first, second] = [await newFolder(), await newFolder()];
    const a = await buildDataset(buildInput(program, first));
    const b = await buildDataset(buildInput(program, second));
    expect(await digestsOf(a.directory)).toEqual(await digestsOf(b.directory));
    expect(a.manifestDigest).toBe(b.manifestDigest);
  });

  it('names nobody: neither participant, session, device nor segment is in any file', async () => {
    const program = await makeProgram([{ participant: participantId(1), segments: [[stepRecord()]] }]);
    const { directory } = await buildDataset(buildInput(program, await newFolder()));
    const device = program.inputs.manifests[0]?.body.context.device ?? '';
    const needles = [participantId(1), sessionId(1), device, String(program.inputs.manifests[0]?.body.ciphertext)];
    for (const path of Object.keys(await digestsOf(directory))) {
      const text = (await readFile(join(directory, path))).toString('latin1');
      for (const needle of needles) expect(text.includes(needle), path).toBe(false);
    }
  });

  it('leaves closed what a participant withdrew or lowered', async () => {
    const { record, observation } = await makeSnapshot(1);
    const program = await makeProgram([
      { participant: participantId(1), segments: [[stepRecord()]], withdrawn: true },
      { participant: participantId(2), segments: [[stepRecord()]], tier: 'statistics-only' },
      { participant: participantId(3), segments: [[stepRecord({ observation }), record]], tier: 'steps-only' },
    ]);
    const report = await buildDataset(buildInput(program, await newFolder()));
    expect(report.quality.segments.excluded).toEqual({
      erased: 0,
      'consent-withdrawn': 1,
      tier: 1,
      'outside-days': 0,
    });
    expect(report.quality.steps).toBe(1);
    expect(report.quality.snapshotsNotGiven).toBe(1);
    expect((await readSteps(report.directory))[0]?.screenshot).toBeNull();
  });

  it('takes snapshots in which something stays only as far as the policy in force keeps it', async () => {
    const [shown, plain] = [await makeSnapshot(1), await makeSnapshot(2)];
    const redactions = [{ at: '/observation', reason: 'kept.images' as const, count: 2 }];
    const records = [
      stepRecord({ seq: 0, observation: shown.observation, redactions }),
      stepRecord({ seq: 1, observation: plain.observation }),
      // Another step says nothing of the same snapshot.
      stepRecord({ seq: 2, observation: shown.observation }),
      shown.record,
      plain.record,
    ];
    const build = async (keep?: Policy['snapshots']['keep']) => {
      const recording = { participant: participantId(1), segments: [records] };
      const program = await makeProgram([recording], keep === undefined ? {} : { keep });
      const report = await buildDataset(buildInput(program, await newFolder()));
      expect((await verifyDataset(report.directory)).faults).toEqual([]);
      const rows = await readSteps(report.directory);
      return [rows.map(({ screenshot }) => screenshot !== null), report.quality.snapshotsNotAllowed];
    };
    expect(await build(['images', 'video'])).toEqual([[true, true, true], 0]);
    expect(await build(['video'])).toEqual([[false, true, false], 1]);
    expect(await build()).toEqual([[false, true, false], 1]);
  });

  it('takes out what would name a site that too few people used, and says how much that was', async () => {
    const shared = 'https://mail.example';
    const rare = 'https://rare.example';
    const at = (origin: string) => ({ origin, path: '/x', queryKeys: [], title: 'Title' });
    const program = await makeProgram(
      [1, 2].map((n) => ({
        participant: participantId(n),
        segments: [
          [stepRecord({ seq: 0, page: at(shared) }), ...(n === 1 ? [stepRecord({ seq: 1, page: at(rare) })] : [])],
        ],
      })),
      { minParticipants: 2, origins: [shared, rare] },
    );
    const report = await buildDataset(buildInput(program, await newFolder()));
    const rows = await readSteps(report.directory);
    expect(rows.filter((row) => row.suppressed)).toHaveLength(1);
    expect(rows.filter((row) => row.page.origin === shared)).toHaveLength(2);
    expect(rows.filter((row) => row.page.origin === null)).toHaveLength(1);
    expect(report.quality.suppressedSteps).toBe(1);
    for (const path of Object.keys(await digestsOf(report.directory))) {
      expect((await readFile(join(report.directory, path))).includes('rare.example'), path).toBe(false);
    }
  });

  it('leaves out apps and keeps closed tiers that the request does not ask for', async () => {
    const [asked, other] = ['https://mail.example', 'https://desk.example'];
    const at = (origin: string) => ({ origin, path: '/x', queryKeys: [], title: 'Title' });
    const program = await makeProgram(
      [
        { participant: participantId(1), segments: [[stepRecord({ page: at(asked) })]], tier: 'steps-only' },
        {
          participant: participantId(2),
          segments: [[stepRecord({ seq: 0, page: at(asked) }), stepRecord({ seq: 1, page: at(other) })]],
        },
      ],
      { origins: [asked, other], scope: { apps: [asked], tiers: ['steps-with-snapshots'] } },
    );
    const report = await buildDataset(buildInput(program, await newFolder()));
    expect(report.quality).toMatchObject({ steps: 1, outOfScopeSteps: 1, segments: { excluded: { tier: 1 } } });
    expect((await readSteps(report.directory)).map((row) => row.page.origin)).toEqual([asked]);
  });

  it('drops steps on sites that the policy does not list', async () => {
    const program = await makeProgram([{ participant: participantId(1), segments: [[stepRecord()]] }], {
      origins: ['https://other.example'],
    });
    const report = await buildDataset(buildInput(program, await newFolder()));
    expect(report.quality).toMatchObject({ steps: 0, outOfScopeSteps: 1 });
  });

  it('passes every step through the second safeguards pass and counts what that caught', async () => {
    const program = await makeProgram([{ participant: participantId(1), segments: [[stepRecord()]] }]);
    const report = await buildDataset({
      ...buildInput(program, await newFolder()),
      recheck: (step) => ({ step: { ...step, page: { ...step.page, title: '⟦X4:1⟧' } }, caught: 1 }),
    });
    expect(report.result.body.counts.secondPass).toBe(1);
    expect((await readSteps(report.directory))[0]?.page.title).toBe('⟦X4:1⟧');
  });

  describe('refuses, names what is wrong and leaves nothing behind', () => {
    const one = [{ participant: participantId(1), segments: [[stepRecord()], [stepRecord({ seq: 1 })]] }];

    it('when an object has a wrong byte', async () => {
      const program = await makeProgram(one);
      const outDir = await newFolder();
      const [ciphertext] = program.inputs.manifests.map(({ body }) => body.ciphertext);
      const failing = buildDataset({
        ...buildInput(program, outDir),
        fetchObject: async (digest) => {
          const bytes = new Uint8Array(program.objects.get(digest)!);
          if (digest === ciphertext) bytes[bytes.length - 1]! ^= 1;
          return bytes;
        },
      });
      await expect(failing).rejects.toMatchObject({ code: 'object-damaged' });
      await expect(failing).rejects.toThrow(String(ciphertext));
      expect(await readdir(outDir)).toEqual([]);
    });

    it('when one side did not release', async () => {
      const program = await makeProgram(one);
      const inputs = { ...program.inputs, releases: program.inputs.releases.slice(0, 1) };
      const failing = buildDataset({ ...buildInput(program, await newFolder()), inputs });
      await expect(failing).rejects.toMatchObject({ code: 'below-threshold' });
    });

    it('when a segment follows another than it says', async () => {
      const program = await makeProgram(one);
      const [first, second] = program.inputs.manifests;
      const twice = { ...program.inputs, manifests: [first!, first!, second!] };
      const failing = buildDataset({ ...buildInput(program, await newFolder()), inputs: twice });
      await expect(failing).rejects.toMatchObject({ code: 'chain-broken' });
    });

    it('when a consent is missing', async () => {
      const program = await makeProgram(one);
      const failing = buildDataset({
        ...buildInput(program, await newFolder()),
        inputs: { ...program.inputs, consents: [] },
      });
      await expect(failing).rejects.toMatchObject({ code: 'input-untrusted' });
    });

    it('when a policy is signed by another than the owner', async () => {
      const [program, other] = [await makeProgram(one), await makeProgram(one)];
      const inputs = { ...program.inputs, policies: other.inputs.policies };
      const failing = buildDataset({ ...buildInput(program, await newFolder()), inputs });
      await expect(failing).rejects.toMatchObject({ code: 'wrong-key' });
    });

    it('when the builder is not the one that the request names', async () => {
      const [program, other] = [await makeProgram(one), await makeProgram(one)];
      const failing = buildDataset({ ...buildInput(program, await newFolder()), builder: other.builder });
      await expect(failing).rejects.toMatchObject({ code: 'request-mismatch' });
    });

    it('when the second pass fails midway', async () => {
      const program = await makeProgram(one);
      const outDir = await newFolder();
      const failing = buildDataset({
        ...buildInput(program, outDir),
        recheck: () => {
          throw new Error('rules broke');
        },
      });
      await expect(failing).rejects.toThrow('rules broke');
      expect(await readdir(outDir)).toEqual([]);
    });

    it('after a build that was killed: what it left is removed', async () => {
      const program = await makeProgram(one);
      const outDir = await newFolder();
      await mkdir(join(outDir, '.v1.0.0-killed'));
      await buildDataset(buildInput(program, outDir));
      expect(await readdir(outDir)).toEqual(['v1.0.0']);
    });

    it('when that version exists already', async () => {
      const program = await makeProgram(one);
      const outDir = await newFolder();
      await buildDataset(buildInput(program, outDir));
      await expect(buildDataset(buildInput(program, outDir))).rejects.toMatchObject({ code: 'exists' });
    });
  });

  it('counts a hole in a chain instead of refusing it: a segment may have been erased', async () => {
    const program = await makeProgram([
      { participant: participantId(1), segments: [0, 1, 2].map((seq) => [stepRecord({ seq })]) },
    ]);
    const [first, , third] = program.inputs.manifests;
    const inputs = { ...program.inputs, manifests: [first!, third!] };
    const report = await buildDataset({ ...buildInput(program, await newFolder()), inputs });
    expect(report.quality.segments.missing).toBe(1);
    expect(report.quality).toMatchObject({ steps: 2, missingSteps: 1, completeEpisodes: 0 });
  });
});
