import type { DayKeyId, Digest, ParticipantId, SegmentManifest, Signed, SigningKey } from '@assent/contracts';
import { tombstoneOf } from '@assent/ledger';
import { byParticipant, standingConsent, usesDevice } from './consents.ts';
import { ServiceError } from './errors.ts';
import type { Reader } from './ports.ts';
import type { ConsentRecord, DayKeyRecord, SegmentRow } from './records.ts';

/** A segment that asks to be accepted: its manifest is verified, its bytes are checked against it. */
export interface Candidate {
  readonly manifest: Signed<SegmentManifest>;
  /** Digest of the manifest's body. */
  readonly digest: Digest;
}

/** What is to be done with a candidate. */
export type IntakeDecision =
  | { readonly kind: 'accept' }
  /** Accepted before, the same in every byte: answer as then. */
  | { readonly kind: 'repeat'; readonly record: SegmentRow }
  /** The same segment is earlier in this very batch. */
  | { readonly kind: 'twin'; readonly of: number }
  | { readonly kind: 'reject'; readonly error: ServiceError };

/** All that a decision depends on. */
export interface IntakeState {
  readonly consents: ReadonlyMap<ParticipantId, readonly ConsentRecord[]>;
  readonly dayKeys: ReadonlyMap<DayKeyId, DayKeyRecord>;
  readonly heads: ReadonlyMap<SigningKey, { readonly seq: number; readonly digest: Digest }>;
  /** Records by `device/seq`. */
  readonly known: ReadonlyMap<string, SegmentRow>;
  /** Ciphertexts that a live segment already names. */
  readonly ciphertexts: ReadonlySet<Digest>;
  /** Tombstones of erased segments among the batch's. */
  readonly tombstones: ReadonlySet<Digest>;
}

/** Reads the state a batch depends on: six queries, however large the batch. */
export async function loadIntakeState(reader: Reader, batch: readonly Candidate[]): Promise<IntakeState> {
  const contexts = batch.map((candidate) => candidate.manifest.body.context);
  const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];
  const consents = await reader.consentsOf(unique(contexts.map((context) => context.participant)));
  const dayKeys = await reader.dayKeys(unique(contexts.map((context) => context.dayKey)));
  const heads = await reader.deviceHeads(unique(contexts.map((context) => context.device)));
  const known = await reader.segmentsAt(contexts);
  const ciphertexts = batch.map((candidate) => candidate.manifest.body.ciphertext);
  const twins = await reader.segments({ ciphertexts });
  const tombstones = await reader.tombstonesAmong(ciphertexts.map(tombstoneOf));
  return {
    consents: byParticipant(consents),
    dayKeys: new Map(dayKeys.map((record) => [record.dayKey, record])),
    heads: new Map(heads.map((record) => [record.device, record])),
    known: new Map(known.map((record) => [`${record.device}/${record.seq}`, record])),
    ciphertexts: new Set(twins.flatMap((record) => record.manifest?.body.ciphertext ?? [])),
    tombstones: new Set(tombstones),
  };
}

/**
 * Plans a batch in order, each candidate after those accepted before it. Pure.
 *
 * A device's segments form one chain without gaps: only what follows the newest is accepted, and one position
 * never holds two manifests.
 */
export function planIntake(state: IntakeState, batch: readonly Candidate[]): readonly IntakeDecision[] {
  const heads = new Map(state.heads);
  const ciphertexts = new Set(state.ciphertexts);
  const accepted = new Map<string, { readonly digest: Digest; readonly at: number }>();
  return batch.map((candidate, at): IntakeDecision => {
    const { context, ciphertext } = candidate.manifest.body;
    const position = `${context.device}/${context.seq}`;
    const twin = accepted.get(position);
    if (twin?.digest === candidate.digest) return { kind: 'twin', of: twin.at };
    const known = state.known.get(position);
    if (known !== undefined && known.digest === candidate.digest) {
      return known.manifest === null ? reject('gone', 'segment was erased') : { kind: 'repeat', record: known };
    }
    const fault = twin === undefined && known === undefined ? faultOf(state, heads, candidate) : occupied();
    if (fault !== null) return { kind: 'reject', error: fault };
    // Erased stays erased: the deletion of an object can therefore never hit a segment that lives.
    if (state.tombstones.has(tombstoneOf(ciphertext))) return reject('gone', 'this ciphertext was erased');
    if (ciphertexts.has(ciphertext)) return reject('conflict', 'another segment names this ciphertext');
    heads.set(context.device, { seq: context.seq, digest: candidate.digest });
    ciphertexts.add(ciphertext);
    accepted.set(position, { digest: candidate.digest, at });
    return { kind: 'accept' };
  });
}

function reject(code: 'conflict' | 'gone', message: string): IntakeDecision {
  return { kind: 'reject', error: new ServiceError(code, message) };
}

function occupied(): ServiceError {
  return new ServiceError('conflict', 'another segment is at this position of the chain');
}

function faultOf(state: IntakeState, heads: IntakeState['heads'], candidate: Candidate): ServiceError | null {
  const { context } = candidate.manifest.body;
  const records = state.consents.get(context.participant);
  // Deny by default: no record, a withdrawal, another policy or a foreign device all mean no consent (P1).
  if (records === undefined || !usesDevice(records, context.device)) {
    return new ServiceError('forbidden', 'no consent in force for this device');
  }
  if (standingConsent(records, context.consent, context.policy) === null) {
    return new ServiceError('forbidden', 'the consent named is not in force for the policy named');
  }
  return dayKeyFault(state.dayKeys.get(context.dayKey), candidate) ?? chainFault(heads.get(context.device), candidate);
}

function dayKeyFault(record: DayKeyRecord | undefined, candidate: Candidate): ServiceError | null {
  const { context } = candidate.manifest.body;
  if (record === undefined) return new ServiceError('conflict', 'day key is not deposited');
  if (record.document === null) return new ServiceError('gone', 'day key was erased');
  const key = record.document.body;
  const matches =
    key.participant === context.participant &&
    key.day === context.day &&
    key.policy === context.policy &&
    key.purpose === context.purpose;
  return matches
    ? null
    : new ServiceError('forbidden', 'day key belongs to another participant, day, policy or purpose');
}

function chainFault(
  head: { readonly seq: number; readonly digest: Digest } | undefined,
  candidate: Candidate,
): ServiceError | null {
  const { context } = candidate.manifest.body;
  if (context.seq !== (head === undefined ? 0 : head.seq + 1)) {
    return new ServiceError('conflict', 'segment does not follow the device’s newest in sequence');
  }
  if (context.previous !== (head?.digest ?? null)) {
    return new ServiceError('conflict', 'segment does not name the manifest before it');
  }
  return null;
}
