import type {
  BuildFinished,
  BuildId,
  Digest,
  DayKeyId,
  Instant,
  ParticipantId,
  ProgramId,
  Signed,
  Signer,
  SigningKey,
} from '@assent/contracts';
import type { Hash } from '@assent/ledger';
import type {
  BuildRecord,
  ConsentRecord,
  CustodianAnswer,
  DayKeyRecord,
  DeliveryRecord,
  ErasureRecord,
  LedgerAppend,
  LedgerHead,
  PolicyRecord,
  RecipientRecord,
  SegmentFilter,
  ChainPosition,
  SegmentRow,
} from './records.ts';

/** Reads of one consistent state. Batched where ingest needs it; results come in no promised order unless said. */
export interface Reader {
  newestPolicy(): Promise<PolicyRecord | null>;
  policy(digest: Digest): Promise<PolicyRecord | null>;
  /** All records of these participants, in the order they were recorded. */
  consentsOf(participants: readonly ParticipantId[]): Promise<readonly ConsentRecord[]>;
  /** Whether the ledger records a consent under this commitment. */
  hasCommitment(commitment: Digest): Promise<boolean>;
  dayKeys(ids: readonly DayKeyId[]): Promise<readonly DayKeyRecord[]>;
  /** The newest segment of each of these devices, erased or not. */
  deviceHeads(devices: readonly SigningKey[]): Promise<readonly SegmentRow[]>;
  segmentsAt(places: readonly ChainPosition[]): Promise<readonly SegmentRow[]>;
  /** Live segments only, by device and sequence. */
  segments(filter: SegmentFilter): Promise<readonly SegmentRow[]>;
  /** Which of these tombstones belong to an erased segment. */
  tombstonesAmong(tombstones: readonly Digest[]): Promise<readonly Digest[]>;
  /** Live day keys of a participant; all of them where `days` is left out. */
  dayKeysOf(participant: ParticipantId, days?: readonly string[]): Promise<readonly DayKeyRecord[]>;
  erasure(digest: Digest): Promise<ErasureRecord | null>;
  build(id: BuildId): Promise<BuildRecord | null>;
  /** Newest first. */
  builds(limit: number): Promise<readonly BuildRecord[]>;
  /** In the order they came. */
  answers(build: BuildId): Promise<readonly CustodianAnswer[]>;
  recipient(digest: Digest): Promise<RecipientRecord | null>;
  /** In the order they were registered. */
  recipients(): Promise<readonly RecipientRecord[]>;
  /** Newest first. */
  deliveries(): Promise<readonly DeliveryRecord[]>;
  /** Null before the first leaf. */
  ledgerHead(): Promise<LedgerHead | null>;
  /** Entries `from` (inclusive) to `to` (exclusive), in order. */
  ledgerEntries(from: number, to: number): Promise<readonly Uint8Array[]>;
  /** Tile hashes of one level, `from` (inclusive) to `to` (exclusive), in order. */
  tileHashes(level: number, from: number, to: number): Promise<readonly Hash[]>;
  /** Objects whose deletion was ordered and has not been confirmed. */
  pendingDeletions(limit: number): Promise<readonly Digest[]>;
}

/** Writes of one transaction. All of them happen or none. */
export interface Writer extends Reader {
  addPolicy(record: PolicyRecord): Promise<void>;
  addConsent(record: ConsentRecord): Promise<void>;
  addDayKey(record: DayKeyRecord): Promise<void>;
  addSegments(records: readonly SegmentRow[]): Promise<void>;
  /** Strips segments to their place in the chain and orders the deletion of their objects. */
  eraseSegments(records: readonly SegmentRow[]): Promise<void>;
  eraseDayKeys(ids: readonly DayKeyId[]): Promise<void>;
  addErasure(record: ErasureRecord): Promise<void>;
  confirmDeletions(objects: readonly Digest[]): Promise<void>;
  addBuild(record: BuildRecord): Promise<void>;
  addAnswer(build: BuildId, answer: CustodianAnswer): Promise<void>;
  /** Keeps the result and drops the released shares. */
  finishBuild(build: BuildId, result: Signed<BuildFinished>): Promise<void>;
  addRecipient(record: RecipientRecord): Promise<void>;
  addDelivery(record: DeliveryRecord): Promise<void>;
  appendLedger(append: LedgerAppend): Promise<void>;
}

/** The database. Write transactions run one after another over *all* collectors, so that the ledger has one order. */
export interface Repository {
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  write<T>(work: (writer: Writer) => Promise<T>): Promise<T>;
}

/** Sealed bytes by the SHA-256 of their content. */
export interface Objects {
  /** Returns only when the bytes are durable. Storing the same object again changes nothing. */
  putOnce(digest: Digest, bytes: Uint8Array): Promise<void>;
  /** Null where there is none. */
  get(digest: Digest): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Size in bytes; null where there is none. */
  head(digest: Digest): Promise<number | null>;
  /** Deleting what is not there is no failure. */
  delete(digest: Digest): Promise<void>;
}

/** The collector's clock. */
export interface Clock {
  now(): Instant;
}

/** The key that signs the ledger's checkpoints. */
export interface LogKey {
  readonly verifierKey: string;
  /** The checkpoint (C2SP tlog-checkpoint, signed note) for a tree. */
  checkpoint(size: number, root: Hash): Promise<string>;
}

/** What a collector serves: one program. */
export interface Program {
  readonly program: ProgramId;
  /** Only this key publishes policies and requests builds. */
  readonly ownerKey: SigningKey;
  /** SHA-256 of the enrolment code, which the collector itself never keeps. */
  readonly enrolmentCode: Digest;
}

/** All that the use cases act on. */
export interface Ports {
  readonly program: Program;
  readonly repository: Repository;
  readonly objects: Objects;
  readonly clock: Clock;
  readonly logKey: LogKey;
  /** Signs receipts. */
  readonly signer: Signer;
}
