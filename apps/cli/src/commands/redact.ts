import { channels, channelSchema, parseAs, type Channel } from '@assent/contracts';
import { explainReason, redact } from '@assent/safeguards';
import { z } from 'zod';
import { parseArguments } from '../arguments.ts';
import { exitCodes, UsageError, type Command } from '../command.ts';

const inputSchema = z.object({ text: z.string() });

/** `assent redact`: the safeguards at work on text of your own, one JSON object per line in, one out. */
export const redactCommand: Command = {
  name: 'redact',
  summary: 'show what the safeguards keep and hide of a text',
  help: `Usage: assent redact [--channel ${channels.join('|')}] [--explain] [--json]

Reads one JSON object {"text": …} per line and writes one object per line:
{"text": …, "redactions": [{"start", "end", "reason"}]}, offsets in UTF-16 units of the input.

  --channel C  where the text was found (default text)
  --explain    adds "why" to each redaction, in plain words
  --json       accepted for uniformity; the output is always JSON Lines`,
  async run(args, terminal) {
    const { values } = parseArguments(args, {
      options: { channel: { type: 'string' }, explain: { type: 'boolean' }, json: { type: 'boolean' } },
    });
    const channel = channelOf(values.channel);
    let number = 0;
    for await (const line of terminal.lines()) {
      number += 1;
      if (line.trim() === '') continue;
      const { text } = parseAs(inputSchema, `line ${number}`, jsonOf(line, number));
      const result = redact(channel, text);
      const redactions = values.explain
        ? result.redactions.map((redaction) => ({ ...redaction, why: explainReason(redaction.reason) }))
        : result.redactions;
      terminal.out(JSON.stringify({ text: result.text, redactions }));
    }
    return exitCodes.ok;
  },
};

function channelOf(value: string | undefined): Channel {
  const parsed = channelSchema.safeParse(value ?? 'text');
  if (!parsed.success) throw new UsageError(`--channel is one of ${channels.join(', ')}`);
  return parsed.data;
}

function jsonOf(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Without the cause: a JSON error message quotes the input.
    throw new UsageError(`line ${number} is not JSON`);
  }
}
