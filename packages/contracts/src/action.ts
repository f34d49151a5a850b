import { z } from 'zod';
import { secretClassSchema } from './target.ts';
import { buttonSchema, lengthBucketSchema, modifiersSchema } from './view.ts';

const point = { x: z.number(), y: z.number() };
const pointer = { ...point, button: buttonSchema, modifiers: modifiersSchema };

/**
 * Text of an action. In a raw step `text` is what was typed and a secret has no slot name yet; in a step the text has
 * passed the safeguards and the secret is a typed slot, equal for equal secrets within an episode.
 */
export const textValueSchema = z.union([
  z.strictObject({ text: z.string().max(65_536) }),
  z.strictObject({ secret: z.string().max(64), class: secretClassSchema }),
]);
export type TextValue = z.infer<typeof textValueSchema>;

/** What a person did. Coordinates are CSS pixels of the top viewport at press. */
export const actionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['click', 'double_click', 'triple_click', 'context_click']), ...pointer }),
  z.strictObject({
    type: z.literal('drag'),
    ...pointer,
    endX: z.number(),
    endY: z.number(),
    /** Sampled way: x, y, ms since the press. */
    path: z.array(z.tuple([z.number(), z.number(), z.number().nonnegative()])).max(2000),
  }),
  z.strictObject({
    type: z.literal('scroll'),
    ...point,
    dx: z.number(),
    dy: z.number(),
    endX: z.number(),
    endY: z.number(),
    container: z.string().max(40),
    /** Keys held with the wheel; absent where none was. With Control it zooms, and the distance is the wheel's. */
    modifiers: modifiersSchema.optional(),
  }),
  z.strictObject({
    type: z.literal('type'),
    value: textValueSchema,
    /** Whether the text was added to what stood there or took its place. */
    mode: z.enum(['append', 'replace']),
  }),
  /** A chord such as `Control+s`, or a stand-alone key. */
  z.strictObject({ type: z.literal('key'), keys: z.string().max(80), repeat: z.int().min(1) }),
  z.strictObject({ type: z.literal('select'), option: z.string().max(2000), index: z.int().min(-1) }),
  z.strictObject({ type: z.literal('check'), checked: z.boolean() }),
  z.strictObject({ type: z.literal('hover'), ...point }),
  z.strictObject({
    type: z.literal('navigate'),
    how: z.enum(['load', 'reload', 'back-forward', 'same-document']),
  }),
  z.strictObject({ type: z.enum(['tab_open', 'tab_switch', 'tab_close']) }),
  z.strictObject({ type: z.enum(['copy', 'cut', 'paste']), size: lengthBucketSchema }),
  z.strictObject({
    type: z.literal('upload'),
    extensions: z.array(z.string().max(10)).max(50),
    count: z.int().nonnegative(),
  }),
  z.strictObject({ type: z.literal('wait'), ms: z.int().nonnegative() }),
  z.strictObject({ type: z.literal('done') }),
]);
export type Action = z.infer<typeof actionSchema>;
export type ActionType = Action['type'];
