import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const names = ['collector', 'owner-key', 'verifier-key', 'json'];

test('the nearest name is offered for letters put in, left out, exchanged or swapped, and for a beginning', () => {
  expect(nearest('colector', names)).toBe('collector');
  expect(nearest('jsno', names)).toBe('json');
  expect(nearest('verfier-key', names)).toBe('verifier-key');
  expect(nearest('owner', names)).toBe('owner-key');
});

test('nothing is offered for what is near to none', () => {
  expect(nearest('zebra', names)).toBeNull();
  expect(nearest('x', names)).toBeNull();
  expect(nearest('', names)).toBeNull();
});
