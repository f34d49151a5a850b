import { CodedError } from '@assent/contracts';

/** What the extension refuses or cannot do. Shown to the participant in words. */
export const extensionErrorCodes = [
  'collector-unreachable',
  'collector-refused',
  'bad-answer',
  'wrong-code',
  'not-joined',
  'already-joined',
  'no-permission',
  'consent-first',
  'proposal-changed',
  'rule-refused',
  'not-listed',
  'cannot-look',
  /** The policy or one's own consent does not stand in the ledger. */
  'not-in-ledger',
  /** The ledger does not go on from the one this device has seen. */
  'ledger-diverged',
  'storage',
] as const;
export type ExtensionErrorCode = (typeof extensionErrorCodes)[number];

/** The one error class of this application. Messages hold nothing captured. */
export class ExtensionError extends CodedError<ExtensionErrorCode> {}
