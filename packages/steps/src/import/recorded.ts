import type { Button } from '@assent/contracts';

/**
 * What other tools' recordings hold, in one form. `time` is in seconds of the recording's own clock; places are screen
 * pixels.
 */
export type Recorded =
  | { readonly kind: 'move'; readonly time: number; readonly x: number; readonly y: number }
  | {
      readonly kind: 'button';
      readonly time: number;
      readonly x: number;
      readonly y: number;
      readonly button: Button;
      readonly pressed: boolean;
    }
  /** Notches of a wheel; right and down are positive. */
  | {
      readonly kind: 'scroll';
      readonly time: number;
      readonly x: number;
      readonly y: number;
      readonly dx: number;
      readonly dy: number;
    }
  | ({ readonly kind: 'key'; readonly time: number; readonly pressed: boolean } & RecordedKey)
  | { readonly kind: 'pause' | 'resume'; readonly time: number }
  /** The window in front changed or its title did. */
  | { readonly kind: 'window'; readonly time: number; readonly title: string }
  /** Another recording begins in the same stream. */
  | { readonly kind: 'restart' }
  /** Input of the recording that cannot be read, or that it reports as lost. */
  | { readonly kind: 'lost'; readonly count: number; readonly why: LossReason }
  /** Input a person removed from the recording afterwards. */
  | { readonly kind: 'removed' }
  /** Something that is no input of a kind known here: forks add notes, tools add what they derived. */
  | { readonly kind: 'other' };

/** A key, by the name a recorder gave it. */
export interface RecordedKey {
  /** What pairs a press with its release; null where the recorder knew no name. */
  readonly id: string | null;
  /** The DOM key value; null for an unknown key. */
  readonly key: string | null;
  /** The recorder gave a control character, so Control was down whatever else is known. */
  readonly control: boolean;
}

/** Why input of a recording counts as lost. Closed, and free of anything recorded. */
export const lossReasons = [
  'not-json',
  'not-an-event',
  'no-time',
  'no-place',
  'unknown-button',
  'skipped-index',
] as const;
export type LossReason = (typeof lossReasons)[number];
