import { CodedError } from '@assent/contracts';

/** What can be wrong with a piece of a ledger. */
export const ledgerErrorCodes = [
  'malformed-note',
  'malformed-key',
  'malformed-checkpoint',
  'malformed-tile',
  'malformed-path',
  'malformed-leaf',
  'malformed-receipt',
  'malformed-request',
  'too-large',
  'out-of-range',
  'missing-node',
  'missing-tile',
  'unverified',
  'bad-signature',
  'wrong-origin',
  'wrong-root',
] as const;
export type LedgerErrorCode = (typeof ledgerErrorCodes)[number];

/** Thrown where a ledger's bytes are parsed or checked. Messages hold sizes, indexes and states only. */
export class LedgerError extends CodedError<LedgerErrorCode> {}
