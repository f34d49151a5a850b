import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flag, optional, repeated, required, withDefault, type Option } from './declare.ts';
import { port, signingKey, text, url } from './kinds.ts';
import { asMany, atLeastOneOf, parseCall, type Rule } from './parse.ts';

const context = { cwd: '/work' };
const key = '-oc7YZpvrYtRaFXjmgK6FbQrkp9VJVCZhnGcAQNr-ag';
const options = {
  collector: required(url, 'the collector'),
  'owner-key': optional(signingKey, 'the owner’s key'),
  witness: repeated(url, 'a witness'),
  'witness-key': repeated(text('KEY'), 'its key'),
  port: withDefault(port, '4600', 'where to listen'),
  json: flag('as JSON'),
};
const args = { file: required(text('FILE'), 'what is read'), more: optional(text('MORE'), 'and more') };

const parse = (argv: readonly string[], rules: readonly Rule[] = []) =>
  parseCall(argv, { options, args, rules }, context);
const faultsOf = (argv: readonly string[], rules: readonly Rule[] = []) => {
  const parsed = parse(argv, rules);
  return parsed.outcome === 'faults' ? parsed.faults : [];
};
const right = ['--collector', 'http://a.example', 'notes.txt'];

describe('a command line', () => {
  it('becomes typed values, with defaults where nothing was written', () => {
    expect(parse([...right, '--json', '--witness', 'http://b', '--witness=http://c'])).toEqual({
      outcome: 'values',
      values: {
        collector: 'http://a.example',
        'owner-key': null,
        witness: ['http://b', 'http://c'],
        'witness-key': [],
        port: 4600,
        json: true,
        file: 'notes.txt',
        more: null,
      },
    });
  });

  it('takes a value that begins with a dash, attached or standing alone', () => {
    expect(parse([...right, '--owner-key', key])).toMatchObject({ values: { 'owner-key': key } });
    expect(parse([...right, `--owner-key=${key}`])).toMatchObject({ values: { 'owner-key': key } });
    expect(parse([...right, '--witness-key', '--wild'])).toMatchObject({ values: { 'witness-key': ['--wild'] } });
  });

  it('does not take an option of its own for a forgotten value', () => {
    expect(faultsOf([...right, '--owner-key', '--json'])).toEqual(['--owner-key needs a value: --owner-key KEY']);
    expect(faultsOf([...right, '--owner-key'])).toEqual(['--owner-key needs a value: --owner-key KEY']);
    expect(parse([...right, '--owner-key', '--help'])).toEqual({ outcome: 'help' });
  });

  it('reports all faults together, and suggests the nearest name', () => {
    expect(faultsOf(['--colector', 'http://a', '--port', '99999', '--json=yes', 'a', 'b', 'c', '--zebra'])).toEqual([
      '--colector is unknown; did you mean --collector?',
      '--json takes no value',
      '--zebra is unknown',
      'argument 3 is one too many',
      '--port must be a whole number from 0 to 65535; 0 picks a free port',
    ]);
    expect(faultsOf([])).toEqual(['--collector is needed: the collector', 'FILE is needed: what is read']);
    expect(faultsOf([...right, '--port', '1', '--port', '2'])).toEqual(['--port can be given once only']);
  });

  it('never repeats a value, nor what may be one', () => {
    const secret = 'zephyrine';
    const all = faultsOf([`--x${secret} ${secret}`, `--port=${secret}`, secret, secret, secret, `-${secret}9`]).join(
      ' ',
    );
    expect(all).not.toContain(secret);
  });

  it('takes everything behind two dashes as arguments', () => {
    expect(parse(['--collector', 'http://a', '--', '--json'])).toMatchObject({
      values: { file: '--json', json: false },
    });
  });

  it('knows what must hold between options', () => {
    const rules = [asMany('witness', 'witness-key'), atLeastOneOf(['json', 'port'], 'say how: --json or --port')];
    expect(faultsOf([...right, '--witness', 'http://b'], rules)).toEqual([
      'each --witness needs its --witness-key',
      'say how: --json or --port',
    ]);
    expect(faultsOf([...right, '--json'], rules)).toEqual([]);
  });
});

describe('any declared options', () => {
  const name = fc.stringMatching(/^[a-z][a-z-]{0,11}[a-z]$/).filter((each) => each !== 'help');
  // Anything may be a value: dashes in front, spaces, quotes, equals signs, nothing but dashes.
  const value = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.stringMatching(/^--?[\w=-]{0,12}$/).filter((each) => each !== ''),
  );
  const written = fc.uniqueArray(
    fc.record({ name, texts: fc.array(value, { minLength: 1, maxLength: 3 }), flag: fc.boolean() }),
    { selector: (each) => each.name, maxLength: 6 },
  );

  it('come back as they were written, in any order, attached or apart, between arguments', () => {
    fc.assert(
      fc.property(written, fc.array(value, { maxLength: 3 }), fc.infiniteStream(fc.nat()), (list, operands, random) => {
        const declared = Object.fromEntries(
          list.map((each): [string, Option<unknown>] => [
            each.name,
            each.flag ? flag('a flag') : repeated(text('TEXT'), 'texts'),
          ]),
        );
        const next = () => random.next().value ?? 0;
        const isKnown = (word: string) => /^--([^=]*)/.exec(word)?.[1] ?? null;
        const words = list.flatMap(({ name: each, texts, flag: isFlag }) => {
          if (isFlag) return [[`--${each}`]];
          return texts.map((one) => {
            const option = isKnown(one);
            // What would be taken for an option of this command, or for the end of options, has to be attached.
            const mustAttach =
              option !== null && (option === '' || option === 'help' || Object.hasOwn(declared, option));
            return mustAttach || one === '-h' || next() % 2 === 0 ? [`--${each}=${one}`] : [`--${each}`, one];
          });
        });
        const argNames = operands.map((_, index) => `argument-${index}`);
        const declaredArgs = Object.fromEntries(argNames.map((each) => [each, required(text('ARG'), 'an argument')]));
        const argv = [...words.flat(), '--', ...operands];
        const parsed = parseCall(argv, { options: declared, args: declaredArgs, rules: [] }, context);
        expect(parsed).toEqual({
          outcome: 'values',
          values: {
            ...Object.fromEntries(list.map(({ name: each, texts, flag: isFlag }) => [each, isFlag ? true : texts])),
            ...Object.fromEntries(argNames.map((each, index) => [each, operands[index]])),
          },
        });
      }),
    );
  });

  it('never throw, whatever is written', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(value, fc.constantFrom('--json', '--', '-', '--witness', '-h'))), (argv) => {
        expect(['values', 'faults', 'help']).toContain(parse(argv).outcome);
      }),
    );
  });
});
