import { FakeCollector } from '@assent/extension/fake-collector';
import { joinProgram } from '@assent/extension/join';
import { launchWithExtension } from '@assent/extension/launch';
import { handOver, waitingSteps } from '@assent/extension/waiting';
import type { Step } from '@assent/contracts';
import type { BrowserContext, Page } from 'playwright-core';
import { rewardOf, type TaskHand, type WebTask } from './task.ts';
import { pathOf } from './tasks/index.ts';

/** Its button is pressed between tasks: once that press has arrived, so has everything before it. */
export const markerPage = '<!doctype html><title>Start</title><button type="button" id="marker">Marker</button>';

/** One task as it was recorded. */
export interface RecordedTask {
  readonly task: WebTask;
  /** The page's own reward when it was done by hand. */
  readonly reward: number;
  /** What the extension made of it: safeguarded steps as they wait for review, the first of them the way to the page. */
  readonly steps: readonly Step[];
}

/** What is recorded where. */
export interface RecordOptions {
  readonly extensionDir: string;
  readonly origin: string;
  /** Origins of frames in the tasks' pages. */
  readonly others: readonly string[];
  readonly tasks: readonly WebTask[];
  readonly hand: TaskHand;
}

/**
 * Does every task with trusted input in a real browser with the real extension, joined to a program that lists the
 * site for tasks, and gives what the extension would send.
 */
export async function recordTasks({
  extensionDir,
  origin,
  others,
  tasks,
  hand,
}: RecordOptions): Promise<RecordedTask[]> {
  const sites = [origin, ...others].map((listed) => ({ origin: listed, name: 'Tasks', mode: 'task' as const }));
  const collector = await FakeCollector.start({ sites, coolingOffSeconds: 3600 });
  const browser = await launchWithExtension({ extensionDir });
  try {
    await joinProgram(browser, collector);
    const panel = await browser.openReview();
    const page = await browser.context.newPage();
    const rewards: number[] = [];
    await pressMarker(page, origin);
    for (const task of tasks) {
      await page.goto(`${origin}${pathOf(task)}`);
      // A hand that fails shows in the reward that is not there.
      await task.perform(page, hand).catch(() => undefined);
      rewards.push(await rewardOf(page, 2000));
      // A task takes less time than pages hold events back; if pages closed, events could arrive in any order.
      await handOver(panel);
      await closeOthers(browser.context, [panel, page]);
      await pressMarker(page, origin);
    }
    const steps = await stepsUpTo(panel, tasks.length + 1);
    const parts = splitAtMarkers(steps);
    return tasks.map((task, i) => ({ task, reward: rewards[i] ?? 0, steps: parts[i] ?? [] }));
  } finally {
    await browser.close();
    await collector.close();
  }
}

async function pressMarker(page: Page, origin: string): Promise<void> {
  await page.bringToFront();
  await page.goto(`${origin}/start`);
  // Modified, so that it joins no other click.
  await page.click('#marker', { modifiers: ['Shift'] });
}

async function closeOthers(context: BrowserContext, kept: readonly Page[]): Promise<void> {
  for (const other of context.pages()) if (!kept.includes(other)) await other.close();
}

async function stepsUpTo(panel: Page, markers: number): Promise<readonly Step[]> {
  const until = Date.now() + 60_000;
  for (;;) {
    const steps = await waitingSteps(panel);
    if (steps.filter(isMarker).length >= markers) return steps;
    if (Date.now() > until) throw new Error(`only ${steps.filter(isMarker).length} of ${markers} markers arrived`);
    await panel.waitForTimeout(300);
  }
}

function isMarker({ action, page }: Step): boolean {
  return action.type === 'click' && page.path === '/start';
}

/** The steps between each two markers, without the way back to the marker's page. */
function splitAtMarkers(steps: readonly Step[]): readonly (readonly Step[])[] {
  const parts: Step[][] = [];
  for (const step of steps) {
    if (isMarker(step)) parts.push([]);
    else if (step.page.path !== '/start') parts.at(-1)?.push(step);
  }
  // Closing tabs between tasks is no part of any.
  return parts.map((part) => part.slice(0, part.findLastIndex(({ action }) => action.type !== 'tab_close') + 1));
}
