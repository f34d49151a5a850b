import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hideSpans, mergeSpans, type Span } from './span.ts';

const span = (start: number, end: number, reason: Span['reason'] = 'number'): Span => ({ start, end, reason });

describe('merging spans', () => {
  test.each<readonly [string, readonly Span[], readonly Span[]]>([
    ['sorts them', [span(5, 6), span(1, 2)], [span(1, 2), span(5, 6)]],
    ['drops empty ones', [span(1, 1), span(2, 3)], [span(2, 3)]],
    ['leaves neighbours apart', [span(1, 3), span(3, 4)], [span(1, 3), span(3, 4)]],
    ['joins those that overlap', [span(1, 3), span(2, 5)], [span(1, 5)]],
    ['joins one within another', [span(1, 5), span(2, 3)], [span(1, 5)]],
    [
      'takes the reason of the one that came first',
      [span(2, 5, 'secret.token'), span(1, 3, 'number')],
      [span(1, 5, 'secret.token')],
    ],
    [
      'takes the first reason of many',
      [span(6, 8, 'found.email'), span(4, 7, 'secret.token'), span(1, 5, 'number')],
      [span(1, 8, 'found.email')],
    ],
    [
      'keeps the reason of an earlier span that begins at the same offset',
      [span(1, 2, 'found.email'), span(1, 3, 'number')],
      [span(1, 3, 'found.email')],
    ],
  ])('%s', (_, spans, merged) => {
    expect(mergeSpans(spans)).toEqual(merged);
  });

  test('covers exactly the units that any span covers, and changes nothing when done again', () => {
    const any = fc.record({ start: fc.nat(30), length: fc.nat(10), reason: fc.constantFrom('number', 'word.script') });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (list) => {
        const spans = list.map(({ start, length, reason }) => span(start, start + length, reason as Span['reason']));
        const merged = mergeSpans(spans);
        const covered = (by: readonly Span[], at: number) => by.some(({ start, end }) => at >= start && at < end);
        for (let at = 0; at < 42; at++) expect(covered(merged, at)).toBe(covered(spans, at));
        expect(mergeSpans(merged)).toEqual(merged);
      }),
    );
  });
});

test('hidden spans become tokens, equal ones by one question to the source', () => {
  const asked: string[] = [];
  const tokens = {
    token: (hidden: string, reason: string) => {
      asked.push(`${hidden} ${reason}`);
      return `<${asked.length}>`;
    },
  };
  const spans = [span(0, 1), span(2, 3), span(4, 5, 'word.script')];
  expect(hideSpans('a-a-a!', spans, tokens)).toEqual({ text: '<1>-<1>-<2>!', redactions: spans });
  expect(asked).toEqual(['a number', 'a word.script']);
});
