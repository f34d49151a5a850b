import { keyOfName } from '../key-names.ts';

/** What a list of keys comes to when typed: text, and the keys that are none, in order. */
export interface PeerText {
  readonly text: string;
  /** DOM names of keys that write nothing; `Unidentified` for an unknown one. */
  readonly others: readonly string[];
  /** Backspaces that found nothing to delete. */
  readonly surplus: number;
}

/** Resolves the keys of another reducer's typing action, by the names it gives them. */
export function textOfKeys(names: readonly unknown[]): PeerText {
  const text: string[] = [];
  const others: string[] = [];
  let surplus = 0;
  for (const name of names) {
    const { key } = keyOfName(name);
    if (key !== null && Array.from(key).length === 1) text.push(key);
    else if (key !== 'Backspace') others.push(key ?? 'Unidentified');
    else if (text.pop() === undefined) surplus += 1;
  }
  return { text: text.join(''), others, surplus };
}

/**
 * The key names of a description (`a$space$b`). A `$` that is text looks like one that is notation; the part between two
 * of them is a key only if it is the name of one.
 */
export function namesInDescription(notation: string): readonly string[] {
  return notation
    .split(/(\$[^$]+\$)/u)
    .flatMap((part) => (/^\$[^$]+\$$/u.test(part) && isNamedKey(part) ? [part.slice(1, -1)] : Array.from(part)));
}

function isNamedKey(token: string): boolean {
  const name = token.slice(1, -1);
  return name.startsWith('Unknown') || (Array.from(name).length > 1 && keyOfName(name).key !== null);
}
