import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { UsageError } from '../command.ts';
import { redactCommand } from './redact.ts';

const cwd = await mkdtemp(join(tmpdir(), 'assent-redact-'));
afterAll(() => rm(cwd, { recursive: true, force: true }));

/** The output lines of the command for some texts. */
async function run(args: readonly string[], ...texts: readonly string[]): Promise<readonly unknown[]> {
  const out: unknown[] = [];
  await redactCommand.run(args, {
    out: (line) => out.push(JSON.parse(line)),
    err: () => {},
    lines: async function* () {
      for (const text of texts) yield JSON.stringify({ text });
    },
    cwd,
    signal: new AbortController().signal,
  });
  return out;
}

test('each line comes back redacted, with offsets', async () => {
  expect(await run([], 'Save', 'ask Vanterpool')).toEqual([
    { text: 'Save', redactions: [] },
    { text: 'ask \u27E6Xx9-16:1\u27E7', redactions: [{ start: 4, end: 14, reason: 'word.capitalised' }] },
  ]);
});

test('with --explain the parts make up the text and every redaction says why', async () => {
  const [explained] = await run(['--explain', '--hide', 'order'], 'the order of Vanterpool');
  expect(explained).toMatchObject({
    redactions: [
      { start: 4, end: 9, reason: 'participant.hidden', why: 'You asked for this to be hidden.' },
      { start: 13, end: 23, reason: 'word.capitalised', token: '\u27E6Xx9-16:2\u27E7' },
    ],
    parts: [
      { kept: true, text: 'the ' },
      { kept: false, text: 'order' },
      { kept: true, text: ' of ' },
      { kept: false, text: 'Vanterpool' },
    ],
  });
});

test('a site brings its words and its mode, --words and --strictness more', async () => {
  const site = { origin: 'https://a.example', name: 'A', mode: 'task', interfaceWords: ['Sprint'] };
  await writeFile(join(cwd, 'site.json'), JSON.stringify(site));
  expect(await run(['--site', 'site.json'], 'ask Vanterpool')).toMatchObject([{ text: 'ask Vanterpool' }]);
  const strict = await run(
    ['--site', 'site.json', '--strictness', 'strict', '--words', 'Kanban'],
    'Sprint Kanban nebula',
  );
  expect(strict).toMatchObject([{ text: 'Sprint Kanban \u27E6x5-8:1\u27E7' }]);
});

test('an unknown strictness or channel is a usage error', async () => {
  await expect(run(['--strictness', 'lax'])).rejects.toBeInstanceOf(UsageError);
  await expect(run(['--channel', 'smell'])).rejects.toBeInstanceOf(UsageError);
});
