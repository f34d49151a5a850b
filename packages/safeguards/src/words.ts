import type { ReasonCode } from '@assent/contracts';
import { loneNames, phrases, settleNames, spelledNumbers, spelledOut } from './chains.ts';
import { exposureOf, exposures, type Exposure } from './exposure.ts';
import { introducedNames } from './introductions.ts';
import { hasEnglish, languages as allLanguages, languagesOf, type Language } from './languages.ts';
import { isListedSegment } from './location.ts';
import { placesAndResults } from './places.ts';
import { quantities } from './quantities.ts';
import { longestRun, piecesOf, type Piece, type Run, type RunDecision } from './runs.ts';
import type { Span } from './span.ts';
import {
  interfaceKind,
  isCommonName,
  isConstant,
  isDictionaryWord,
  isFamilyName,
  isGivenName,
  isFunctionWord,
  isGermanNoun,
  isNameWord,
  isWorkplaceWord,
  sensitiveContext,
} from './vocabulary.ts';
import { productWords } from './words/products.ts';

/**
 * The allow-list: a text is cut into runs at separators, and a run stays only if a list vouches for it. The rules are
 * those of spec/safeguards.md §2.
 */

/** What the lists are asked with. */
export interface WordRules {
  /** Lower-case words of the site's interface. */
  readonly own: ReadonlySet<string>;
  /** Whether dictionaries vouch at all, or only the interface vocabulary does. */
  readonly dictionaries: boolean;
}

/** The spans that the allow-list hides; they may overlap. */
export function hiddenWords(text: string, rules: WordRules): readonly Span[] {
  const pieces = piecesOf(text);
  const words = pieces.map(({ lower }) => lower);
  const languages = languagesOf(words);
  const judge = new Judge(text, rules, languages, hasEnglish(words) ? languages : allLanguages);
  const runs = pieces.map((piece) => judge.run(piece));
  settleNames(text, runs);
  const spans: Span[] = [
    ...loneNames(text, runs),
    ...phrases(text, runs),
    ...spelledOut(text, runs),
    ...spelledNumbers(text, runs),
    ...quantities(text),
    ...placesAndResults(text),
    ...introducedNames(text, runs, languages),
  ];
  const suffix = applicationSuffix(text);
  for (const { start, end, decision } of runs) {
    if (start >= suffix && (decision === 'word.capitalised' || decision === 'word.not-listed')) continue;
    if (decision !== 'keep' && decision !== 'keep-unless-named') spans.push({ start, end, reason: decision });
  }
  return spans;
}

/**
 * Where the name of an application begins at the end of a window's title (“Inbox - Outlook”): its words stay. The
 * text's length if there is none. Anywhere else a product's name could as well be somebody's employer.
 */
function applicationSuffix(text: string): number {
  const tail = text.slice(-48);
  const match = /(?: [-\u2013\u2014|\u00B7\u2022] )([A-Za-z]{2,16}(?: [A-Za-z]{2,16}){0,2})$/.exec(tail);
  const name = match?.[1];
  if (name === undefined) return text.length;
  const known = name.split(' ').every((word) => productWords.has(word.toLowerCase()));
  return known ? text.length - name.length : text.length;
}

/** Short words that are nobody's name, so that they may come before one with a capital. */
const shortWords: ReadonlySet<string> = new Set(
  "the and for i'm i'd add you our but not if it my we hi re cc fw via are was has had get set see all any add edit".split(
    ' ',
  ),
);

/** Decides what becomes of the runs of one text. */
class Judge {
  readonly #text: string;
  readonly #rules: WordRules;
  readonly #languages: ReadonlySet<Language>;
  readonly #smallWords: Iterable<Language>;
  readonly #exposure: Uint8Array | null;
  readonly #known = new Map<string, RunDecision>();

  constructor(text: string, rules: WordRules, languages: ReadonlySet<Language>, smallWords: Iterable<Language>) {
    this.#smallWords = smallWords;
    this.#text = text;
    this.#rules = rules;
    this.#languages = languages;
    this.#exposure = exposureOf(text);
  }

  run(piece: Piece): Run {
    const { start, end, run, before } = piece;
    const level = this.#exposure?.[start];
    const exposure = level === 2 ? exposures.secret : level === 1 ? exposures.value : exposures.none;
    // Equal runs in equal surroundings get equal decisions: long hostile texts repeat themselves.
    const isInitial = end - start === 1 && this.#text[end] === '.';
    // A capital behind a word in small letters says more than one at the beginning of a sentence or in a title.
    const isMidSentence = /(?:^|[^\p{L}\p{N}])\p{Ll}[\p{L}'’]{0,30}[,:;]? $/u.test(
      this.#text.slice(Math.max(0, start - 32), start),
    );
    const isRoute = this.#isRoute(piece, exposure);
    const key = `${before}${exposure}${isRoute ? '/' : ''}${isInitial ? '.' : ''}${isMidSentence ? ',' : ''}${run}`;
    const decision = this.#known.get(key) ?? this.#decision(piece, exposure, isInitial, isMidSentence, isRoute);
    this.#known.set(key, decision);
    // “INV-2041” is no part of a name.
    return { start, end, decision, capitalised: /^\p{Lu}/u.test(run) && !/\d{3}/.test(run) };
  }

  /** A word with a capital inside of a sentence: a name that is also a word, or a word of a language the text is not in. */
  #couldBeSomebody(lower: string): boolean {
    return (
      isGivenName(lower) ||
      (this.#smallWords === this.#languages && !isWorkplaceWord(lower) && !isDictionaryWord(lower, this.#languages))
    );
  }

  /** `/orders`, `and/or`: a word of the interface behind a slash, where neither a value nor a name is expected. */
  #isRoute({ start, run, lower, before }: Piece, exposure: Exposure): boolean {
    if (before !== '/' || exposure !== exposures.none || isFamilyName(lower) || !isListedSegment(run, this.#rules.own))
      return false;
    return !/pass|secret|token|key|cred|pwd|pw|log-?in|auth|wi-?fi/i.test(
      this.#text.slice(Math.max(0, start - 60), start),
    );
  }

  #decision(
    { run, lower, before }: Piece,
    exposure: Exposure,
    isInitial: boolean,
    isMidSentence: boolean,
    isRoute: boolean,
  ): RunDecision {
    const shape = shapeReason(run, before);
    if (shape !== null && !(shape === 'shape.path' && isRoute)) return shape;
    const { own, dictionaries } = this.#rules;
    const context = sensitiveContext(lower);
    if (context !== null) return context;
    if (exposure === exposures.secret) return isConstant(lower) ? 'keep' : 'field.not-listed';
    if (own.has(lower)) return 'keep';
    const isLower = run.replaceAll('’', "'") === lower;
    const isShort = lower.length <= 3 && !isLower && !shortWords.has(lower);
    const kind = interfaceKind(lower);
    // “A. Page”: a letter with a stop is an initial.
    if (isInitial && !isLower) return 'word.capitalised';
    const couldBeName = isShort || (!isLower && isFamilyName(lower));
    if (kind === 'action') return couldBeName ? 'keep-unless-named' : 'keep';
    if (kind === 'thing' && !isLower && isNameWord(lower)) return 'word.capitalised';
    if (kind !== null && !isLower && isMidSentence && this.#couldBeSomebody(lower)) return 'word.capitalised';
    if (kind === 'thing') return isLower ? 'keep' : 'keep-unless-named';
    if (!/^[a-zß-öø-ÿœ']+$/.test(lower)) return this.#identifier(run, exposure);
    const vouched = dictionaries && exposure === exposures.none;
    if (vouched && isFunctionWord(lower, this.#smallWords) && (isLower || !(isNameWord(lower) || isCommonName(lower))))
      return isShort || (!isLower && isMidSentence) ? 'keep-unless-named' : 'keep';
    if (!isLower) {
      const isNoun = vouched && this.#languages.has('de') && isGermanNoun(run);
      return isNoun ? 'keep-unless-named' : 'word.capitalised';
    }
    if (!vouched || isNameWord(lower)) return 'word.not-listed';
    // Beside words of another language, an English word that is also a name is rather the name.
    if (this.#languages.size > 1 && isCommonName(lower) && !isOwnWord(lower, this.#languages)) return 'word.not-listed';
    const known =
      isDictionaryWord(lower, this.#languages) || isDictionaryWord(lower.replace(/'s$/, ''), this.#languages);
    return known ? 'keep' : 'word.not-listed';
  }

  /** `customer_id`, `due-date`, `orderItems`: identifiers made of interface words, where no value is due. */
  #identifier(run: string, exposure: Exposure): RunDecision {
    if (exposure !== exposures.secret && /^[A-Za-z]+(?:[_.-][A-Za-z]+){1,4}$/.test(run)) {
      if (isListedSegment(run, this.#rules.own)) return /^[A-Z]/.test(run) ? 'keep-unless-named' : 'keep';
    }
    return /^[\p{Script=Latin}'’]+$/u.test(run) ? 'word.not-listed' : scriptReason(run);
  }
}

function isOwnWord(word: string, languages: ReadonlySet<Language>): boolean {
  return isDictionaryWord(word, new Set([...languages].filter((language) => language !== 'en')));
}

/** What a run's shape alone decides; null if the lists have to. */
function shapeReason(run: string, before: string): ReasonCode | null {
  if (run.length > longestRun) return 'shape.identifier';
  if (/[\u27E6\u27E7]/.test(run)) return 'reserved-character';
  if (run.includes('@')) return 'shape.handle';
  if (/\p{N}/u.test(run)) return /\p{L}/u.test(run) ? 'shape.identifier' : 'number';
  // Channel names, paths and assigned values: what follows these signs directly is a name that somebody made up.
  if ('#/\\=~'.includes(before)) return before === '#' ? 'shape.handle' : 'shape.path';
  return null;
}

function scriptReason(run: string): ReasonCode {
  return /^[A-Za-z.'’_+-]+$/.test(run) ? 'shape.identifier' : 'word.script';
}
