import type { Box, RawStep } from '@assent/contracts';
import { describe, expect, test } from 'vitest';
import { openInput, splitReason } from './split-input.ts';
import { typed } from './testing/raw-step.ts';

const page = 'https://app.example/orders';
const at = (left: number, top = 0, width = 40, height = 40): Box => [left, top, width, height];

/** A step that types into a field of its own. */
function into(ref: string, text: string, box: Box = at(0), url = page): RawStep {
  const raw = typed(text, 'Field', null, box);
  if (raw.target === null) throw new Error('no target');
  return { ...raw, target: { ...raw.target, ref }, page: { url, title: '' } };
}

const keys = (pressed: string): RawStep => ({ ...into('a', ''), action: { type: 'key', keys: pressed, repeat: 1 } });

/** Why the second of two inputs is hidden for what the first one was. */
const reason = (first: RawStep, second: RawStep, isLiteral = false) =>
  splitReason(second, openInput(first, undefined), isLiteral);

describe('a short group beside another one', () => {
  const first = into('a', '1234', at(100, 100));
  test.each<readonly [string, Box, 'number' | null]>([
    ['right behind it', at(140, 100), 'number'],
    ['overlapping by three pixels', at(137, 100), 'number'],
    ['overlapping by four', at(136, 100), null],
    ['64 pixels away', at(204, 100), 'number'],
    ['65 pixels away', at(205, 100), null],
    ['four pixels higher', at(140, 96), 'number'],
    ['five pixels lower', at(140, 105), null],
    ['four pixels wider', at(140, 100, 44), 'number'],
    ['five pixels narrower', at(140, 100, 35), null],
    ['four pixels lower in height', at(140, 100, 40, 36), 'number'],
    ['five pixels taller', at(140, 100, 40, 45), null],
    ['to the left', at(50, 100), null],
  ])('%s', (_, box, expected) => {
    expect(reason(first, into('b', '5678', box))).toBe(expected);
  });

  test.each([
    ['123456', '5678', 'number'],
    ['1234567', '5678', null],
    ['1234', '123456', 'number'],
    ['1234', '1234567', null],
    ['1234', '', null],
    ['', '1234', null],
    ['12-4', '1234', null],
    ['1234', '-123', null],
    ['1234', '123-', null],
    ['k', '7', 'number'],
  ])('is one of at most six letters and digits: %j, then %j', (one, two, expected) => {
    expect(reason(into('a', one, at(0)), into('b', two, at(40)))).toBe(expected);
  });

  test('is no word where text is kept literally', () => {
    const then = (text: string, isLiteral: boolean) =>
      reason(into('a', 'k2', at(0)), into('b', text, at(40)), isLiteral);
    expect(then('maple', true)).toBeNull();
    expect(then('maple', false)).toBe('number');
    expect([then('x', true), then('x9w7', true), then('9xw', true), then('xw9', true)]).toEqual([
      'number',
      'number',
      'number',
      'number',
    ]);
  });
});

describe('the next input into the same field', () => {
  test.each([
    ['the password is ', 'secret.password'],
    ['password:', 'secret.password'],
    ['4111 1111 ', 'number'],
    ['4111', 'number'],
    ['411', null],
    ['4111 - ', 'number'],
    ['4111 x', null],
    ['order 4', 'number'],
    ['please save ', null],
    [`the password is ${' '.repeat(10)}`, 'secret.password'],
    [`password: ${'x '.repeat(100)}`, null],
    ['mail anna@mail.', null],
  ])('after %j is hidden because of %s', (first, expected) => {
    expect(reason(into('a', first), into('a', 'more than six characters'))).toBe(expected);
    expect(reason(into('a', first), into('b', 'more than six characters'))).toBeNull();
  });

  test('goes on being hidden until a sentence or a line ends', () => {
    const asked = openInput(into('a', 'the password is '), undefined);
    const after = (text: string) => openInput(into('a', text), asked)?.next;
    expect(after('dragon')).toBe('secret.password');
    expect([after('dragon.'), after('dragon\n')]).toEqual([undefined, undefined]);
    expect(openInput(into('b', 'dragon'), asked)?.next).toBeUndefined();
    const numbered = openInput(into('a', '4111'), undefined);
    expect(openInput(into('a', 'dragon'), numbered)?.next).toBeUndefined();
  });

  test('is forgotten on another page where text is kept literally, without regard to query and fragment', () => {
    const first = into('a', 'password: ');
    const on = (url: string, isLiteral: boolean) => reason(first, into('a', 'dragonfly', at(0), url), isLiteral);
    expect(on(`${page}?tab=2#x`, true)).toBe('secret.password');
    expect(on('https://app.example/other', true)).toBeNull();
    expect(on('https://other.example/orders', true)).toBeNull();
    expect(on('https://app.example/other', false)).toBe('secret.password');
    const nowhere = into('a', 'password: ', at(0), 'nowhere');
    expect(reason(nowhere, into('a', 'dragonfly', at(0), 'nowhere'), true)).toBe('secret.password');
    expect(reason(nowhere, into('a', 'dragonfly'), true)).toBeNull();
    const open = { ref: 'a', next: 'number' as const };
    expect(splitReason(into('a', 'dragonfly'), open, true)).toBe('number');
  });
});

describe('what is remembered of a step', () => {
  const open = openInput(into('a', '1234', at(3)), undefined);

  test('is the field, its page, its box if the text was short, and what is hidden next', () => {
    expect(open).toStrictEqual({ ref: 'a', page, box: at(3), next: 'number' });
    expect(openInput(into('b', 'maple', at(3)), open)).toStrictEqual({ ref: 'b', page, box: at(3) });
    expect(openInput(into('b', 'please save', at(3)), open)).toStrictEqual({ ref: 'b', page });
  });

  test('stays over keys that move on, and goes with Enter', () => {
    expect(openInput(keys('Tab'), open)).toBe(open);
    expect(openInput(keys('Enter'), open)).toBeUndefined();
    expect(openInput(keys('Shift+Enter'), open)).toBeUndefined();
    expect(openInput(keys('Enter+x'), open)).toBe(open);
  });

  test('is nothing after an input without text or target', () => {
    const secret = {
      ...into('a', ''),
      action: { type: 'type', value: { secret: 's', class: 'password' }, mode: 'append' },
    };
    expect(openInput(secret as RawStep, open)).toBeUndefined();
    expect(openInput({ ...into('a', '12'), target: null }, open)).toBeUndefined();
    expect(splitReason(secret as RawStep, open, false)).toBeNull();
    expect(splitReason({ ...into('a', '12'), target: null }, open, false)).toBeNull();
    expect(splitReason(into('a', '12'), undefined, false)).toBeNull();
  });
});
