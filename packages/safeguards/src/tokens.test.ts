import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyTokens, TokenIssuer } from './tokens.ts';

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
