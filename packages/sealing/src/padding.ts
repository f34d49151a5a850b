import { concatBytes, segmentBuckets, type Recipient } from '@assent/contracts';
import { plaintextCapacity } from './age.ts';
import { readUint32, uint32 } from './container.ts';
import { SealingError } from './errors.ts';

/**
 * Padding before sealing: length (4 bytes, big-endian), data, zeros, so long that the *ciphertext* has exactly the
 * size of a bucket. From the ciphertext one learns one of five sizes and nothing else about how much was done.
 */

const lengthBytes = 4;

/** Pads to the smallest bucket that holds the data once sealed to `recipient`. Throws `too-large` if none does. */
export function padToBucket(data: Uint8Array<ArrayBuffer>, recipient: Recipient): Uint8Array<ArrayBuffer> {
  const capacity = segmentBuckets
    .map((bucket) => plaintextCapacity(bucket, recipient))
    .find((size) => size >= lengthBytes + data.length);
  if (capacity === undefined) {
    throw new SealingError('too-large', `${data.length} bytes compressed do not fit the largest segment`);
  }
  return concatBytes(uint32(data.length), data, new Uint8Array(capacity - lengthBytes - data.length));
}

/** The data of a padded plaintext. Foreign: throws `malformed` unless the padding is all zeros. */
export function unpad(padded: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (padded.length < lengthBytes) throw new SealingError('malformed', 'padded plaintext: truncated');
  const end = lengthBytes + readUint32(padded, 0);
  if (end > padded.length) throw new SealingError('malformed', 'padded plaintext: shorter than its length');
  // Zeros only, so that no second message can hide behind the first.
  if (padded.subarray(end).some((byte) => byte !== 0)) {
    throw new SealingError('malformed', 'padded plaintext: padding is not zero');
  }
  return padded.subarray(lengthBytes, end);
}
