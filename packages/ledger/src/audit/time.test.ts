import { describe, expect, it } from 'vitest';
import { isDatedAfter, isDatedBefore } from './time.ts';

describe('the time of a leaf', () => {
  it('is too early from six minutes before the other clock: its minute and the difference of clocks', () => {
    expect(isDatedBefore(60_000, 420_000)).toBe(false);
    expect(isDatedBefore(60_000, 420_001)).toBe(true);
  });

  it('is too late from five minutes after the other clock', () => {
    expect(isDatedAfter(360_000, 60_000)).toBe(false);
    expect(isDatedAfter(360_001, 60_000)).toBe(true);
  });
});
