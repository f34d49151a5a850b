import {
  formatReceipt,
  LedgerError,
  parseReceipt,
  parseVerifierKey,
  readEntry,
  verifyReceipt,
  type LedgerSource,
} from '@assent/ledger';

/**
 * A receipt for an entry that a person can keep (C2SP tlog-proof): verified text, with the entry itself as its extra line, so
 * that nobody is needed to check it later.
 *
 * Throws a `LedgerError` when the ledger contradicts its proofs or is too short, and whatever the source throws.
 */
export async function offlineReceipt(question: {
  readonly source: LedgerSource;
  readonly verifierKey: string;
  readonly leafIndex: number;
}): Promise<string> {
  const { source, verifierKey, leafIndex } = question;
  const { entry, receipt } = await readEntry(source, parseVerifierKey(verifierKey), leafIndex);
  return formatReceipt({ ...parseReceipt(receipt), extra: entry });
}

/** What a kept receipt proves. */
export interface CheckedReceipt {
  readonly index: number;
  /** Entries in the ledger when the receipt was made. */
  readonly size: number;
  /** The entry at that position. */
  readonly entry: Uint8Array;
}

/**
 * Checks a kept receipt against the ledger's key alone. Each of the `witnesses` given must have seen its checkpoint.
 * Throws a `LedgerError`: `malformed-receipt` for what is none, others for what does not hold.
 */
export async function checkOfflineReceipt(
  text: string,
  trust: { readonly verifierKey: string; readonly witnesses: readonly string[] },
): Promise<CheckedReceipt> {
  const { extra: entry } = parseReceipt(text);
  if (entry === null) throw new LedgerError('malformed-receipt', 'receipt has no entry beside it');
  const { index, checkpoint } = await verifyReceipt(text, entry, {
    log: parseVerifierKey(trust.verifierKey),
    witnesses: { keys: trust.witnesses.map(parseVerifierKey), quorum: trust.witnesses.length },
  });
  return { index, size: checkpoint.size, entry };
}
