import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveSite } from '@assent/extension/site';
import { builtExtension } from '@assent/testkit/shared';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playByPlace } from './by-place.ts';
import { playByTarget } from './by-target.ts';
import { publishTasks, type PublishedTask } from './dataset.ts';
import { markerPage, recordTasks, type RecordedTask } from './record.ts';
import { rewardOf, type ReplayWay, type TaskHand, type WebTask } from './task.ts';
import { pathOf, taskPages, webTasks } from './tasks/index.ts';

/** Tasks done by hand, recorded by the extension, published as a dataset, and done again from nothing but that. */

const only = process.env['REPLAY_TASKS']?.split(',');
const tasks = webTasks.filter(({ id }) => only === undefined || only.includes(id));

let dir: string;
let site: Awaited<ReturnType<typeof serveSite>>;
let plain: Browser;
let hand: TaskHand;
let recorded: readonly RecordedTask[];
let published: ReadonlyMap<string, PublishedTask>;
const outcome = new Map<string, Partial<Record<ReplayWay, string>>>();

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'assent-replay-'));
  const file = join(dir, 'report.pdf');
  await writeFile(file, 'x');
  hand = { file, password: 'Zebra-Lantern-42' };
  site = await serveSite({ ...taskPages(), '/start': markerPage });
  const others = [site.origin.replace('localhost', '127.0.0.1')];
  recorded = await recordTasks({ extensionDir: await builtExtension(), origin: site.origin, others, tasks, hand });
  published = await publishTasks(recorded, [site.origin, ...others], dir);
  plain = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}, 600_000);

afterAll(async () => {
  await plain?.close();
  await site?.close();
  if (dir !== undefined) await rm(dir, { recursive: true, force: true });
  process.stdout.write(`${table().join('\n')}\n`);
});

/** Does a task again on a fresh page in a browser without the extension; the page's reward. */
async function replay(task: WebTask, way: ReplayWay): Promise<number> {
  const found = published.get(task.id);
  if (found === undefined) throw new Error('nothing of it was published');
  const context = await plain.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(5000);
  try {
    const page = await context.newPage();
    await page.goto(`${site.origin}${pathOf(task)}`);
    if (way === 'place') await playByPlace(page, found.calls, hand.password);
    else await playByTarget(page, found.rows, hand);
    return await rewardOf(page, 5000);
  } finally {
    await context.close();
  }
}

function table(): readonly string[] {
  const width = Math.max(...tasks.map(({ id }) => id.length));
  const cell = (task: WebTask, way: ReplayWay) => (outcome.get(task.id)?.[way] ?? '-').padEnd(8);
  return [
    `${'task'.padEnd(width)}  ${'place'.padEnd(8)}  ${'target'.padEnd(8)}`,
    ...tasks.map((task) => `${task.id.padEnd(width)}  ${cell(task, 'place')}  ${cell(task, 'target')}`),
  ];
}

describe('a recorded task', () => {
  test.each(tasks.map((task) => [task.id, task] as const))('%s was done, and recorded whole', (id, task) => {
    const found = recorded.find((one) => one.task === task);
    expect(found?.reward, id).toBe(1);
    expect(found?.steps.filter(({ complete }) => !complete)).toEqual([]);
  });

  describe.each(['place', 'target'] as const)('replayed by %s', (way) => {
    test.each(tasks.map((task) => [task.id, task] as const))('%s earns its reward', async (_id, task) => {
      const reason = task.cannot?.[way];
      const reward = await replay(task, way).catch((error: unknown) => String(error).split('\n')[0] ?? '');
      outcome.set(task.id, {
        ...outcome.get(task.id),
        [way]: reward === 1 ? 'yes' : reason === undefined ? 'NO' : 'no*',
      });
      // A way that cannot work is expected not to: once it does, its reason is no longer true.
      if (reason === undefined) expect(reward).toBe(1);
      else expect(reward).not.toBe(1);
    });
  });
});
