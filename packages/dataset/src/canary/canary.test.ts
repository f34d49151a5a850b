import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildIdSchema,
  digestSchema,
  programIdSchema,
  toBase64Url,
  type CanaryNote,
  type Digest,
} from '@assent/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exportAgentNet } from '../agentnet/export.ts';
import { buildDataset, type BuildReport } from '../build/build.ts';
import { episodeRows } from '../build/rows.ts';
import { readSteps } from '../read.ts';
import type { StepRow } from '../table/steps.ts';
import { buildInput, makeProgram } from '../testing/program.ts';
import { makeStep, participantId, stepRecord } from '../testing/recordings.ts';
import { verifyDataset } from '../verify/verify.ts';
import { watermarkRows } from './watermark-rows.ts';
import { watermarksOf, placeOf } from './watermarks.ts';
import { observeLeak } from './observe-leak.ts';
import { traceLeak } from './trace.ts';
import { createObserver, log10Tail, weigh } from './weigh.ts';

const digest = (n: number): Digest => digestSchema.parse(n.toString(16).padStart(64, '0'));

function noteFor(n: number): CanaryNote {
  return {
    type: 'canary-note',
    v: 1,
    program: programIdSchema.parse('office'),
    build: buildIdSchema.parse(digest(1)),
    recipient: digest(n),
    key: toBase64Url(new Uint8Array(32).fill(n)),
  };
}

const notes = [noteFor(10), noteFor(11), noteFor(12)];

/** A pointer somewhere on a page, in a control or beside any. */
const pointed = fc.record({
  x: fc.integer({ min: 0, max: 1279 }),
  y: fc.integer({ min: 0, max: 799 }),
  size: fc.constantFrom(null, 8, 16, 24, 60, 400),
});

function rowsOf(points: readonly { readonly x: number; readonly y: number; readonly size: number | null }[]) {
  const steps = points.map(({ x, y, size }, seq) => {
    const step = makeStep({ seq, action: { type: 'click', x, y, button: 'left', modifiers: [] } });
    const box = size === null ? [0, 0, 0, 0] : [x - (x % size), y - (y % size), size, size];
    return {
      step: makeStep({ ...step, target: { ...step.target!, box: box as [number, number, number, number] } }),
      missingBefore: 0,
    };
  });
  const rows = episodeRows(
    { key: 'k', participant: participantId(1), steps, note: null, snapshots: new Map() },
    {
      episodeId: `e_${'1'.repeat(32)}`,
      participant: `p_${'2'.repeat(32)}`,
      split: 'train',
      suppression: { minParticipants: 1, published: new Set(['https://mail.example']), suppressedOrigins: 0 },
    },
  );
  return rows!;
}

describe('a watermark', () => {
  it('moves a pointer less than a cell, in the viewport, and out of no control it was in', () => {
    fc.assert(
      fc.property(fc.array(pointed, { minLength: 1, maxLength: 20 }), fc.constantFrom(...notes), (points, note) => {
        const before = rowsOf(points);
        const after = watermarkRows(watermarksOf(note), before);
        for (const [i, { action, target }] of after.steps.entries()) {
          const was = before.steps[i]!;
          for (const [axis, share, side, extent] of [
            ['x', 'x_norm', 1280, 'w'],
            ['y', 'y_norm', 800, 'h'],
          ] as const) {
            expect(Math.abs(action[share]! - was.action[share]!)).toBeLessThan(0.0016);
            expect(action[axis]).toBeGreaterThanOrEqual(0);
            expect(action[axis]).toBeLessThanOrEqual(side);
            expect(action[share]! * side).toBeCloseTo(action[axis]!, 9);
            const { [axis]: start, [extent]: size } = target!.box;
            const within = (pixel: number) => pixel >= start && pixel < start + size;
            if (within(was.action[axis]!)) expect(within(action[axis]!)).toBe(true);
          }
          // Nothing else of a step changes.
          expect({ ...after.steps[i]!, episode_id: '', action: null }).toEqual({
            ...was,
            episode_id: '',
            action: null,
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('moves a whole gesture, or none of it', () => {
    const drag = makeStep({
      action: {
        type: 'drag',
        x: 300,
        y: 300,
        endX: 1279.9,
        endY: 500,
        button: 'left',
        modifiers: [],
        path: [
          [300, 300, 0],
          [700, 400, 50],
          [1279.9, 500, 100],
        ],
      },
      target: null,
    });
    const rows = rowsOf([{ x: 1, y: 1, size: null }]);
    const row: StepRow = {
      ...rows.steps[0]!,
      target: null,
      action: {
        ...rows.steps[0]!.action,
        type: drag.action.type,
        x: 300,
        y: 300,
        x_norm: 300 / 1280,
        y_norm: 300 / 800,
        end_x: 1279.9,
        end_y: 500,
        end_x_norm: 1279.9 / 1280,
        end_y_norm: 500 / 800,
        path: [
          { x: 300, y: 300, t: 0 },
          { x: 700, y: 400, t: 50 },
        ],
      },
    };
    for (const note of notes) {
      const { action } = watermarkRows(watermarksOf(note), { ...rows, steps: [row] }).steps[0]!;
      const [dx, dy] = [action.x! - 300, action.y! - 300];
      expect(action.end_x! - 1279.9).toBeCloseTo(dx, 9);
      expect(action.end_y! - 500).toBeCloseTo(dy, 9);
      expect(action.end_x).toBeLessThanOrEqual(1280);
      expect(action.path.map(({ x, y }) => [x - dx, y - dy].map(Math.round))).toEqual([
        [300, 300],
        [700, 400],
      ]);
    }
  });

  it('renames so that a copy knows its own names and no others', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[pe]_[0-9a-f]{32}$/), (name) => {
        const [a, b] = [watermarksOf(notes[0]!), watermarksOf(notes[1]!)];
        expect(a.rename(name)).toMatch(/^[pe]_[0-9a-f]{32}$/);
        expect(a.rename(name)).toBe(a.rename(name));
        expect([a.owns(a.rename(name)), b.owns(a.rename(name)), a.owns(name)]).toEqual([true, false, false]);
      }),
      { numRuns: 50 },
    );
  });

  it('is what the vectors say', async () => {
    const vectors = z
      .object({
        note: z.custom<CanaryNote>(),
        names: z.array(z.object({ name: z.string(), marked: z.string() })),
        cells: z.array(z.object({ x: z.int(), y: z.int(), residues: z.object({ x: z.int(), y: z.int() }) })),
        shares: z.array(z.object({ share: z.number(), cell: z.int(), residue: z.int() })),
        tails: z.array(z.object({ axes: z.int(), hits: z.int(), log10: z.number() })),
      })
      .parse(
        JSON.parse(await readFile(new URL('../../../../spec/vectors/canaries/marks.json', import.meta.url), 'utf8')),
      );
    const watermarks = watermarksOf(vectors.note);
    for (const { name, marked } of vectors.names) expect(watermarks.rename(name)).toBe(marked);
    for (const { x, y, residues } of vectors.cells) expect(watermarks.residuesAt({ x, y })).toEqual(residues);
    for (const { share, cell, residue } of vectors.shares) expect(placeOf(share)).toEqual({ cell, residue });
    for (const { axes, hits, log10 } of vectors.tails) expect(log10Tail(axes, hits)).toBeCloseTo(log10, 6);
  });
});

describe('the bound on chance', () => {
  it('is the tail of the binomial distribution, also where it is too small for a number', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    for (const [axes, hits] of [
      [1, 1],
      [6, 6],
      [8, 5],
      [30, 10],
      [60, 4],
    ] as const) {
      let exact = 0;
      for (let k = hits; k <= axes; k += 1) exact += choose(axes, k) * (1 / 16) ** k * (15 / 16) ** (axes - k);
      expect(log10Tail(axes, hits)).toBeCloseTo(Math.log10(exact), 9);
    }
    expect(log10Tail(4000, 4000)).toBeCloseTo(-4000 * Math.log10(16), 6);
    expect(log10Tail(10, 0)).toBe(0);
    // What spec/canaries.md calls enough, with a hundred copies compared by two kinds of watermarks.
    for (const [axes, hits] of [
      [16, 11],
      [8, 8],
    ] as const) {
      expect(log10Tail(axes, hits) + Math.log10(200)).toBeLessThan(-6);
    }
  });

  it('accuses nobody of data that is not theirs', () => {
    // Deterministic: fixed keys and fixed points. Each of the comparisons would pass with less than one in a million.
    let nearest = 0;
    for (let n = 0; n < 150; n += 1) {
      const observer = createObserver();
      for (let i = 0; i < 60; i += 1)
        observer.position(((n * 61 + i * 7919) % 9973) / 9973, ((n * 89 + i * 104_729) % 9949) / 9949);
      nearest = Math.min(nearest, weigh(watermarksOf(noteFor(1 + (n % 200))), observer.observed, 1).log10Chance);
    }
    expect(nearest).toBeGreaterThan(-6);
  });
});

describe('a leak', () => {
  let root: string;
  let report: BuildReport;
  let agentNet: string;
  const episodes = 12;
  const perEpisode = 25;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'assent-canary-'));
    const recordings = Array.from({ length: 3 }, (_, person) => ({
      participant: participantId(person),
      segments: Array.from({ length: episodes / 3 }, (__, episode) =>
        Array.from({ length: perEpisode }, (___, i) => {
          const n = person * 1000 + episode * 100 + i;
          const [x, y] = [(n * 733) % 1200, (n * 389) % 780];
          return stepRecord({
            seq: episode * perEpisode + i,
            episode,
            action: { type: 'click', x, y, button: 'left', modifiers: [] },
            target: { ...makeStep().target!, box: [x - 20, y - 10, 60, 24] },
          });
        }),
      ),
    }));
    report = await buildDataset({
      ...buildInput(await makeProgram(recordings), join(root, 'release')),
      copies: { directory: join(root, 'copies'), notes },
    });
    agentNet = join(root, 'agentnet');
    await exportAgentNet(report.copies[0]!.directory, agentNet);
    // A whole build and an export: seconds alone, more on a busy machine.
  }, 120_000);
  afterAll(() => rm(root, { recursive: true, force: true }));

  const suspects = async (path: string) =>
    traceLeak(
      await observeLeak(path),
      notes.map((note) => ({ note })),
    )
      .filter(({ evidence }) => evidence.identified)
      .map(({ copy }) => copy.note.recipient);

  /** Text with every name of the dataset replaced: what a leaker does who knows about names. */
  const nameless = (text: string) => text.replaceAll(/[pe]_[0-9a-f]{32}/g, 'x');
  async function leaked(name: string, text: string): Promise<string> {
    await mkdir(join(root, 'leaks'), { recursive: true });
    const path = join(root, 'leaks', name);
    await writeFile(path, text);
    return path;
  }

  it('of a whole copy names its recipient; the release itself names nobody', async () => {
    expect(report.copies.map(({ recipient }) => recipient)).toEqual(notes.map(({ recipient }) => recipient));
    for (const { directory, recipient } of report.copies) {
      expect(await verifyDataset(directory)).toMatchObject({ ok: true });
      expect(await suspects(directory)).toEqual([recipient]);
    }
    expect(await suspects(report.directory)).toEqual([]);
    const steps = await Promise.all(report.copies.map(({ directory }) => allSteps(directory)));
    const ids = new Set(steps.flat().map((row) => row.episode_id));
    expect(ids.size).toBe(notes.length * episodes);
  });

  async function allSteps(directory: string): Promise<readonly StepRow[]> {
    const rows: StepRow[] = [];
    for await (const row of readSteps(directory)) rows.push(row);
    return rows;
  }

  it('of an AgentNet export, whole or a tenth of it, names its recipient, without any name too', async () => {
    const text = await readFile(join(agentNet, 'train.jsonl'), 'utf8');
    expect(await suspects(agentNet)).toEqual([notes[0]!.recipient]);
    const tenth = text.split('\n').slice(3, 4).join('\n');
    expect(await suspects(await leaked('tenth.jsonl', tenth))).toEqual([notes[0]!.recipient]);
    expect(await suspects(await leaked('nameless.jsonl', nameless(tenth)))).toEqual([notes[0]!.recipient]);
  });

  it('of eight nameless positions, from wherever in a copy, names its recipient', async () => {
    for (const [i, { directory, recipient }] of report.copies.entries()) {
      const rows = await allSteps(directory);
      for (let at = 0; at + 8 <= rows.length; at += 40) {
        const lines = rows
          .slice(at, at + 8)
          .map(({ action }) => `${action.x_norm!.toFixed(4)}|${action.y_norm!.toFixed(4)}`);
        const text = lines.map((line) => `click(x=${line.replace('|', ', y=')})`).join('\n');
        expect(await suspects(await leaked(`eight-${i}-${at}.txt`, text))).toEqual([recipient]);
      }
    }
  });

  it('of rows printed as JSON names its recipient', async () => {
    const rows = (await allSteps(report.copies[1]!.directory)).slice(0, 20);
    const text = rows.map((row) => JSON.stringify({ action: row.action })).join('\n');
    expect(await suspects(await leaked('rows.json', text))).toEqual([notes[1]!.recipient]);
  });

  it('that mixes two copies names both', async () => {
    const [a, b] = await Promise.all(report.copies.slice(0, 2).map(({ directory }) => allSteps(directory)));
    const mixed = a!.map((row, i) => (i % 2 === 0 ? row : b![i]!));
    const text = nameless(mixed.map(({ action }) => JSON.stringify({ action })).join('\n'));
    expect(new Set(await suspects(await leaked('mixed.json', text)))).toEqual(
      new Set([notes[0]!.recipient, notes[1]!.recipient]),
    );
  });

  it('of positions rounded to whole pixels still names its recipient, given many of them', async () => {
    const rows = rowsOf(
      Array.from({ length: 1500 }, (_, i) => ({ x: (i * 733) % 1280, y: (i * 389) % 797, size: null })),
    );
    const text = watermarkRows(watermarksOf(notes[2]!), rows)
      .steps.map(({ action }) => [Math.round(action.x!) / 1280, Math.round(action.y!) / 800] as const)
      .map(([x, y]) => `click(x=${x.toFixed(4)}, y=${y.toFixed(4)})`);
    expect(await suspects(await leaked('rounded.txt', text.join('\n')))).toEqual([notes[2]!.recipient]);
  });

  it('whose positions were drawn anew and whose names are gone names nobody: that is out of reach', async () => {
    const rows = await allSteps(report.copies[0]!.directory);
    const text = rows
      .map(
        ({ action }, i) =>
          `click(x=${(action.x_norm! + ((i * 7) % 33) / 1e4).toFixed(4)}, y=${(action.y_norm! + ((i * 13) % 37) / 1e4).toFixed(4)})`,
      )
      .join('\n');
    expect(await suspects(await leaked('redrawn.txt', text))).toEqual([]);
  });

  it('that is no data of ours is read without complaint and names nobody', async () => {
    const noise = fc.sample(fc.string({ maxLength: 300 }), 20).join('\n');
    expect(await suspects(await leaked('noise.txt', `${noise}\0`))).toEqual([]);
    expect(await observeLeak(await leaked('broken.parquet', 'PAR1 and then nothing'))).toMatchObject({
      files: 1,
      unread: 1,
    });
  });
});
