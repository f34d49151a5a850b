import {
  continuityOf,
  LedgerError,
  openCheckpoint,
  openCosignatures,
  parseVerifierKey,
  type LedgerSource,
  type OpenedCheckpoint,
  type VerifierKey,
} from '@assent/ledger';
import { ClientError } from './errors.ts';

/** Witnesses that one trusts, and what one got from them: the checkpoints they cosigned, however they came. */
export interface WitnessTrust {
  /** Verifier keys as text, one a witness: two keys of one witness would count twice. */
  readonly keys: readonly string[];
  /** How many of them must have seen what one rests on. */
  readonly quorum: number;
  /** Checkpoint notes with cosignatures. One that is not properly signed counts for nothing. */
  readonly checkpoints: readonly string[];
}

/** Throws `ledger-diverged` unless the ledger goes on from the checkpoint that was kept (P9). */
export async function mustContinue(
  source: LedgerSource,
  log: VerifierKey,
  remembered: string,
  now: OpenedCheckpoint,
): Promise<void> {
  const earlier = await opened(remembered, log);
  // Deny by default: a memory that cannot be read may be one that somebody damaged.
  if (earlier === null) throw new ClientError('untrusted', 'the remembered checkpoint is not one of this ledger');
  const result = await continuityOf(source, earlier, now);
  if (result !== 'continues') throw new ClientError('ledger-diverged', `the ledger is ${result} since last seen`);
}

/**
 * Throws `unwitnessed` unless enough witnesses have seen a leaf, and `ledger-diverged` when what a witness saw is not the
 * history shown here: then the log shows different people different things.
 */
export async function mustBeWitnessed(
  source: LedgerSource,
  log: VerifierKey,
  claim: { readonly now: OpenedCheckpoint; readonly leafIndex: number; readonly witnesses: WitnessTrust },
): Promise<void> {
  const { now, leafIndex, witnesses } = claim;
  const keys = witnesses.keys.map(parseVerifierKey);
  const seen = new Set<string>();
  for (const note of witnesses.checkpoints) {
    const checkpoint = await opened(note, log);
    if (checkpoint === null) continue;
    const cosigned = await cosignersOf(checkpoint, keys);
    if (cosigned.length === 0) continue;
    const result = await continuityOf(source, checkpoint, now);
    if (result !== 'continues') throw new ClientError('ledger-diverged', `the ledger is ${result} for a witness`);
    if (checkpoint.size > leafIndex) for (const key of cosigned) seen.add(`${key.name}+${key.id}`);
  }
  if (seen.size < witnesses.quorum) {
    throw new ClientError('unwitnessed', `${seen.size} of ${witnesses.quorum} witnesses have seen the request`);
  }
}

async function opened(note: string, log: VerifierKey): Promise<OpenedCheckpoint | null> {
  return unlessForged(() => openCheckpoint(note, log), null);
}

async function cosignersOf(
  checkpoint: OpenedCheckpoint,
  keys: readonly VerifierKey[],
): Promise<readonly VerifierKey[]> {
  const found: VerifierKey[] = [];
  // One by one: a forged line of one witness must not take away another's.
  for (const key of keys) {
    const cosignatures = await unlessForged(() => openCosignatures(checkpoint.note, [key]), []);
    if (cosignatures.length > 0) found.push(key);
  }
  return found;
}

async function unlessForged<T, Otherwise>(run: () => Promise<T>, otherwise: Otherwise): Promise<T | Otherwise> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof LedgerError) return otherwise;
    throw error;
  }
}
