import { fromBase64, toBase64 } from '@assent/contracts';
import { openCheckpoint, type OpenedCheckpoint } from './checkpoint.ts';
import { openCosignatures, type Cosignature } from './cosignature.ts';
import { parseDecimal } from './decimal.ts';
import { LedgerError } from './errors.ts';
import { hashBytes, leafHash, type Hash } from './hash.ts';
import type { VerifierKey } from './key.ts';
import { verifyInclusion, type Proof } from './proof.ts';

/**
 * Receipts (C2SP tlog-proof): an offline proof that an entry is in the log, as one text that anyone can keep. It
 * verifies without the log, against the log's key and the witnesses one trusts.
 */
export interface Receipt {
  /** Index of the entry. */
  readonly index: number;
  readonly proof: Proof;
  /** The checkpoint note, verbatim, with its cosignatures. */
  readonly checkpoint: string;
  /** Opaque data beside the proof. Covered by nothing: never trust it. */
  readonly extra: Uint8Array | null;
}

const header = 'c2sp.org/tlog-proof@v1';

/** No tree has more levels than this. */
const maxProofLength = 63;

/** The text of a receipt. */
export function formatReceipt(receipt: Receipt): string {
  const extra = receipt.extra === null ? [] : [`extra ${toBase64(receipt.extra)}`];
  const lines = [header, ...extra, `index ${receipt.index}`, ...receipt.proof.map(toBase64), ''];
  return `${lines.join('\n')}\n${receipt.checkpoint}`;
}

/** Parses a foreign receipt without verifying it. Throws `malformed-receipt`. */
export function parseReceipt(text: string): Receipt {
  const separator = text.indexOf('\n\n');
  if (separator < 0) throw malformed('has no checkpoint');
  const [first, ...lines] = text.slice(0, separator).split('\n');
  if (first !== header) throw malformed('has another header');
  const extra = lines[0]?.startsWith('extra ') ? parseBase64(lines.shift()?.slice('extra '.length) ?? '') : null;
  const indexLine = lines.shift() ?? '';
  const index = indexLine.startsWith('index ') ? parseDecimal(indexLine.slice('index '.length)) : null;
  if (index === null) throw malformed('has no index');
  if (lines.length > maxProofLength) throw malformed('has too many hashes');
  return { index, proof: lines.map(parseHash), checkpoint: text.slice(separator + 2), extra };
}

function parseHash(line: string): Hash {
  const hash = parseBase64(line);
  if (hash.length !== hashBytes) throw malformed('has a hash of another length');
  return hash;
}

function parseBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return fromBase64(text);
  } catch (cause) {
    throw malformed('has a line that is not base64', cause);
  }
}

function malformed(why: string, cause?: unknown): LedgerError {
  return new LedgerError('malformed-receipt', `receipt ${why}`, { cause });
}

/** What a receipt is verified against. */
export interface ReceiptTrust {
  readonly log: VerifierKey;
  /** How many of which witnesses must have seen the checkpoint. None by default: then the log alone is trusted. */
  readonly witnesses?: { readonly keys: readonly VerifierKey[]; readonly quorum: number };
}

/** A receipt that verified. */
export interface VerifiedReceipt {
  readonly index: number;
  readonly checkpoint: OpenedCheckpoint;
  readonly cosignatures: readonly Cosignature[];
}

/**
 * Verifies that `entry` is in the log at the receipt's index. Throws what `parseReceipt` and `openCheckpoint` throw,
 * `unverified` when too few witnesses have seen the checkpoint, and `wrong-root` when the proof does not lead to its root.
 */
export async function verifyReceipt(text: string, entry: Uint8Array, trust: ReceiptTrust): Promise<VerifiedReceipt> {
  const { index, proof, checkpoint: note } = parseReceipt(text);
  const checkpoint = await openCheckpoint(note, trust.log);
  const cosignatures = await openCosignatures(checkpoint.note, trust.witnesses?.keys ?? []);
  // Whether two keys belong to one witness, only the caller knows who lists them.
  if (cosignatures.length < (trust.witnesses?.quorum ?? 0)) {
    throw new LedgerError('unverified', `${cosignatures.length} witnesses have seen the checkpoint, too few`);
  }
  const { size, root } = checkpoint;
  if (!verifyInclusion({ index, size, leafHash: leafHash(entry), proof, root })) {
    throw new LedgerError('wrong-root', 'receipt does not lead to the checkpoint\u2019s root');
  }
  return { index, checkpoint, cosignatures };
}
