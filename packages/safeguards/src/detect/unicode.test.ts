import { describe, expect, test } from 'vitest';
import { showSpans } from '../testing/show-spans.ts';
import { findHiddenCharacters, findMixedScripts, plainForm } from './unicode.ts';

describe('a hidden character', () => {
  test.each([
    ['a\u00ADb', 'a[\u00AD|word.script]b'],
    ['a\u200Bb', 'a[\u200B|word.script]b'],
    ['a\u200Db', 'a\u200Db'],
    ['\u27E6a\u27E7', '[\u27E6|reserved-character]a[\u27E7|reserved-character]'],
    ['\u27E7\u27E6', '[\u27E7\u27E6|reserved-character]'],
    ['a\u202Ebcd\u202C e', 'a[\u202Ebcd\u202C|word.script] e'],
    ['a\u202Dbcd\ne', 'a[\u202Dbcd|word.script]\ne'],
    ['\u0000\u0001x', '[\u0000\u0001|word.script]x'],
    ['x\uFE0F', 'x\uFE0F'],
    ['tab\there', 'tab\there'],
    ['a\uD800x', 'a[\uD800|word.script]x'],
    ['\u180B', '[\u180B|word.script]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findHiddenCharacters(text))).toBe(shown);
  });
});

describe('a word of several scripts', () => {
  test.each([
    ['p\u0430ypal', '[p\u0430ypal|word.script]'],
    ['paypal', 'paypal'],
    ['Анн\u0430', 'Анн\u0430'],
    ['Anna Анн\u0430', 'Anna Анн\u0430'],
    ['\u03B1bc', '[\u03B1bc|word.script]'],
    ['\u0561bc', '[\u0561bc|word.script]'],
    ['é', 'é'],
    ['p\u0430y p\u0430l x', '[p\u0430y|word.script] [p\u0430l|word.script] x'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findMixedScripts(text))).toBe(shown);
  });
});

describe('the plain form', () => {
  const offsets = (text: string) => {
    const plain = plainForm(text);
    return Array.from({ length: plain.text.length + 1 }, (_, i) => [plain.start(i), plain.end(i)]);
  };

  test.each([
    ['４１１１', '4111'],
    ['p\u0430\u200Bss', 'pass'],
    ['e\u0301x', 'ex'],
    ['\uFB01x', 'fix'],
    ['a\uFE0Fb\u200D', 'ab'],
    ['日本', '日本'],
    ['~\u007F', '~\u007F'],
  ])('of %j is %j', (text, expected) => {
    expect(plainForm(text).text).toBe(expected);
  });

  test('leads back to the offsets of the text', () => {
    expect(offsets('ab')).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(offsets('p\u0430\u200Bs')).toEqual([
      [0, 0],
      [1, 1],
      [3, 2],
      [4, 4],
    ]);
    // One sign that reads as two letters: a stretch that holds either holds the whole sign.
    expect(offsets('\uFB01x')).toEqual([
      [0, 0],
      [0, 1],
      [1, 1],
      [2, 2],
    ]);
    expect(offsets('\u0301')).toEqual([[1, 0]]);
  });
});
