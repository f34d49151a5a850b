import { CodedError } from '@assent/contracts';

/** What can go wrong when a recording is read. The reducer itself never fails. */
export const stepsErrorCodes = ['not-json', 'malformed-event'] as const;
export type StepsErrorCode = (typeof stepsErrorCodes)[number];

/** Thrown where a line of events cannot be read. Names the line and the faulty field, never what stood there. */
export class StepsError extends CodedError<StepsErrorCode> {}
