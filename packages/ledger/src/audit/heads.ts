import type { Instant } from '@assent/contracts';
import { openCheckpoint, parseCheckpoint, type Checkpoint } from '../checkpoint.ts';
import { openCosignatures } from '../cosignature.ts';
import { LedgerError } from '../errors.ts';
import type { VerifierKey } from '../key.ts';
import { parseNote, type Note } from '../note.ts';
import type { FindingCode } from './finding.ts';

/** The content of a checkpoint note, trusted or not, and what is wrong with it. */
export interface Head {
  /** Null when the note cannot even be read. */
  readonly stated: Checkpoint | null;
  /** When known witnesses saw it. */
  readonly seenAt: readonly Instant[];
  readonly faults: readonly FindingCode[];
}

/** Reads a checkpoint for an audit: a forged one is a finding, not an end. */
export async function readHead(
  note: string,
  log: VerifierKey,
  witnesses: readonly VerifierKey[],
  forged: 'checkpoint-forged' | 'earlier-forged',
): Promise<Head> {
  try {
    const { note: opened, origin, size, root } = await openCheckpoint(note, log);
    return { stated: { origin, size, root }, ...(await seenBy(opened, witnesses)) };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return { stated: statedBy(note), seenAt: [], faults: [forged] };
  }
}

async function seenBy(note: Note, witnesses: readonly VerifierKey[]): Promise<Omit<Head, 'stated'>> {
  const seenAt: Instant[] = [];
  const faults: FindingCode[] = [];
  for (const witness of witnesses) {
    try {
      seenAt.push(...(await openCosignatures(note, [witness])).map(({ at }) => at));
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      faults.push('cosignature-forged');
    }
  }
  return { seenAt, faults };
}

/** What an unverified checkpoint claims, for comparison only. */
function statedBy(note: string): Checkpoint | null {
  try {
    return parseCheckpoint(parseNote(note).text);
  } catch {
    return null;
  }
}
