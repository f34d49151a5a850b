import { describe, expect, test } from 'vitest';
import { detect } from './detect.ts';
import { showSpans } from './testing/show-spans.ts';

const base64 = (text: string) => btoa(text).replaceAll('+', '-').replaceAll('/', '_');
const hexadecimal = (text: string) => Buffer.from(text).toString('hex');
const mail = 'mail anna@mail.example today';

const literal = (text: string) => showSpans(text, detect(text, true));
const reasons = (text: string, isLiteral = true) => detect(text, isLiteral).map(({ reason }) => reason);

test('what is found in disguise is hidden at the offsets of the disguise', () => {
  expect(literal('card ４１１１\u200B１１１１１１１１１１１１ now')).toBe(
    'card [４１１１\u200B１１１１１１１１１１１１|found.card] now',
  );
  expect(literal('p\u0430ssword: dragon')).toBe('[p\u0430ssword|word.script]: [dragon|secret.password]');
});

describe('encoded text that is kept literally', () => {
  test.each([
    ['base64', base64(mail)],
    ['base64 twice', base64(base64(mail))],
    ['hexadecimal', hexadecimal(mail)],
    ['percent encoding twice', 'anna%2540mail.example'],
    ['hexadecimal in base64', base64(hexadecimal(mail))],
    ['base64 in hexadecimal', hexadecimal(base64(mail))],
    ['percent encoding', 'q=anna%40mail.example'],
    ['base64 of bytes that need both of its signs', base64('>>>???anna@mail.example')],
    ['more than can be decoded', 'x'.repeat(4097)],
    ['upper-case hexadecimal', hexadecimal(mail).toUpperCase()],
  ])('is hidden because of its content: %s', (_, text) => {
    expect(reasons(text)).toContain('shape.encoded');
    expect(reasons(text, false)).not.toContain('shape.encoded');
  });

  test.each([
    ['harmless base64', base64('nothing to see here')],
    ['percent encoding three times', 'anna%252540mail.example'],
    ['harmless percent encoding', 'hello%20world'],
    ['broken percent encoding', 'anna%40%E0%A4'],
    ['no encoding at all', 'x'.repeat(4096)],
    ['binary data', btoa(`\u0000\u0001${mail}`)],
    ['what is shorter than an address', 'a%40b.e'],
    ['hexadecimal of bytes that are no text', 'ff'.repeat(10)],
  ])('is not taken for an encoding of something private: %s', (_, text) => {
    expect(reasons(text)).not.toContain('shape.encoded');
  });

  test('is hidden unread after 64 stretches', () => {
    const stretches = (count: number) => Array.from({ length: count }, () => 'harmless-harmless').join(' ');
    expect(reasons(stretches(64))).toEqual([]);
    expect(reasons(stretches(66))).toEqual(['shape.encoded', 'shape.encoded']);
  });

  test('is hidden from the stretch’s first sign to its last', () => {
    expect(literal('see q=anna%40mail.example now')).toBe('see [q=anna%40mail.example|shape.encoded] now');
    expect(literal(`see "${hexadecimal('4111 1111 1111 1111')}"`)).toMatch(/^see "\[3431\d+\|[\w.-]+\]"$/);
  });
});

test('only where text is kept literally mixed scripts and recovery phrases are found here', () => {
  const phrase = 'abandon ability absent absorb abstract absurd accident account accuse achieve acid actor';
  expect([reasons(phrase), reasons(phrase, false)]).toEqual([['secret.token'], []]);
  expect([reasons('p\u0430ypal'), reasons('p\u0430ypal', false)]).toEqual([['word.script'], []]);
  expect([reasons('a\u200Bb'), reasons('a\u200Bb', false)]).toEqual([['word.script'], ['word.script']]);
});
