import { z } from 'zod';
import { lengthBuckets } from './length-bucket.ts';

/** The viewport an observation was made in; CSS pixels, except `screen`, which is the content's corner in screen pixels. */
export const viewSchema = z.strictObject({
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
  /** Device pixels per CSS pixel, zoom included. */
  scale: z.number().positive(),
  scrollX: z.number(),
  scrollY: z.number(),
  screen: z.tuple([z.number(), z.number()]),
});
export type View = z.infer<typeof viewSchema>;

/** Where a document sits among its tab's frames. `path` holds child indexes from the top document, which is `[]`. */
export const frameSchema = z.strictObject({
  path: z.array(z.int().nonnegative()).max(16),
  /** The frame's own origin, or `null` as text for an opaque one. */
  origin: z.string().max(300),
  sameOriginAsTop: z.boolean(),
  /**
   * Left and top of the frame's content in the top viewport, and how many of its CSS pixels one of the frame's takes up:
   * a point (x, y) of a step is in the frame at ((x − left) / scale, (y − top) / scale). Absent in the top document, and
   * where it is not known; there, and only there, coordinates are the frame's own.
   */
  offset: z.tuple([z.number(), z.number(), z.number().positive()]).optional(),
});
export type Frame = z.infer<typeof frameSchema>;

export const modifiers = ['Alt', 'Control', 'Meta', 'Shift'] as const;
export const modifiersSchema = z.array(z.enum(modifiers)).max(4);
export type Modifier = (typeof modifiers)[number];

export const buttons = ['left', 'middle', 'right', 'back', 'forward'] as const;
export const buttonSchema = z.enum(buttons);
export type Button = z.infer<typeof buttonSchema>;

/** A length given only as a bucket. */
export const lengthBucketSchema = z.enum(lengthBuckets);
