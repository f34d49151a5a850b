/**
 * Why no snapshot is taken of a page as it is. `too-much` will not change soon; the others may at the next try. `slow`:
 * measuring took too long, and not for the first time.
 */
export type DoubtReason = 'too-much' | 'slow' | 'unsure' | 'moving' | 'hidden';

/** Something that is not certain: no snapshot then (P2). */
export class Doubt extends Error {
  override readonly name = 'Doubt';
  readonly reason: DoubtReason;

  constructor(reason: DoubtReason) {
    super(reason);
    this.reason = reason;
  }
}
