import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestDelayMs, nextAttempt } from './retry.ts';

describe('nextAttempt', () => {
  it('waits a few seconds after the first failure and doubles from there', () => {
    expect(nextAttempt(1, 0, 0)).toBe(2500);
    expect(nextAttempt(2, 0, 0)).toBe(5000);
    expect(nextAttempt(3, 0, 0.5)).toBe(15_000);
  });

  it('never waits longer than an hour beyond what the collector asked for, and never less than it asked for', () => {
    const asked = fc.integer({ min: 0, max: 86_400_000 });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.nat(2 ** 40), random, asked, (attempts, now, random, asked) => {
        const at = nextAttempt(attempts, now, random, asked);
        expect(Number.isInteger(at)).toBe(true);
        expect(at).toBeGreaterThanOrEqual(now + asked);
        expect(at).toBeLessThanOrEqual(now + asked + longestDelayMs + 1);
      }),
    );
  });
});
