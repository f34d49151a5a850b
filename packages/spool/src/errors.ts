import { CodedError } from '@assent/contracts';

export const spoolErrorCodes = [
  /** A stored item is missing or is not what it was written as. */
  'corrupt',
  /** The store was written by a newer version of this software. */
  'newer-version',
  /** A receipt is not the collector's, or is for another segment. */
  'bad-receipt',
  /** A limit or argument that makes no sense. */
  'invalid',
] as const;
export type SpoolErrorCode = (typeof spoolErrorCodes)[number];

/** The one error class of this package. Messages name ids, sizes and states; never content. */
export class SpoolError extends CodedError<SpoolErrorCode> {}
