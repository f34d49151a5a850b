import type { Action, Instant } from '@assent/contracts';

/** Typing and pointer rhythm are as personal as a voice: times leave the device in coarse units only. */

/** Finest time that leaves the device, ms. */
export const timeUnit = 100;

/** Finest duration of typing that leaves the device, ms: together with a length, a finer one tells typing speed. */
const typingUnit = 1000;

/** An instant, rounded down. */
export function quantiseInstant(t: Instant): Instant {
  return Math.floor(t / timeUnit) * timeUnit;
}

/** How long an action took, as coarsely as its kind needs. Typing a secret tells no time at all. */
export function quantiseDuration(action: Action, duration: number): number {
  if (action.type !== 'type') return Math.floor(duration / timeUnit) * timeUnit;
  return 'secret' in action.value ? 0 : Math.round(duration / typingUnit) * typingUnit;
}
