import { concatBytes, utf8, type Instant } from '@assent/contracts';
import { verifyEd25519 } from './ed25519.ts';
import { LedgerError } from './errors.ts';
import { distinctKeys, type NoteSigner, type VerifierKey } from './key.ts';
import { formatNote, parseNote, signatureBy, type Note, type NoteSignature } from './note.ts';

/**
 * Timestamped witness cosignatures (C2SP tlog-cosignature, Ed25519): a witness states that, at that time, this checkpoint
 * was the largest consistent tree it had seen of the log. Times are whole seconds on the wire.
 */
export interface Cosignature {
  readonly key: VerifierKey;
  readonly at: Instant;
}

/** What a cosignature covers: a header, the time and the whole checkpoint text. `seconds` is since the Unix epoch. */
export function cosignedMessage(checkpointText: string, seconds: number): string {
  return `cosignature/v1\ntime ${seconds}\n${checkpointText}`;
}

/** Cosigns a checkpoint's note text at an instant, rounded down to the second. Throws `malformed-key` for a `note` key. */
export async function cosign(checkpointText: string, signer: NoteSigner, at: Instant): Promise<NoteSignature> {
  if (signer.key.type !== 'cosignature') throw new LedgerError('malformed-key', 'not a cosignature key');
  const seconds = Math.floor(at / 1000);
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  const signature = await signer.sign(utf8(cosignedMessage(checkpointText, seconds)));
  return { name: signer.key.name, id: signer.key.id, signature: concatBytes(time, signature) };
}

/**
 * The cosignatures of known witnesses on a checkpoint note. Unknown keys are ignored, and a key counts
 * once, however often and under whatever names it is listed; throws `bad-signature` when a known
 * one does not hold. The caller decides how many are enough.
 */
export async function openCosignatures(note: Note, witnesses: readonly VerifierKey[]): Promise<readonly Cosignature[]> {
  const found: Cosignature[] = [];
  for (const key of distinctKeys(witnesses, 'cosignature')) {
    const line = signatureBy(note, key);
    if (line === undefined) continue;
    const seconds = await cosignedSeconds(note.text, key, line);
    if (seconds === null) throw new LedgerError('bad-signature', 'a known witness\u2019s cosignature does not hold');
    found.push({ key, at: seconds * 1000 });
  }
  return found;
}

async function cosignedSeconds(text: string, key: VerifierKey, line: NoteSignature): Promise<number | null> {
  if (line.signature.length !== 8 + 64) return null;
  const seconds = Number(new DataView(line.signature.buffer, line.signature.byteOffset).getBigUint64(0));
  // No clock shows a time beyond what an instant can hold.
  if (!Number.isSafeInteger(seconds * 1000)) return null;
  const holds = await verifyEd25519(key.publicKey, utf8(cosignedMessage(text, seconds)), line.signature.slice(8));
  return holds ? seconds : null;
}

/** The note with more signature lines, unverified; a line of the same key takes the place of the one before. */
export function withSignatures(note: string, added: readonly NoteSignature[]): string {
  const parsed = parseNote(note);
  const kept = parsed.signatures.filter((old) => !added.some(({ name, id }) => name === old.name && id === old.id));
  return formatNote({ text: parsed.text, signatures: [...kept, ...added] });
}
