import type { Span } from './span.ts';
import {
  interfaceKind,
  isCommonName,
  isDigitWord,
  isFamilyName,
  isFunctionWord,
  isGivenName,
  isGlue,
  isInterfaceAction,
  isNameParticle,
} from './vocabulary.ts';
import type { Run } from './runs.ts';

/** What follows about a run from its neighbours: names made of listed words, spelled-out words, recovery phrases. */

/**
 * “Summit Data Services”: capitalised words joined by single spaces are one chain. If any of a chain is hidden, its
 * words that could be part of a name are hidden too, and so are small words between two hidden ones (“du”, “and”).
 */
export function settleNames(text: string, runs: readonly Run[]): void {
  let chain: Run[] = [];
  const settle = (): void => {
    const first = chain.findIndex(({ decision }) => decision !== 'keep' && decision !== 'keep-unless-named');
    for (const [i, run] of first < 0 ? [] : chain.entries()) {
      if (run.decision !== 'keep-unless-named') continue;
      const word = text.slice(run.start, run.end).toLowerCase();
      // “Call Anna” begins with a verb, “Anna Call” does not end in one; “Customer Anna” says what she is.
      const leads = i < first && (isInterfaceAction(word) || (i === 0 && leaders.has(word)));
      if (!leads || isGivenName(word)) run.decision = 'word.capitalised';
    }
    chain = [];
  };
  for (const run of runs) {
    const last = chain.at(-1);
    if (last !== undefined && !(run.capitalised && isJoined(text, last, run))) settle();
    if (run.capitalised) chain.push(run);
  }
  settle();
  hideParticles(text, runs);
  hideFamilyNames(text, runs);
}

/** A space, an initial's stop, a hyphen, an ampersand; a line's end before a word that ends names. */
function isJoined(text: string, last: Run, run: Run): boolean {
  const gap = text.slice(last.end, run.start);
  if (/^[.,]? & $|^[.']? $|^-$/.test(gap)) return true;
  const word = text.slice(run.start, run.end).toLowerCase();
  return /^[ \t]?\n[ \t]?$/.test(gap) && (isFamilyName(word) || companyWords.has(word));
}

const companyWords: ReadonlySet<string> = new Set('bank company group partners services solutions'.split(' '));

/** Things that interfaces put right before somebody's name. */
const leaders: ReadonlySet<string> = new Set(
  `account assignee attendee author call chat client contact conversation customer email employee guest guests host invoice invitee mail meeting
  member message organizer owner participant patient profile recipient reminder reporter reviewer sender task text ticket user
  kunde kundin kontakt nachricht rechnung client facture message cliente contacto factura mensaje contato fatura mensagem`.split(
    /\s+/,
  ),
);

/** “zoë king”: behind a name in small letters, a word that is also a name belongs to it. */
function hideFamilyNames(text: string, runs: readonly Run[]): void {
  for (let i = 1; i < runs.length; i++) {
    const [before, run] = [runs[i - 1], runs[i]];
    if (before === undefined || run === undefined || run.decision !== 'keep' || run.capitalised) continue;
    if (before.decision !== 'word.not-listed' && before.decision !== 'word.script') continue;
    const word = text.slice(run.start, run.end).toLowerCase();
    const isFamily =
      isCommonName(word) || (isFamilyName(word) && isGivenName(text.slice(before.start, before.end).toLowerCase()));
    if (text.slice(before.end, run.start) === ' ' && isFamily && word !== 'will' && word !== 'may')
      run.decision = 'word.not-listed';
  }
}

/**
 * “miles hill”, “Skip Street | Contacts”: two words by themselves, both of them names, are somebody's name. A comma
 * parts only words with capitals.
 */
export function loneNames(text: string, runs: readonly Run[]): readonly Span[] {
  const spans: Span[] = [];
  for (let i = 1; i < runs.length; i++) {
    const [first, second] = [runs[i - 1], runs[i]];
    if (first === undefined || second === undefined || text.slice(first.end, second.start) !== ' ') continue;
    if (!isGivenName(text.slice(first.start, first.end).toLowerCase())) continue;
    const family = text.slice(second.start, second.end).toLowerCase();
    const isCapital = first.capitalised && second.capitalised;
    const isWhole = runs.length === 2 && text.trim().length === second.end - first.start;
    // Nothing but two small words, the first of them a name: the second belongs to it, unless interfaces use it.
    const isPlain = isWhole && !isCapital && interfaceKind(family) === null && !isFunctionWord(family);
    if (!isFamilyName(family) && !isPlain) continue;
    const parts = isCapital
      ? /[,;()|\u2013\u2014\u2022\n"<>:]|(?:^|[ \t])-/u
      : /[|\u2013\u2014\u2022\n"<>:]|(?:^|[ \t])-/u;
    const before = text.slice(Math.max(0, first.start - 3), first.start);
    const after = text.slice(second.end, second.end + 3);
    const opens = before.trim() === '' ? first.start <= 3 || before.includes('\n') : parts.test(before);
    const closes = after.trim() === '' ? second.end + 3 >= text.length || after.includes('\n') : parts.test(after);
    if (opens && closes) spans.push({ start: first.start, end: second.end, reason: 'word.not-listed' });
  }
  return spans;
}

/**
 * “Dubois et Brunet”, “Ward, Lakin and Connelly”, “Grimes and Sons”: what joins the parts of a company's name. Two English
 * names with nothing but “and” between them are rather two people.
 */
function isJoiner(text: string, word: string, before: Run, after: Run): boolean {
  if (word !== 'and') return foreignJoiners.has(word);
  if (text.slice(Math.max(0, before.start - 2), before.start).endsWith(', ')) return true;
  return /^(?:sons?|daughters?|brothers|bros|partners|associates|co|company)$/i.test(
    text.slice(after.start, after.end),
  );
}

const foreignJoiners: ReadonlySet<string> = new Set(['und', 'et', 'y', 'e']);

function hideParticles(text: string, runs: readonly Run[]): void {
  for (let i = 1; i + 1 < runs.length; i++) {
    const [before, run, after] = [runs[i - 1], runs[i], runs[i + 1]];
    if (before === undefined || run === undefined || after === undefined) continue;
    if (run.decision !== 'keep' || before.decision !== 'word.capitalised' || !after.capitalised) continue;
    const joined = /^,? $/.test(text.slice(before.end, run.start)) && text.slice(run.end, after.start) === ' ';
    const isPart = after.decision === 'word.capitalised' || after.decision === 'keep-unless-named';
    const word = text.slice(run.start, run.end).toLowerCase();
    const isJoined =
      isNameParticle(word) || (after.decision === 'word.capitalised' && isJoiner(text, word, before, after));
    if (!joined || !isPart || !isJoined) continue;
    // “Isle of Man”
    run.decision = after.decision = 'word.capitalised';
  }
}

/** “s e c r e t”: three or more single letters in a row spell something. */
export function spelledOut(text: string, runs: readonly Run[]): readonly Span[] {
  return stretches(
    runs,
    3,
    (run, last) =>
      run.end - run.start === 1 &&
      (last === undefined || run.start - last.end <= 3) &&
      /\p{L}/u.test(text.slice(run.start, run.end)),
    'shape.identifier',
  );
}

/** “five one two three”: four or more digits in words are a number that somebody spelled out. */
export function spelledNumbers(text: string, runs: readonly Run[]): readonly Span[] {
  return stretches(
    runs,
    4,
    (run, last) =>
      isDigitWord(text.slice(run.start, run.end).toLowerCase()) && (last === undefined || run.start - last.end <= 2),
    'number',
  );
}

/**
 * Recovery phrases are ten or more ordinary small words in a row; sentences have every third word or so to glue them,
 * recovery phrases next to none.
 */
export function phrases(text: string, runs: readonly Run[]): readonly Span[] {
  const word = (run: Run): string => text.slice(run.start, run.end);
  return stretches(
    runs,
    10,
    (run, last) =>
      // Some of its words are hidden already, because they are names or no words of the small lists.
      (run.decision === 'keep' || isPlainHidden(run.decision)) &&
      run.end - run.start >= 3 &&
      run.end - run.start <= 8 &&
      !run.capitalised &&
      (last === undefined || /^\s{1,2}$/.test(text.slice(last.end, run.start))),
    'secret.token',
    (run) => isGlue(word(run)),
    (run) => isPlainHidden(run.decision),
  );
}

function isPlainHidden(decision: Run['decision']): boolean {
  return decision === 'word.not-listed' || decision === 'context.personal' || decision === 'context.health';
}

function stretches(
  runs: readonly Run[],
  least: number,
  belongs: (run: Run, last: Run | undefined) => boolean,
  reason: Span['reason'],
  isGlue: (run: Run) => boolean = () => false,
  isHidden: (run: Run) => boolean = () => false,
): readonly Span[] {
  const spans: Span[] = [];
  let first: Run | undefined;
  let last: Run | undefined;
  let count = 0;
  let glue = 0;
  let hidden = 0;
  const close = (): void => {
    const isEnough = count >= least && glue * 8 <= count && hidden * 3 <= count;
    if (first !== undefined && last !== undefined && isEnough)
      spans.push({ start: first.start, end: last.end, reason });
    first = last = undefined;
    count = glue = hidden = 0;
  };
  for (const run of runs) {
    if (!belongs(run, last)) {
      close();
      if (!belongs(run, undefined)) continue;
    }
    first ??= run;
    last = run;
    count++;
    if (isGlue(run)) glue++;
    if (isHidden(run)) hidden++;
  }
  close();
  return spans;
}
