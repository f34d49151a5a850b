import type { ReasonCode } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anonymousTokens, emptyTokens, knownTokens, tokenPattern, TokenIssuer } from './tokens.ts';

/** Names of secrets as a sensor gives them; empty where it could not compare. */
const names = fc.array(fc.oneof(fc.constant(''), fc.constantFrom('a', 'b', 'c'), fc.string()), { maxLength: 30 });

/** Slots of a sequence of secrets, with the table stored and restored after each. */
function slotsOf(secrets: readonly string[], salt: string): readonly string[] {
  let table = emptyTokens(salt);
  return secrets.map((secret) => {
    const issuer = new TokenIssuer(JSON.parse(JSON.stringify(table)) as typeof table);
    const slot = issuer.slot(secret);
    table = issuer.table();
    return slot;
  });
}

describe('a token', () => {
  const token = (hidden: string, reason: ReasonCode = 'word.not-listed') =>
    new TokenIssuer(emptyTokens('test')).token(hidden, reason);

  test.each([
    ['Anna', '\u27E6Xx1-4:1\u27E7'],
    ['ANNA', '\u27E6X1-4:1\u27E7'],
    ['anna', '\u27E6x1-4:1\u27E7'],
    ['4711', '\u27E691-4:1\u27E7'],
    ['Inv-1', '\u27E6Xx9*5-8:1\u27E7'],
    ['azAZ09', '\u27E6Xx95-8:1\u27E7'],
    ['@', '\u27E6*1-4:1\u27E7'],
    ['`{', '\u27E6*1-4:1\u27E7'],
    ['[/:', '\u27E6*1-4:1\u27E7'],
    ['\u00C4', '\u27E6X1-4:1\u27E7'],
    ['\u00E4', '\u27E6x1-4:1\u27E7'],
    ['\u0663', '\u27E691-4:1\u27E7'],
    ['\u65E5', '\u27E6*1-4:1\u27E7'],
    ['', '\u27E6*0:1\u27E7'],
    ['x'.repeat(257), '\u27E6x257+:1\u27E7'],
    // Only the first 256 units decide the shape.
    [`${'x'.repeat(255)}1`, '\u27E6x965-256:1\u27E7'],
    [`${'x'.repeat(256)}1`, '\u27E6x257+:1\u27E7'],
  ])('for %j is %s', (hidden, expected) => {
    expect(token(hidden)).toBe(expected);
    expect(expected.replaceAll(tokenPattern, '')).toBe('');
  });

  test.each<readonly [ReasonCode, string]>([
    ['secret.password', 'secret'],
    ['found.email', 'email'],
    ['found.phone', 'phone'],
    ['found.card', 'card'],
    ['found.bank-account', 'account'],
    ['found.government-id', 'id'],
    ['found.ip-address', 'ip'],
    ['found.url', 'url'],
    ['found.address', 'address'],
    ['found.date-of-birth', 'date'],
  ])('for %s says the kind and neither shape nor length', (reason, kind) => {
    expect(token('Anna', reason)).toBe(`\u27E6${kind}:1\u27E7`);
    expect(token('anna@mail.example', reason)).toBe(`\u27E6${kind}:1\u27E7`);
  });

  test('claims no equality for what was not examined', () => {
    const issuer = new TokenIssuer(emptyTokens('test'));
    expect(issuer.token('Anna', 'limit.too-long')).toBe('\u27E6long:0\u27E7');
    expect(issuer.table()).toEqual(emptyTokens('test'));
  });

  test('has equal numbers for equal texts, also in another normal form, and across steps', () => {
    const first = new TokenIssuer(emptyTokens('test'));
    const numbers = ['caf\u00E9', 'bar', 'cafe\u0301', 'bar'].map((text) => first.token(text, 'found.url'));
    expect(numbers).toEqual(['\u27E6url:1\u27E7', '\u27E6url:2\u27E7', '\u27E6url:1\u27E7', '\u27E6url:2\u27E7']);
    const next = new TokenIssuer(first.table());
    expect([next.token('bar', 'found.url'), next.token('baz', 'found.url')]).toEqual([
      '\u27E6url:2\u27E7',
      '\u27E6url:3\u27E7',
    ]);
    expect(Object.values(next.table().ids)).toEqual([1, 2, 3]);
    // What already has numbers is only read.
    const table = next.table();
    expect(new TokenIssuer(table).table()).toBe(table);
  });

  test('has a number of its own for the first 5000 texts of an episode', () => {
    const issuer = new TokenIssuer(emptyTokens('test'));
    for (let i = 0; i < 4999; i++) issuer.token(`text ${i}`, 'found.url');
    expect(issuer.token('text 5000', 'found.url')).toBe('\u27E6url:5000\u27E7');
    expect(issuer.token('text 5001', 'found.url')).toBe('\u27E6url:0\u27E7');
    expect(issuer.token('text 0', 'found.url')).toBe('\u27E6url:1\u27E7');
    expect(new TokenIssuer(issuer.table()).token('text 5001', 'found.url')).toBe('\u27E6url:0\u27E7');
  });

  test('of a source that only knows has the table’s number or none', () => {
    const issuer = new TokenIssuer(emptyTokens('test'));
    issuer.token('bar', 'found.url');
    const known = knownTokens(issuer.table());
    expect(known.token('bar', 'found.url')).toBe('\u27E6url:1\u27E7');
    expect(known.token('baz', 'found.url')).toBe('\u27E6url:0\u27E7');
    expect(known.token('bar', 'limit.too-long')).toBe('\u27E6long:0\u27E7');
    expect(anonymousTokens.token('bar', 'found.url')).toBe('\u27E6url:0\u27E7');
  });
});

describe('the table of an episode', () => {
  test('has a salt of 128 random bits', () => {
    const salts = Array.from({ length: 200 }, () => emptyTokens().salt);
    expect(new Set(salts).size).toBe(200);
    for (const salt of salts) expect(salt).toMatch(/^[0-9a-f]{32}$/);
    // Each of the 16 bytes takes many values.
    for (let at = 0; at < 32; at += 2)
      expect(new Set(salts.map((salt) => salt.slice(at, at + 2))).size).toBeGreaterThan(50);
  });

  test('holds fingerprints that depend on the salt and on every unit', () => {
    const prints = (salt: string, ...texts: readonly string[]) => {
      const issuer = new TokenIssuer(emptyTokens(salt));
      for (const text of texts) issuer.token(text, 'found.url');
      return Object.keys(issuer.table().ids);
    };
    const texts = [
      '',
      'a',
      'b',
      'ab',
      'ba',
      'aa',
      'aaa',
      'xab',
      'aab',
      'abb',
      'abc',
      'a'.repeat(100),
      `${'a'.repeat(99)}b`,
    ];
    expect(new Set([...prints('s', ...texts), ...prints('t', ...texts)]).size).toBe(2 * texts.length);
    expect(prints('s', ...texts).every((print) => /^[0-9a-f]{16}$/.test(print))).toBe(true);
    expect(prints('s', 'a')).toEqual(prints('s', 'a'));
  });

  test('keeps what it held of the other part', () => {
    const first = new TokenIssuer({ ...emptyTokens('test'), skew: 5 });
    first.token('bar', 'found.url');
    const second = new TokenIssuer(first.table());
    expect(second.slot('a')).toBe('s1');
    expect(second.slot('')).toBe('s2');
    expect(second.table()).toEqual({
      salt: 'test',
      ids: first.table().ids,
      slots: second.table().slots,
      lone: 1,
      skew: 5,
    });
    const third = new TokenIssuer(second.table());
    third.token('baz', 'found.url');
    expect(third.table().slots).toEqual(second.table().slots);
    expect(Object.values(third.table().ids)).toEqual([1, 2]);
    expect(third.slot('b')).toBe('s3');
  });
});

describe('slots of one episode', () => {
  test('are equal for equal secrets only, and count from s1 in the order in which they first come', () => {
    fc.assert(
      fc.property(names, (secrets) => {
        let count = 0;
        const known = new Map<string, string>();
        const expected = secrets.map((secret) => {
          const earlier = secret === '' ? undefined : known.get(secret);
          if (earlier !== undefined) return earlier;
          count += 1;
          known.set(secret, `s${count}`);
          return `s${count}`;
        });
        expect(slotsOf(secrets, 'salt')).toEqual(expected);
      }),
    );
  });

  test('show which secrets were equal and nothing else: other secrets, equal in the same places, have the same slots', () => {
    fc.assert(
      fc.property(names, fc.string({ minLength: 1 }), fc.string(), (secrets, prefix, salt) => {
        const others = secrets.map((secret) => (secret === '' ? '' : prefix + secret));
        expect(slotsOf(others, salt)).toEqual(slotsOf(secrets, 'salt'));
      }),
    );
  });

  test('begin anew with each episode, whose table holds no fingerprint of another’s', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (secret) => {
        const tables = [emptyTokens(), emptyTokens()].map((table) => {
          const issuer = new TokenIssuer(table);
          expect(issuer.slot(secret)).toBe('s1');
          return Object.keys(issuer.table().slots);
        });
        expect(tables[0]).not.toEqual(tables[1]);
        expect(JSON.stringify(tables)).not.toContain(JSON.stringify(secret));
      }),
    );
  });
});
