import { redact } from '@assent/safeguards';
import { drawIndependent, independentCorpora, type Part } from '@assent/testkit/corpora';
import { judge, type Attack } from '../attack.ts';

const shortest = 6;
const most = 0.05;

/** A hidden word and what can be seen of it and around it. */
interface Clue {
  readonly word: string;
  readonly shape: string;
  readonly before: string;
  readonly behind: string;
}

/**
 * Guesses hidden words from the token's kind of characters and length bucket and from the words beside it. The attacker is
 * better off than any real one: the words beside are known even where they are hidden, and how often each name occurs is
 * known exactly, from several times as many texts of the same source.
 */
export const guessTheWords: Attack = {
  id: 'RT-21',
  attack: 'dictionary and neighbours against the tokens of chats, mails and forms in five languages',
  // eslint-disable-next-line @typescript-eslint/require-await -- every attack is asynchronous
  async run() {
    const known = [...cluesOf('development', 1, 40), ...cluesOf('heldOut', 3, 2)];
    const guesser = new Guesser(known);
    const clues = cluesOf('heldOut', 2, 10);
    const right = clues.filter((clue) => guesser.guess(clue) === clue.word).length;
    const common = new Guesser(known.map(({ word }) => ({ word, shape: '', before: '', behind: '' })));
    const blind = clues.filter((clue) => common.guess(clue) === clue.word).length;
    const rate = (count: number): string => ((100 * count) / clues.length).toFixed(2);
    return judge(
      `${clues.length} hidden words of ${shortest} letters and more, ${guesser.size} words known: ` +
        `${rate(right)} % guessed (${rate(blind)} % without looking at the tokens)`,
      [{ what: `at most ${100 * most} % are guessed`, held: clues.length > 500 && right / clues.length <= most }],
    );
  },
};

/** Everything that is hidden word by word in texts of some kinds. */
function cluesOf(part: Part, seed: number, rounds: number): readonly Clue[] {
  const clues: Clue[] = [];
  for (const corpus of independentCorpora) {
    if (corpus.about !== 'personal' || corpus.channel !== 'text') continue;
    for (const { text, secret } of drawIndependent(corpus, part, seed, rounds)) {
      const redacted = redact('text', text);
      const tokens = Array.from(redacted.text.matchAll(/\u27E6([^:\u27E7]*):\d+\u27E7/gu), (match) => match[1] ?? '');
      for (const [i, { start, end }] of redacted.redactions.entries()) {
        const word = text.slice(start, end);
        // Words of the templates are no secret of anybody, and the same in every text.
        const isPrivate = secret.some((part) => part.start <= start && end <= part.end);
        if (!isPrivate || !new RegExp(`^\\p{L}{${shortest},}$`, 'u').test(word)) continue;
        clues.push({
          word: word.toLowerCase(),
          shape: tokens[i] ?? '',
          before: /(\S+)\s*$/u.exec(text.slice(Math.max(0, start - 24), start))?.[1]?.toLowerCase() ?? '',
          behind: /^\s*(\S+)/u.exec(text.slice(end, end + 24))?.[1]?.toLowerCase() ?? '',
        });
      }
    }
  }
  return clues;
}

/** The most frequent word that was seen in the same place, with less and less of the place looked at. */
class Guesser {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly size: number;

  constructor(known: readonly Clue[]) {
    for (const clue of known) {
      for (const place of placesOf(clue)) {
        const words = this.#counts.get(place) ?? new Map<string, number>();
        words.set(clue.word, (words.get(clue.word) ?? 0) + 1);
        this.#counts.set(place, words);
      }
    }
    this.size = new Set(known.map(({ word }) => word)).size;
  }

  guess(clue: Clue): string | null {
    for (const place of placesOf(clue)) {
      const words = this.#counts.get(place);
      if (words === undefined) continue;
      return [...words].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
    }
    return null;
  }
}

function placesOf({ shape, before, behind }: Clue): readonly string[] {
  return [`${shape}|${before}|${behind}`, `${shape}|${before}|`, `${shape}||${behind}`, `${shape}||`, ''];
}
