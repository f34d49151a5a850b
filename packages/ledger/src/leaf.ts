import {
  canonicalJson,
  digestSchema,
  fromHex,
  fromUtf8,
  leafSchema,
  parseAs,
  toHex,
  utf8,
  type Digest,
  type Leaf,
} from '@assent/contracts';
import { LedgerError } from './errors.ts';
import { sha256 } from './hash.ts';
import { maxEntryBytes } from './tile.ts';

/**
 * Ledger leaves as bytes: canonical JSON (RFC 8785) of the leaf, in UTF-8. One leaf has one spelling, so that its hash
 * can be recomputed by everybody who knows its content.
 */

/** How many tombstones, of both kinds together, fit into one `erasure.executed` leaf: 67 bytes each, and an entry may have 65,535. */
export const maxTombstonesPerLeaf = 900;

/** The entry of a leaf. Throws `malformed-leaf`, or `too-large` when it is longer than a ledger entry may be. */
export function encodeLeaf(leaf: Leaf): Uint8Array<ArrayBuffer> {
  const bytes = utf8(canonicalJson(parseLeaf(leaf)));
  if (bytes.length > maxEntryBytes) {
    throw new LedgerError('too-large', `leaf has ${bytes.length} bytes, more than ${maxEntryBytes}`);
  }
  return bytes;
}

/** The leaf of a foreign entry. Throws `malformed-leaf` unless it is a known leaf in canonical spelling. */
export function decodeLeaf(entry: Uint8Array): Leaf {
  const text = decodeText(entry);
  const leaf = parseLeaf(parseJson(text));
  // Repeated members, other key orders, blanks, number spellings: all would give one statement several hashes.
  if (canonicalJson(leaf) !== text) throw new LedgerError('malformed-leaf', 'leaf is not in canonical spelling');
  return leaf;
}

function decodeText(entry: Uint8Array): string {
  try {
    return fromUtf8(entry);
  } catch (cause) {
    throw new LedgerError('malformed-leaf', 'leaf is not UTF-8', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The cause is left out: a JSON syntax error quotes its input.
    throw new LedgerError('malformed-leaf', 'leaf is not JSON');
  }
}

function parseLeaf(input: unknown): Leaf {
  try {
    return parseAs(leafSchema, 'leaf', input);
  } catch (cause) {
    throw new LedgerError('malformed-leaf', 'leaf does not fit its schema', { cause });
  }
}

/** The tombstone of an erased segment or day key: SHA-256 of the 32 bytes of its ciphertext digest or of its id. */
export function tombstoneOf(name: Digest): Digest {
  return digestSchema.parse(toHex(sha256(fromHex(name))));
}
