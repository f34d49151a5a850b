import type { Box, ReasonCode } from '@assent/contracts';

/**
 * One secret that arrives in parts: in a row of small boxes (four digits each for a card, one character each for a
 * one-time code), or in one field with a pause in between (“the password is …”, then the password).
 */
export interface OpenInput {
  /** The field that was typed into last. */
  readonly ref: string;
  /** The page it is in, without query and fragment. */
  readonly page?: string;
  /** Where it is, if a short group was typed into it. */
  readonly box?: Box;
  /** Why what is typed next into the same field is hidden, if it is. */
  readonly next?: ReasonCode;
}
