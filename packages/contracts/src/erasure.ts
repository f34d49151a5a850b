import { z } from 'zod';
import {
  daySchema,
  digestSchema,
  instantSchema,
  participantIdSchema,
  programIdSchema,
  signingKeySchema,
} from './ids.ts';

/** A participant's order to erase: some segments, whole days, or everything. Signed by the device. */
export const erasureSchema = z.strictObject({
  type: z.literal('erasure'),
  v: z.literal(1),
  program: programIdSchema,
  participant: participantIdSchema,
  device: signingKeySchema,
  at: instantSchema,
  scope: z.discriminatedUnion('what', [
    z.strictObject({ what: z.literal('segments'), segments: z.array(digestSchema).min(1).max(1000) }),
    z.strictObject({ what: z.literal('days'), days: z.array(daySchema).min(1).max(400) }),
    z.strictObject({ what: z.literal('everything') }),
  ]),
});
export type Erasure = z.infer<typeof erasureSchema>;

/** The collector's proof of an erasure: what went and the ledger leaf that says so. Signed by the collector. */
export const erasureReceiptSchema = z.strictObject({
  type: z.literal('erasure-receipt'),
  v: z.literal(1),
  erasure: digestSchema,
  segments: z.int().nonnegative(),
  dayKeys: z.int().nonnegative(),
  leafIndex: z.int().nonnegative(),
  at: instantSchema,
});
export type ErasureReceipt = z.infer<typeof erasureReceiptSchema>;
