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
  'storage',
] as const;
export type ExtensionErrorCode = (typeof extensionErrorCodes)[number];

/** The one error class of this application. Messages hold nothing captured. */
export class ExtensionError extends CodedError<ExtensionErrorCode> {}
