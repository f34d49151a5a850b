import {
  dayOf,
  openSigned,
  segmentReceiptSchema,
  type DayKey,
  type Day,
  type Digest,
  type Instant,
  type SegmentManifest,
  type SegmentReceipt,
  type Signed,
  type SigningKey,
} from '@assent/contracts';
import type { LedgerStanding, LedgerWatch } from './confirm.ts';
import { SpoolError } from './errors.ts';
import { bodyKey, dayKeyKey, outKey, prefixes, sentKey, unprovenKey } from './keys.ts';
import { countDrop, outEntrySchema, parseItem, storedDayKeySchema, type OutEntry, type SentEntry } from './records.ts';
import { longestDelayMs, nextAttempt } from './retry.ts';
import { commitState, readState, type Exclusive, type SpoolContext } from './spool-context.ts';

/** How an upload went. `retry` covers everything that may be better later; `afterMs` is what the collector asked for. */
export type TransportAnswer<Stored> =
  | Stored
  | { readonly outcome: 'retry'; readonly afterMs: number | null }
  /** The collector has erased it, or will never take it: the participant is gone. */
  | { readonly outcome: 'gone' }
  /** The collector does not accept it as it is. It is kept and tried again rarely. */
  | { readonly outcome: 'refused' };

/** The way to the collector. Idempotent: the same thing may arrive twice. A rejected promise counts as `retry`. */
export interface Transport {
  depositDayKey(
    deposit: Signed<DayKey>,
    signal: AbortSignal | undefined,
  ): Promise<TransportAnswer<{ readonly outcome: 'stored' }>>;
  /** `receipt` is as it came; it is checked here. */
  putSegment(
    manifest: Signed<SegmentManifest>,
    ciphertext: Uint8Array<ArrayBuffer>,
    signal: AbortSignal | undefined,
  ): Promise<TransportAnswer<{ readonly outcome: 'stored'; readonly receipt: unknown }>>;
}

/** What uploading needs. */
export interface UploadInput {
  readonly transport: Transport;
  /** Looked at before anything is sent. */
  readonly ledger: LedgerWatch;
  readonly now: Instant;
  /** A number in [0, 1), fresh for each call. */
  readonly random: number;
  /** The key that signs this collector's receipts. */
  readonly collectorKey: SigningKey;
  /** Most ciphertext bytes per UTC day. */
  readonly dailyCapBytes: number;
  readonly signal?: AbortSignal;
}

/** How a round ended. `until` is when the next one makes sense. */
export type UploadResult = { readonly sent: number } & (
  | { readonly state: 'empty' }
  | { readonly state: 'waiting'; readonly until: Instant; readonly why: 'retry' | 'refused' | 'bad-receipt' }
  | { readonly state: 'daily-cap'; readonly until: Instant }
  /** The ledger does not go on from what this device remembers: nothing is sent until it does. */
  | { readonly state: 'ledger-alarm' }
);

/**
 * Looks at the ledger; then uploads sealed segments in the order of their numbers, each after its day key's deposit, until none is left or one
 * does not get through. An entry leaves the outbox only with a receipt that the collector signed for exactly it; a crash in between
 * means it is sent again and the same receipt comes back. Its ciphertext stays until `confirm` has seen its leaf (P9).
 */
export async function upload(
  context: SpoolContext,
  exclusive: Exclusive,
  input: UploadInput,
  lookAtLedger: () => Promise<LedgerStanding>,
): Promise<UploadResult> {
  const held = await exclusive(() => delayedUntil(context, input.now));
  if (held !== null) return { sent: 0, state: 'waiting', until: held, why: 'retry' };
  if ((await exclusive(() => nextEntry(context))) === null) return { sent: 0, state: 'empty' };
  // P9: who shows another history than before, gets nothing more.
  if ((await lookAtLedger()).alarm !== null) return { sent: 0, state: 'ledger-alarm' };
  let sent = 0;
  for (;;) {
    const next = await exclusive(() => nextEntry(context));
    if (next === null) return { sent, state: 'empty' };
    const cap = await exclusive(() => overCap(context, next, input));
    if (cap !== null) return { sent, state: 'daily-cap', until: cap };
    const failed = await sendOne(context, exclusive, next, input);
    if (failed === null) {
      sent++;
      continue;
    }
    const until = await exclusive(() => noteFailure(context, failed, input));
    return { sent, state: 'waiting', until, why: failed.why };
  }
}

interface Failure {
  readonly why: 'retry' | 'refused' | 'bad-receipt';
  readonly afterMs: number;
}

/** Sends deposit and segment. Null when the entry is dealt with. */
async function sendOne(
  context: SpoolContext,
  exclusive: Exclusive,
  entry: OutEntry,
  input: UploadInput,
): Promise<Failure | null> {
  const { manifest } = entry;
  const { day, policy, seq } = manifest.body.context;
  const deposited = await depositFirst(context, exclusive, { day, policy }, input);
  if (deposited !== 'done') return deposited;

  const body = await exclusive(() => context.store.get(bodyKey(seq)));
  if (body === undefined) throw new SpoolError('corrupt', 'a sealed segment is missing');
  const answer = await attempt(() => input.transport.putSegment(manifest, body, input.signal));
  switch (answer.outcome) {
    case 'stored': {
      const receipt = await readReceipt(answer.receipt, manifest, input.collectorKey);
      if (receipt === null) return { why: 'bad-receipt', afterMs: longestDelayMs / 2 };
      await exclusive(() => markSent(context, entry, receipt, input.now));
      return null;
    }
    case 'gone':
      await exclusive(() => removeGone(context, entry));
      return null;
    case 'refused':
    case 'retry':
      return failureOf(answer);
    default:
      answer satisfies never;
      // Deny by default: the segment stays in the queue (P10).
      throw new SpoolError('invalid', 'the transport answered with an unknown outcome');
  }
}

async function depositFirst(
  context: SpoolContext,
  exclusive: Exclusive,
  at: { readonly day: Day; readonly policy: Digest },
  { transport, signal }: UploadInput,
): Promise<Failure | 'done'> {
  const key = dayKeyKey(at.day, at.policy);
  const stored = await exclusive(async () => parseItem(storedDayKeySchema, await context.items.read(key)));
  if (stored.deposited) return 'done';
  const answer = await attempt(() => transport.depositDayKey(stored.deposit, signal));
  // A day that the collector has erased takes no more segments: each will say so itself.
  if (answer.outcome === 'gone') return 'done';
  if (answer.outcome !== 'stored') return failureOf(answer);
  const sealed = await context.items.seal({ ...stored, deposited: true });
  await exclusive(() => context.store.commit({ deletes: [], puts: [[key, sealed]] }));
  return 'done';
}

async function attempt<Answer extends { readonly outcome: string }>(
  send: () => Promise<Answer>,
): Promise<Answer | { readonly outcome: 'retry'; readonly afterMs: null }> {
  try {
    return await send();
  } catch {
    // The network has a thousand ways to fail and all mean the same here: keep the entry and try again.
    return { outcome: 'retry', afterMs: null };
  }
}

function failureOf(
  answer: { readonly outcome: 'retry'; readonly afterMs: number | null } | { readonly outcome: 'refused' },
): Failure {
  if (answer.outcome === 'refused') return { why: 'refused', afterMs: longestDelayMs / 2 };
  return { why: 'retry', afterMs: Math.min(answer.afterMs ?? 0, 12 * longestDelayMs) };
}

/** The receipt if it is signed by the collector and for exactly this segment, else null. */
async function readReceipt(
  input: unknown,
  { body }: Signed<SegmentManifest>,
  collectorKey: SigningKey,
): Promise<Signed<SegmentReceipt> | null> {
  try {
    const receipt = await openSigned(segmentReceiptSchema, input, { key: collectorKey });
    const { device, seq, ciphertext } = receipt.body;
    const matches = device === body.context.device && seq === body.context.seq && ciphertext === body.ciphertext;
    return matches ? receipt : null;
  } catch {
    // Deny by default: what does not verify is no receipt, and the entry stays.
    return null;
  }
}

/** The sealed segment that goes next; null where none waits. */
export async function nextEntry(context: SpoolContext): Promise<OutEntry | null> {
  const [key] = await context.store.keys(prefixes.out);
  return key === undefined ? null : parseItem(outEntrySchema, await context.items.read(key));
}

async function delayedUntil(context: SpoolContext, now: Instant): Promise<Instant | null> {
  const { notBefore } = (await readState(context)).upload;
  // Further away than any delay can be: the clock was set back, so the wait means nothing.
  return now < notBefore && notBefore - now <= 24 * longestDelayMs ? notBefore : null;
}

/** When the daily limit allows this one; null if it does today. */
export async function overCap(
  context: SpoolContext,
  entry: OutEntry,
  input: Pick<UploadInput, 'now' | 'dailyCapBytes'>,
): Promise<Instant | null> {
  const { day, dayBytes } = (await readState(context)).upload;
  const today = dayOf(input.now);
  const used = day === today ? dayBytes : 0;
  if (used + entry.manifest.body.bytes <= input.dailyCapBytes) return null;
  return Date.parse(`${today}T00:00:00.000Z`) + 86_400_000;
}

async function markSent(
  context: SpoolContext,
  entry: OutEntry,
  receipt: Signed<SegmentReceipt>,
  now: Instant,
): Promise<void> {
  const state = await readState(context);
  const { bytes, context: place } = entry.manifest.body;
  // `erase` may have been asked for while the segment was on its way.
  const current = parseItem(outEntrySchema, await context.items.read(outKey(place.seq)));
  const sentEntry: SentEntry = { ...current, receipt };
  const today = dayOf(now);
  const dayBytes = (state.upload.day === today ? state.upload.dayBytes : 0) + bytes;
  await commitState(
    context,
    {
      ...state,
      outcomes: { ...state.outcomes, uploadedSegments: state.outcomes.uploadedSegments + 1 },
      upload: { attempts: 0, notBefore: 0, day: today, dayBytes },
    },
    {
      deletes: [outKey(place.seq)],
      puts: [
        [sentKey(place.seq), await context.items.seal(sentEntry)],
        [unprovenKey(place.seq), await context.items.seal({ since: now })],
      ],
    },
  );
}

async function removeGone(context: SpoolContext, entry: OutEntry): Promise<void> {
  const state = await readState(context);
  const { bytes, context: place } = entry.manifest.body;
  await commitState(
    context,
    {
      ...state,
      bytes: Math.max(0, state.bytes - bytes),
      outcomes: countDrop(state.outcomes, 'gone', entry.steps),
    },
    { deletes: [outKey(place.seq), bodyKey(place.seq)] },
  );
}

async function noteFailure(context: SpoolContext, failure: Failure, { now, random }: UploadInput): Promise<Instant> {
  const state = await readState(context);
  const attempts = state.upload.attempts + 1;
  const notBefore = nextAttempt(attempts, now, random, failure.afterMs);
  await commitState(context, { ...state, upload: { ...state.upload, attempts, notBefore } });
  return notBefore;
}
