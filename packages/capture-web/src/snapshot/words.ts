import type { TextPiece, TextRun } from '@assent/safeguards';
import { type Area, boxOf, grow, meet } from './rect.ts';

/** Text of one node that is out of sight counts as context up to here, UTF-16 units. */
const maxContext = 2000;

/** Collects words with their rectangles, in runs that belong together. */
export class WordCollector {
  readonly runs: TextRun[] = [];
  /** Every text that can be seen. */
  readonly #seen: Text[] = [];
  readonly #range = document.createRange();
  readonly #maxWords: number;
  readonly #tooMany: () => never;
  #text = '';
  #pieces: TextPiece[] = [];
  #words = 0;

  constructor(maxWords: number, tooMany: () => never) {
    this.#maxWords = maxWords;
    this.#tooMany = tooMany;
  }

  /** Takes a text node in: `clip` is where it can be seen, `spread` how far its glyphs' shadows reach. */
  add(node: Text, clip: Area, spread: number): void {
    const { data } = node;
    if (!/\S/.test(data)) return this.#space();
    this.#range.selectNodeContents(node);
    const seen = meet(grow(this.#range.getBoundingClientRect(), spread + 1), clip) !== null;
    if (seen) this.#seen.push(node);
    else {
      this.#space();
      this.#text += data.slice(0, maxContext).trim().replaceAll(/\s+/g, ' ');
      return this.#space();
    }
    let end = 0;
    for (const { 0: word, index } of data.matchAll(/\S+/g)) {
      if (index > end) this.#space();
      end = index + word.length;
      this.#word(node, word, index, clip, spread);
    }
    if (end < data.length) this.#space();
  }

  /** Takes in a text whose position is only known as a whole: if any of it must be hidden, all of it is. */
  whole(text: string, area: Area): void {
    this.close();
    const tidy = text
      .trim()
      .replaceAll(/\s+/g, ' ')
      .slice(0, maxContext * 2);
    if (tidy !== '')
      this.runs.push({ text: tidy, pieces: [{ start: 0, end: tidy.length, boxes: [boxOf(area)], whole: true }] });
  }

  /** Takes in a text that is nowhere near the view: it is context, and a run of its own. */
  aside(text: string): void {
    this.close();
    this.#text = text.slice(0, maxContext).trim().replaceAll(/\s+/g, ' ');
    this.close();
  }

  /** What shows whether a text that can be seen has moved: itself, or its element where there are more than `most`. */
  located(most: number): readonly (Element | Range)[] {
    if (this.#seen.length > most) {
      return [...new Set(this.#seen.map(({ parentElement }) => parentElement).filter((parent) => parent !== null))];
    }
    return this.#seen.map((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return range;
    });
  }

  /** Ends the run: what follows is another text. */
  close(): void {
    if (this.#text.trim() !== '') this.runs.push({ text: this.#text, pieces: this.#pieces });
    this.#text = '';
    this.#pieces = [];
  }

  #word(node: Text, word: string, at: number, clip: Area, spread: number): void {
    this.#words++;
    if (this.#words > this.#maxWords) this.#tooMany();
    this.#range.setStart(node, at);
    this.#range.setEnd(node, at + word.length);
    const boxes = [...this.#range.getClientRects()].flatMap((rect) => {
      const area = rect.width > 0 && rect.height > 0 ? meet(grow(rect, spread), clip) : null;
      return area === null ? [] : [boxOf(area)];
    });
    const start = this.#text.length;
    this.#text += word;
    if (boxes.length > 0) this.#pieces.push({ start, end: this.#text.length, boxes });
  }

  /** A gap between words. */
  #space(): void {
    if (this.#text !== '' && !this.#text.endsWith(' ')) this.#text += ' ';
  }

  /** A gap that an element makes and that no text shows. */
  gap(): void {
    this.#space();
  }
}
