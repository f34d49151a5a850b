import type { Instant } from '@assent/contracts';

const minute = 60_000;
/** Platforms refuse more than two a second. */
const leastGap = 1000;

/** How long to wait until another snapshot may be taken, ms; 0: now; null: never. `taken` are the earlier ones. */
export function waitBefore(taken: readonly Instant[], now: Instant, maxPerMinute: number): number | null {
  if (maxPerMinute <= 0) return null;
  const recent = recentOf(taken, now);
  const last = recent.at(-1);
  const gap = last === undefined ? 0 : last + leastGap - now;
  const oldest = recent.at(-maxPerMinute);
  return Math.max(0, gap, oldest === undefined ? 0 : oldest + minute - now);
}

/** Those that still count. One from the future was taken before the clock was set back: it counts from now on. */
export function recentOf(taken: readonly Instant[], now: Instant): readonly Instant[] {
  return taken.map((at) => Math.min(at, now)).filter((at) => at > now - minute);
}
