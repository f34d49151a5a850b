import type { Button, Instant } from '@assent/contracts';

/** When presses make a multi-click: pause in ms and distance on either axis in px, as the platform was set. */
export interface MultiClick {
  readonly interval: number;
  readonly distance: number;
}

/** Counts presses as a platform does: the same button, soon enough after the press before, and close enough to it. */
export class ClickCounter {
  readonly #rule: MultiClick;
  #last: {
    readonly button: Button;
    readonly x: number;
    readonly y: number;
    readonly t: Instant;
    count: number;
  } | null = null;

  constructor(rule: MultiClick) {
    this.#rule = rule;
  }

  /** The count of a press, from 1. */
  press(button: Button, x: number, y: number, t: Instant): number {
    const last = this.#last;
    const goesOn =
      last !== null &&
      last.button === button &&
      t - last.t <= this.#rule.interval &&
      Math.abs(x - last.x) <= this.#rule.distance &&
      Math.abs(y - last.y) <= this.#rule.distance;
    const count = goesOn ? Math.min(255, last.count + 1) : 1;
    this.#last = { button, x, y, t, count };
    return count;
  }

  /** A drag or a gap: the next press is a first one. */
  reset(): void {
    this.#last = null;
  }
}
