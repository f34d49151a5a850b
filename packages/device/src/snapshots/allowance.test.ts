import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { recentOf, waitBefore } from './allowance.ts';

test.each([
  ['the first may be taken at once', [], 6, 0],
  ['none may be taken where the policy allows none', [], 0, null],
  ['two follow each other after a second', [99_500], 6, 500],
  ['the minute’s number is not exceeded', [50_000, 60_000], 2, 10_000],
  ['what happened a minute ago does not count', [40_000, 60_000], 2, 0],
] as const)('%s', (_, taken, max, wait) => {
  expect(waitBefore(taken, 100_000, max)).toBe(wait);
});

test('never more than allowed in any minute, whenever they are asked for', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 10 }),
      (gaps, max) => {
        const all: number[] = [];
        let kept: readonly number[] = [];
        let now = 1_000_000;
        for (const gap of gaps) {
          now += gap;
          if (waitBefore(kept, now, max) !== 0) continue;
          all.push(now);
          kept = [...recentOf(kept, now), now];
        }
        for (const at of all)
          expect(all.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(max);
      },
    ),
  );
});
