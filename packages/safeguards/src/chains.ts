import type { Span } from './span.ts';
import { isCommonName, isDigitWord, isGlue, isNameParticle } from './vocabulary.ts';
import type { Run } from './run.ts';

/** What a run's neighbours say about it: names made of listed words, spelled-out words, recovery phrases. */

/**
 * “Summit Data Services”: capitalised words joined by single spaces are one chain. If any of a chain is hidden, its
 * words that could be part of a name are hidden too, and so are small words between two hidden ones (“du”, “and”).
 */
export function settleNames(text: string, runs: readonly Run[]): void {
  let chain: Run[] = [];
  const settle = (): void => {
    if (chain.some(({ verdict }) => verdict !== 'keep' && verdict !== 'keep-unless-named')) {
      for (const run of chain) if (run.verdict === 'keep-unless-named') run.verdict = 'word.capitalised';
    }
    chain = [];
  };
  for (const run of runs) {
    const last = chain.at(-1);
    if (last !== undefined && !(run.capitalised && /^[.,]? & $|^[.']? $|^-$/.test(text.slice(last.end, run.start))))
      settle();
    if (run.capitalised) chain.push(run);
  }
  settle();
  hideParticles(text, runs);
  hideFamilyNames(text, runs);
}

/** “zoë king”: behind a name in small letters, a word that is also a name belongs to it. */
function hideFamilyNames(text: string, runs: readonly Run[]): void {
  for (let i = 1; i < runs.length; i++) {
    const [before, run] = [runs[i - 1], runs[i]];
    if (before === undefined || run === undefined || run.verdict !== 'keep' || run.capitalised) continue;
    if (before.verdict !== 'word.not-listed' && before.verdict !== 'word.script') continue;
    const word = text.slice(run.start, run.end).toLowerCase();
    if (text.slice(before.end, run.start) === ' ' && isCommonName(word) && word !== 'will' && word !== 'may')
      run.verdict = 'word.not-listed';
  }
}

function hideParticles(text: string, runs: readonly Run[]): void {
  for (let i = 1; i + 1 < runs.length; i++) {
    const [before, run, after] = [runs[i - 1], runs[i], runs[i + 1]];
    if (before === undefined || run === undefined || after === undefined) continue;
    if (run.verdict !== 'keep' || before.verdict !== 'word.capitalised' || !after.capitalised) continue;
    const joined = /^,? $/.test(text.slice(before.end, run.start)) && text.slice(run.end, after.start) === ' ';
    if (joined && after.verdict === 'word.capitalised' && isNameParticle(text.slice(run.start, run.end).toLowerCase()))
      run.verdict = 'word.capitalised';
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
      run.verdict === 'keep' &&
      run.end - run.start >= 3 &&
      run.end - run.start <= 8 &&
      !run.capitalised &&
      (last === undefined || /^\s{1,2}$/.test(text.slice(last.end, run.start))),
    'secret.token',
    (run) => isGlue(word(run)),
  );
}

function stretches(
  runs: readonly Run[],
  least: number,
  belongs: (run: Run, last: Run | undefined) => boolean,
  reason: Span['reason'],
  isGlue: (run: Run) => boolean = () => false,
): readonly Span[] {
  const spans: Span[] = [];
  let first: Run | undefined;
  let last: Run | undefined;
  let count = 0;
  let glue = 0;
  const close = (): void => {
    if (first !== undefined && last !== undefined && count >= least && glue * 8 <= count)
      spans.push({ start: first.start, end: last.end, reason });
    first = last = undefined;
    count = glue = 0;
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
  }
  close();
  return spans;
}
