import type { Action } from '@assent/contracts';
import { describe, expect, test } from 'vitest';
import { quantiseDuration, quantiseInstant, skewAfter } from './quantise.ts';

const midnight = Date.UTC(2026, 5, 1);
const typed = (length: number): Action => ({ type: 'type', value: { text: 'x'.repeat(length) }, mode: 'append' });
const secret: Action = { type: 'type', value: { secret: 's1', class: 'password' }, mode: 'append' };
const click: Action = { type: 'click', x: 1, y: 2, button: 'left', modifiers: [] };

test.each([
  [0, 0, 0],
  [99, 0, 0],
  [100, 0, 100],
  [5250, 1000, 4200],
  // Not on an earlier day, because days have keys of their own.
  [5250, 5251, 0],
  [5250, 90_000_000, 0],
])('%s ms after midnight with a skew of %s ms are reported as %s ms', (after, skew, reported) => {
  expect(quantiseInstant(midnight + after, skew)).toBe(midnight + reported);
});

describe('a duration', () => {
  test.each([
    ['typing of 16 characters', typed(16), 5000, 0],
    ['typing of 17 characters', typed(17), 5000, 1000],
    ['typing exactly as fast as reported', typed(17), 1000, 1000],
    ['typing faster than that, such as a drop', typed(17), 999, 0],
    ['typing of 34 characters', typed(34), 5000, 2000],
    ['a secret', secret, 5000, 0],
    ['a click', click, 199, 100],
    ['a click of a full unit', click, 200, 200],
  ])('of %s is coarse', (_, action, duration, reported) => {
    expect(quantiseDuration(action, duration)).toBe(reported);
  });

  test.each([
    ['typing', typed(17), 5000, 4300],
    ['typing as fast as reported', typed(17), 1000, 300],
    ['typing faster than that', typed(17), 400, 300],
    ['a secret', secret, 5000, 5300],
    ['a click', click, 5000, 300],
  ])('of %s moves later steps up by what it took beyond', (_, action, duration, skew) => {
    expect(skewAfter(action, duration, 300)).toBe(skew);
  });
});
