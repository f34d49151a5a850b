import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';
import { UsageError } from './command.ts';

const config = { options: { key: { type: 'string' }, json: { type: 'boolean' } }, allowPositionals: true } as const;
const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url'));

describe('arguments', () => {
  test('any key is the value of its option, whatever it begins with', () => {
    const dashed = key.map((text) => `-${text.slice(1)}`);
    fc.assert(
      fc.property(fc.oneof(key, dashed), (text) => {
        const { values, positionals } = parseArguments(['folder', '--key', text, '--json'], config);
        expect({ ...values, positionals }).toEqual({ key: text, json: true, positionals: ['folder'] });
      }),
    );
  });

  test('an option where a value belongs is refused, and so is an unknown one', () => {
    expect(() => parseArguments(['--key', '--json'], config)).toThrow(UsageError);
    expect(() => parseArguments(['--key', '-x'], config)).toThrow(UsageError);
    expect(() => parseArguments(['--kye', 'x'], config)).toThrow(UsageError);
  });
});
