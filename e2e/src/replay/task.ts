import type { Page } from 'playwright-core';

/**
 * A task in a page, as sets of small web tasks have them: an instruction, a way to do it by hand, and a reward that the
 * page itself gives. Nothing of it knows the product.
 */
export interface WebTask {
  readonly id: string;
  readonly instruction: string;
  /** The page; other pages of the task by the end of their path. */
  readonly html: string;
  readonly more?: Readonly<Record<string, string>>;
  /** Does it with trusted input. */
  perform(page: Page, hand: TaskHand): Promise<void>;
  /** Ways of replaying that cannot work, and why. */
  readonly cannot?: Readonly<Partial<Record<ReplayWay, string>>>;
}

/** By the calls of the AgentNet export, or by the controls that the dataset's steps name. */
const replayWays = ['place', 'target'] as const;
export type ReplayWay = (typeof replayWays)[number];

/** What a hand needs beside the page. */
export interface TaskHand {
  /** A file to upload. */
  readonly file: string;
  /** The one password. Who replays is given it for the slot that it became. */
  readonly password: string;
}

/** A task on one page of a body and a script. */
export function task(
  id: string,
  instruction: string,
  body: string,
  script: string,
  perform: WebTask['perform'],
  more: Partial<WebTask> = {},
): WebTask {
  return { id, instruction, html: taskPage(instruction, body, script), perform, ...more };
}

/** A task's page: the instruction above, `win(ok)` for the reward. */
function taskPage(instruction: string, body: string, script: string): string {
  return `<!doctype html><title>Task</title>
<style>body{font:16px sans-serif;margin:20px} #query{padding:8px;background:#ffc}</style>
<p id="query">${instruction}</p>
${body}
<script>
  const win = (ok = true) => { document.body.dataset.reward = ok ? '1' : '-1'; };
  const $ = (id) => document.getElementById(id);
  ${script}
</script>`;
}

/** Waits for a page's reward; 0 if there is none in time. */
export async function rewardOf(page: Page, within: number): Promise<number> {
  try {
    const reward = await page.waitForFunction(() => document.body?.dataset['reward'] ?? null, undefined, {
      timeout: within,
    });
    return Number(await reward.jsonValue());
  } catch {
    return 0;
  }
}
