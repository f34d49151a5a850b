import type { Action, Instant } from '@assent/contracts';

/**
 * Typing rhythm is as personal as a voice. Times leave the device in coarse units, and whatever time typing took is
 * replaced by what the kept text itself would have told: everybody types equally fast, and later steps of the episode
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
 * When a step is said to have begun: `skew` ms earlier than it did, rounded down. Never on an earlier UTC day, because
 * days have keys of their own. Later steps of an episode never come out earlier than earlier ones.
 */
export function quantiseInstant(t: Instant, skew: number): Instant {
  const moved = Math.max(t - skew, Math.floor(t / day) * day);
  return Math.floor(moved / timeUnit) * timeUnit;
}

/**
 * How long an action is said to have taken. For typing that depends on the kept text alone; nothing is said of input that
 * came faster than that, such as a drop, and of secrets.
 */
export function quantiseDuration(action: Action, duration: number): number {
  if (action.type !== 'type') return Math.floor(duration / timeUnit) * timeUnit;
  const told = toldTime(action);
  return duration >= told ? told : 0;
}

/** The time by which everything after an action moves up: what it took beyond what is said that it took. */
export function skewAfter(action: Action, duration: number, skew: number): number {
  return action.type === 'type' ? skew + Math.max(0, duration - toldTime(action)) : skew;
}

function toldTime(action: Extract<Action, { type: 'type' }>): number {
  if ('secret' in action.value) return 0;
  return Math.floor((action.value.text.length * characterTime) / typingUnit) * typingUnit;
}
