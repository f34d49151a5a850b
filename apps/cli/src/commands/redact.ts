import { channels, channelSchema, parseAs, siteSchema, type Channel } from '@assent/contracts';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { previewText, redact, strictnesses, type RedactOptions, type Strictness } from '@assent/safeguards';
import { z } from 'zod';
import { parseArguments } from '../arguments.ts';
import { exitCodes, UsageError, type Command } from '../command.ts';

const inputSchema = z.object({ text: z.string() });

/** `assent redact`: the safeguards at work on text of your own, one JSON object per line in, one out. */
export const redactCommand: Command = {
  name: 'redact',
  summary: 'show what the safeguards keep and hide of a text',
  help: `Usage: assent redact [--channel ${channels.join('|')}] [--strictness ${strictnesses.join('|')}]
                     [--site FILE] [--words W1,W2] [--hide W1,W2] [--explain] [--json]

Reads one JSON object {"text": …} per line and writes one object per line:
{"text": …, "redactions": [{"start", "end", "reason"}]}, offsets in UTF-16 units of the input.

  --channel C     where the text was found (default text)
  --strictness S  strict keeps interface words only, standard the dictionaries too, literal all that neither
                  the floor nor a detector hides (default standard, or literal on a task site)
  --site FILE     a site as a policy lists it, in JSON: its interface words and its mode hold
  --words A,B     more interface words that may stay
  --hide A,B      words of your own that never stay
  --explain       adds "why" and "token" to each redaction and "parts", the text cut into what stays and what does not
  --json          accepted for uniformity; the output is always JSON Lines`,
  async run(args, terminal) {
    const { values } = parseArguments(args, {
      options: {
        channel: { type: 'string' },
        strictness: { type: 'string' },
        site: { type: 'string' },
        words: { type: 'string' },
        hide: { type: 'string' },
        explain: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    const channel = channelOf(values.channel);
    const options = await optionsOf(values, terminal.cwd);
    let number = 0;
    for await (const line of terminal.lines()) {
      number += 1;
      if (line.trim() === '') continue;
      const { text } = parseAs(inputSchema, `line ${number}`, jsonOf(line, number));
      const result = redact(channel, text, options);
      terminal.out(
        JSON.stringify({
          text: result.text,
          ...(values.explain === true ? explained(channel, text, options) : { redactions: result.redactions }),
        }),
      );
    }
    return exitCodes.ok;
  },
};

function explained(channel: Channel, text: string, options: RedactOptions): object {
  const parts = previewText(channel, text, options);
  let at = 0;
  const redactions = parts.flatMap((part) => {
    const start = at;
    at += part.text.length;
    return part.kept ? [] : [{ start, end: at, reason: part.reason, why: part.why, token: part.token }];
  });
  return { redactions, parts: parts.map(({ kept, text: piece }) => ({ kept, text: piece })) };
}

async function optionsOf(
  values: {
    readonly strictness?: string | undefined;
    readonly site?: string | undefined;
    readonly words?: string | undefined;
    readonly hide?: string | undefined;
  },
  cwd: string,
): Promise<RedactOptions> {
  const site =
    values.site === undefined
      ? null
      : parseAs(siteSchema, 'the site', jsonOf(await readFile(resolve(cwd, values.site), 'utf8'), 1));
  return {
    interfaceWords: [...(site?.interfaceWords ?? []), ...listOf(values.words)],
    hiddenWords: listOf(values.hide),
    strictness: strictnessOf(values.strictness ?? (site?.mode === 'task' ? 'literal' : 'standard')),
  };
}

function listOf(value: string | undefined): readonly string[] {
  return (value ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function strictnessOf(value: string): Strictness {
  const found = strictnesses.find((strictness) => strictness === value);
  if (found === undefined) throw new UsageError(`--strictness is one of ${strictnesses.join(', ')}`);
  return found;
}

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
