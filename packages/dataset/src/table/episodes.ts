import { z } from 'zod';
import { list, scalar, type Column } from './columns.ts';

/** The `episodes` table: one row per stretch of steps between start and stop, pause or idle gap. */
export const episodeColumns: readonly Column[] = [
  scalar('episode_id', 'string', { about: 'A pseudonym of this build only' }),
  scalar('participant', 'string', { about: 'A pseudonym of this build only: two builds cannot be joined' }),
  scalar('split', 'string', { about: 'All episodes of one participant are in one split' }),
  scalar('instruction', 'string', { nullable: true, about: 'What the episode was about, where anyone said so' }),
  scalar('instruction_source', 'string', { about: 'participant, program or none' }),
  scalar('sites', 'int32', { about: 'How many sites the steps touch' }),
  list('origins', scalar('element', 'string'), { about: 'The sites that are not suppressed' }),
  scalar('steps', 'int32'),
  scalar('duration_ms', 'int64'),
  scalar('complete', 'bool', { about: 'No step missing, no event missed, every action seen whole' }),
  scalar('missing_steps', 'int32'),
  scalar('missed_events', 'int32'),
  scalar('incomplete_actions', 'int32'),
  scalar('screenshots', 'int32'),
  scalar('done', 'bool', { about: 'Whether the person said that the task was done' }),
  scalar('policy', 'string', { about: 'Digest of the policy version consented to' }),
];

/** A row of the `episodes` table. */
export const episodeRowSchema = z.strictObject({
  episode_id: z.string(),
  participant: z.string(),
  split: z.string(),
  instruction: z.string().nullable(),
  instruction_source: z.enum(['participant', 'program', 'none']),
  sites: z.int(),
  origins: z.array(z.string()),
  steps: z.int(),
  duration_ms: z.bigint(),
  complete: z.boolean(),
  missing_steps: z.int(),
  missed_events: z.int(),
  incomplete_actions: z.int(),
  screenshots: z.int(),
  done: z.boolean(),
  policy: z.string(),
});
export type EpisodeRow = z.infer<typeof episodeRowSchema>;
