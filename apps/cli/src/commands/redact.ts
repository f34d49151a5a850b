import { channelSchema, channels, parseAs, siteSchema, type Channel } from '@assent/contracts';
import { previewText, redact, strictnesses, type RedactOptions, type Strictness } from '@assent/safeguards';
import { z } from 'zod';
import { defineCommand, exitCodes, UsageError } from '../command.ts';
import { CliError } from '../errors.ts';
import { Explainer, wantsColour, colourChoices } from '../explain.ts';
import { readJson } from '../files.ts';
import { flag, optional, withDefault } from '../options/declare.ts';
import { fileOrInput, oneOf, path, wordList } from '../options/kinds.ts';
import { linesOf } from '../recordings/files.ts';

const recordSchema = z.object({ text: z.string() });

/** `assent redact`: the safeguards at work on text of your own. */
export const redactCommand = defineCommand({
  name: 'redact',
  summary: 'show what the safeguards keep and hide of a text',
  about: `Reads FILE or standard input, line by line: plain text, or JSON records {"text": …}. A line that is not a JSON record is text.

Writes a line of text for a line of text, and for a record {"text": …, "redactions": [{"start", "end", "reason"}]}, offsets in
UTF-16 units of the input. With --explain it says of each stretch that is hidden why; at a terminal in colour, with a legend.`,
  args: { file: optional(fileOrInput(), 'what is read (left out, or "-": standard input)') },
  options: {
    channel: withDefault(oneOf(channels, 'CHANNEL'), 'text', `where the text was found: ${channels.join(', ')}`),
    strictness: optional(
      oneOf(strictnesses, 'LEVEL'),
      'strict keeps interface words only, standard the dictionaries too, literal all that neither the floor nor a detector hides (left out: standard, or literal on a task site)',
    ),
    site: optional(path(), 'a site as a policy lists it, in JSON: its interface words and its mode hold'),
    words: withDefault(wordList, '', 'more interface words that may stay'),
    hide: withDefault(wordList, '', 'words of your own that never stay'),
    explain: flag('why each stretch is hidden; records get "why" and "token", and "parts", the text cut into pieces'),
    json: flag('records for every line, also for plain text and at a terminal'),
    color: withDefault(oneOf(colourChoices, 'WHEN'), 'auto', 'colours: auto, always or never; NO_COLOR is respected'),
  },
  groups: [
    { title: 'Rules', names: ['channel', 'strictness', 'site', 'words', 'hide'] },
    { title: 'Output', names: ['explain', 'json', 'color'] },
  ],
  examples: ['redact --explain notes.txt', 'redact --channel title --json < titles.jsonl'],
  async run(values, terminal) {
    const options = await optionsOf(values);
    const channel: Channel = channelSchema.parse(values.channel);
    const isTerminal = terminal.outIsTerminal ?? false;
    const explainer = new Explainer(wantsColour(values.color, isTerminal, process.env));
    const file = values.file?.path ?? null;
    const lines = file === null ? terminal.lines() : linesOf(file);
    for await (const line of inputLines(lines)) {
      if (line.kind === 'blank') {
        // An empty line of a text is one; between records it means nothing.
        if (!values.json && line.amongText) terminal.out('');
        continue;
      }
      const asRecord = values.json || (line.kind === 'record' && !(values.explain && isTerminal));
      if (asRecord) terminal.out(JSON.stringify(recordOf(channel, line.text, options, values.explain)));
      else if (values.explain) explainer.lines(previewText(channel, line.text, options)).forEach(terminal.out);
      else terminal.out(redact(channel, line.text, options).text);
    }
    if (values.explain) explainer.legend().forEach(terminal.out);
    return exitCodes.ok;
  },
});

type InputLine =
  | { readonly kind: 'record' | 'text'; readonly text: string }
  | { readonly kind: 'blank'; readonly amongText: boolean };

/**
 * What each line of the input is. A line that is not a JSON record is text; but where all before were records, one that begins
 * like a record is a broken one, and it would be wrong to answer a program's JSON with something else.
 */
async function* inputLines(lines: AsyncIterable<string>): AsyncGenerator<InputLine, void> {
  let number = 0;
  let seen: 'nothing' | 'records' | 'text' = 'nothing';
  for await (const raw of lines) {
    number += 1;
    const line = number === 1 ? raw.replace(/^\uFEFF/, '') : raw;
    if (line.trim() === '') {
      yield { kind: 'blank', amongText: seen !== 'records' };
      continue;
    }
    const value = objectIn(line);
    if (value === null && seen === 'records' && line.trimStart().startsWith('{')) {
      throw new UsageError(`line ${number} is not JSON, and all before it are`);
    }
    if (value !== null && (seen !== 'text' || 'text' in value)) {
      yield { kind: 'record', text: parseAs(recordSchema, `line ${number}`, value).text };
      if (seen === 'nothing') seen = 'records';
    } else {
      yield { kind: 'text', text: line };
      seen = 'text';
    }
  }
}

/** The JSON object that a line is; null for any other line. */
function objectIn(line: string): object | null {
  if (!line.trimStart().startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? value : null;
  } catch {
    // Plain text may begin with a brace.
    return null;
  }
}

function recordOf(channel: Channel, text: string, options: RedactOptions, explain: boolean): object {
  const result = redact(channel, text, options);
  if (!explain) return { text: result.text, redactions: result.redactions };
  const parts = previewText(channel, text, options);
  let at = 0;
  const redactions = parts.flatMap((part) => {
    const start = at;
    at += part.text.length;
    return part.kept ? [] : [{ start, end: at, reason: part.reason, why: part.why, token: part.token }];
  });
  return { text: result.text, redactions, parts: parts.map(({ kept, text: piece }) => ({ kept, text: piece })) };
}

async function optionsOf(values: {
  readonly strictness: Strictness | null;
  readonly site: string | null;
  readonly words: readonly string[];
  readonly hide: readonly string[];
}): Promise<RedactOptions> {
  const site = values.site === null ? null : await readSite(values.site);
  return {
    interfaceWords: [...(site?.interfaceWords ?? []), ...values.words],
    hiddenWords: values.hide,
    strictness: values.strictness ?? (site?.mode === 'task' ? 'literal' : 'standard'),
  };
}

async function readSite(file: string) {
  const document = await readJson(file, 'a site as a policy lists it');
  const parsed = siteSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'it'}: ${issue.code}`);
  throw new CliError('wrong-document', `${file}: is not a site as a policy lists it (${faults.join('; ')})`, {
    remedy: 'take one from the policy’s "sites"',
  });
}
