import type { SegmentReceipt } from '@assent/contracts';
import { decodeLeaf, LedgerError, parseVerifierKey, readEntry, type LedgerSource } from '@assent/ledger';

/**
 * Whether the leaf that a collector's receipt promises stands in the ledger, proven to the ledger's key. False also where
 * the proof does not hold: a device then keeps what it sent and warns. Throws what the source throws when it gives no
 * answer, which says nothing either way.
 */
export async function receiptStands(
  source: LedgerSource,
  verifierKey: string,
  receipt: SegmentReceipt,
): Promise<boolean> {
  try {
    const { entry } = await readEntry(source, parseVerifierKey(verifierKey), receipt.leafIndex);
    const leaf = decodeLeaf(entry);
    return leaf.kind === 'segment.sealed' && leaf.ciphertext === receipt.ciphertext;
  } catch (error) {
    // Deny by default: what is not proven does not stand.
    if (error instanceof LedgerError) return false;
    throw error;
  }
}
