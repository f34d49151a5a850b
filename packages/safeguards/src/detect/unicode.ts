import type { Span } from '../span.ts';

/** Text that does not look like what it is: disguised letters, invisible characters, mixed scripts. */

/** A text as it reads, with the way back to the original offsets. */
interface PlainForm {
  readonly text: string;
  /** Original offset of the character at a plain offset. */
  start(offset: number): number;
  /** Original offset of the end of the character before a plain offset. */
  end(offset: number): number;
}

/**
 * NFKC per code point, without format characters and combining marks, look-alikes of other scripts as the Latin letters
 * they look like: full-width digits become digits, zero-width splits close, “pаsswоrd” reads “password”.
 */
export function plainForm(text: string): PlainForm {
  if (isPlain(text)) return { text, start: (offset) => offset, end: (offset) => offset };
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    const next = at + character.length;
    if (character < '\u0080' || !(invisible.test(character) || /^\p{Mn}$/u.test(character))) {
      const plain = character < '\u0080' ? character : (lookAlikes.get(character) ?? character.normalize('NFKC'));
      parts.push(plain);
      for (let i = 0; i < plain.length; i++) {
        starts.push(at);
        ends.push(next);
      }
    }
    at = next;
  }
  return {
    text: parts.join(''),
    start: (offset) => starts[offset] ?? text.length,
    end: (offset) => ends[offset - 1] ?? 0,
  };
}

/** Letters of other scripts that look like Latin ones, after the confusables of Unicode UTS 39. */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'аαɑ',
    b: 'Ьƅ',
    c: 'сϲ',
    d: 'ԁɗ',
    e: 'еҽɛ',
    g: 'ɡց',
    h: 'һհ',
    i: 'іıɩ',
    j: 'јϳ',
    k: 'кκ',
    l: 'ӏⅼ',
    m: 'м',
    n: 'ոη',
    o: 'оοօσ',
    p: 'рρ',
    q: 'ԛ',
    r: 'гꭇ',
    s: 'ѕꜱ',
    t: 'тτ',
    u: 'ʋսυ',
    v: 'ѵν',
    w: 'ԝѡա',
    x: 'хχ',
    y: 'уγү',
    z: 'ᴢ',
    A: 'АΑ',
    B: 'ВΒ',
    C: 'СϹ',
    E: 'ЕΕ',
    H: 'НΗ',
    I: 'ІΙ',
    K: 'КΚ',
    M: 'МΜ',
    N: 'Ν',
    O: 'ОΟ',
    P: 'РΡ',
    S: 'Ѕ',
    T: 'ТΤ',
    X: 'ХΧ',
    Y: 'ΥҮ',
    Z: 'Ζ',
  }).flatMap(([plain, alike]) => Array.from(alike, (character): [string, string] => [character, plain])),
);

/** Characters that show nothing but carry or disturb text, token brackets of foreign making, and lone surrogates. */
export function findHiddenCharacters(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(hiddenCharacters)) {
    const reserved = match[0].startsWith('\u27E6') || match[0].startsWith('\u27E7');
    spans.push({
      start: match.index,
      end: match.index + match[0].length,
      reason: reserved ? 'reserved-character' : 'word.script',
    });
  }
  return spans;
}

/** Words whose letters come from scripts that look alike: “pаypal” with a Cyrillic a. */
export function findMixedScripts(text: string): readonly Span[] {
  if (isPlain(text)) return [];
  const spans: Span[] = [];
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]{1,256}/gu)) {
    const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];
    if (scripts.filter((script) => script.test(match[0])).length > 1) {
      spans.push({ start: match.index, end: match.index + match[0].length, reason: 'word.script' });
    }
  }
  return spans;
}

/**
 * Characters that show nothing: soft hyphens, fillers, zero-width and direction marks, selectors, tags. Written as
 * alternatives, not one class, because some of them combine with their neighbours.
 */
const invisibleSource =
  '[\\u00AD\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180E\\u200B\\u200C\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F\\u3164\\uFEFF\\uFFA0]|\\u034F|[\\u180B-\\u180D]|[\\uFE00-\\uFE0E]|[\\u{E0000}-\\u{E0FFF}]';

// U+200D and U+FE0F join and colour emoji; between letters they only split words.
const invisible = new RegExp(`^(?:${invisibleSource}|\\u200D|\\uFE0F)$`, 'u');
const hiddenCharacters = new RegExp(
  // Behind an override the text reads backwards, so nothing in it is what it looks like.
  `[\\u27E6\\u27E7]+|[\\u202D\\u202E][^\\u202C\\n]{0,4096}\\u202C?|(?:${invisibleSource}|[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F\\uFFF9-\\uFFFB]|\\p{Cs}|\\p{Co})+`,
  'gu',
);

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 126) return false;
  return true;
}
