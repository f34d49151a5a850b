import * as fc from 'fast-check';
import { channels, reasonCodes } from '@assent/contracts';
import { describe, expect, test } from 'vitest';
import { keepsWord, redact, type Strictness } from './index.ts';
import { maxTextLength, redactAgain, rulesFrom, rulesOf } from './redact.ts';
import { emptyTokens, tokenPattern } from './tokens.ts';

const hide = (text: string, literal = false) => redact('text', text, { tokens: emptyTokens('test'), literal });

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    'Save',
    'Anna',
    'the',
    'order',
    'a@b.example',
    '+1 415 555 2671',
    '4111 1111 1111 1111',
    'password: x',
    '\u27E6x1-4:1\u27E7',
    '\u27E6',
    'https://a.example/b?c=d',
    '-----BEGIN',
    'eyJhbGciOi.eyJz',
    'DE89370400440532013000',
    '\u200B',
    '\u{1F600}',
    ' ',
    ' ',
    '\n',
    '/',
    '%41',
    'Price',
    's e c r e t',
    'сorp',
    '123-45-6789',
    '12 34',
    'e\u0301',
    '\uD800',
  ),
);
const hostile = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));

test('any text in any channel gives well-formed text and sorted, disjoint redactions within the input', () => {
  fc.assert(
    fc.property(fc.constantFrom(...channels), hostile, fc.boolean(), (channel, text, literal) => {
      const { text: out, redactions } = redact(channel, text, { literal, tokens: emptyTokens('test') });
      let at = 0;
      let rebuilt = '';
      const tokens = [...out.matchAll(tokenPattern)].map(([token]) => token);
      for (const [i, { start, end, reason }] of redactions.entries()) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        expect(reasonCodes).toContain(reason);
        rebuilt += text.slice(at, start) + tokens[i];
        at = end;
      }
      expect(at).toBeLessThanOrEqual(text.length);
      // What is not hidden is the input's own text, unchanged: nothing of a hidden stretch can be in the output.
      expect(out).toBe(rebuilt + text.slice(at));
      expect(tokens).toHaveLength(redactions.length);
      expect(out.isWellFormed()).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('brackets of foreign making never pass as tokens', () => {
  fc.assert(
    fc.property(hostile, fc.boolean(), (text, literal) => {
      const { text: out } = hide(text, literal);
      expect(out.replaceAll(tokenPattern, '')).not.toMatch(/[\u27E6\u27E7]/);
    }),
  );
  expect(hide('\u27E6Xx5-8:1\u27E7').text).not.toContain('\u27E6Xx5-8:1\u27E7');
});

test('passing a redacted text again leaves its tokens alone and, once settled, finds nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom('text', 'name', 'title', 'path'), hostile, fc.boolean(), (channel, text, literal) => {
      const rules = rulesFrom({ literal });
      const first = redact(channel, text, { literal, tokens: emptyTokens('test') }).text;
      const again = redactAgain(channel, first, rules);
      const tokensOf = (from: string) => from.match(tokenPattern) ?? [];
      expect(tokensOf(again.text).filter((token) => !token.endsWith(':0\u27E7'))).toEqual(tokensOf(first));
      expect(redactAgain(channel, again.text, rules)).toEqual({ text: again.text, redactions: [] });
    }),
    { numRuns: 500 },
  );
});

test('a text behind the limit is hidden unread', () => {
  const { text, redactions } = hide(`${'the '.repeat(5000)}Anna`);
  expect(redactions.at(-1)?.reason).toBe('limit.too-long');
  expect(text).toMatch(/\u27E6long:\d+\u27E7$/);
  expect(redactions.at(-1)?.start).toBeLessThanOrEqual(maxTextLength);
});

describe('a text of more than 8192 units', () => {
  const rest = (text: string) => hide(text).redactions.find(({ reason }) => reason === 'limit.too-long');

  test('is hidden from where it was not examined any more', () => {
    expect(rest('x'.repeat(maxTextLength))).toBeUndefined();
    expect(rest(`${'x'.repeat(maxTextLength - 1)} `)).toBeUndefined();
    expect(rest('x'.repeat(maxTextLength + 1))).toEqual({
      start: maxTextLength,
      end: maxTextLength + 1,
      reason: 'limit.too-long',
    });
  });

  test('is cut at a space among the last 256 units, so that no word is judged by its half', () => {
    const withSpace = (at: number) => `${'x'.repeat(at)} ${'x'.repeat(maxTextLength)}`;
    expect(rest(withSpace(maxTextLength - 255))?.start).toBe(maxTextLength - 255);
    expect(rest(withSpace(maxTextLength - 256))?.start).toBe(maxTextLength);
    expect(rest(withSpace(maxTextLength))?.start).toBe(maxTextLength);
    expect(rest(`${'the '.repeat(2048)}Anna`)?.start).toBe(maxTextLength - 1);
  });

  test('is not cut within a character', () => {
    expect(rest(`${'x'.repeat(maxTextLength - 1)}\u{1F600}`)?.start).toBe(maxTextLength - 1);
    expect(rest(`${'x'.repeat(maxTextLength - 2)}\u{1F600}x`)?.start).toBe(maxTextLength);
  });

  test('is examined to 65536 units in the second pass', () => {
    const again = (length: number) => redactAgain('text', 'a '.repeat(length / 2), rulesFrom({ literal: true }));
    expect(again(65_536).redactions).toEqual([]);
    expect(again(65_538).redactions[0]).toMatchObject({ reason: 'limit.too-long', end: 65_538 });
  });
});

describe('the second pass', () => {
  const again = (text: string, literal = false) => redactAgain('text', text, rulesFrom({ literal }));

  test.each([
    ['Anna met \u27E6Xx1-4:2\u27E7 and Bob', '\u27E6Xx1-4:0\u27E7 met \u27E6Xx1-4:2\u27E7 and \u27E6Xx1-4:0\u27E7'],
    ['\u27E6Xx1-4:1\u27E7', '\u27E6Xx1-4:1\u27E7'],
    ['\u27E6Xx1-4:1\u27E7\u27E6Xx1-4:2\u27E7', '\u27E6Xx1-4:1\u27E7\u27E6Xx1-4:2\u27E7'],
    // What is beside a token and no token is hidden, the token itself is not touched.
    ['\u27E6\u27E6Xx1-4:1\u27E7', '\u27E6*1-4:0\u27E7\u27E6Xx1-4:1\u27E7'],
    ['\u27E6Xx1-4:1\u27E7\u27E7', '\u27E6Xx1-4:1\u27E7\u27E6*1-4:0\u27E7'],
    ['\u27E6Xx1-4:1\u27E7\u27E7\u27E6Xx1-4:2\u27E7', '\u27E6Xx1-4:1\u27E7\u27E6*1-4:0\u27E7\u27E6Xx1-4:2\u27E7'],
    ['x\u27E6Xx1-4:1\u27E7', '\u27E6x1-4:0\u27E7\u27E6Xx1-4:1\u27E7'],
    ['save \u27E6Xx1-4:1\u27E7 the order', 'save \u27E6Xx1-4:1\u27E7 the order'],
  ])('makes of %j %j', (text, expected) => {
    expect(again(text).text).toBe(expected);
    expect(again(expected)).toEqual({ text: expected, redactions: [] });
  });

  test('gives each stretch that it hid, and none twice', () => {
    const { redactions } = again('Anna met \u27E6Xx1-4:2\u27E7 and Bob');
    expect(redactions.map(({ start, reason }) => [start, reason])).toEqual([
      [0, 'word.capitalised'],
      [23, 'word.capitalised'],
    ]);
  });
});

test('options in short and in full mean the same rules', () => {
  expect(rulesOf({})).toEqual({ own: new Set(), never: new Set(), strictness: 'standard' });
  expect(rulesFrom({})).toEqual(rulesOf({}));
  expect(rulesFrom({ literal: false, strictness: 'strict' }).strictness).toBe('strict');
  expect(rulesFrom({ literal: true, strictness: 'strict' }).strictness).toBe('literal');
  expect(rulesOf({ interfaceWords: ['Caf\u0065\u0301', 'IT’S'], hiddenWords: ['Anna'] })).toEqual({
    own: new Set(['caf\u00E9', "it's"]),
    never: new Set(['anna']),
    strictness: 'standard',
  });
});

test('the stricter the rules, the less stays', () => {
  const text = fc.array(
    fc.oneof(
      fc.constantFrom(
        'Save',
        'please',
        'Anna',
        'order',
        '4711',
        'INV-2041',
        'the',
        'vendor',
        '@anna',
        'a@b.example',
        'her surgery',
      ),
      fc.string({ maxLength: 12 }),
    ),
    { maxLength: 8 },
  );
  const hiddenUnits = (from: string, strictness: Strictness, hiddenWords: readonly string[] = []) => {
    const { redactions } = redact('text', from, { strictness, hiddenWords, tokens: emptyTokens('test') });
    return new Set(redactions.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));
  };
  fc.assert(
    fc.property(text, (words) => {
      const from = words.join(' ');
      const [strict, standard, literal] = (['strict', 'standard', 'literal'] as const).map((each) =>
        hiddenUnits(from, each),
      );
      // A word in a strict text may join what is hidden around it, so only what stays is compared.
      for (const unit of standard ?? []) expect(strict?.has(unit)).toBe(true);
      for (const unit of literal ?? []) expect(hiddenUnits(from, 'literal', ['order', 'please']).has(unit)).toBe(true);
      for (const unit of standard ?? [])
        expect(hiddenUnits(from, 'standard', ['order', 'please']).has(unit)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('detectors of encoded text work only where text is kept literally', () => {
  const reasonsOf = (literal: boolean) =>
    hide('see anna%40mail.example', literal).redactions.map(({ reason }) => reason);
  expect(reasonsOf(true)).toEqual(['shape.encoded']);
  expect(reasonsOf(false)).not.toContain('shape.encoded');
});

test('how much is examined does not grow with the text', () => {
  for (const unit of ['a@', '12 34 ', 'password for the ', '%41 ', 'eyJ', 'Anna Maria ', '("a",', '-----BEGIN ']) {
    for (const literal of [false, true]) {
      const [short, long] = [12_000, 1_000_000].map((length) => hide(unit.repeat(length / unit.length), literal));
      expect(long?.redactions.map(({ start, reason }) => ({ start, reason }))).toEqual(
        short?.redactions.map(({ start, reason }) => ({ start, reason })),
      );
      expect(short?.redactions.at(-1)?.start).toBeLessThanOrEqual(maxTextLength);
    }
  }
});

test.each([
  ['Anna Vanterpool sent the invoice', 'word.capitalised'],
  ['vanterpool', 'word.not-listed'],
  ['4711', 'number'],
  ['INV-2024', 'shape.identifier'],
  ['@anna', 'shape.handle'],
  ['#random', 'shape.handle'],
  ['see a/secretproject', 'shape.path'],
  ['<input value="dragon">', 'shape.path'],
  ['Анна', 'word.script'],
  ['pa\u200Bssword', 'word.script'],
  ['she is pregnant', 'context.health'],
  ['the picket line', 'context.union'],
  ['anna@mail.example', 'found.email'],
  ['+44 20 7946 0958', 'found.phone'],
  ['4111 1111 1111 1111', 'found.card'],
  ['4111111111111111', 'found.card'],
  ['DE89 3704 0044 0532 0130 00', 'found.bank-account'],
  ['078-05-1120', 'found.government-id'],
  ['192.168.0.17', 'found.ip-address'],
  ['https://a.example/b', 'found.url'],
  ['221 Baker Street', 'found.address'],
  ['born 4 March 1984', 'found.date-of-birth'],
  ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'secret.token'],
  ['password: correct horse', 'secret.password'],
  ['--token dragon', 'secret.password'],
  ['-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----', 'secret.private-key'],
  ['abandon ability absent absorb abstract absurd accident account accuse achieve acid', 'secret.token'],
  ['s e c r e t', 'shape.identifier'],
] as const)('%s is hidden because of %s', (text, reason) => {
  expect(hide(text).redactions.map((redaction) => redaction.reason)).toContain(reason);
});

test.each([
  'Save',
  'SAVE',
  'Due date',
  'Add to cart',
  'Please review the attached report.',
  "I've added the customer's notes.",
  'Änderungen speichern',
  'Enregistrer la facture',
  'Guardar',
  'Nova fatura',
  'Sign-in',
  'e.g. this one',
  'Order ✔ 🙂',
  '',
])('%s stays as it is', (text) => {
  const { text: out, redactions } = hide(text);
  expect([out, redactions]).toEqual([text, []]);
});

test.each(['Summit Data Services', 'Katie Orders', 'Data & Vanterpool'])(
  'interface words within a capitalised name are hidden with it: %s',
  (text) => {
    expect(hide(text).text.replaceAll(tokenPattern, '')).toMatch(/^[ &]*$/);
  },
);

test.each([
  ['full-width digits', '４１１１ １１１１ １１１１ １１１１'],
  ['zero-width splits', '4111\u200B1111\u200B1111\u200B1111'],
  ['base64', btoa('4111 1111 1111 1111 and more')],
  ['base64 twice', btoa(btoa('mail anna@mail.example today'))],
  ['hexadecimal', Buffer.from('4111 1111 1111 1111').toString('hex')],
  ['percent encoding', 'x=anna%40mail.example'],
  ['mixed scripts', 'p\u0430ypal'],
] as const)('literal text does not hide its content by %s', (_, text) => {
  expect(hide(text, true).redactions).not.toEqual([]);
});

test('literal text keeps words and numbers but nothing that detectors know', () => {
  expect(hide('Ship order 1042 to Anna, mail anna@mail.example', true).text).toBe(
    'Ship order 1042 to Anna, mail \u27E6email:1\u27E7',
  );
});

test('words of the site stay, and only there', () => {
  expect(redact('name', 'Kanban Board', { interfaceWords: ['kanban'] }).redactions).toEqual([]);
  expect(redact('name', 'Kanban Board').redactions).not.toEqual([]);
  expect(keepsWord('Kanban', ['KANBAN'])).toBe(true);
  expect(keepsWord('Vanterpool')).toBe(false);
  expect(keepsWord('Save,')).toBe(true);
});

test('equal texts get equal tokens in one episode', () => {
  const first = hide('Anna met Bob');
  const next = redact('title', 'Bob', { tokens: first.tokens });
  expect(first.text).toBe('\u27E6Xx1-4:1\u27E7 met \u27E6Xx1-4:2\u27E7');
  expect(next.text).toBe('\u27E6Xx1-4:2\u27E7');
  expect(JSON.parse(JSON.stringify(next.tokens))).toEqual(next.tokens);
  expect(JSON.stringify(next.tokens)).not.toMatch(/Anna|Bob/i);
});

test.each([
  [
    'https://crm.example/orders/8812/edit?tab=notes&sid=abc#x',
    /^https:\/\/crm\.example\/orders\/⟦91-4:1⟧\/edit\?tab=⟦[^⟧]+⟧&⟦[^⟧]+⟧=⟦[^⟧]+⟧#⟦[^⟧]+⟧$/,
  ],
  ['https://user:pw@crm.example/', /^https:\/\/⟦secret:1⟧@crm\.example\/$/],
  ['data:text/html,Anna', /^⟦url:1⟧$/],
  ['javascript:alert(1)', /^⟦url:1⟧$/],
])('%s becomes a template', (url, expected) => {
  expect(redact('url', url, { tokens: emptyTokens('test') }).text).toMatch(expected);
});

test('a path keeps well-known folders and extensions', () => {
  expect(redact('path', '/home/anna/Documents/Q3 plan.pdf', { tokens: emptyTokens('test') }).text).toMatch(
    /^\/home\/⟦x1-4:1⟧\/Documents\/⟦[^⟧]+⟧\.pdf$/,
  );
});
