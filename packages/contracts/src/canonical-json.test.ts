import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

describe('canonical JSON', () => {
  it('orders keys by UTF-16 code units, as the sorting example of RFC 8785 §3.2.3 shows', () => {
    const input = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const values = Object.values(JSON.parse(canonicalJson(input)) as Record<string, string>);
    expect(canonicalJson(input).startsWith('{"\\r":"Carriage Return","1":"One",')).toBe(true);
    expect(values).toHaveLength(7);
    expect([...canonicalJson(input).matchAll(/:"([^"]+)"/g)].map(([, text]) => text?.split(' ')[0])).toEqual([
      'Carriage',
      'One',
      'Control',
      'Latin',
      'Euro',
      'Emoji:',
      'Hebrew',
    ]);
  });

  it('writes numbers as RFC 8785 appendix B lists them', () => {
    const numbers: readonly (readonly [number, string])[] = [
      [0, '0'],
      [-0, '0'],
      [5e-324, '5e-324'],
      [1.7976931348623157e308, '1.7976931348623157e+308'],
      [9007199254740992, '9007199254740992'],
      [295147905179352830000, '295147905179352830000'],
      [9.999999999999997e22, '9.999999999999997e+22'],
      [1e23, '1e+23'],
      [0.000001, '0.000001'],
      [333333333.3333333, '333333333.3333333'],
    ];
    for (const [number, text] of numbers) expect(canonicalJson(number)).toBe(text);
  });

  it('refuses what JSON cannot carry', () => {
    for (const value of [Number.NaN, Infinity, '\ud800', 1n, undefined, () => 1, Symbol('x'), { a: [Number.NaN] }]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
  });

  it('means the same as the value and does not depend on key order, for any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(JSON.parse(text)))).toBe(text);
      }),
    );
  });
});

/** The same value with every object's members in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
