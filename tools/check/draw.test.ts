import { expect, it } from 'vitest';
import { draw, patternFor } from './draw.ts';

it('draws different items, the same for the same seed and others for another', () => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  const drawn = draw(items, 10, 7);
  expect(new Set(drawn).size).toBe(10);
  expect(draw(items, 10, 7)).toEqual(drawn);
  expect(draw(items, 10, 8)).not.toEqual(drawn);
  expect(draw(items, 1000, 7).toSorted((a, b) => a - b)).toEqual(items);
});

it('matches one test by its whole name, whatever signs are in it', () => {
  const test = { file: 'a.ts', name: 'a page > costs 5$ (or "more") > than [that]?' };
  const pattern = new RegExp(patternFor(test));
  expect(pattern.test('a page costs 5$ (or "more") than [that]?')).toBe(true);
  expect(pattern.test('a page costs 5$ (or "more") > than [that]?')).toBe(true);
  expect(pattern.test('a page costs 5$ (or "more") than [that]? and on')).toBe(false);
});
