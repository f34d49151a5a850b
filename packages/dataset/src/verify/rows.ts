import { createHash } from 'node:crypto';
import { episodeRowSchema, type EpisodeRow } from '../table/episodes.ts';
import { stepRowSchema, type StepRow } from '../table/steps.ts';
import type { Faults } from './report.ts';
import { allTokensSound } from './tokens.ts';

/** What is remembered of an episode while its steps are read. */
interface SeenEpisode {
  readonly split: string;
  readonly steps: number;
  readonly screenshots: number;
}

/** Checks rows as they stream by; memory grows with the number of episodes only. Episodes come first. */
export interface RowChecker {
  episode(row: unknown, path: string): void;
  step(row: unknown, path: string): void;
  /** Call at the end of each steps file and at the very end: an open episode is closed, one never seen is a fault. */
  endOfFile(path: string): void;
  finish(path: string): void;
  readonly counts: { readonly steps: number; readonly episodes: number; readonly screenshots: number };
  readonly participants: ReadonlyMap<string, string>;
}

interface OpenEpisode {
  readonly id: string;
  steps: number;
  screenshots: number;
  t: bigint;
}

/** Makes a checker that reports its findings to `faults`. */
export function createRowChecker(faults: Faults): RowChecker {
  const episodes = new Map<string, SeenEpisode>();
  const participants = new Map<string, string>();
  const counts = { steps: 0, episodes: 0, screenshots: 0 };
  let open: OpenEpisode | null = null;

  function close(path: string): void {
    if (open === null) return;
    const { id, steps, screenshots } = open;
    const listed = episodes.get(id);
    if (listed === undefined) {
      faults.add('episode-mismatch', path, 'steps of an episode that is not listed, or listed in parts');
    } else if (listed.steps !== steps || listed.screenshots !== screenshots) {
      faults.add(
        'episode-mismatch',
        path,
        `an episode lists ${listed.steps} steps and has ${steps}, or other snapshots`,
      );
    }
    // Steps of one episode are adjacent: a second run of them is found as an unlisted episode.
    episodes.delete(id);
    open = null;
  }

  function checkEpisode(row: EpisodeRow, path: string): void {
    counts.episodes++;
    if (episodes.has(row.episode_id)) faults.add('episode-mismatch', path, 'an episode is listed twice');
    episodes.set(row.episode_id, { split: row.split, steps: row.steps, screenshots: row.screenshots });
    const split = participants.get(row.participant);
    if ((split !== undefined && split !== row.split) || splitOfPath(path) !== row.split) {
      faults.add('split', path, 'a participant is in two splits, or an episode in another file than its split’s');
    }
    participants.set(row.participant, row.split);
  }

  function checkStep(row: StepRow, path: string): void {
    counts.steps++;
    if (open?.id !== row.episode_id) {
      close(path);
      open = { id: row.episode_id, steps: 0, screenshots: 0, t: 0n };
      const listed = episodes.get(row.episode_id);
      if (listed !== undefined && listed.split !== splitOfPath(path))
        faults.add('split', path, 'steps of another split');
    }
    if (row.step_index !== open.steps) faults.add('step-order', path, `step_index ${row.step_index} out of order`);
    if (row.t_ms < open.t) faults.add('step-order', path, `time runs backwards at step ${row.step_index}`);
    open.steps++;
    open.t = row.t_ms;
    if (row.screenshot !== null) {
      open.screenshots++;
      counts.screenshots++;
      if (!isNamedByDigest(row.screenshot))
        faults.add('image-mismatch', path, 'an image is not the one it is named after');
    }
    for (const column of ['x_norm', 'y_norm', 'end_x_norm', 'end_y_norm'] as const) {
      const share = row.action[column];
      // Written so that NaN fails too.
      if (share !== null && !(share >= 0 && share <= 1)) faults.add('coordinate-range', path, `action.${column}`);
    }
  }

  return {
    counts,
    participants,
    episode(raw, path) {
      const row = episodeRowSchema.safeParse(raw);
      if (!row.success) return faults.add('row-malformed', path, columnsOf(row.error));
      if (!allTokensSound(row.data)) faults.add('token-malformed', path, 'in an episode');
      checkEpisode(row.data, path);
    },
    step(raw, path) {
      const row = stepRowSchema.safeParse(raw);
      if (!row.success) return faults.add('row-malformed', path, columnsOf(row.error));
      if (!allTokensSound(row.data)) faults.add('token-malformed', path, `in step ${row.data.step_index}`);
      checkStep(row.data, path);
    },
    endOfFile: close,
    finish(path) {
      if (episodes.size > 0) faults.add('episode-mismatch', path, `${episodes.size} episodes have no steps`);
    },
  };
}

function splitOfPath(path: string): string {
  return /([a-z]+)-\d+\.parquet$/.exec(path)?.[1] ?? '';
}

function isNamedByDigest({ bytes, path }: NonNullable<StepRow['screenshot']>): boolean {
  return path.split('.')[0] === createHash('sha256').update(bytes).digest('hex');
}

function columnsOf(error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] }): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => issue.path.map(String).join('.'))
    .join(', ');
}
