import {
  addCheckpointRequest,
  formatAddCheckpoint,
  LedgerError,
  openCheckpoint,
  openCosignatures,
  parseNote,
  parseSignatureLine,
  parseVerifierKey,
  withSignatures,
  type LedgerSource,
  type NoteSignature,
  type VerifierKey,
} from '@assent/ledger';
import { ServiceError } from './errors.ts';
import { currentCheckpoint, readTile } from './ledger.ts';
import type { Ports } from './ports.ts';

/** An independent witness (C2SP tlog-witness) as the collector reaches it. */
export interface WitnessPort {
  readonly key: VerifierKey;
  /** Posts an `add-checkpoint` request. Rejects when there is no answer. */
  addCheckpoint(body: string): Promise<{ readonly status: number; readonly body: string }>;
}

/** How asking one witness went. */
export type WitnessOutcome = 'cosigned' | 'up-to-date' | 'resting' | 'refused' | 'no-answer';

/** Asks witnesses to cosign the ledger's checkpoints, and keeps what they gave. */
export interface Cosigner {
  /**
   * Asks every witness that has not cosigned the newest checkpoint yet. Never rejects for a witness: one that fails is
   * let rest for longer and longer. Outcomes are in the order of the witnesses.
   */
  round(): Promise<readonly WitnessOutcome[]>;
  /** The newest checkpoint that each witness cosigned, newest first, each with all cosignatures it has. */
  cosigned(): readonly string[];
  /** A checkpoint note with the cosignatures that were given to it. */
  decorate(note: string): string;
}

/** One witness's newest cosignature, and how it behaves. */
interface Standing {
  readonly witness: WitnessPort;
  cosigned: { readonly note: string; readonly size: number; readonly line: NoteSignature } | null;
  /** Size that the witness says it has seen. */
  seen: number;
  failures: number;
  /** Rounds to sit out. */
  rest: number;
}

/** Rounds that a witness which keeps failing is left alone at most. */
const longestRest = 60;

/**
 * Makes a cosigner. What witnesses gave is kept in memory only: after a restart they are asked again, and a witness
 * cosigns the checkpoint it has seen as often as it is asked.
 */
export function createCosigner(ports: Ports, witnesses: readonly WitnessPort[]): Cosigner {
  const log = parseVerifierKey(ports.logKey.verifierKey);
  const standings: readonly Standing[] = witnesses.map((witness) => ({
    witness,
    cosigned: null,
    seen: 0,
    failures: 0,
    rest: 0,
  }));
  const decorate = (note: string): string => {
    const lines = standings.flatMap(({ cosigned }) => (cosigned?.note === note ? [cosigned.line] : []));
    return lines.length === 0 ? note : withSignatures(note, lines);
  };
  return {
    round: async () => {
      const note = await newest(ports);
      if (note === null) return standings.map(() => 'up-to-date');
      // One checkpoint for all, so that their cosignatures fit on one note.
      const source = { checkpoint: async () => note, tile: async (path: string) => readTile(ports, path) };
      return Promise.all(standings.map(async (standing) => ask(standing, source, log)));
    },
    cosigned: () => {
      const newestFirst = standings
        .flatMap(({ cosigned }) => (cosigned === null ? [] : [cosigned]))
        .toSorted((a, b) => b.size - a.size);
      return [...new Set(newestFirst.map(({ note }) => note))].map(decorate);
    },
    decorate,
  };
}

async function newest(ports: Ports): Promise<string | null> {
  try {
    return await currentCheckpoint(ports);
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'not-found') return null;
    throw error;
  }
}

async function ask(standing: Standing, source: LedgerSource, log: VerifierKey): Promise<WitnessOutcome> {
  if (standing.cosigned?.note === (await source.checkpoint())) return 'up-to-date';
  if (standing.rest > 0) {
    standing.rest -= 1;
    return 'resting';
  }
  const outcome = await attempt(standing, source, log);
  standing.failures = outcome === 'cosigned' ? 0 : standing.failures + 1;
  standing.rest = outcome === 'cosigned' ? 0 : Math.min(longestRest, 2 ** Math.min(10, standing.failures) - 1);
  return outcome;
}

async function attempt(
  standing: Standing,
  source: LedgerSource,
  log: VerifierKey,
): Promise<'cosigned' | 'refused' | 'no-answer'> {
  try {
    // Twice: a witness that has seen another size than we think says which, and is asked again from there.
    return (await post(standing, source, log)) ?? (await post(standing, source, log)) ?? 'refused';
  } catch {
    // A witness fails in its own ways. The ledger goes on without it, and its clients decide.
    return 'no-answer';
  }
}

/** Null when the witness has seen another size. */
async function post(
  standing: Standing,
  source: LedgerSource,
  log: VerifierKey,
): Promise<'cosigned' | 'refused' | null> {
  const { witness } = standing;
  const request = await addCheckpointRequest(source, log, standing.seen);
  const answer = await witness.addCheckpoint(formatAddCheckpoint(request));
  if (answer.status === 409) {
    const size = /^(0|[1-9]\d{0,15})\n$/.exec(answer.body)?.[1];
    if (size === undefined || Number(size) === standing.seen) return 'refused';
    standing.seen = Number(size);
    return null;
  }
  const line = answer.status === 200 ? await cosignatureIn(answer.body, request.checkpoint, witness.key) : null;
  // Deny by default: a cosignature that does not hold is none.
  if (line === null) return 'refused';
  const { size } = await openCheckpoint(request.checkpoint, log);
  standing.cosigned = { note: request.checkpoint, size, line };
  standing.seen = size;
  return 'cosigned';
}

async function cosignatureIn(body: string, note: string, key: VerifierKey): Promise<NoteSignature | null> {
  try {
    for (const text of body.trimEnd().split('\n').slice(0, 16)) {
      const line = parseSignatureLine(text);
      const found = await openCosignatures(parseNote(withSignatures(note, [line])), [key]);
      if (found.length > 0) return line;
    }
    return null;
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}
