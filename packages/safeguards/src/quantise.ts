import type { Action, Instant } from '@assent/contracts';

/**
 * Typing rhythm is as personal as a voice. Times leave the device in coarse units, and whatever time typing took is
 * replaced by a time that follows from the kept text: everybody types equally fast, and later steps of the episode
 * move up accordingly.
 */

/** Finest time that leaves the device, ms. */
export const timeUnit = 100;

/** Finest duration of typing that leaves the device, ms. */
const typingUnit = 1000;

/** How long a character takes, ms: faster than anybody types, so that time is only ever taken away. */
const characterTime = 60;

const day = 86_400_000;

/**
 * When a step is reported to have begun: `skew` ms earlier than it did, rounded down. Never on an earlier UTC day, because
 * days have keys of their own. Later steps of an episode never come out earlier than earlier ones.
 */
export function quantiseInstant(t: Instant, skew: number): Instant {
  const moved = Math.max(t - skew, Math.floor(t / day) * day);
  return Math.floor(moved / timeUnit) * timeUnit;
}

/**
 * How long an action is reported to have taken. For typing that depends on the kept text alone; it is 0 for input that came
 * faster than that, such as a drop, and for secrets.
 */
export function quantiseDuration(action: Action, duration: number): number {
  if (action.type !== 'type') return Math.floor(duration / timeUnit) * timeUnit;
  const reported = reportedTime(action);
  return duration >= reported ? reported : 0;
}

/** The time by which everything after an action moves up: what it took beyond the reported time. */
export function skewAfter(action: Action, duration: number, skew: number): number {
  return action.type === 'type' ? skew + Math.max(0, duration - reportedTime(action)) : skew;
}

function reportedTime(action: Extract<Action, { type: 'type' }>): number {
  if ('secret' in action.value) return 0;
  return Math.floor((action.value.text.length * characterTime) / typingUnit) * typingUnit;
}
