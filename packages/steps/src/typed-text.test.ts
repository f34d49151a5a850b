import { EventScript, scriptField } from '@assent/testkit';
import type { EventOf } from '@assent/contracts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { textChange, valueBefore } from './typed-text.ts';

function inputOf(data: string, value: string): EventOf<'input'> {
  const [event] = new EventScript().input(scriptField('f'), { data, value }).events;
  return event as EventOf<'input'>;
}

test('an insertion anywhere is the inserted text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string({ minLength: 1 }), (left, right, text) => {
      const change = textChange(left + right, left + text + right);
      expect(change?.mode).toBe('append');
      expect(change?.text.length).toBe(text.length);
    }),
  );
});

test('any change can be applied from what is reported of it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const change = textChange(before, after);
      if (change === null) expect(after).toBe(before);
      else if (change.mode === 'replace') expect(change.text).toBe(after);
      else expect(after.length).toBe(before.length + change.text.length);
    }),
  );
});

test('the text around an insertion is found, whatever was selected before', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string({ minLength: 1 }), (left, selected, right, data) => {
      const remembered = left + selected + right;
      const rest = valueBefore(inputOf(data, left + data + right), { remembered, state: 'unknown' });
      if (rest !== null) expect(rest.length).toBe(left.length + right.length);
    }),
  );
});

test('typing over everything replaces the value', () => {
  expect(valueBefore(inputOf('x', 'x'), { remembered: 'hello', state: 'filled' })).toBeNull();
  expect(valueBefore(inputOf('x', 'x'), { remembered: null, state: 'filled' })).toBeNull();
});

test('a field that the application cleared is empty, whatever was in it before', () => {
  expect(valueBefore(inputOf('h', 'h'), { remembered: 'hello', state: 'empty' })).toBe('');
});
