import { notUnderstood, type Options, type ValuesOf } from './declare.ts';
import type { ParseContext } from './kinds.ts';
import { nearest } from './nearest.ts';

/** What was written, before it is read: texts by the name of their option or argument. */
type Written = ReadonlyMap<string, readonly string[]>;

/** Something that must hold between options; returns what is wrong, or null. */
export type Rule = (written: Written) => string | null;

/** All that a command takes. */
export interface Declaration<Opts extends Options, Args extends Options> {
  readonly options: Opts;
  /** Arguments without a name of their own, in order. Only the last may be left out. */
  readonly args: Args;
  readonly rules: readonly Rule[];
}

export type Parsed<Values> =
  | { readonly outcome: 'values'; readonly values: Values }
  | { readonly outcome: 'help' }
  | { readonly outcome: 'faults'; readonly faults: readonly string[] };

/**
 * Parses a command line against what is declared. All faults are reported together, each names its option or the position of
 * its argument and none repeats a value: values may be secret.
 *
 * An option that takes a value takes whatever comes next, also with a dash in front, because keys may begin with one. Only
 * an option of this very command is not taken: then the value was forgotten. `--name=value` and `--` work as everywhere.
 */
export function parseCall<Opts extends Options, Args extends Options>(
  argv: readonly string[],
  declared: Declaration<Opts, Args>,
  context: ParseContext,
): Parsed<ValuesOf<Opts> & ValuesOf<Args>> {
  const split = splitCall(argv, declared.options);
  if (split.help) return { outcome: 'help' };
  const faults = [...split.faults];
  const names = Object.keys(declared.args);
  const written = new Map(split.options);
  for (const [index, text] of split.args.entries()) {
    const name = names[index];
    if (name === undefined) faults.push(`argument ${index + 1} is one too many`);
    else written.set(name, [text]);
  }
  const values: Record<string, unknown> = {};
  const all: readonly (readonly [string, Options, boolean])[] = [
    ...Object.keys(declared.options).map((name) => [name, declared.options, true] as const),
    ...names.map((name) => [name, declared.args, false] as const),
  ];
  for (const [name, among, isOption] of all) {
    const option = among[name];
    if (option === undefined) continue;
    const label = isOption ? `--${name}` : (option.placeholder ?? name);
    const texts = written.get(name) ?? [];
    if (texts.length === 0 && option.required) {
      if (!split.valueless.has(name)) faults.push(`${label} is needed: ${option.about}`);
    } else if (texts.length > 1 && !option.repeats) faults.push(`${label} can be given once only`);
    else {
      const value = option.read(texts, context);
      if (value === notUnderstood) faults.push(`${label} must be ${option.expected}`);
      else values[name] = value;
    }
  }
  for (const rule of declared.rules) {
    const fault = rule(written);
    if (fault !== null) faults.push(fault);
  }
  if (faults.length > 0) return { outcome: 'faults', faults };
  // Every declared name has been read by its own option just above.
  return { outcome: 'values', values: values as ValuesOf<Opts> & ValuesOf<Args> };
}

interface Split {
  readonly help: boolean;
  readonly options: Written;
  readonly args: readonly string[];
  readonly faults: readonly string[];
  /** Options whose value was forgotten: their fault is in the list already. */
  readonly valueless: ReadonlySet<string>;
}

function splitCall(argv: readonly string[], options: Options): Split {
  const known = (name: string): boolean => name === 'help' || Object.hasOwn(options, name);
  const written = new Map<string, string[]>();
  const args: string[] = [];
  const faults: string[] = [];
  const valueless = new Set<string>();
  let help = false;
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--') {
      args.push(...argv.slice(at + 1));
      break;
    }
    if (word === '-h' || word === '--help') {
      help = true;
      continue;
    }
    if (word === '-' || !word.startsWith('-')) {
      args.push(word);
      continue;
    }
    const [name, attached] = nameAndValue(word);
    const option = known(name) && word.startsWith('--') ? options[name] : undefined;
    if (option === undefined) {
      const meant = nearest(name, Object.keys(options));
      faults.push(`${printable(word)} is unknown${meant === null ? '' : `; did you mean --${meant}?`}`);
      const takesValue = meant !== null && options[meant]?.placeholder !== null;
      // Its value would be reported as a stray argument, which is no fault of its own; and what was meant is not missing.
      if (takesValue && attached === undefined && !isOption(argv[at + 1], known)) at += 1;
      if (meant !== null) valueless.add(meant);
      continue;
    }
    const texts = written.get(name) ?? [];
    if (option.placeholder === null) {
      if (attached === undefined) written.set(name, [...texts, '']);
      else faults.push(`--${name} takes no value`);
    } else if (attached !== undefined) written.set(name, [...texts, attached]);
    else if (at + 1 < argv.length && !isOption(argv[at + 1], known)) {
      at += 1;
      written.set(name, [...texts, argv[at] ?? '']);
    } else {
      faults.push(`--${name} needs a value: --${name} ${option.placeholder}`);
      valueless.add(name);
    }
  }
  return { help, options: written, args, faults, valueless };
}

function nameAndValue(word: string): readonly [string, string | undefined] {
  const bare = word.replace(/^--?/, '');
  const equals = bare.indexOf('=');
  return equals === -1 ? [bare, undefined] : [bare.slice(0, equals), bare.slice(equals + 1)];
}

function isOption(word: string | undefined, known: (name: string) => boolean): boolean {
  return word === undefined || word === '--' || (word.startsWith('--') && known(nameAndValue(word)[0]));
}

/** An unknown option as it may be shown: its name alone, and only if it looks like one. A value may be secret. */
function printable(word: string): string {
  return /^--?[a-z][a-z-]{0,30}(?==|$)/i.exec(word)?.[0] ?? 'an option';
}

/** At least one of some options. */
export const atLeastOneOf =
  (names: readonly string[], fault: string): Rule =>
  (written) =>
    names.some((name) => written.has(name)) ? null : fault;

/** As many of one option as of another. */
export const asMany =
  (first: string, second: string): Rule =>
  (written) =>
    (written.get(first) ?? []).length === (written.get(second) ?? []).length
      ? null
      : `each --${first} needs its --${second}`;
