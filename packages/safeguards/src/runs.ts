import type { ReasonCode } from '@assent/contracts';

/** What is to become of a run: `keep-unless-named` depends on its neighbours. */
export type RunDecision = 'keep' | 'keep-unless-named' | ReasonCode;

/** A maximal stretch of a text without separators, and what becomes of it. */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** Changed by `settleNames` only. */
  decision: RunDecision;
  readonly capitalised: boolean;
}

/** A run before it is decided on. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly run: string;
  readonly lower: string;
  /** The character directly before. */
  readonly before: string;
}

/** The runs of a text, without what only surrounds them. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    if (isSeparator(text, at)) {
      at += unitsAt(text, at);
      continue;
    }
    const from = at;
    while (at < text.length && !isSeparator(text, at)) at += unitsAt(text, at);
    const piece = trimmed(text, from, at);
    if (piece !== null) pieces.push(piece);
  }
  return pieces;
}

/** The run without what only surrounds it; null if it is nothing but signs such as a dash. */
function trimmed(text: string, from: number, to: number): Piece | null {
  let start = from;
  let end = to;
  while (start < end && isEdge(text[start])) start++;
  while (end > start && isEdge(text[end - 1])) end--;
  if (start === end) return null;
  const run = text.slice(start, end);
  return {
    start,
    end,
    run,
    lower: run.length > longestRun ? '' : run.normalize('NFC').toLowerCase().replaceAll('’', "'"),
    before: characterBefore(text, from),
  };
}

/** Longest run that a list may vouch for, UTF-16 units. */
export const longestRun = 64;

/** The character directly before a run; the equals sign of `value="dragon"` rather than its quote. */
function characterBefore(text: string, from: number): string {
  const sign = text[from - 1] ?? ' ';
  return (sign === '"' || sign === '`') && text[from - 2] === '=' ? '=' : sign;
}

/** Quotes, dashes and stops around a word, and the selectors that colour an emoji, are no part of it. */
function isEdge(unit: string | undefined): boolean {
  return unit !== undefined && `.'’-+_\uFE0F\u200D`.includes(unit);
}

/**
 * Which characters may stay as they are between words. Everything else belongs to a run, and runs are hidden unless a
 * list vouches for them: a character that no list thought of is hidden, not shown.
 */

const separator = 1;
const runPart = 2;
const asciiSeparators = ' \t\n\r!"#$%&()*,/:;<=>?[\\]^`{|}~';
const classes = new Uint8Array(0x3000);

/** Whether the code point at `index` parts runs. `index` is that of their first unit for astral code points. */
function isSeparator(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit < classes.length) {
    classes[unit] ||= classify(String.fromCharCode(unit)) ? separator : runPart;
    return classes[unit] === separator;
  }
  return classify(String.fromCodePoint(text.codePointAt(index) ?? unit));
}

function classify(character: string): boolean {
  if (character < '\u0080') return asciiSeparators.includes(character);
  if (character === '\u27E6' || character === '\u27E7') return false;
  // Letters in disguise (circled, squared, full-width, superscript) normalise to letters or digits.
  if (/[\p{L}\p{N}\p{M}]/u.test(character.normalize('NFKC'))) return false;
  // U+2019 is an apostrophe inside words; braille and regional indicators spell.
  if (/[\u2019\u2800-\u28FF\u{1F1E6}-\u{1F1FF}]/u.test(character)) return false;
  return /[\p{P}\p{Sm}\p{Sc}\p{Zs}\p{Extended_Pictographic}\u00B0\u2190-\u25FF\u2600-\u26FF]/u.test(character);
}

/** Length in UTF-16 units of the code point at `index`; a lone surrogate counts as one. */
function unitsAt(text: string, index: number): number {
  const point = text.codePointAt(index) ?? 0;
  return point > 0xffff ? 2 : 1;
}
