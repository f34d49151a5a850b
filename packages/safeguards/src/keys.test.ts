import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptKeys, movesOn } from './keys.ts';

test.each([
  ['Control+s', 'Control+s'],
  ['Meta+Shift+p', 'Meta+Shift+p'],
  ['Alt+f', 'Alt+f'],
  ['Control++', 'Control++'],
  ['Enter', 'Enter'],
  ['Shift+Tab', 'Shift+Tab'],
  ['F12', 'F12'],
  ['a', '*'],
  ['Shift+A', 'Shift+*'],
  ['+', '*'],
  ['7', '*'],
  ['Alt+7', 'Alt+*'],
  ['Control+Alt+q', 'Control+Alt+*'],
  ['Control+é', 'Control+*'],
  ['Anna', '*'],
  ['Shift+Control', 'Shift+Control'],
  ['', '*'],
  [' ', ' '],
  ['Control+ ', 'Control+ '],
  ['F1', 'F1'],
  ['F123', '*'],
  ['aF1', '*'],
  ['Control+ab', 'Control+*'],
  ['Control+aé', 'Control+*'],
  ['Control+éa', 'Control+*'],
  ['Alt+ab', 'Alt+*'],
  ['Alt+A', 'Alt+A'],
  ['Alt+é', 'Alt+*'],
  ['Meta+~', 'Meta+~'],
  ['Control+!', 'Control+!'],
  ['Meta+Alt+q', 'Meta+Alt+*'],
  ['xAlt+f', '*'],
  ['Control+\n', 'Control+*'],
])('%s leaves as %s', (keys, expected) => {
  expect(keptKeys(keys)).toBe(expected);
});

test.each([
  ['Enter', true],
  ['Tab', true],
  ['Escape', true],
  ['Shift+Tab', true],
  ['Control+Enter', false],
  ['Backspace', false],
  ['Enters', false],
  ['xTab', false],
  ['Shift', false],
])('%s moves on from a field: %s', (keys, expected) => {
  expect(movesOn(keys)).toBe(expected);
});

test('no character outside a chord ever leaves, and passing twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }), fc.boolean(), (key, shift) => {
      const kept = keptKeys(shift ? `Shift+${key}` : key);
      if (key !== ' ' && !/^F\d{1,2}$/.test(key) && key !== 'Fn') expect(kept).toBe(shift ? 'Shift+*' : '*');
      expect(keptKeys(kept)).toBe(kept);
    }),
  );
});
