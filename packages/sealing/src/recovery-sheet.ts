import { parseAs, participantIdSchema } from '@assent/contracts';
import { z } from 'zod';
import { recipientOf } from './age.ts';
import { SealingError } from './errors.ts';

const sheetSchema = z.strictObject({
  collector: z.url({ protocol: /^https?$/ }).max(300),
  participant: participantIdSchema,
  /** The vault's age identity. Secret. */
  identity: z.string().max(4096),
});

/** All that a participant needs to read their own recordings, with no device of theirs. Secret as a whole. */
export type RecoverySheet = z.infer<typeof sheetSchema>;

/** The text of a recovery sheet, to be printed: an age identity file whose comments say where the recordings are. */
export function writeRecoverySheet({ collector, participant, identity }: RecoverySheet): string {
  return [
    '# Assent recovery key. Whoever has it can read what you recorded. Keep it to yourself.',
    `# collector: ${collector}`,
    `# participant: ${participant}`,
    identity,
    '',
  ].join('\n');
}

/** Reads a recovery sheet, also one typed in by hand. Throws `malformed` or `bad-key`; never quotes it. */
export async function readRecoverySheet(text: string): Promise<RecoverySheet> {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const comment = (name: string) =>
    lines
      .find((line) => line.startsWith(`# ${name}:`))
      ?.slice(name.length + 3)
      .trim();
  const [identity, ...more] = lines.filter((line) => line !== '' && !line.startsWith('#'));
  let sheet: RecoverySheet;
  try {
    if (more.length > 0) throw new SealingError('malformed', 'more than one key');
    sheet = parseAs(sheetSchema, 'recovery sheet', {
      collector: comment('collector'),
      participant: comment('participant'),
      identity,
    });
  } catch {
    // Without cause: it could quote what is secret.
    throw new SealingError('malformed', 'not a recovery sheet');
  }
  await recipientOf(sheet.identity);
  return sheet;
}
