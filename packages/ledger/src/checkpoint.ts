import { fromBase64, toBase64 } from '@assent/contracts';
import { parseDecimal } from './decimal.ts';
import { LedgerError } from './errors.ts';
import { hashBytes, type Hash } from './hash.ts';
import type { NoteSigner, VerifierKey } from './key.ts';
import { openNote, signNote, type OpenedNote } from './note.ts';

/**
 * Checkpoints (C2SP tlog-checkpoint): a log's statement of its size and root, as the text of a signed note. Origin and
 * key name are the same here. Extension lines are neither written nor accepted, because an audit could not check them.
 */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

/** The note text of a checkpoint. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Parses a checkpoint's note text. Throws `malformed-checkpoint`. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, sizeText, rootText, end, ...more] = text.split('\n');
  const size = parseDecimal(sizeText ?? '');
  const root = parseRoot(rootText ?? '');
  if (!origin || size === null || root === null || end !== '' || more.length > 0) {
    throw new LedgerError('malformed-checkpoint', 'not a checkpoint');
  }
  return { origin, size, root };
}

function parseRoot(text: string): Hash | null {
  try {
    const root = fromBase64(text);
    return root.length === hashBytes ? root : null;
  } catch {
    return null;
  }
}

/** Signs a checkpoint: the whole note. The log's name is its origin. */
export async function signCheckpoint(head: Omit<Checkpoint, 'origin'>, signer: NoteSigner): Promise<string> {
  return signNote(formatCheckpoint({ ...head, origin: signer.key.name }), [signer]);
}

/** A verified checkpoint with the note it was read from, whose other signature lines may be cosignatures. */
export interface OpenedCheckpoint extends Checkpoint {
  readonly note: OpenedNote;
}

/**
 * Verifies a foreign checkpoint note against the log's key. Throws what `openNote` throws, `malformed-checkpoint`, and
 * `wrong-origin` when it is a checkpoint of another log than the key's.
 */
export async function openCheckpoint(note: string, key: VerifierKey): Promise<OpenedCheckpoint> {
  const opened = await openNote(note, [key]);
  const checkpoint = parseCheckpoint(opened.text);
  if (checkpoint.origin !== key.name) throw new LedgerError('wrong-origin', 'checkpoint is of another log');
  return { ...checkpoint, note: opened };
}
