import { ConsentError } from '@assent/consent';
import { CodedError } from '@assent/contracts';

/** What the device refuses or cannot do. Shown to the participant in words. */
export const deviceErrorCodes = [
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
  /** The policy or one's own consent is not in the ledger. */
  'not-in-ledger',
  /** The ledger does not continue the one this device has seen. */
  'ledger-diverged',
  /** More than the policy or the participant's own settings allow. */
  'not-allowed',
  /** A request or command of a kind that this version does not know. */
  'unknown-request',
  'storage',
] as const;
export type DeviceErrorCode = (typeof deviceErrorCodes)[number];

/** The one error class of this package. Messages hold nothing captured. */
export class DeviceError extends CodedError<DeviceErrorCode> {}

/** The code of anything thrown. What is not known here was thrown by the store or the platform. */
export function codeOf(error: unknown): DeviceErrorCode {
  if (error instanceof DeviceError) return error.code;
  return error instanceof ConsentError ? 'not-allowed' : 'storage';
}
