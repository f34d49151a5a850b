import type { Channel, Redaction } from '@assent/contracts';
import { fill, type Sample } from './corpora/sample.ts';
import { Random } from './corpora/random.ts';
import type { Corpus } from './corpora/corpus.ts';

/** What is measured: anything that says which stretches of a text it hides. */
export type Engine = (channel: Channel, text: string) => Hidden | Promise<Hidden>;

type Hidden = readonly Pick<Redaction, 'start' | 'end'>[];

/** Counts over one corpus. Rates are of texts; kept is of letters and digits outside private parts. */
export interface Measurement {
  readonly texts: number;
  /** Texts in which every private part shows at most half of its letters and digits. */
  readonly zeroLeak: number;
  /** Texts in which no private part shows any letter or digit. */
  readonly strict: number;
  readonly kept: number;
  readonly harmless: number;
  readonly leaks: readonly string[];
}

/** The seeded texts of a corpus: each template `rounds` times, or once where it has no private part. */
export function draw(corpus: Corpus, seed: number, rounds: number): readonly Sample[] {
  const random = new Random(seed);
  return corpus.templates.flatMap((template) =>
    Array.from({ length: template.includes('{') && corpus.about !== 'harmless' ? rounds : 1 }, () =>
      corpus.about === 'harmless' ? { text: template, secret: [] } : fill(template, random),
    ),
  );
}

/** Passes the texts through an engine and counts. */
export async function measure(channel: Channel, samples: readonly Sample[], engine: Engine): Promise<Measurement> {
  let zeroLeak = 0;
  let strict = 0;
  let kept = 0;
  let harmless = 0;
  const leaks: string[] = [];
  for (const { text, secret } of samples) {
    const hidden = new Uint8Array(text.length);
    for (const { start, end } of await engine(channel, text)) hidden.fill(1, start, end);
    const isPrivate = new Uint8Array(text.length);
    let worst = 0;
    for (const { start, end } of secret) {
      isPrivate.fill(1, start, end);
      worst = Math.max(worst, visibleShare(text, hidden, start, end));
    }
    if (worst <= 0.5) zeroLeak++;
    else leaks.push(text);
    if (worst === 0) strict++;
    for (let i = 0; i < text.length; i++) {
      if (isPrivate[i] === 1 || !isTelling(text.charAt(i))) continue;
      harmless++;
      if (hidden[i] === 0) kept++;
    }
  }
  return { texts: samples.length, zeroLeak, strict, kept, harmless, leaks };
}

/** Share of a stretch's letters and digits that are not hidden. */
export function visibleShare(text: string, hidden: Uint8Array, start: number, end: number): number {
  let visible = 0;
  let all = 0;
  for (let i = start; i < end; i++) {
    if (!isTelling(text.charAt(i))) continue;
    all++;
    if (hidden[i] === 0) visible++;
  }
  return all === 0 ? 0 : visible / all;
}

function isTelling(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}
