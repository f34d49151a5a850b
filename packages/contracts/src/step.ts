import { z } from 'zod';
import { actionSchema } from './action.ts';
import { inputOriginSchema } from './event.ts';
import { digestSchema, instantSchema, sessionIdSchema } from './ids.ts';
import { stepRedactionSchema } from './redaction.ts';
import { targetSchema } from './target.ts';
import { frameSchema, viewSchema } from './view.ts';

/** The snapshot seen before the action: digest of the image bytes and its size in image pixels. */
export const observationSchema = z.strictObject({
  shot: digestSchema,
  width: z.int().positive(),
  height: z.int().positive(),
});
export type Observation = z.infer<typeof observationSchema>;

const core = {
  v: z.literal(1),
  session: sessionIdSchema,
  /** Counts the episodes of a session from 0. A pause and an idle gap both just begin the next one. */
  episode: z.int().nonnegative(),
  /** Counts the steps of a session from 0 without gaps; a hole means a step was lost or deleted. */
  seq: z.int().nonnegative(),
  /** When the action began and how long it took, ms. */
  t: instantSchema,
  duration: z.int().nonnegative(),
  sensor: z.enum(['browser', 'desktop']),
  origin: inputOriginSchema,
  webdriver: z.boolean(),
  /** False when the sensor saw only part of the action, for example a press without a release. */
  complete: z.boolean(),
  /** Events the sensor had to drop since the step before. */
  missed: z.int().nonnegative(),
  tab: z.int().nonnegative(),
  window: z.int().nonnegative(),
  frame: frameSchema,
  view: viewSchema,
  action: actionSchema,
  target: targetSchema.nullable(),
  observation: observationSchema.nullable(),
};

/** What the reducer makes of events. Holds raw text: it lives in the device's memory and nowhere else. */
export const rawStepSchema = z.strictObject({
  ...core,
  page: z.strictObject({ url: z.string().max(8192), title: z.string().max(2000) }),
});
export type RawStep = z.infer<typeof rawStepSchema>;

/** A step: what may leave the device. Every text in it has passed the safeguards. */
export const stepSchema = z.strictObject({
  ...core,
  page: z.strictObject({
    origin: z.string().max(300),
    /** Path with private segments replaced by tokens. */
    path: z.string().max(2000),
    queryKeys: z.array(z.string().max(80)).max(50),
    title: z.string().max(2000),
  }),
  redactions: z.array(stepRedactionSchema).max(500),
  /** Digests of what was in force. */
  policy: digestSchema,
  safeguards: digestSchema,
});
export type Step = z.infer<typeof stepSchema>;

/** What an episode was about, where anyone said so. */
export const episodeNoteSchema = z.strictObject({
  v: z.literal(1),
  session: sessionIdSchema,
  episode: z.int().nonnegative(),
  instruction: z.string().max(4000),
  source: z.enum(['participant', 'program']),
});
export type EpisodeNote = z.infer<typeof episodeNoteSchema>;
