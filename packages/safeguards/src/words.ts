import type { ReasonCode } from '@assent/contracts';
import { isSeparator, unitsAt } from './characters.ts';
import type { Span } from './span.ts';
import { interfaceKind, isDictionaryWord, sensitiveContext } from './vocabulary.ts';

/**
 * The allow-list: a text is cut into runs at separators, and a run stays only if a list vouches for it. The rules are
 * those of spec/safeguards.md §2.
 */

type Verdict = 'keep' | 'keep-unless-named' | ReasonCode;

interface Run {
  readonly start: number;
  readonly end: number;
  /** Changed by {@link settleNames} only: `keep-unless-named` waits for its neighbours. */
  verdict: Verdict;
  readonly capitalised: boolean;
}

/** The spans that the allow-list hides; they may overlap. `own` holds lower-case words of the site's interface. */
export function hiddenWords(text: string, own: ReadonlySet<string>): readonly Span[] {
  const runs = runsOf(text, own);
  settleNames(text, runs);
  const spans: Span[] = [...phrases(text, runs), ...spelledOut(text, runs)];
  for (const { start, end, verdict } of runs) {
    if (verdict !== 'keep' && verdict !== 'keep-unless-named') spans.push({ start, end, reason: verdict });
  }
  return spans;
}

function runsOf(text: string, own: ReadonlySet<string>): Run[] {
  const runs: Run[] = [];
  const known = new Map<string, Verdict>();
  let at = 0;
  while (at < text.length) {
    if (isSeparator(text, at)) {
      at += unitsAt(text, at);
      continue;
    }
    const start = at;
    while (at < text.length && !isSeparator(text, at)) at += unitsAt(text, at);
    const run = judge(text, start, at, own, known);
    if (run !== null) runs.push(run);
  }
  return runs;
}

/** Judges one run; null if it is nothing but marks such as a dash or an emoji's variation selector. */
function judge(
  text: string,
  from: number,
  to: number,
  own: ReadonlySet<string>,
  known: Map<string, Verdict>,
): Run | null {
  let start = from;
  let end = to;
  while (start < end && isEdge(text[start])) start++;
  while (end > start && isEdge(text[end - 1])) end--;
  if (start === end) return null;
  const run = text.slice(start, end);
  const mark = markBefore(text, from);
  // Equal runs behind equal marks get equal verdicts: long hostile texts repeat themselves.
  const key = mark + run;
  const verdict = known.get(key) ?? verdictOn(run, mark, own);
  known.set(key, verdict);
  return { start, end, verdict, capitalised: /^\p{Lu}/u.test(run) };
}

/** The character directly before a run; the equals sign of `value="dragon"` rather than its quote. */
function markBefore(text: string, from: number): string {
  const mark = text[from - 1] ?? ' ';
  return (mark === '"' || mark === '`') && text[from - 2] === '=' ? '=' : mark;
}

/** Quotes, dashes and stops around a word, and the selectors that colour an emoji, are no part of it. */
function isEdge(unit: string | undefined): boolean {
  return unit !== undefined && `.'’-+_\uFE0F\u200D`.includes(unit);
}

function verdictOn(run: string, before: string, own: ReadonlySet<string>): Verdict {
  if (run.length > 64) return 'shape.identifier';
  if (/[\u27E6\u27E7]/.test(run)) return 'reserved-character';
  if (run.includes('@')) return 'shape.handle';
  if (/\p{N}/u.test(run)) return /\p{L}/u.test(run) ? 'shape.identifier' : 'number';
  const lower = run.normalize('NFC').toLowerCase().replaceAll('’', "'");
  // Channel names, paths and assigned values: what follows these marks directly is a name of somebody's making.
  if ('#/\\=~'.includes(before)) return before === '#' ? 'shape.handle' : 'shape.path';
  const context = sensitiveContext(lower);
  if (context !== null) return context;
  if (own.has(lower)) return 'keep';
  const kind = interfaceKind(lower);
  if (kind === 'action') return 'keep';
  if (kind === 'thing') return lower === run ? 'keep' : 'keep-unless-named';
  if (!/^[a-zß-öø-ÿœ']+$/.test(lower))
    return /^[\p{Script=Latin}'’]+$/u.test(run) ? 'word.not-listed' : scriptReason(run);
  if (run.replaceAll('’', "'") !== lower) return 'word.capitalised';
  return isDictionaryWord(lower) || isDictionaryWord(lower.replace(/'s$/, '')) ? 'keep' : 'word.not-listed';
}

function scriptReason(run: string): ReasonCode {
  return /^[A-Za-z.'’_+-]+$/.test(run) ? 'shape.identifier' : 'word.script';
}

/**
 * “Summit Data Services”: capitalised words joined by single spaces are one chain. If any of a chain is hidden, its
 * words that could be part of a name are hidden too.
 */
function settleNames(text: string, runs: readonly Run[]): void {
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
}

/** “s e c r e t”: three or more single letters in a row spell something. */
function spelledOut(text: string, runs: readonly Run[]): readonly Span[] {
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

/** Recovery phrases are ten or more ordinary small words with nothing that glues sentences between them. */
function phrases(text: string, runs: readonly Run[]): readonly Span[] {
  return stretches(
    runs,
    10,
    (run, last) =>
      run.verdict === 'keep' &&
      run.end - run.start >= 3 &&
      run.end - run.start <= 8 &&
      !run.capitalised &&
      (last === undefined || /^\s{1,2}$/.test(text.slice(last.end, run.start))) &&
      !isGlue(text.slice(run.start, run.end)),
    'secret.token',
  );
}

function stretches(
  runs: readonly Run[],
  least: number,
  belongs: (run: Run, last: Run | undefined) => boolean,
  reason: ReasonCode,
): readonly Span[] {
  const spans: Span[] = [];
  let first: Run | undefined;
  let last: Run | undefined;
  let count = 0;
  const close = (): void => {
    if (first !== undefined && last !== undefined && count >= least)
      spans.push({ start: first.start, end: last.end, reason });
    first = last = undefined;
    count = 0;
  };
  for (const run of runs) {
    if (!belongs(run, last)) {
      close();
      if (!belongs(run, undefined)) continue;
    }
    first ??= run;
    last = run;
    count++;
  }
  close();
  return spans;
}

/** Words that glue sentences, in the five languages: no recovery phrase goes ten words without one by chance. */
function isGlue(word: string): boolean {
  return glue.has(word);
}

const glue: ReadonlySet<string> = new Set(
  `the and for with from that this are was were has have had not but you your our they their his her its can will would should could
  all any may der die das den dem des ein eine und oder ist sind mit von für auf nicht les des une est pas que qui dans pour avec sur
  sont los las una del por para con como más não com dos das uma são`.split(/\s+/),
);
