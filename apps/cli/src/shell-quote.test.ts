import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { shellQuote } from './shell-quote.ts';

const root = mkdtempSync(join(tmpdir(), 'assent-quote-'));
afterAll(() => rmSync(root, { recursive: true }));

const read = (line: string, cwd = root): readonly string[] =>
  execFileSync('sh', ['-c', `for word in ${line}; do printf '%s\\0' "$word"; done`], { cwd, encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

test('a shell reads back exactly the words that were quoted', () => {
  const word = fc.string({ minLength: 0, maxLength: 12, unit: 'binary' }).filter((each) => !each.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 200 }), (words) => {
      // A text that is no well-formed Unicode cannot be an argument at all.
      fc.pre(words.every((each) => each.isWellFormed()));
      expect(read(shellQuote(...words))).toEqual(words);
    }),
    { numRuns: 3 },
  );
});

test('a printed command can be pasted where the path has spaces and an apostrophe', () => {
  const folder = join(root, "somebody's  own $HOME (copy) `x`");
  mkdirSync(folder);
  const file = join(folder, '-key *.key');
  writeFileSync(file, 'found');
  expect(execFileSync('sh', ['-c', shellQuote('cat', '--', file)], { encoding: 'utf8' })).toBe('found');
  expect(read(shellQuote('', '~', '*', '#a', '{a,b}'), folder)).toEqual(['', '~', '*', '#a', '{a,b}']);
});

test('words that need no quotes get none', () => {
  expect(shellQuote('npm', 'run', '-s', 'http://127.0.0.1:4600', 'a+b/C=')).toBe(
    'npm run -s http://127.0.0.1:4600 a+b/C=',
  );
});
