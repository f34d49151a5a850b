import { z } from 'zod';

/** Left, top, width, height in CSS pixels of the top viewport. */
export const boxSchema = z.tuple([z.number(), z.number(), z.number().nonnegative(), z.number().nonnegative()]);
export type Box = z.infer<typeof boxSchema>;

/** What a field holds, as far as its own markup says. */
export const fieldKinds = [
  'none',
  'text',
  'multiline',
  'rich',
  'search',
  'email',
  'tel',
  'url',
  'number',
  'date',
  'choice',
  'toggle',
  'range',
  'file',
] as const;
export const fieldKindSchema = z.enum(fieldKinds);
export type FieldKind = z.infer<typeof fieldKindSchema>;

/** Why a field's content is secret whatever anyone allows: the unliftable floor. */
export const secretClasses = [
  'password',
  'ever-password',
  'one-time-code',
  'card',
  'css-masked',
  'autofill',
  'closed-shadow',
  'foreign-frame',
  'unresolved',
] as const;
export const secretClassSchema = z.enum(secretClasses);
export type SecretClass = z.infer<typeof secretClassSchema>;

/** A field's class, decided from its markup before anything is read from it (P3). */
export const fieldSchema = z.strictObject({ kind: fieldKindSchema, secret: secretClassSchema.nullable() });
export type Field = z.infer<typeof fieldSchema>;

export const nameSources = [
  'none',
  'content',
  'label',
  'aria-label',
  'labelledby',
  'placeholder',
  'title',
  'alt',
  'value',
] as const;

/** State as the accessibility tree would say it; null where it does not apply. A value is never recorded, only whether there is one. */
export const targetStateSchema = z.strictObject({
  disabled: z.boolean(),
  checked: z.boolean().nullable(),
  expanded: z.boolean().nullable(),
  selected: z.boolean().nullable(),
  value: z.enum(['empty', 'filled', 'unknown']),
});

const contextSchema = z.strictObject({ role: z.string().max(40), name: z.string().max(500) });

/**
 * The control acted on, as found at press or first key, before the application reacts.
 *
 * In an event or raw step `name`, `context[].name` and `selectors` are raw page text; in a step they have passed
 * the safeguards. `box` is measured at the same moment.
 */
export const targetSchema = z.strictObject({
  /** Stable for one element within one document. */
  ref: z.string().max(40),
  role: z.string().max(40),
  name: z.string().max(2000),
  nameSource: z.enum(nameSources),
  tag: z.string().max(40),
  field: fieldSchema,
  box: boxSchema,
  state: targetStateSchema,
  /** Whether the element at the pointer is this target or inside it. */
  hitSelf: z.boolean(),
  shadow: z.enum(['none', 'open', 'closed']),
  selectors: z.strictObject({
    testId: z.string().max(200).nullable(),
    id: z.string().max(200).nullable(),
    css: z.string().max(500).nullable(),
  }),
  /** Enclosing dialog, form, table row …, innermost first. */
  context: z.array(contextSchema).max(8),
});
export type Target = z.infer<typeof targetSchema>;
