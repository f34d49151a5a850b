import { equalBytes, fromBase64, toBase64 } from '@assent/contracts';
import { openCheckpoint, type Checkpoint, type OpenedCheckpoint } from './checkpoint.ts';
import { parseDecimal } from './decimal.ts';
import { LedgerError } from './errors.ts';
import { hashBytes } from './hash.ts';
import type { VerifierKey } from './key.ts';
import { parseNote } from './note.ts';
import { verifyConsistency, type Proof } from './proof.ts';

/**
 * How a witness answers an `add-checkpoint` request (C2SP tlog-witness), given the latest checkpoint that it cosigned.
 * Pure. The caller stores the new state and then cosigns, both in one atomic step: a crash between
 * comparing and storing could let two histories pass.
 */
export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: Proof;
  /** The checkpoint note, verbatim. */
  readonly checkpoint: string;
}

/** The specification's limit of consistency proof lines. */
const maxProofLines = 63;

/** The body of an `add-checkpoint` request. */
export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  return `${[`old ${oldSize}`, ...proof.map(toBase64), ''].join('\n')}\n${checkpoint}`;
}

/** Parses a foreign request body. Throws `malformed-request`, which is answered with 400. */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const separator = body.indexOf('\n\n');
  const [first, ...lines] = separator < 0 ? [] : body.slice(0, separator).split('\n');
  const oldSize = first?.startsWith('old ') ? parseDecimal(first.slice('old '.length)) : null;
  if (oldSize === null || lines.length > maxProofLines) throw malformedRequest();
  return { oldSize, proof: lines.map(parseProofLine), checkpoint: body.slice(separator + 2) };
}

function parseProofLine(line: string): Proof[number] {
  try {
    const hash = fromBase64(line);
    if (hash.length === hashBytes) return hash;
  } catch {
    // Refused below, like a hash of another length.
  }
  throw malformedRequest();
}

function malformedRequest(): LedgerError {
  return new LedgerError('malformed-request', 'not an add-checkpoint request');
}

/** The size and root a witness last cosigned for a log. */
export type WitnessState = Pick<Checkpoint, 'size' | 'root'>;

/**
 * The answer, named by its HTTP status. 200: store `latest`, then cosign `checkpoint.note.text`. 409 with a size:
 * answer with it, the sender is not up to date; 409 `fork` and 422 may be evidence against the log and are worth keeping.
 */
export type WitnessAnswer =
  | { readonly status: 200; readonly latest: WitnessState; readonly checkpoint: OpenedCheckpoint }
  | { readonly status: 400; readonly why: 'malformed' | 'old-size-beyond-checkpoint' }
  | { readonly status: 403 }
  | { readonly status: 404 }
  | { readonly status: 409; readonly why: 'old-size' | 'fork'; readonly size: number }
  | { readonly status: 422 };

/** Answers a request. `latest` is the checkpoint that the witness cosigned last, null before the first. */
export async function witnessUpdate(input: {
  readonly latest: WitnessState | null;
  readonly request: AddCheckpoint;
  readonly log: VerifierKey;
}): Promise<WitnessAnswer> {
  const { request, log } = input;
  const latest = input.latest ?? { size: 0, root: null };
  const opened = await openForWitness(request.checkpoint, log);
  if ('status' in opened) return opened;
  const { size, root } = opened;
  if (request.oldSize > size) return { status: 400, why: 'old-size-beyond-checkpoint' };
  if (request.oldSize !== latest.size) return { status: 409, why: 'old-size', size: latest.size };
  if (size === latest.size && latest.root !== null && !equalBytes(root, latest.root)) {
    return { status: 409, why: 'fork', size: latest.size };
  }
  const continues =
    latest.root === null || latest.size === 0
      ? // The first checkpoint, and one after an empty tree, are taken as they are; a proof must then be empty.
        request.proof.length === 0
      : verifyConsistency({ oldSize: latest.size, oldRoot: latest.root, size, root, proof: request.proof });
  return continues ? { status: 200, latest: { size, root }, checkpoint: opened } : { status: 422 };
}

async function openForWitness(note: string, log: VerifierKey): Promise<OpenedCheckpoint | WitnessAnswer> {
  try {
    // An unknown origin is recognised before anything is verified, so that it is not reported as a bad signature.
    if (parseNote(note).text.split('\n', 1)[0] !== log.name) return { status: 404 };
    return await openCheckpoint(note, log);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const forged = error.code === 'unverified' || error.code === 'bad-signature';
    return forged ? { status: 403 } : { status: 400, why: 'malformed' };
  }
}
