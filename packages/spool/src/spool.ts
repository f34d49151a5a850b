import type { Digest, EpisodeNote, Instant, Step } from '@assent/contracts';
import { append, progress, type AppendBatch, type AppendResult, type Progress } from './append.ts';
import { SpoolError } from './errors.ts';
import { itemsOf, type SpoolCipher } from './items.ts';
import {
  confirm,
  noteLedgerCheck,
  standingOf,
  type ConfirmInput,
  type LedgerCheck,
  type LedgerStatus,
} from './confirm.ts';
import type { EpisodePosition, Outcomes } from './records.ts';
import {
  deleteWhere,
  episodes,
  isAt,
  readEpisode,
  readSnapshot,
  setNote,
  type StepPosition,
  type WaitingEpisode,
} from './review.ts';
import { serialQueue } from './serial-queue.ts';
import { sealDue, type SealInput, type SealResult } from './seal.ts';
import { forgetErased, forgetOld, markForErasure, sealedParts, type SealedPart } from './sent.ts';
import { storageUseOf, type StorageUse } from './storage-use.ts';
import { readState, type SpoolContext, type SpoolLimits } from './spool-context.ts';
import type { SpoolStore } from './store.ts';
import { upload, type UploadInput, type UploadResult } from './upload.ts';

/**
 * The device's queue, from safeguarded steps to uploaded segments. One spool owns its store: other parts of the
 * software ask it. Operations queue up behind each other; the network never holds them up. Whatever fails, the store says what
 * is so: making a new spool over it is always safe.
 */
export interface Spool {
  append(batch: AppendBatch): Promise<AppendResult>;
  progress(): Promise<Progress | null>;

  episodes(): Promise<readonly WaitingEpisode[]>;
  readEpisode(place: EpisodePosition): Promise<{ readonly steps: readonly Step[]; readonly note: EpisodeNote | null }>;
  readSnapshot(digest: Digest): Promise<Uint8Array<ArrayBuffer> | undefined>;
  setNote(note: EpisodeNote): Promise<boolean>;
  /** Deletions are gone when they resolve, content and all. They return how many waiting steps went. */
  deleteSteps(steps: readonly StepPosition[]): Promise<number>;
  deleteEpisode(place: EpisodePosition): Promise<number>;
  /** Every step that was under way at some moment from `from` to `to`, both included. */
  deleteRange(range: { readonly from: Instant; readonly to: Instant }): Promise<number>;

  sealDue(input: SealInput): Promise<SealResult>;
  upload(input: UploadInput): Promise<UploadResult>;

  /**
   * Checks whether the leaves that receipts promise are in a ledger that continues the one seen before, and lets go
   * of the ciphertext of those that do. Never throws for a ledger that gives no answer.
   */
  confirm(input: ConfirmInput): Promise<LedgerStatus>;
  /** What is known of the ledger, without looking. */
  ledger(now: Instant): Promise<LedgerStatus>;
  /** Records a check of the ledger that a caller made, from the checkpoint that `ledger` returned. */
  noteLedgerCheck(look: LedgerCheck, remembered: string | null, now: Instant): Promise<void>;

  sealedParts(): Promise<readonly SealedPart[]>;
  markForErasure(ciphertexts: readonly Digest[]): Promise<number>;
  forgetErased(ciphertexts: readonly Digest[]): Promise<void>;

  /** Removes what is older than the limits allow; waiting steps that go are counted. */
  expire(now: Instant): Promise<number>;
  outcomes(): Promise<Outcomes>;
  /** Bytes held by steps, snapshots and sealed segments. */
  usedBytes(): Promise<number>;
  /** The storage quota left on the device, and what is left of today's upload limit. */
  storageUse(input: Pick<UploadInput, 'now' | 'dailyCapBytes'>): Promise<StorageUse>;
  /** Removes everything, chain included. Only for leaving: the device then needs a new signing key. */
  wipe(): Promise<void>;
}

/** Opens the spool of a store. Throws a `SpoolError` (`invalid`) for limits that make no sense. */
export function createSpool(options: {
  readonly store: SpoolStore;
  readonly cipher: SpoolCipher;
  readonly limits: SpoolLimits;
}): Spool {
  const { store, cipher, limits } = options;
  if (!(limits.maxBytes > 0 && limits.maxAgeMs > 0 && limits.sentMaxAgeMs > 0)) {
    throw new SpoolError('invalid', 'limits of a spool must be positive');
  }
  const context: SpoolContext = { store, limits, items: itemsOf(store, cipher) };
  const exclusive = serialQueue();
  const oneUpload = serialQueue();
  const oneLook = serialQueue();
  return {
    append: (batch) => exclusive(() => append(context, batch)),
    progress: () => exclusive(() => progress(context)),
    episodes: () => exclusive(() => episodes(context)),
    readEpisode: (place) => exclusive(() => readEpisode(context, place)),
    readSnapshot: (digest) => exclusive(() => readSnapshot(context, digest)),
    setNote: (note) => exclusive(() => setNote(context, note)),
    deleteSteps: (steps) => {
      const places = new Set(steps.map(({ session, seq }) => `${session}/${seq}`));
      return exclusive(() => deleteWhere(context, ({ session, seq }) => places.has(`${session}/${seq}`)));
    },
    deleteEpisode: (place) => exclusive(() => deleteWhere(context, (header) => isAt(header, place))),
    deleteRange: ({ from, to }) => exclusive(() => deleteWhere(context, ({ t, end }) => t <= to && end >= from)),
    sealDue: (input) => sealDue(context, exclusive, input),
    upload: (input) =>
      oneUpload(() => upload(context, exclusive, input, () => oneLook(() => confirm(context, exclusive, input, true)))),
    confirm: (input) => oneLook(() => confirm(context, exclusive, input)),
    ledger: (now) => exclusive(() => standingOf(context, now)),
    noteLedgerCheck: (look, remembered, now) =>
      exclusive(() => noteLedgerCheck(context, { look, remembered, asked: [] }, now)),
    sealedParts: () => exclusive(() => sealedParts(context)),
    markForErasure: (ciphertexts) => exclusive(() => markForErasure(context, new Set(ciphertexts))),
    forgetErased: (ciphertexts) => exclusive(() => forgetErased(context, new Set(ciphertexts))),
    expire: (now) =>
      exclusive(async () => {
        await forgetOld(context, now - limits.sentMaxAgeMs);
        return deleteWhere(context, ({ end }) => end < now - limits.maxAgeMs, 'expired');
      }),
    outcomes: () => exclusive(async () => (await readState(context)).outcomes),
    usedBytes: () => exclusive(async () => (await readState(context)).bytes),
    storageUse: (input) => exclusive(() => storageUseOf(context, input)),
    wipe: () => exclusive(async () => store.commit({ deletes: await store.keys(''), puts: [] })),
  };
}
