import { CodedError } from '@assent/contracts';

/**
 * What can go wrong when sealing and opening. `share-*` names what a custody share does not fit, so that a person
 * can distinguish a mix-up from an attack without seeing any content.
 */
export const sealingErrorCodes = [
  /** Bytes or JSON do not have the documented form. */
  'malformed',
  /** A signed document is not signed by the key it must be signed by, or its signature does not hold. */
  'bad-signature',
  /** An age file does not open with this identity: other recipient, or altered bytes. */
  'cannot-open',
  /** A string is not an age identity or recipient. */
  'bad-key',
  /** Bytes do not have the digest that names them. */
  'digest-mismatch',
  /** A segment's inside and its manifest, or the key and the manifest, differ. */
  'context-mismatch',
  /** A segment's records are not as many as its counts. */
  'count-mismatch',
  /** Something does not fit the largest segment. */
  'too-large',
  /** A stored item of the device does not open with this key, or was altered. */
  'cannot-decrypt',
  'custody-invalid',
  /** Something closed by a hybrid key would be sealed again by a weaker kind. */
  'weaker-recipient',
  'other-policy',
  'not-a-custodian',
  'share-missing',
  'share-other-program',
  'share-other-participant',
  'share-other-day',
  'share-other-key',
  'share-other-side',
  'share-other-custodian',
  'share-other-threshold',
  'share-other-build',
  'share-duplicate',
  'below-threshold',
  /** Well-labelled shares that do not combine to the deposited key. */
  'shares-inconsistent',
] as const;
export type SealingErrorCode = (typeof sealingErrorCodes)[number];

/** The one error class of this package. Messages name ids, sizes and positions; never content or keys. */
export class SealingError extends CodedError<SealingErrorCode> {}
