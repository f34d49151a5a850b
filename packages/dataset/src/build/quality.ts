import type { ExclusionReason } from './admit.ts';
import type { EpisodeRows } from './rows.ts';

/** Facts about a dataset that need no judge: shares are for readers to compute, counts add up. */
export interface Quality {
  readonly episodes: number;
  readonly completeEpisodes: number;
  readonly instructedEpisodes: number;
  readonly steps: number;
  readonly missingSteps: number;
  readonly missedEvents: number;
  readonly incompleteActions: number;
  readonly actions: Readonly<Record<string, number>>;
  /** Steps with a target, and those of them whose pointer is inside the target's box. */
  readonly targets: { readonly resolved: number; readonly pointed: number; readonly pointerInside: number };
  readonly screenshots: { readonly embedded: number; readonly missing: number };
  readonly redactions: Readonly<Record<string, number>>;
  readonly suppressedSteps: number;
  /** What the second safeguards pass still had to hide. */
  readonly secondPass: number;
  readonly segments: {
    readonly opened: number;
    readonly missing: number;
    readonly excluded: Readonly<Record<ExclusionReason, number>>;
  };
  /** Steps left out because their site is not in the policy they were recorded under. */
  readonly outOfScopeSteps: number;
  /** Snapshots left out because their participant gives steps only. */
  readonly snapshotsNotGiven: number;
  /** Snapshots left out because they show what the policy they were taken under keeps for nobody. */
  readonly snapshotsNotAllowed: number;
}

/** Adds up quality over the episodes of a build. */
export function createQualityCounter(): {
  add(rows: EpisodeRows): void;
  total(
    rest: Pick<Quality, 'secondPass' | 'segments' | 'outOfScopeSteps' | 'snapshotsNotGiven' | 'snapshotsNotAllowed'>,
  ): Quality;
} {
  const actions = new Map<string, number>();
  const redactions = new Map<string, number>();
  const n = {
    episodes: 0,
    completeEpisodes: 0,
    instructedEpisodes: 0,
    steps: 0,
    missingSteps: 0,
    missedEvents: 0,
    incompleteActions: 0,
    resolved: 0,
    pointed: 0,
    pointerInside: 0,
    embedded: 0,
    missing: 0,
    suppressedSteps: 0,
  };
  return {
    add({ episode, steps, snapshotsMissing }) {
      n.episodes++;
      if (episode.complete) n.completeEpisodes++;
      if (episode.instruction !== null) n.instructedEpisodes++;
      n.steps += steps.length;
      n.missingSteps += episode.missing_steps;
      n.missedEvents += episode.missed_events;
      n.incompleteActions += episode.incomplete_actions;
      n.embedded += episode.screenshots;
      n.missing += snapshotsMissing;
      for (const { action, target, suppressed, redactions: hidden } of steps) {
        increase(actions, action.type, 1);
        for (const { reason, count } of hidden) increase(redactions, reason, count);
        if (suppressed) n.suppressedSteps++;
        if (target === null) continue;
        n.resolved++;
        if (action.x === null || action.y === null) continue;
        n.pointed++;
        const { x, y, w, h } = target.box;
        if (action.x >= x && action.x <= x + w && action.y >= y && action.y <= y + h) n.pointerInside++;
      }
    },
    total: (rest) => ({
      episodes: n.episodes,
      completeEpisodes: n.completeEpisodes,
      instructedEpisodes: n.instructedEpisodes,
      steps: n.steps,
      missingSteps: n.missingSteps,
      missedEvents: n.missedEvents,
      incompleteActions: n.incompleteActions,
      actions: sorted(actions),
      targets: { resolved: n.resolved, pointed: n.pointed, pointerInside: n.pointerInside },
      screenshots: { embedded: n.embedded, missing: n.missing },
      redactions: sorted(redactions),
      suppressedSteps: n.suppressedSteps,
      ...rest,
    }),
  };
}

function increase(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

function sorted(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
