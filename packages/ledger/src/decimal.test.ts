import { describe, expect, it } from 'vitest';
import { parseDecimal } from './decimal.ts';

describe('a decimal', () => {
  it.each([
    ['0', 0],
    ['7', 7],
    ['10', 10],
    ['1234567890', 1_234_567_890],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('%s is read', (text, value) => {
    expect(parseDecimal(text)).toBe(value);
  });

  it.each(
    ['', '00', '01', '-1', '+1', '1.0', '1e3', '0x1', ' 1', '1 ', '1\n', '1_0', '1a', 'a1', '١', '９'].concat(
      // Not exact in double precision, or longer than any number that is.
      ['9007199254740992', '9999999999999999', '10000000000000000'],
    ),
  )('%j has another spelling or is not exact', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });
});
