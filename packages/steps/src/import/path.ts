import type { Instant } from '@assent/contracts';
import { importLimits } from './limits.ts';

type Point = [x: number, y: number, ms: number];

/** The way of the pointer while a button is down, sampled. Bounded however long it is held. */
export class PressPath {
  readonly #x: number;
  readonly #y: number;
  readonly #t: Instant;
  #points: Point[] = [];
  #pause: number = importLimits.pathSample;
  #farthest: Point | null = null;
  #reach = 0;

  constructor(x: number, y: number, t: Instant) {
    this.#x = x;
    this.#y = y;
    this.#t = t;
  }

  /** How far from the press the pointer was at most. */
  get reach(): number {
    return this.#reach;
  }

  /** The pointer moved. */
  move(x: number, y: number, t: Instant): void {
    const point: Point = [x, y, Math.max(0, t - this.#t)];
    const reach = Math.hypot(x - this.#x, y - this.#y);
    if (reach > this.#reach) {
      this.#reach = reach;
      this.#farthest = point;
    }
    if (point[2] - (this.#points.at(-1)?.[2] ?? 0) < this.#pause) return;
    this.#points.push(point);
    if (this.#points.length < importLimits.pathPoints) return;
    // Half the points, at half the rate from here on.
    this.#points = this.#points.filter((_, at) => at % 2 === 0);
    this.#pause *= 2;
  }

  /** The way, with its farthest point whatever the sampling; empty if the pointer stayed about where it was. */
  points(): Point[] {
    if (this.#farthest === null || this.#reach <= importLimits.pathStart) return [];
    const farthest = this.#farthest;
    if (this.#points.includes(farthest)) return this.#points;
    const at = this.#points.findIndex((point) => point[2] > farthest[2]);
    return at < 0 ? [...this.#points, farthest] : this.#points.toSpliced(at, 0, farthest);
  }
}
