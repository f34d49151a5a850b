import type { Instant } from '@assent/contracts';

const firstDelayMs = 5000;
/** The longest a device waits between attempts, ms, unless the collector asks for more. */
export const longestDelayMs = 3_600_000;

/**
 * When to try again after `attempts` failures in a row (at least 1): exponential from five seconds to an hour, the upper
 * half of it random, so that devices that failed together do not come back together. `random` is in [0, 1); `atLeastMs` is
 * what the collector asked for.
 */
export function nextAttempt(attempts: number, now: Instant, random: number, atLeastMs = 0): Instant {
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(Math.max(0, attempts - 1), 30));
  return Math.ceil(now + atLeastMs + full / 2 + (full / 2) * random);
}
