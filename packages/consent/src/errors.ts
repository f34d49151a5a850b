import { CodedError } from '@assent/contracts';

/** What this package refuses. */
export const consentErrorCodes = ['pause-out-of-range', 'floor-site', 'policy-mismatch', 'unknown-change'] as const;
export type ConsentErrorCode = (typeof consentErrorCodes)[number];

/** Thrown where a participant's act or a policy asks for something the rules do not allow. */
export class ConsentError extends CodedError<ConsentErrorCode> {}
