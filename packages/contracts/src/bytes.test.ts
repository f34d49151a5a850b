import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concatBytes,
  fromBase64,
  fromBase64Url,
  fromHex,
  fromUtf8,
  toBase64,
  toBase64Url,
  toHex,
  utf8,
} from './bytes.ts';

const bytes = fc.uint8Array({ maxLength: 300 });

describe('byte conversions', () => {
  it('give back the same bytes through every spelling', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        expect(fromHex(toHex(input))).toEqual(input);
        expect(fromBase64(toBase64(input))).toEqual(input);
        expect(fromBase64Url(toBase64Url(input))).toEqual(input);
      }),
    );
  });

  it('agree with the platform', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        expect(toHex(input)).toBe(Buffer.from(input).toString('hex'));
        expect(toBase64(input)).toBe(Buffer.from(input).toString('base64'));
        expect(toBase64Url(input)).toBe(Buffer.from(input).toString('base64url'));
      }),
    );
  });

  it('accept one spelling only, so that text can be compared in place of bytes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        for (const [parse, write] of [
          [fromBase64, toBase64],
          [fromBase64Url, toBase64Url],
          [fromHex, toHex],
        ] as const) {
          try {
            expect(write(parse(text))).toBe(text);
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError);
          }
        }
      }),
    );
    expect(() => fromBase64('QQ')).toThrow(TypeError);
    expect(() => fromBase64('QR==')).toThrow(TypeError);
    expect(() => fromHex('AB')).toThrow(TypeError);
  });

  it('never guess at malformed UTF-8', () => {
    expect(fromUtf8(utf8('grün'))).toBe('grün');
    expect(() => fromUtf8(new Uint8Array([0xc3]))).toThrow(TypeError);
  });

  it('join parts in order', () => {
    expect(concatBytes(new Uint8Array([1]), new Uint8Array([]), new Uint8Array([2, 3]))).toEqual(
      new Uint8Array([1, 2, 3]),
    );
  });
});
