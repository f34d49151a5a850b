import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportAgentNet, buildDataset, parseCode, readSteps, type Call, type StepRow } from '@assent/dataset';
import { buildInput, makeProgram, nowhere, participantId } from '@assent/dataset/testing';
import type { EpisodeNote, Step } from '@assent/contracts';
import { recheckStep } from '@assent/safeguards';
import type { RecordedTask } from './record.ts';

/** A task as a researcher gets it. */
export interface PublishedTask {
  readonly rows: readonly StepRow[];
  /** Calls of the AgentNet export, step by step. */
  readonly calls: readonly (readonly Call[])[];
}

/**
 * Seals the recorded tasks, opens them in a build, verifies the folder and exports it. An episode a task, with its
 * instruction, as a program's assignment would have it.
 */
export async function publishTasks(
  recorded: readonly RecordedTask[],
  origins: readonly string[],
  dir: string,
): Promise<ReadonlyMap<string, PublishedTask>> {
  const exported = join(dir, 'agentnet');
  const records = recorded.flatMap(({ task, steps }, episode) => {
    const [first] = steps;
    if (first === undefined) return [];
    const note: EpisodeNote = {
      v: 1,
      session: first.session,
      episode,
      instruction: `${task.id}: ${task.instruction}`,
      source: 'program',
    };
    const rehomed = steps.map((step): Step => ({ ...step, episode, safeguards: nowhere }));
    return [{ kind: 'episode' as const, note }, ...rehomed.map((step) => ({ kind: 'step' as const, step }))];
  });
  const program = await makeProgram([{ participant: participantId(1), segments: [records] }], { origins });
  const { directory: folder } = await buildDataset({
    ...buildInput(program, dir),
    recheck: (step) => recheckStep(step),
  });
  const report = await exportAgentNet(folder, exported);
  if (!report.ok) throw new Error('the export does not fit its own format');
  const rows = new Map<string, StepRow[]>();
  for await (const row of readSteps(folder)) rows.set(row.episode_id, [...(rows.get(row.episode_id) ?? []), row]);
  const published = new Map<string, PublishedTask>();
  for (const file of report.files.filter((name) => name.endsWith('.jsonl'))) {
    for (const line of (await readFile(file, 'utf8')).split('\n').filter((text) => text !== '')) {
      // Written by our own exporter and validated by it.
      const { task_id: id, instruction, traj } = JSON.parse(line) as ExportedLine;
      published.set(/^[a-z-]+/.exec(instruction)?.[0] ?? '', {
        rows: rows.get(id) ?? [],
        calls: traj.map(({ value }) => parseCode(value.code) ?? []),
      });
    }
  }
  return published;
}

interface ExportedLine {
  readonly task_id: string;
  readonly instruction: string;
  readonly traj: readonly { readonly value: { readonly code: string } }[];
}
