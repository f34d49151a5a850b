import { expect, test } from 'vitest';
import { flag, repeated, required, withDefault } from './declare.ts';
import { helpOf } from './help.ts';
import { path, port, url } from './kinds.ts';

const help = helpOf({
  name: 'witness serve',
  about: 'Answers and serves.\n\none  the first\ntwo  the second',
  args: { file: required(path(), 'what is read') },
  options: {
    key: required(path(), 'the key'),
    witness: repeated(url, 'a witness'),
    port: withDefault(port, '4600', 'where to listen'),
    json: flag('as JSON'),
  },
  groups: [{ title: 'Keys you rely on', names: ['witness'] }],
  examples: ['witness serve log --key k'],
  finding: 'it does not check',
});

test('the help text follows from what is declared: usage, groups, defaults, examples, exit codes', () => {
  expect(help.split('\n')).toEqual([
    'Usage: assent witness serve FILE --key FILE [options]',
    '',
    'Answers and serves.',
    '',
    'one  the first',
    'two  the second',
    '',
    'Arguments',
    '  FILE  what is read',
    '',
    'Needed',
    '  --key FILE  the key',
    '',
    'Keys you rely on',
    '  --witness URL  a witness (may be repeated)',
    '',
    'Options',
    '  --port PORT  where to listen (default: 4600)',
    '  --json       as JSON',
    '  --help       this text',
    '',
    'Examples',
    '  assent witness serve log --key k',
    '',
    'Exit codes: 0 success, 1 it does not check, 2 wrong call, 3 could not be done',
  ]);
});
