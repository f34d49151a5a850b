import { z } from 'zod';
import { digestSchema, instantSchema } from './ids.ts';
import { originSchema, tierSchema } from './policy.ts';

/**
 * A pause as its participant's device remembers it. Told to nobody else (P7).
 */
export const pauseSchema = z.strictObject({
  startedAt: instantSchema,
  /** First instant at which recording could begin again. */
  until: instantSchema,
  restOfDay: z.boolean(),
  /** When the notice was shown that recording is about to begin again; null while it has not been. */
  noticeAt: instantSchema.nullable(),
});
export type Pause = z.infer<typeof pauseSchema>;

/** What an exemption takes out: one site, a period (end exclusive), or everything. */
export const exemptionScopeSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('site'), origin: originSchema }),
  z.strictObject({ what: z.literal('period'), from: instantSchema, until: instantSchema }),
  z.strictObject({ what: z.literal('everything') }),
]);
export type ExemptionScope = z.infer<typeof exemptionScopeSchema>;

/** An exemption. Its scope is off from the moment it is asked for, whether or not anyone has decided yet. */
export const exemptionSchema = z.strictObject({
  id: digestSchema,
  scope: exemptionScopeSchema,
  state: z.enum(['pending', 'granted']),
  requestedAt: instantSchema,
});
export type Exemption = z.infer<typeof exemptionSchema>;

/**
 * A clock reading: wall time, and time that nobody can set (ms since the run began), comparable within one run only.
 */
export const clockReadingSchema = z.strictObject({
  now: instantSchema,
  uptime: z.number().nonnegative(),
  /** Names the run of the recording software; changes with every restart. */
  run: z.string().min(1).max(64),
});
export type ClockReading = z.infer<typeof clockReadingSchema>;

/** Everything a participant has set on a device. Kept there, survives restarts, only ever removes. */
export const participantControlsSchema = z.strictObject({
  v: z.literal(1),
  pause: pauseSchema.nullable(),
  /** Sites the participant took out; no reason asked. */
  excludedOrigins: z.array(originSchema).max(2000),
  exemptions: z.array(exemptionSchema).max(2000),
  /** The most the participant gives right now; never more than the consent says. */
  tier: tierSchema,
  /** The last clock reading, to notice a clock that was set. */
  clock: clockReadingSchema.nullable(),
});
export type ParticipantControls = z.infer<typeof participantControlsSchema>;
