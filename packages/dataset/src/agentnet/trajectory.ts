import type { EpisodeRow } from '../table/episodes.ts';
import type { StepRow } from '../table/steps.ts';
import { stepCode, type SkipReason } from './code.ts';
import { jsonDumps } from './python.ts';

/** One step as exported. `image` names a file, or is empty where there is none. */
export interface TrajectoryStep {
  readonly image: string;
  readonly code: string;
}

/** What happened to the steps of an episode on the way. */
export interface TrajectoryCounts {
  readonly imagesCarried: number;
  readonly imagesMissing: number;
  readonly skipped: readonly SkipReason[];
}

/** Collects one episode's steps, in order. Pure but for its own state; images are passed to the caller through `image`. */
export function createTrajectory(): {
  /** Takes the next step; gives the name of its own image where it has one that is used, so that it can be written. */
  add(row: StepRow): string | null;
  readonly steps: readonly TrajectoryStep[];
  readonly counts: TrajectoryCounts;
} {
  const steps: TrajectoryStep[] = [];
  const skipped: SkipReason[] = [];
  const latest = new Map<number, string>();
  let imagesCarried = 0;
  let imagesMissing = 0;
  return {
    steps,
    get counts() {
      return { imagesCarried, imagesMissing, skipped };
    },
    add(row) {
      const own = row.screenshot?.path ?? null;
      if (own !== null) latest.set(row.tab, own);
      const result = stepCode(row);
      if ('skipped' in result) {
        skipped.push(result.skipped);
      } else {
        // Only the last step can end a trajectory: a task called done and then resumed was not done.
        if (isTermination(steps.at(-1))) {
          steps.pop();
          skipped.push('not-expressible');
        }
        const image = latest.get(row.tab) ?? '';
        if (image === '') imagesMissing++;
        else if (own === null) imagesCarried++;
        steps.push({ image, code: result.code });
      }
      // What a tab showed before it navigated is not what it shows after.
      if (row.action.type === 'navigate') latest.delete(row.tab);
      return own;
    },
  };
}

/** Whether a step ends its trajectory. */
export function isTermination(step: TrajectoryStep | undefined): boolean {
  return step?.code.startsWith('computer.terminate(') ?? false;
}

/** One line of the export, newline included. */
export function trajectoryLine(episode: EpisodeRow, steps: readonly TrajectoryStep[]): string {
  return `${jsonDumps({
    task_id: episode.episode_id,
    instruction: episode.instruction?.replaceAll(/⟦([^⟦⟧]*)⟧/g, '<redacted:$1>') ?? '',
    traj: steps.map(({ image, code }, index) => ({ index, image, value: { code } })),
  })}\n`;
}
