import { concatBytes, fromBase64, fromHex, toBase64, toHex, utf8 } from '@assent/contracts';
import { verifyEd25519 } from './ed25519.ts';
import { LedgerError } from './errors.ts';
import { distinctKeys, isKeyName, type NoteSigner, type VerifierKey } from './key.ts';

/**
 * Signed notes (C2SP signed-note): text ending in a newline, an empty line, and signature lines
 * `— name base64(key id ‖ signature)`. A note's text means nothing before `openNote` has verified it.
 */
export interface Note {
  /** The signed text, with its final newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** One signature line, unverified. */
export interface NoteSignature {
  readonly name: string;
  /** 8 hex digits. */
  readonly id: string;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** Limits against notes made to cost time: the specification asks for at least 16 signatures. */
const maxSignatures = 100;
const maxNoteLength = 1_000_000;

/** Parses a foreign note without verifying it. Throws `malformed-note`, or `too-large` beyond a million characters. */
export function parseNote(note: string): Note {
  if (note.length > maxNoteLength) throw new LedgerError('too-large', 'note is longer than a million characters');
  if (!note.isWellFormed() || hasControls(note)) throw malformed();
  const separator = note.lastIndexOf('\n\n');
  if (separator < 0 || !note.endsWith('\n')) throw malformed();
  const lines = note.slice(separator + 2, -1).split('\n');
  if (lines.length > maxSignatures) throw malformed();
  return { text: note.slice(0, separator + 1), signatures: lines.map(parseSignatureLine) };
}

/** Whether there is a control below U+0020 other than the newline: no note may hold one. */
function hasControls(text: string): boolean {
  for (const char of text) if (char < ' ' && char !== '\n') return true;
  return false;
}

/** Parses one signature line without its newline. Throws `malformed-note`. */
export function parseSignatureLine(line: string): NoteSignature {
  const match = /^\u2014 ([^ ]+) ([A-Za-z0-9+/=]+)$/u.exec(line);
  if (match === null) throw malformed();
  // Both groups take part in every match.
  const [, name, base64] = match as unknown as readonly [string, string, string];
  if (!isKeyName(name)) throw malformed();
  try {
    const bytes = fromBase64(base64);
    // A key id alone is no signature.
    if (bytes.length < 5) throw malformed();
    return { name, id: toHex(bytes.subarray(0, 4)), signature: bytes.slice(4) };
  } catch (cause) {
    throw malformed(cause);
  }
}

/** A signature line without its newline. */
export function formatSignatureLine({ name, id, signature }: NoteSignature): string {
  return `\u2014 ${name} ${toBase64(concatBytes(fromHex(id), signature))}`;
}

/** The text of a note. */
export function formatNote(note: Note): string {
  return `${note.text}\n${note.signatures.map((signature) => `${formatSignatureLine(signature)}\n`).join('')}`;
}

/** Signs a text with `note` keys. Throws `malformed-note` when no note can have this text. */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<string> {
  const signatures: NoteSignature[] = [];
  for (const signer of signers) {
    const signature = new Uint8Array(await signer.sign(utf8(text)));
    signatures.push({ name: signer.key.name, id: signer.key.id, signature });
  }
  const note = formatNote({ text, signatures });
  // The signed text must be the text that every reader gets.
  if (parseNote(note).text !== text) throw malformed();
  return note;
}

/** A note whose text at least one known key has signed, and which ones. */
export interface OpenedNote extends Note {
  readonly verifiedBy: readonly VerifierKey[];
}

/**
 * Verifies a note against known `note` keys. Signatures of other keys are ignored; a key counts once, however often it signed or is listed. Throws
 * `malformed-note`, `bad-signature` when a known key's signature does not hold, `unverified` when no known key signed.
 */
export async function openNote(note: string, keys: readonly VerifierKey[]): Promise<OpenedNote> {
  const parsed = parseNote(note);
  const verifiedBy: VerifierKey[] = [];
  for (const key of distinctKeys(keys, 'note')) {
    const line = signatureBy(parsed, key);
    if (line === undefined) continue;
    if (!(await verifyEd25519(key.publicKey, utf8(parsed.text), line.signature))) {
      throw new LedgerError('bad-signature', 'a known key\u2019s signature on the note does not hold');
    }
    verifiedBy.push(key);
  }
  if (verifiedBy.length === 0) throw new LedgerError('unverified', 'no known key signed the note');
  return { ...parsed, verifiedBy };
}

/** The first signature line of a key, unverified. Name *and* id have to match. */
export function signatureBy(note: Note, key: VerifierKey): NoteSignature | undefined {
  return note.signatures.find(({ name, id }) => name === key.name && id === key.id);
}

function malformed(cause?: unknown): LedgerError {
  return new LedgerError('malformed-note', 'not a signed note', { cause });
}
