import { CodedError } from '@assent/contracts';

/** Why a build, a verification or an export stopped. */
export const datasetErrorCodes = [
  /** The request, the policies or the builder's key do not belong together. */
  'request-mismatch',
  /** A manifest, consent, deposit or policy does not verify or contradicts another. */
  'input-untrusted',
  /** The manifests of one device contradict each other: a segment occurs twice or follows another than it names. */
  'chain-broken',
  /** An object could not be had, or its bytes are not the ones its manifest names. */
  'object-damaged',
  /** The contents of a segment contradict its manifest. */
  'segment-mismatch',
  /** Two different steps claim one place. */
  'steps-conflict',
  /** The process that a build ran in did not start, ended early, or contradicts itself. */
  'build-process',
  /** The folder to write exists already. */
  'exists',
  /** A folder that is not a readable dataset. */
  'not-a-dataset',
  /** A dataset that does not verify. */
  'damaged',
  /** An archive that is not one that a build writes, or is cut off. */
  'archive-malformed',
  /** A value that the format to be written cannot hold. */
  'not-representable',
] as const;
export type DatasetErrorCode = (typeof datasetErrorCodes)[number];

/** Thrown by this package. Messages name digests, counts and columns; never captured content. */
export class DatasetError extends CodedError<DatasetErrorCode> {}
