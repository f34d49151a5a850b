import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDataset } from '../build/build.ts';
import { buildInput, makeProgram } from '../testing/program.ts';
import { everyAction, makeImage, makeSnapshot, noteRecord, participantId, stepRecord } from '../testing/recordings.ts';
import { exportAgentNet } from './export.ts';

let root: string;
let directory: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'assent-agentnet-'));
  const { record, observation } = await makeSnapshot(1);
  const click = { type: 'click', x: 640, y: 400, button: 'left', modifiers: [] } as const;
  const program = await makeProgram([
    {
      participant: participantId(1),
      segments: [
        [
          stepRecord({ seq: 0, observation, action: { ...click, modifiers: [] } }),
          stepRecord({ seq: 1, action: { ...click, modifiers: [] } }),
          stepRecord({ seq: 2, action: { ...click, modifiers: [] }, tab: 8 }),
          stepRecord({ seq: 3, action: { type: 'navigate', how: 'load' } }),
          stepRecord({ seq: 4, action: { type: 'type', value: { text: 'Grüße 日本' }, mode: 'append' } }),
          stepRecord({ seq: 5, action: { type: 'done' } }),
          record,
          noteRecord({ instruction: 'Write to ⟦X4:1⟧\u2028now' }),
          ...everyAction.map((action, i) => stepRecord({ seq: 6 + i, episode: 1, action })),
          stepRecord({ seq: 6 + everyAction.length, episode: 1, action: { ...click, modifiers: [] } }),
          stepRecord({ seq: 7 + everyAction.length, episode: 2, action: { type: 'tab_open' } }),
        ],
      ],
    },
  ]);
  ({ directory } = await buildDataset(buildInput(program, join(root, 'dataset'))));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('exportAgentNet', () => {
  it('writes one line an episode and the real images, and validates what it wrote', async () => {
    const out = join(root, 'out');
    const report = await exportAgentNet(directory, out);
    const lines = (await readFile(join(out, 'train.jsonl'), 'utf8')).split('\n');
    const [image = ''] = await readdir(join(out, 'images'));
    const taskId = (JSON.parse(lines[0]!) as { task_id: string }).task_id;
    expect(lines[0]).toBe(
      `{"task_id": "${taskId}", "instruction": "Write to <redacted:X4:1>\u2028now", "traj": [` +
        `{"index": 0, "image": "${image}", "value": {"code": "pyautogui.click(x=0.5, y=0.5)"}}, ` +
        `{"index": 1, "image": "${image}", "value": {"code": "pyautogui.click(x=0.5, y=0.5)"}}, ` +
        `{"index": 2, "image": "", "value": {"code": "pyautogui.click(x=0.5, y=0.5)"}}, ` +
        `{"index": 3, "image": "", "value": {"code": "pyautogui.write(message='Grüße 日本')"}}, ` +
        `{"index": 4, "image": "", "value": {"code": "computer.terminate(status='success')"}}]}`,
    );
    expect(await readFile(join(out, 'images', image))).toEqual(Buffer.from(makeImage(1)));
    expect(lines).toHaveLength(3);
    expect(report).toMatchObject({
      ok: true,
      episodes: 2,
      emptyEpisodes: 1,
      images: 1,
      imagesCarried: 1,
      withoutInstruction: 1,
      unterminated: 1,
      skippedSteps: { 'not-expressible': 6 },
      problems: [],
    });
  });

  it('does not export a dataset that does not verify', async () => {
    const path = join(directory, 'quality.json');
    const before = await readFile(path);
    await writeFile(path, '{}');
    await expect(exportAgentNet(directory, join(root, 'never'))).rejects.toMatchObject({ code: 'damaged' });
    await writeFile(path, before);
  });

  it('does not write into a folder that exists', async () => {
    await expect(exportAgentNet(directory, root)).rejects.toMatchObject({ code: 'exists' });
  });
});
