import {
  dayKeySchema,
  digestSchema,
  daySchema,
  episodeNoteSchema,
  instantSchema,
  parseAs,
  segmentManifestSchema,
  segmentReceiptSchema,
  sessionIdSchema,
  signedSchema,
  stepSchema,
} from '@assent/contracts';
import { z } from 'zod';

/**
 * What the stored items hold, as schemas: the store is read back after updates of this software, so even own
 * data is parsed. Items are encrypted and authenticated; a schema fault is a version problem, not an attack.
 */

const countSchema = z.int().nonnegative();

/** Why a step or snapshot did not get through. Closed: the participant can look every one up. */
export const dropReasons = [
  'full',
  'snapshot-full',
  'snapshot-missing',
  'expired',
  'too-large',
  'malformed',
  'gone',
] as const;
export type DropReason = (typeof dropReasons)[number];

const outcomeSchema = z.strictObject({
  /** Steps taken in. */
  kept: countSchema,
  /** Steps the participant deleted on the device. Never leaves it. */
  deleted: countSchema,
  sealedSegments: countSchema,
  uploadedSegments: countSchema,
  dropped: z.strictObject({
    full: countSchema,
    'snapshot-full': countSchema,
    'snapshot-missing': countSchema,
    expired: countSchema,
    'too-large': countSchema,
    malformed: countSchema,
    gone: countSchema,
  }),
});
/** What became of everything the spool was given. */
export type Outcomes = z.infer<typeof outcomeSchema>;

export const stateSchema = z.strictObject({
  v: z.literal(1),
  /** The next segment's number and the digest of the manifest before it. */
  chain: z.strictObject({ seq: countSchema, previous: digestSchema.nullable() }),
  /** Stored bytes of steps, snapshots and sealed segments. */
  bytes: countSchema,
  /** Per session: the number the next step must at least have. Steps below were taken in before. */
  sessions: z.array(z.tuple([sessionIdSchema, countSchema])).max(100),
  /** Events reported but not yet attributed to a stored step. */
  carry: z.strictObject({ seen: countSchema, dropped: countSchema }),
  outcomes: outcomeSchema,
  upload: z.strictObject({
    attempts: countSchema,
    notBefore: instantSchema,
    day: daySchema.nullable(),
    dayBytes: countSchema,
  }),
});
export type SpoolState = z.infer<typeof stateSchema>;

/** A step at rest, with the events that were seen and dropped on the way to it. */
export const storedStepSchema = z.strictObject({ step: stepSchema, seen: countSchema, dropped: countSchema });

export const storedDayKeySchema = z.strictObject({ deposit: signedSchema(dayKeySchema), deposited: z.boolean() });

const placeSchema = z.strictObject({ session: sessionIdSchema, episode: countSchema });
/** The position of an episode. */
export type EpisodePosition = z.infer<typeof placeSchema>;

const sealedPart = {
  manifest: signedSchema(segmentManifestSchema),
  from: instantSchema,
  to: instantSchema,
  episodes: z.array(placeSchema),
  steps: countSchema,
  /** The participant wants it erased as soon as it can be. */
  erase: z.boolean(),
};
export const outEntrySchema = z.strictObject(sealedPart);
export type OutEntry = z.infer<typeof outEntrySchema>;

export const sentEntrySchema = z.strictObject({ ...sealedPart, receipt: signedSchema(segmentReceiptSchema) });
export type SentEntry = z.infer<typeof sentEntrySchema>;

/** When the receipt came whose leaf has not been seen in the ledger yet. */
export const unprovenSchema = z.strictObject({ since: instantSchema });

/** How a ledger can fail to go on from what was remembered of it. Closed. */
const ledgerFaults = ['rolled-back', 'forked', 'rewritten'] as const;
export type LedgerFault = (typeof ledgerFaults)[number];

const noteTextSchema = z.string().max(100_000);

export const ledgerMemorySchema = z.strictObject({
  v: z.literal(1),
  /** The newest checkpoint note that the ledger was seen to go on to; null before the first. */
  checkpoint: noteTextSchema.nullable(),
  lookedAt: instantSchema,
  /** Set while the ledger does not go on from `checkpoint`; `shown` is what it showed instead, kept as evidence. */
  alarm: z.strictObject({ how: z.enum(ledgerFaults), since: instantSchema, shown: noteTextSchema }).nullable(),
});
export type LedgerMemory = z.infer<typeof ledgerMemorySchema>;

export const noteSchema = episodeNoteSchema;

/** The state of a spool that has never been used. */
export function freshState(): SpoolState {
  return {
    v: 1,
    chain: { seq: 0, previous: null },
    bytes: 0,
    sessions: [],
    carry: { seen: 0, dropped: 0 },
    outcomes: {
      kept: 0,
      deleted: 0,
      sealedSegments: 0,
      uploadedSegments: 0,
      dropped: {
        full: 0,
        'snapshot-full': 0,
        'snapshot-missing': 0,
        expired: 0,
        'too-large': 0,
        malformed: 0,
        gone: 0,
      },
    },
    upload: { attempts: 0, notBefore: 0, day: null, dayBytes: 0 },
  };
}

/** Counts `by` more steps or snapshots as dropped. */
export function countDrop(outcomes: Outcomes, reason: DropReason, by: number): Outcomes {
  return { ...outcomes, dropped: { ...outcomes.dropped, [reason]: outcomes.dropped[reason] + by } };
}

/** Parses a stored item. */
export function parseItem<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  return parseAs(schema, 'stored item', input);
}
