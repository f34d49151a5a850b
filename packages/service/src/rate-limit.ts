import type { Instant } from '@assent/contracts';

/** How much one device may send: `burst` at once, and `perSecond` over time. `devices` bounds the memory of it all. */
export interface RateLimits {
  readonly burst: number;
  readonly perSecond: number;
  readonly devices: number;
}

/** Enough for a device that comes back after weeks, too little for one that floods. */
export const segmentRates: RateLimits = { burst: 300, perSecond: 5, devices: 10_000 };

/** Counts what each device sends. */
export interface RateLimit {
  /** Takes one from a device's allowance. Null when it had one; else how long it should wait, ms. */
  take(device: string, now: Instant): number | null;
}

/**
 * In memory: each collector counts for itself. The least recently active devices are forgotten first, so that somebody who makes up
 * keys gains an allowance and takes none from others.
 */
export function createRateLimit({ burst, perSecond, devices }: RateLimits): RateLimit {
  const interval = 1000 / perSecond;
  /** When each device will have its whole allowance again. */
  const restored = new Map<string, Instant>();
  return {
    take: (device, now) => {
      const known = restored.get(device) ?? now;
      // Further away than all of an allowance: the clock was set back, so the time means nothing.
      const at = known - now > burst * interval ? now : Math.max(now, known);
      const wait = at - now - (burst - 1) * interval;
      restored.delete(device);
      restored.set(device, wait > 0 ? at : at + interval);
      const [oldest] = restored.keys();
      if (restored.size > devices && oldest !== undefined) restored.delete(oldest);
      return wait > 0 ? Math.ceil(wait) : null;
    },
  };
}
