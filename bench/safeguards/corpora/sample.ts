import { values, type ValueKind } from './values.ts';
import type { Random } from './random.ts';

/** A made-up text that knows which of its parts are private. */
export interface Sample {
  readonly text: string;
  /** Private parts: UTF-16 offsets, end exclusive. Empty in harmless texts. */
  readonly secret: readonly { readonly start: number; readonly end: number; readonly kind: string }[];
}

/** Fills the `{kind}` marks of a template with values drawn from the seed. */
export function fill(template: string, random: Random): Sample {
  const secret: Sample['secret'][number][] = [];
  let text = '';
  let at = 0;
  for (const match of template.matchAll(/\{(\w+)\}/g)) {
    const kind = match[1] ?? '';
    if (!isKind(kind)) throw new RangeError(`a template asks for an unknown kind of value: ${kind}`);
    text += template.slice(at, match.index);
    const value = values[kind](random);
    secret.push({ start: text.length, end: text.length + value.length, kind });
    text += value;
    at = match.index + match[0].length;
  }
  return { text: text + template.slice(at), secret };
}

function isKind(kind: string): kind is ValueKind {
  return Object.hasOwn(values, kind);
}
