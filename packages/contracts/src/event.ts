import { z } from 'zod';
import { instantSchema, sourceIdSchema } from './ids.ts';
import { secretClassSchema, targetSchema } from './target.ts';
import { buttonSchema, frameSchema, lengthBucketSchema, modifiersSchema, viewSchema } from './view.ts';

/**
 * Events: raw input as a sensor saw it, in the order it saw it. They never leave the device.
 *
 * A stream of events is JSON Lines. Each event names its `source` (the document it happened in) and carries that
 * source's own `seq`, so that a lost event is provable. The first event of a source is a `document`; what it says
 * (page, frame, view) holds for the source's later events until the next `document`.
 * `t` is wall time in ms from a monotonic clock: it never runs backwards within a source.
 */
const base = { v: z.literal(1), source: sourceIdSchema, seq: z.int().nonnegative(), t: instantSchema };
const point = { x: z.number(), y: z.number() };

/** A document opened, changed its URL or was resized or scrolled to another place. */
const documentEvent = z.strictObject({
  ...base,
  kind: z.literal('document'),
  cause: z.enum(['load', 'reload', 'back-forward', 'same-document', 'view']),
  url: z.string().max(8192),
  title: z.string().max(2000),
  tab: z.int().nonnegative(),
  window: z.int().nonnegative(),
  frame: frameSchema,
  view: viewSchema,
  /** Whether the browser is under automation (`navigator.webdriver`). Trusted does not mean human. */
  webdriver: z.boolean(),
  /** Whether a page led here by a link or form (the document has a referrer); absent where the sensor cannot tell. */
  referred: z.boolean().optional(),
  /**
   * Screen pixels that one CSS pixel of this document takes up, zoom and transforms included. Present once a pointer has
   * told where the document is on the screen; until then `view.screen` is a guess.
   */
  pitch: z.number().min(0.01).max(100).optional(),
});

/** Pointer down. `clicks` is the platform's own click count (it knows the user's double-click interval). */
const pressEvent = z.strictObject({
  ...base,
  kind: z.literal('press'),
  ...point,
  button: buttonSchema,
  modifiers: modifiersSchema,
  clicks: z.int().min(1).max(255),
  target: targetSchema,
  /** Set where the press went into a frame that `target` holds and this sensor does not see into: that frame's path. No release comes; the place is the frame's middle where no pointer event told it. */
  into: z.array(z.int().nonnegative()).max(16).optional(),
});

/** Pointer up, with the sampled way since the press (≤ 20 Hz) if it moved more than 4 px. */
const releaseEvent = z.strictObject({
  ...base,
  kind: z.literal('release'),
  ...point,
  button: buttonSchema,
  path: z.array(z.tuple([z.number(), z.number(), z.number().nonnegative()])).max(2000),
  target: targetSchema.nullable(),
});

/** The pointer rested on a control and that opened what the press right after it was made in. `t` is when it came there. */
const hoverEvent = z.strictObject({ ...base, kind: z.literal('hover'), ...point, target: targetSchema });

/** The browser gave up on a press (`pointercancel`): no release will come. */
const cancelEvent = z.strictObject({ ...base, kind: z.literal('cancel') });

/**
 * Key down. `key` is the DOM key value; null where it may not be known (a printable key in a secret field) or is not
 * (autofill sends trusted key events without one).
 */
const keyEvent = z.strictObject({
  ...base,
  kind: z.literal('key'),
  key: z.string().max(40).nullable(),
  code: z.string().max(40).nullable(),
  modifiers: modifiersSchema,
  repeat: z.boolean(),
  composing: z.boolean(),
  target: targetSchema,
});

export const inputOrigins = ['user', 'paste', 'autofill', 'ime', 'drop', 'undo'] as const;
export const inputOriginSchema = z.enum(inputOrigins);

/**
 * A text field changed, once or a few times in a row (spec/steps.md, joined changes). `data` is what was inserted
 * and `value` the whole value after it (up to 4,096 characters, else
 * null; then `data` is all there is). In a secret field both are null and `secret` says why; `slot` is equal for equal
 * secrets within one session where the sensor could tell without keeping them, and empty where it could not. An event of
 * typing with a `slot` and an empty `inputType` changes nothing: it names the secret whose typing has ended.
 */
const inputEvent = z.strictObject({
  ...base,
  kind: z.literal('input'),
  inputType: z.string().max(40),
  origin: inputOriginSchema,
  data: z.string().max(65_536).nullable(),
  value: z.string().max(4096).nullable(),
  secret: secretClassSchema.nullable(),
  slot: z.string().max(64).nullable(),
  target: targetSchema,
});

/** A choice was made: an option of a select or listbox, a checkbox, a radio. */
const changeEvent = z.strictObject({
  ...base,
  kind: z.literal('change'),
  change: z.discriminatedUnion('control', [
    z.strictObject({ control: z.literal('select'), label: z.string().max(2000), index: z.int().min(-1) }),
    z.strictObject({ control: z.literal('check'), checked: z.boolean() }),
    z.strictObject({ control: z.literal('value'), value: z.string().max(4096).nullable() }),
    z.strictObject({
      control: z.literal('file'),
      extensions: z.array(z.string().max(10)).max(50),
      count: z.int().nonnegative(),
    }),
  ]),
  target: targetSchema,
});

/** A scroll container moved; `dx`, `dy` since the last scroll event of the same container, `endX`, `endY` where it is now. */
const scrollEvent = z.strictObject({
  ...base,
  kind: z.literal('scroll'),
  ...point,
  dx: z.number(),
  dy: z.number(),
  endX: z.number(),
  endY: z.number(),
  /** The container's ref; `document` for the page itself. */
  container: z.string().max(40),
  /** Keys held with the wheel; absent where the sensor does not say. With Control nothing need move: the distance is then the wheel's. */
  modifiers: modifiersSchema.optional(),
  target: targetSchema.nullable(),
});

const focusEvent = z.strictObject({ ...base, kind: z.enum(['focus', 'blur']), target: targetSchema });

const clipboardEvent = z.strictObject({
  ...base,
  kind: z.literal('clipboard'),
  operation: z.enum(['copy', 'cut', 'paste']),
  size: lengthBucketSchema,
  target: targetSchema.nullable(),
});

const tabEvent = z.strictObject({
  ...base,
  kind: z.literal('tab'),
  operation: z.enum(['open', 'switch', 'close']),
  tab: z.int().nonnegative(),
  window: z.int().nonnegative(),
});

/** A task begins (`instruction` set) or ends (null). */
const taskEvent = z.strictObject({
  ...base,
  kind: z.literal('task'),
  instruction: z.string().max(4000).nullable(),
  instructionSource: z.enum(['participant', 'program']).nullable(),
});

/** A masked snapshot of what was visible before the next action. */
const snapshotEvent = z.strictObject({
  ...base,
  kind: z.literal('snapshot'),
  shot: z.string().regex(/^[0-9a-f]{64}$/),
  width: z.int().positive(),
  height: z.int().positive(),
});

/** Capture stopped here for whatever reason; nothing may span it. No field says why. */
const gapEvent = z.strictObject({ ...base, kind: z.literal('gap') });

/** The source's document went away. */
const endEvent = z.strictObject({ ...base, kind: z.literal('end') });

/** The sensor had to drop this many events since the last one. */
const dropsEvent = z.strictObject({ ...base, kind: z.literal('drops'), count: z.int().positive() });

export const eventSchema = z.discriminatedUnion('kind', [
  documentEvent,
  hoverEvent,
  pressEvent,
  releaseEvent,
  cancelEvent,
  keyEvent,
  inputEvent,
  changeEvent,
  scrollEvent,
  focusEvent,
  clipboardEvent,
  tabEvent,
  taskEvent,
  snapshotEvent,
  gapEvent,
  endEvent,
  dropsEvent,
]);
/** One raw event. */
export type Event = z.infer<typeof eventSchema>;
export type EventKind = Event['kind'];
/** The event of one kind. */
export type EventOf<Kind extends EventKind> = Extract<Event, { kind: Kind }>;
