import { z } from 'zod';
import { digestSchema, instantSchema } from './ids.ts';
import { mediaKindSchema, mediaKinds, originSchema, tierSchema } from './policy.ts';

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

/** What a participant wants hidden beyond what everybody's rules hide. Only ever removes. */
export const participantRulesSchema = z.strictObject({
  /** Words that never stay, ignoring case. */
  hiddenWords: z.array(z.string().min(1).max(64)).max(2000),
  /** Fields whose content never stays, by accessible name, ignoring case. */
  hiddenFields: z.array(z.strictObject({ origin: originSchema, name: z.string().min(1).max(200) })).max(500),
  /** Sites on which nothing but the interface vocabulary stays. */
  strictOrigins: z.array(originSchema).max(500),
});
export type ParticipantRules = z.infer<typeof participantRulesSchema>;

/** Everything a participant has set on a device. Kept there, survives restarts, only ever removes. */
export const participantControlsSchema = z.strictObject({
  v: z.literal(1),
  pause: pauseSchema.nullable(),
  /** Sites the participant took out; no reason asked. */
  excludedOrigins: z.array(originSchema).max(2000),
  exemptions: z.array(exemptionSchema).max(2000),
  /** The most the participant gives right now; never more than the consent says. */
  tier: tierSchema,
  /**
   * Digests of the policy's proposals that the participant accepted. A proposal that was changed has another digest, so
   * that it needs a new yes. Absent on devices that never accepted one.
   */
  accepted: z.array(digestSchema).max(200).optional(),
  rules: participantRulesSchema.optional(),
  /**
   * What the participant lets stay to be seen in snapshots, if the policy keeps it. Holds for the policy version that was
   * agreed to and ends with it. Absent on devices where nothing was ever allowed.
   */
  media: z.array(mediaKindSchema).max(mediaKinds.length).optional(),
  /** The last clock reading, to notice a clock that was set. */
  clock: clockReadingSchema.nullable(),
});
export type ParticipantControls = z.infer<typeof participantControlsSchema>;
