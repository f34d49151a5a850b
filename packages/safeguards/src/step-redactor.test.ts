import type { RedactedText } from '@assent/contracts';
import { describe, expect, test } from 'vitest';
import { StepRedactor } from './step-redactor.ts';

const unchanged = (_channel: string, text: string): RedactedText => ({ text, redactions: [] });
const hideAll = (_channel: string, text: string): RedactedText => ({
  text: '\u27E6x1-4:1\u27E7',
  redactions: [{ start: 0, end: text.length, reason: 'word.not-listed' }],
});

describe('a text that is longer than it may be', () => {
  test.each([
    ['abcd', 4, 'abcd'],
    ['abcde', 4, 'abcd'],
    // A token is kept whole or not at all.
    ['ab\u27E6x1-4:1\u27E7c', 10, 'ab\u27E6x1-4:1\u27E7'],
    ['ab\u27E6x1-4:1\u27E7c', 9, 'ab'],
    ['ab\u27E6x1-4:1\u27E7\u27E6x1-4:2\u27E7', 13, 'ab\u27E6x1-4:1\u27E7'],
    ['\u27E6x1-4:1\u27E7 abc', 11, '\u27E6x1-4:1\u27E7 ab'],
    // A character beyond the first plane is kept whole or not at all.
    ['abc\u{1F600}', 4, 'abc'],
    ['abc\u{1F600}d', 5, 'abc\u{1F600}'],
    ['\u{1F600}abc', 4, '\u{1F600}ab'],
  ])('%j is cut at %s to %j', (text, longest, kept) => {
    const redactor = new StepRedactor(unchanged);
    expect(redactor.text('/target/name', 'name', text, longest)).toBe(kept);
    expect(redactor.redactions()).toEqual(
      text.length > longest ? [{ at: '/target/name', reason: 'limit.too-long', count: 1 }] : [],
    );
  });
});

test('what was entered passes its own rules where there are any', () => {
  const both = new StepRedactor(unchanged, hideAll);
  expect(both.text('/page/title', 'title', 'Anna', 9)).toBe('Anna');
  expect(both.content('/action/value/text', 'text', 'Anna', 9)).toBe('\u27E6x1-4:1\u27E7');
  expect(both.redactions()).toEqual([{ at: '/action/value/text', reason: 'word.not-listed', count: 1 }]);
  expect(new StepRedactor(hideAll).content('/action/value/text', 'text', 'Anna', 9)).toBe('\u27E6x1-4:1\u27E7');
});

test('equal reasons at one pointer are counted together, others apart', () => {
  const redactor = new StepRedactor(unchanged);
  expect(redactor.total).toBe(0);
  redactor.note('/page', [{ reason: 'url.query' }, { reason: 'url.query' }, { reason: 'url.fragment' }]);
  redactor.hidden('/page/title', 'url.query');
  expect(redactor.redactions()).toEqual([
    { at: '/page', reason: 'url.query', count: 2 },
    { at: '/page', reason: 'url.fragment', count: 1 },
    { at: '/page/title', reason: 'url.query', count: 1 },
  ]);
  expect(redactor.total).toBe(4);
});

test('a list of 500 entries grows no longer, but its counts do', () => {
  const redactor = new StepRedactor(unchanged);
  for (let i = 0; i < 501; i++) redactor.hidden(`/target/context/${i}/name`, 'number');
  redactor.hidden('/target/context/0/name', 'number');
  expect(redactor.redactions()).toHaveLength(500);
  expect(redactor.redactions().at(-1)).toEqual({ at: '/target/context/499/name', reason: 'number', count: 1 });
  expect(redactor.redactions()[0]?.count).toBe(2);
  expect(redactor.total).toBe(502);
});
