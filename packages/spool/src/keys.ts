import {
  digestSchema,
  sessionIdSchema,
  type Day,
  type Digest,
  type Instant,
  type SessionId,
  type Step,
} from '@assent/contracts';
import { SpoolError } from './errors.ts';

/**
 * The store's keys. They carry what lists and sums need (times, sizes, references), so that nothing has to be decrypted
 * to know what is due, and never anything captured. Numbers are padded: keys sort by time, then by place.
 */
export const stateKey = 'state';
export const progressKey = 'progress';
export const ledgerKey = 'ledger';
export const prefixes = {
  step: 'step/',
  snapshot: 'shot/',
  note: 'note/',
  dayKey: 'key/',
  out: 'out/',
  sent: 'sent/',
  unproven: 'unproven/',
};

/** When a step really happened: what a participant means by “the last ten minutes”. Stays on the device. */
export interface StepTimes {
  readonly t: Instant;
  readonly end: Instant;
}

/** What the key of a stored step says. */
export interface StepHeader extends StepTimes {
  readonly key: string;
  readonly session: SessionId;
  readonly episode: number;
  readonly seq: number;
  /** Stored size of the step alone. */
  readonly bytes: number;
  /** The snapshot it was made on and that snapshot's stored size; null if it has none. */
  readonly snapshot: { readonly digest: Digest; readonly bytes: number } | null;
}

/** The key of a step. */
export function stepKey(step: Step, times: StepTimes, bytes: number, snapshotBytes: number): string {
  const place = `${step.session}/${pad(step.episode, 6)}/${pad(step.seq, 9)}`;
  return `${prefixes.step}${pad(times.t, 15)}/${pad(times.end, 15)}/${place}/${bytes}/${step.observation?.shot ?? '-'}/${snapshotBytes}`;
}

/** Reads a step's key. Throws a `SpoolError` (`corrupt`). */
export function parseStepKey(key: string): StepHeader {
  const [, t, end, session, episode, seq, bytes, snapshot, snapshotBytes] = key.split('/');
  return {
    key,
    t: readNumber(t),
    end: readNumber(end),
    session: sessionIdSchema.parse(session),
    episode: readNumber(episode),
    seq: readNumber(seq),
    bytes: readNumber(bytes),
    snapshot: snapshot === '-' ? null : { digest: digestSchema.parse(snapshot), bytes: readNumber(snapshotBytes) },
  };
}

export function snapshotKey(digest: Digest): string {
  return `${prefixes.snapshot}${digest}`;
}

export function noteKey(place: { readonly session: SessionId; readonly episode: number }): string {
  return `${prefixes.note}${place.session}/${pad(place.episode, 6)}`;
}

/** The key of a day key: one per day and policy version, because custodians belong to a version. */
export function dayKeyKey(day: Day, policy: Digest): string {
  return `${prefixes.dayKey}${day}/${policy}`;
}

/** An outbox entry and, beside it, its ciphertext. */
export function outKey(seq: number): string {
  return `${prefixes.out}${pad(seq, 10)}`;
}

export function bodyKey(seq: number): string {
  return `body/${pad(seq, 10)}`;
}

export function sentKey(seq: number): string {
  return `${prefixes.sent}${pad(seq, 10)}`;
}

/** Says that an uploaded segment's leaf has not been seen in the ledger yet; its ciphertext is kept for as long. */
export function unprovenKey(seq: number): string {
  return `${prefixes.unproven}${pad(seq, 10)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function readNumber(text: string | undefined): number {
  const value = Number(text);
  if (text === undefined || text === '' || !Number.isSafeInteger(value)) {
    throw new SpoolError('corrupt', 'a stored key does not read as one');
  }
  return value;
}
