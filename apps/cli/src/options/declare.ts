import type { ParseContext, ValueKind } from './kinds.ts';

/** Stands for a value that is not what it must be. */
export const notUnderstood = Symbol('not understood');

/** One option or argument: how it is written, what it means, and how its texts become a value. */
export interface Option<Value> {
  /** Null for a flag, which takes no value. */
  readonly placeholder: string | null;
  readonly expected: string;
  readonly about: string;
  readonly required: boolean;
  readonly repeats: boolean;
  /** What holds where it is left out, as it would be written; null where nothing does. */
  readonly fallback: string | null;
  /** The value of what was written, which may be nothing. */
  read(texts: readonly string[], context: ParseContext): Value | typeof notUnderstood;
}

/** Options by name, without the dashes. */
export type Options = Readonly<Record<string, Option<unknown>>>;

/** What a command gets of its options. */
export type ValuesOf<Declared extends Options> = {
  readonly [Name in keyof Declared]: Declared[Name] extends Option<infer Value> ? Value : never;
};

/** Options under a heading of the help text. */
export interface OptionGroup {
  readonly title: string;
  readonly names: readonly string[];
}

export function required<Value>(kind: ValueKind<Value>, about: string): Option<Value> {
  return { ...common(kind, about), required: true, read: ([first], context) => one(kind, first, context) };
}

export function optional<Value>(kind: ValueKind<Value>, about: string): Option<Value | null> {
  return {
    ...common(kind, about),
    read: ([first], context) => (first === undefined ? null : one(kind, first, context)),
  };
}

export function withDefault<Value>(kind: ValueKind<Value>, fallback: string, about: string): Option<Value> {
  return { ...common(kind, about), fallback, read: ([first = fallback], context) => one(kind, first, context) };
}

export function repeated<Value>(
  kind: ValueKind<Value>,
  about: string,
  options: { readonly required?: boolean } = {},
): Option<readonly Value[]> {
  return {
    ...common(kind, about),
    required: options.required ?? false,
    repeats: true,
    read: (texts, context) => {
      const values: Value[] = [];
      for (const each of texts) {
        const value = kind.parse(each, context);
        if (value === null) return notUnderstood;
        values.push(value);
      }
      return values;
    },
  };
}

export function flag(about: string): Option<boolean> {
  return {
    placeholder: null,
    expected: 'without a value',
    about,
    required: false,
    repeats: false,
    fallback: null,
    read: (texts) => texts.length > 0,
  };
}

function common(kind: ValueKind<unknown>, about: string) {
  const { placeholder, expected } = kind;
  return { placeholder, expected, about, required: false, repeats: false, fallback: null };
}

function one<Value>(kind: ValueKind<Value>, text: string | undefined, context: ParseContext) {
  return text === undefined ? notUnderstood : (kind.parse(text, context) ?? notUnderstood);
}
