import type { RawStep } from '@assent/contracts';
import type { PeerAction } from './peer-action.ts';

/** A peer's action on the clock of our steps, ms. */
export interface TimedAction {
  readonly action: PeerAction;
  readonly from: number;
  readonly to: number;
}

/** The steps and actions of one stretch of time. One side may be empty. */
export interface Group {
  readonly ours: readonly RawStep[];
  readonly theirs: readonly PeerAction[];
}

/** Steps have times in whole ms. */
const rounding = 0.51;

/**
 * Groups two reductions of one recording by time: what overlaps belongs together, and what overlaps with the same too.
 * Groups come in order of time. Steps must come in order; actions may be nested.
 */
export function align(steps: readonly RawStep[], actions: readonly TimedAction[]): readonly Group[] {
  const theirs = actions.toSorted((a, b) => a.from - b.from);
  const groups = new Groups(steps.length + theirs.length);
  const reach = reachOf(theirs);
  for (const [at, step] of steps.entries()) {
    const from = step.t - rounding;
    const to = step.t + step.duration + rounding;
    for (let other = firstReaching(reach, from); other < theirs.length; other++) {
      const action = theirs[other];
      if (action === undefined || action.from > to) break;
      if (action.to >= from) groups.join(at, steps.length + other);
    }
  }
  return collect(steps, theirs, groups);
}

/** For each action how far it or any before it reaches. */
function reachOf(actions: readonly TimedAction[]): readonly number[] {
  let reach = -Infinity;
  return actions.map(({ to }) => (reach = Math.max(reach, to)));
}

function firstReaching(reach: readonly number[], from: number): number {
  let [low, high] = [0, reach.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((reach[middle] ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function collect(steps: readonly RawStep[], theirs: readonly TimedAction[], groups: Groups): readonly Group[] {
  const found = new Map<number, { from: number; ours: RawStep[]; theirs: PeerAction[] }>();
  const groupOf = (member: number, from: number) => {
    const root = groups.rootOf(member);
    const group = found.get(root) ?? { from, ours: [], theirs: [] };
    found.set(root, group);
    group.from = Math.min(group.from, from);
    return group;
  };
  for (const [at, step] of steps.entries()) groupOf(at, step.t).ours.push(step);
  for (const [at, { action, from }] of theirs.entries()) groupOf(steps.length + at, from).theirs.push(action);
  return [...found.values()].toSorted((a, b) => a.from - b.from);
}

/** Which members belong together: a forest, each tree one group. */
class Groups {
  readonly #parents: number[];

  constructor(size: number) {
    this.#parents = Array.from({ length: size }, (_, at) => at);
  }

  rootOf(member: number): number {
    let root = member;
    for (let parent = this.#parents[root]; parent !== undefined && parent !== root; parent = this.#parents[root]) {
      root = parent;
    }
    this.#parents[member] = root;
    return root;
  }

  join(a: number, b: number): void {
    this.#parents[this.rootOf(b)] = this.rootOf(a);
  }
}
