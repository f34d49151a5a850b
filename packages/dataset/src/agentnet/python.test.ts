import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { floatRepr, jsonDumps, numberRepr, roundTo4, stringRepr } from './python.ts';
import { parseCode } from './parse-code.ts';

/** What CPython 3.11 prints: `repr(round(v, 4))`, `repr(v)` of floats and strings, `json.dumps(v, ensure_ascii=False)`. */
const vectors = z
  .object({
    round4: z.array(z.tuple([z.number(), z.string()])),
    float: z.array(z.tuple([z.number(), z.string()])),
    string: z.array(z.tuple([z.string(), z.string()])),
    dumps: z.string(),
    value: z.json(),
  })
  .parse(JSON.parse(await readFile(new URL('python.test.json', import.meta.url), 'utf8')));

describe('numbers and strings', () => {
  it('print as CPython prints them', () => {
    for (const [value, repr] of vectors.round4) expect(floatRepr(roundTo4(value)), repr).toBe(repr);
    for (const [value, repr] of vectors.float) expect(floatRepr(value)).toBe(repr);
    for (const [value, repr] of vectors.string) expect(stringRepr(value)).toBe(repr);
    expect(jsonDumps(vectors.value)).toBe(vectors.dumps);
  });

  it('round as exact arithmetic does, ties to the even digit', () => {
    const exactly = (value: number): number => {
      // value = mantissa / 2^60, exact for shares that are multiples of 2^-60; 10^4 · value is compared as integers.
      const mantissa = BigInt(Math.round(value * 2 ** 60));
      const scaled = mantissa * 10_000n;
      const [floor, rest] = [scaled >> 60n, scaled & ((1n << 60n) - 1n)];
      const half = 1n << 59n;
      const up = rest > half || (rest === half && floor % 2n === 1n);
      return Number(up ? floor + 1n : floor) / 10_000;
    };
    const share = fc.integer({ min: 0, max: 2 ** 40 }).map((n) => n / 2 ** 40);
    const tie = fc.integer({ min: 0, max: 15 }).map((n) => (2 * n + 1) / 32);
    fc.assert(fc.property(fc.oneof(share, tie), (value) => Object.is(roundTo4(value), exactly(value))));
  });

  it('read back as the same number', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(fc.property(finite, (value) => Object.is(Number(floatRepr(value)), value)));
    expect([numberRepr(-3), numberRepr(-4.5), numberRepr(-0)]).toEqual(['-3', '-4.5', '0']);
  });

  it('read back as the same string', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed());
    fc.assert(
      fc.property(text, (value) => {
        const call = parseCode(`pyautogui.write(message=${stringRepr(value)})`)?.[0];
        expect(call?.keywords).toEqual({ message: value });
      }),
    );
  });
});
