/**
 * Which characters may stay as they are between words. Everything else belongs to a run, and runs are hidden unless a
 * list vouches for them: a character nobody thought of is hidden, not shown.
 */

const separator = 1;
const runPart = 2;
const asciiSeparators = ' \t\n\r!"#$%&()*,/:;<=>?[\\]^`{|}~';
const classes = new Uint8Array(0x3000);

/** Whether the code point at `index` parts runs. Astral code points are told by their high surrogate's index. */
export function isSeparator(text: string, index: number): boolean {
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
export function unitsAt(text: string, index: number): number {
  const point = text.codePointAt(index) ?? 0;
  return point > 0xffff ? 2 : 1;
}
