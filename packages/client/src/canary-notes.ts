import {
  canaryNoteSchema,
  canonicalJson,
  deliverySchema,
  digestOf,
  fromBase64,
  fromUtf8,
  openSigned,
  recipientCardSchema,
  type CanaryNote,
  type KeptDelivery,
  type RecipientCard,
} from '@assent/contracts';
import { openWith, SealingError } from '@assent/sealing';
import type { LedgerExport } from './ledger-exports.ts';

/** A delivery whose watermarks a custodian can look for. */
export interface OpenedNote {
  readonly note: CanaryNote;
  readonly card: RecipientCard;
  /** The position of the delivery in the ledger. */
  readonly leafIndex: number;
}

/**
 * Opens the canary notes that are sealed to a custodian. Only deliveries count that are in the ledger as they were served
 * here, with the card and the note that the leaf commits to: nobody can put a recipient in another's place. Those that do
 * not, or whose note was sealed to an earlier key, are left out and counted.
 */
export async function openCanaryNotes(input: {
  readonly deliveries: readonly KeptDelivery[];
  readonly exports: readonly LedgerExport[];
  /** The custodian's age identity. */
  readonly identity: string;
}): Promise<{ readonly notes: readonly OpenedNote[]; readonly leftOut: number }> {
  const opened = await Promise.all(input.deliveries.map((kept) => openNote(kept, input.exports, input.identity)));
  const notes = opened.filter((note) => note !== null);
  return { notes, leftOut: opened.length - notes.length };
}

async function openNote(
  { delivery, card, leafIndex, note: sealed }: KeptDelivery,
  exports: readonly LedgerExport[],
  identity: string,
): Promise<OpenedNote | null> {
  const leaf = exports.find((each) => each.leafIndex === leafIndex)?.delivery;
  if (!leaf || sealed === null || canonicalJson(leaf) !== canonicalJson(delivery)) return null;
  try {
    const { body } = await openSigned(deliverySchema, delivery);
    const opened = await openSigned(recipientCardSchema, card, { key: card.body.signingKey });
    const note = canaryNoteSchema.parse(JSON.parse(fromUtf8(await openWith(identity, fromBase64(sealed)))));
    const belongs =
      (await digestOf(opened.body)) === body.recipient &&
      (await digestOf(note)) === body.canary &&
      note.recipient === body.recipient &&
      note.build === body.build;
    return belongs ? { note, card: opened.body, leafIndex } : null;
  } catch (error) {
    // A wrong identity is the caller's fault; all else makes the note one that proves nothing.
    if (error instanceof SealingError && error.code === 'bad-key') throw error;
    return null;
  }
}
