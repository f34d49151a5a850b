import type { Instant } from '@assent/contracts';

interface Timer {
  readonly at: number;
  readonly call: () => void;
}

/** Time that passes only when a test says so. Wall time can be set apart from steady time. */
export class TestClock {
  #wall: Instant;
  #steady = 0;
  readonly #timers = new Set<Timer>();

  constructor(start: Instant) {
    this.#wall = start;
  }

  now(): Instant {
    return this.#wall;
  }

  /** Steady time since the test began, ms. */
  steady(): number {
    return this.#steady;
  }

  /** Sets the wall clock forward or back; nothing else passes. */
  set(by: number): void {
    this.#wall += by;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#steady + ms, call };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Lets time pass; what is due is called at its time, in order. */
  advance(ms: number): void {
    const end = this.#steady + ms;
    for (let next = this.#dueBy(end); next !== undefined; next = this.#dueBy(end)) {
      this.#passUntil(next.at);
      this.#timers.delete(next);
      next.call();
    }
    this.#passUntil(end);
  }

  /** Forgets every call to come: the run that asked for it is gone. */
  clearTimers(): void {
    this.#timers.clear();
  }

  #dueBy(end: number): Timer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  }

  #passUntil(steady: number): void {
    this.#wall += Math.max(0, steady - this.#steady);
    this.#steady = Math.max(this.#steady, steady);
  }
}
