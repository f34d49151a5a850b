import type { Instant } from '@assent/contracts';

/** Leaves carry the minute they were appended in: the true moment is up to a minute later. */
export const leafTimeStep = 60_000;

/** How far the clocks of honest machines may differ, ms. */
export const clockTolerance = 5 * 60_000;

/** Whether a leaf's time is so early that it cannot have been appended after `moment`, which another clock measured. */
export function isDatedBefore(leafTime: Instant, moment: Instant): boolean {
  return leafTime + leafTimeStep + clockTolerance < moment;
}

/** Whether a leaf's time is so late that it cannot have been appended before `moment`, which another clock measured. */
export function isDatedAfter(leafTime: Instant, moment: Instant): boolean {
  return leafTime > moment + clockTolerance;
}
