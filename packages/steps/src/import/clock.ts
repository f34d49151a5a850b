import type { Instant } from '@assent/contracts';
import { importLimits } from './limits.ts';

/** The latest instant a date can hold. */
const lastInstant = 8_640_000_000_000_000;

/**
 * A recording's clock in our terms: ms, whole, never running backwards. A clock that counts from an unknown moment
 * (`relative`) begins at 0 with the first time seen.
 */
export class RecordingClock {
  #base: number | null;
  #now: Instant = 0;

  constructor(kind: 'relative' | 'epoch') {
    this.#base = kind === 'epoch' ? 0 : null;
  }

  /** The instant reached so far. */
  get now(): Instant {
    return this.#now;
  }

  /**
   * Goes on to a time in seconds. At a small step back (two threads wrote the recording) the clock waits; a large one means the
   * clock was started anew: `restarted`.
   */
  advance(seconds: number): { readonly restarted: boolean } {
    this.#base ??= seconds;
    const reached = Math.round((seconds - this.#base) * 1000);
    const restarted = reached < this.#now - importLimits.clockBack;
    if (restarted) this.#base = seconds - this.#now / 1000;
    this.#now = Math.min(lastInstant, Math.max(this.#now, restarted ? this.#now : reached));
    return { restarted };
  }

  /** A time in seconds as an instant, without going on to it; null before the clock has begun. */
  instantOf(seconds: number): number | null {
    return this.#base === null ? null : (seconds - this.#base) * 1000;
  }
}
