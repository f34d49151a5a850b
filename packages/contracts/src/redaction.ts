import { z } from 'zod';

/** Where text was found; each channel is read by the same engine with the same rules. */
export const channels = ['text', 'name', 'title', 'url', 'path'] as const;
export const channelSchema = z.enum(channels);
export type Channel = z.infer<typeof channelSchema>;

/**
 * Why something was hidden. Closed: a participant can look every one of them up, and reports count them.
 * `scope.*` is a step that may not be captured at all, `secret.*` the unliftable floor, `found.*` a detector, `context.*` words that tell
 * something protected, `participant.*` the participant's own rules, `word.*`, `number` and `shape.*` the allow-list.
 * `kept.*` is the opposite of all these: what stays visible in a snapshot because policy and participant allow it.
 */
export const reasonCodes = [
  'scope.not-listed',
  'secret.password',
  'secret.one-time-code',
  'secret.card',
  'secret.css-masked',
  'secret.autofill',
  'secret.closed-shadow',
  'secret.foreign-frame',
  'secret.unresolved',
  'secret.token',
  'secret.private-key',
  'found.email',
  'found.phone',
  'found.card',
  'found.bank-account',
  'found.government-id',
  'found.ip-address',
  'found.url',
  'found.address',
  'found.date-of-birth',
  'word.not-listed',
  'word.capitalised',
  'word.script',
  'number',
  'shape.identifier',
  'shape.handle',
  'shape.path',
  'shape.encoded',
  'field.not-listed',
  'url.query',
  'url.fragment',
  'url.segment',
  'title.dropped',
  'context.health',
  'context.union',
  'context.personal',
  'participant.hidden',
  'pixels.masked',
  'pixels.reduced',
  'kept.images',
  'kept.video',
  'kept.canvas',
  'limit.too-long',
  'limit.timeout',
  'reserved-character',
] as const;
export const reasonCodeSchema = z.enum(reasonCodes);
export type ReasonCode = z.infer<typeof reasonCodeSchema>;

/** A hidden run of a text: UTF-16 offsets into the *input*, end exclusive. */
export const redactionSchema = z.strictObject({
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  reason: reasonCodeSchema,
});
export type Redaction = z.infer<typeof redactionSchema>;

/** A text after the safeguards. Hidden runs are tokens between U+27E6 and U+27E7, which no kept text contains. */
export interface RedactedText {
  readonly text: string;
  readonly redactions: readonly Redaction[];
}

/** What was hidden in a step: a JSON pointer into it, why, and how often there. */
export const stepRedactionSchema = z.strictObject({
  at: z.string().max(200),
  reason: reasonCodeSchema,
  count: z.int().positive(),
});
export type StepRedaction = z.infer<typeof stepRedactionSchema>;
