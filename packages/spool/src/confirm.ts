import type { Instant, SegmentReceipt } from '@assent/contracts';
import { bodyKey, ledgerKey, prefixes, sentKey, unprovenKey } from './keys.ts';
import {
  ledgerMemorySchema,
  parseItem,
  sentEntrySchema,
  unprovenSchema,
  type LedgerFault,
  type LedgerMemory,
} from './records.ts';
import { commitState, readState, type Exclusive, type SpoolContext } from './spool-context.ts';

/**
 * How long after its receipt a segment's leaf may be missing from the ledger before the participant is warned, ms. A
 * collector of this project commits leaf and receipt together; the term allows for caches in between.
 */
export const proofTermMs = 10 * 60_000;

/** How often the ledger is checked although nothing waits for a proof: that detects a rewritten one. */
const idleCheckMs = 3_600_000;
/** Receipts that one check asks for at most. */
const receiptsPerCheck = 100;

/** The result of a check of the ledger. One checkpoint for all of it. */
export type LedgerCheck =
  /** It goes on from what was remembered; `standing` answers for each receipt asked for, in order. */
  | { readonly outcome: 'continues'; readonly checkpoint: string; readonly standing: readonly boolean[] }
  /** It does not; `shown` is the checkpoint note it showed. */
  | { readonly outcome: 'diverged'; readonly how: LedgerFault; readonly shown: string };

/** The way to the ledger. Verifies everything against the ledger's key; rejects when there is no usable answer. */
export interface LedgerVerifier {
  look(input: {
    readonly remembered: string | null;
    readonly receipts: readonly SegmentReceipt[];
  }): Promise<LedgerCheck>;
}

/** What confirming needs. */
export interface ConfirmInput {
  readonly ledger: LedgerVerifier;
  readonly now: Instant;
}

/** What a device knows about the ledger. */
export interface LedgerStatus {
  /** The checkpoint note remembered; null before the first check. */
  readonly checkpoint: string | null;
  /** Set while the ledger does not go on from what is remembered: nothing is uploaded then. */
  readonly alarm: { readonly how: LedgerFault; readonly since: Instant } | null;
  /** Uploaded segments whose leaf has not been seen yet; their ciphertext is still here. */
  readonly unproven: number;
  /** When the oldest receipt came that is unproven beyond `proofTermMs`; null when none is. */
  readonly overdueSince: Instant | null;
}

/**
 * Looks at the ledger if there is a reason to (something waits for its proof, something is about to be sent, or it has
 * been long), and lets go of what is proven. See `Spool.confirm`.
 */
export async function confirm(
  context: SpoolContext,
  exclusive: Exclusive,
  { ledger, now }: ConfirmInput,
  sending = false,
): Promise<LedgerStatus> {
  const asked = await exclusive(() => unprovenReceipts(context));
  const memory = await exclusive(() => readLedgerMemory(context));
  if (isDue(memory, sending || asked.length > 0, now)) {
    const look = await answerOf(async () => ledger.look({ remembered: memory.checkpoint, receipts: asked }));
    if (look !== null)
      await exclusive(() => noteLedgerCheck(context, { look, remembered: memory.checkpoint, asked }, now));
  }
  return exclusive(() => standingOf(context, now));
}

function isDue(memory: LedgerMemory, needed: boolean, now: Instant): boolean {
  // Two signed trees of one size are a proof against the ledger that nothing it shows later takes back.
  if (memory.alarm?.how === 'forked') return false;
  return needed || memory.alarm !== null || Math.abs(now - memory.lookedAt) >= idleCheckMs;
}

async function answerOf(look: () => Promise<LedgerCheck>): Promise<LedgerCheck | null> {
  try {
    return await look();
  } catch {
    // No answer says nothing either way: all is kept, and the term runs on.
    return null;
  }
}

/** The oldest receipts whose leaf has not been seen yet. */
async function unprovenReceipts(context: SpoolContext): Promise<readonly SegmentReceipt[]> {
  const receipts: SegmentReceipt[] = [];
  for (const key of (await context.store.keys(prefixes.unproven)).slice(0, receiptsPerCheck)) {
    const seq = Number(key.slice(prefixes.unproven.length));
    receipts.push(parseItem(sentEntrySchema, await context.items.read(sentKey(seq))).receipt.body);
  }
  return receipts;
}

/** Keeps what a check found: the new checkpoint and the proven segments, or the alarm. One batch. */
export async function noteLedgerCheck(
  context: SpoolContext,
  {
    look,
    remembered,
    asked,
  }: { readonly look: LedgerCheck; readonly remembered: string | null; readonly asked: readonly SegmentReceipt[] },
  now: Instant,
): Promise<void> {
  const memory = await readLedgerMemory(context);
  // Another check came in between, or there is nothing left to learn: this one compared with what is no longer remembered.
  if (memory.checkpoint !== remembered || memory.alarm?.how === 'forked') return;
  if (look.outcome === 'diverged') {
    const alarm = { how: look.how, since: memory.alarm?.since ?? now, shown: look.shown };
    const next: LedgerMemory = { ...memory, lookedAt: now, alarm };
    await context.store.commit({ deletes: [], puts: [[ledgerKey, await context.items.seal(next)]] });
    return;
  }
  const next: LedgerMemory = { v: 1, checkpoint: look.checkpoint, lookedAt: now, alarm: null };
  const proven = asked.filter((_, at) => look.standing[at] === true).map(({ seq }) => seq);
  const waiting = new Set(await context.store.keys(prefixes.unproven));
  const kept = proven.filter((seq) => waiting.has(unprovenKey(seq)));
  const bodies = await Promise.all(kept.map(async (seq) => context.store.get(bodyKey(seq))));
  const freed = bodies.reduce((sum, body) => sum + (body?.length ?? 0), 0);
  const state = await readState(context);
  await commitState(
    context,
    { ...state, bytes: Math.max(0, state.bytes - freed) },
    {
      deletes: kept.flatMap((seq) => [unprovenKey(seq), bodyKey(seq)]),
      puts: [[ledgerKey, await context.items.seal(next)]],
    },
  );
}

/** What the device knows about the ledger now. */
export async function standingOf(context: SpoolContext, now: Instant): Promise<LedgerStatus> {
  const { checkpoint, alarm } = await readLedgerMemory(context);
  const keys = await context.store.keys(prefixes.unproven);
  const [oldest] = keys;
  const since = oldest === undefined ? null : parseItem(unprovenSchema, await context.items.read(oldest)).since;
  return {
    checkpoint,
    alarm: alarm === null ? null : { how: alarm.how, since: alarm.since },
    unproven: keys.length,
    overdueSince: since !== null && now - since > proofTermMs ? since : null,
  };
}

/** What is remembered of the ledger; nothing before the first check. */
async function readLedgerMemory({ items }: SpoolContext): Promise<LedgerMemory> {
  const stored = await items.find(ledgerKey);
  return stored === undefined
    ? { v: 1, checkpoint: null, lookedAt: 0, alarm: null }
    : parseItem(ledgerMemorySchema, stored);
}
