import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyTokens, recheckNote, recheckStep, ruleSetDigest, safeguardStep } from '@assent/safeguards';
import type { RawStep, Step } from '@assent/contracts';
import { afterAll, expect, it } from 'vitest';
import { exportAgentNet } from '../agentnet/export.ts';
import { openParquet } from '../table/parquet-read.ts';
import { buildInput, makeProgram } from '../testing/program.ts';
import { makeStep, nowhere, participantId } from '../testing/recordings.ts';
import { verifyDataset } from '../verify/verify.ts';
import { buildDataset } from './build.ts';

const root = await mkdtemp(join(tmpdir(), 'assent-safeguarded-'));
afterAll(() => rm(root, { recursive: true, force: true }));

const site = { origin: 'https://mail.example', name: 'Mail', mode: 'ambient' as const, interfaceWords: [] };

function rawStep(seq: number, fields: Partial<RawStep>): RawStep {
  const { page: _page, redactions: _redactions, policy: _policy, safeguards: _safeguards, ...rest } = makeStep({ seq });
  return { ...rest, page: { url: 'https://mail.example/inbox/4711?q=zelda', title: 'Zelda Quux - Inbox' }, ...fields };
}

async function rowsOf(directory: string): Promise<string> {
  const rows: unknown[] = [];
  for await (const row of (await openParquet(join(directory, 'data/steps/train-00000.parquet'))).read()) rows.push(row);
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

it('what the safeguards let through builds, verifies and exports without a planted secret', async () => {
  const raw = [
    rawStep(0, {
      action: { type: 'type', value: { text: 'Please write to zelda.quux@corp.example' }, mode: 'append' },
    }),
    rawStep(1, { action: { type: 'type', value: { secret: 's1', class: 'password' }, mode: 'append' } }),
    rawStep(2, { target: { ...makeStep().target!, name: 'Zelda Quux' } }),
  ];
  const steps: Step[] = raw.flatMap((step) => {
    const result = safeguardStep(step, { site, policy: nowhere, safeguards: nowhere, tokens: emptyTokens() });
    return result.outcome === 'kept' ? [result.step] : [];
  });
  expect(steps).toHaveLength(3);
  const program = await makeProgram([
    { participant: participantId(1), segments: [steps.map((step) => ({ kind: 'step', step }))] },
  ]);
  const report = await buildDataset({
    ...buildInput(program, join(root, 'dataset')),
    recheck: recheckStep,
    recheckNote,
    safeguards: await ruleSetDigest(),
  });
  expect((await verifyDataset(report.directory)).faults).toEqual([]);
  const text = await rowsOf(report.directory);
  expect(text).toContain('⟦');
  expect(text.toLowerCase()).not.toMatch(/zelda|quux|corp\.example|4711/);
  expect(await exportAgentNet(report.directory, join(root, 'agentnet'))).toMatchObject({ ok: true, steps: 3 });
});

it('hides in the build what a device let through', async () => {
  const leaky = makeStep({ action: { type: 'type', value: { text: 'zelda.quux@corp.example' }, mode: 'append' } });
  const program = await makeProgram([{ participant: participantId(1), segments: [[{ kind: 'step', step: leaky }]] }]);
  const report = await buildDataset({ ...buildInput(program, join(root, 'leaky')), recheck: recheckStep });
  expect(report.quality.secondPass).toBeGreaterThan(0);
  expect(await rowsOf(report.directory)).not.toContain('zelda');
});

it('hides in the build what a note let through, and counts it', async () => {
  const step = makeStep();
  const note = {
    v: 1 as const,
    session: step.session,
    episode: step.episode,
    instruction: 'Refund zelda.quux@corp.example',
    source: 'participant' as const,
  };
  const program = await makeProgram([
    {
      participant: participantId(1),
      segments: [
        [
          { kind: 'step', step },
          { kind: 'episode', note },
        ],
      ],
    },
  ]);
  const report = await buildDataset({ ...buildInput(program, join(root, 'noted')), recheckNote });
  expect(report.quality.secondPass).toBe(1);
  const episodes: unknown[] = [];
  for await (const row of (await openParquet(join(report.directory, 'data/episodes/train-00000.parquet'))).read())
    episodes.push(row['instruction']);
  expect(episodes).toEqual(['Refund ⟦email:0⟧']);
});
