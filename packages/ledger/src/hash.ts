import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@assent/contracts';

/**
 * Merkle tree hashing (RFC 6962 §2.1) with SHA-256, synchronous: a tree is hashed in thousands of tiny steps, for
 * which a promise each would cost more than the hash. This is the one file that imports the hash library.
 */

/** A SHA-256 hash: always 32 bytes. */
export type Hash = Uint8Array<ArrayBuffer>;

/** Length of a hash, bytes. */
export const hashBytes = 32;

const leafPrefix = Uint8Array.of(0x00);
const nodePrefix = Uint8Array.of(0x01);

/** Plain SHA-256. */
export function sha256(bytes: Uint8Array): Hash {
  return new Uint8Array(nobleSha256(bytes));
}

/** Hash of an entry as a leaf: SHA-256 of `0x00` and the entry. */
export function leafHash(entry: Uint8Array): Hash {
  return sha256(concatBytes(leafPrefix, entry));
}

/** Hash of an inner node: SHA-256 of `0x01`, the left and the right hash. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Hash {
  return sha256(concatBytes(nodePrefix, left, right));
}

/** Root of the tree without leaves: SHA-256 of nothing. */
export function emptyRoot(): Hash {
  return sha256(new Uint8Array());
}
