import { redact, strictnesses } from '@assent/safeguards';
import { drawIndependent, independentCorpora, type IndependentCorpus, type Part } from '@assent/testkit/corpora';
import { measure, visibleShare, type Engine, type Measurement } from './measure.ts';

/** How the safeguards do on corpora whose sources the rules were not made from, as Markdown. */
export async function independentReport(seed: number, rounds: number): Promise<string> {
  const rows: Row[] = [];
  for (const corpus of independentCorpora) {
    rows.push({
      corpus,
      development: await measurePart(corpus, 'development', seed, rounds),
      heldOut: await measurePart(corpus, 'heldOut', seed, rounds),
    });
  }
  const byLevel: string[][] = [];
  for (const about of abouts) {
    const cells: string[] = [about];
    for (const strictness of strictnesses) {
      const parts = independentCorpora.filter((corpus) => corpus.about === about);
      const all: Measurement[] = [];
      for (const corpus of parts)
        all.push(await measurePart(corpus, 'heldOut', seed, Math.ceil(rounds / 4), strictness));
      cells.push(triple(about, all));
    }
    byLevel.push(cells);
  }
  return `| texts | development: texts, zero-leak / strict / kept | held out: texts, zero-leak / strict / kept |
| --- | --- | --- |
${abouts
  .map((about) => {
    const some = rows.filter(({ corpus }) => corpus.about === about);
    const cell = (part: Part): string =>
      `${count(some, part)}, ${triple(
        about,
        some.map((row) => row[part]),
      )}`;
    return `| ${about} | ${cell('development')} | ${cell('heldOut')} |`;
  })
  .join('\n')}

### By kind of text, \`standard\`

| corpus | language | channel | development | held out |
| --- | --- | --- | --- | --- |
${rows
  .map(
    ({ corpus: { name, locale, channel, about }, development, heldOut }) =>
      `| ${about}: ${name} | ${locale} | ${channel} | ${triple(about, [development])} | ${triple(about, [heldOut])} |`,
  )
  .join('\n')}

### Strictness, held out

| texts | ${strictnesses.join(' | ')} |
| --- | --- | --- | --- |
${byLevel.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

### By kind of value, \`standard\`, held out

Share of values of which more than half stays. Kinds that are not listed: none of their values did.

| value | drawn | leaked % |
| --- | --- | --- |
${leakingKinds(seed, rounds)
  .map(([kind, { drawn, leaked }]) => `| ${kind} | ${drawn} | ${((100 * leaked) / drawn).toFixed(2)} |`)
  .join('\n')}`;
}

const abouts = ['personal', 'secret', 'unannounced', 'harmless'] as const;

interface Row {
  readonly corpus: IndependentCorpus;
  readonly development: Measurement;
  readonly heldOut: Measurement;
}

async function measurePart(
  corpus: IndependentCorpus,
  part: Part,
  seed: number,
  rounds: number,
  strictness: (typeof strictnesses)[number] = 'standard',
): Promise<Measurement> {
  const engine: Engine = (channel, text) => redact(channel, text, { strictness }).redactions;
  return measure(corpus.channel, drawIndependent(corpus, part, seed, rounds), engine);
}

function count(rows: readonly Row[], part: Part): number {
  return rows.reduce((n, row) => n + row[part].texts, 0);
}

function triple(about: IndependentCorpus['about'], all: readonly Measurement[]): string {
  const sum = (of: (one: Measurement) => number): number => all.reduce((n, one) => n + of(one), 0);
  const texts = sum((one) => one.texts);
  const harmless = sum((one) => one.harmless);
  const kept =
    harmless === 0
      ? '–'
      : share(
          sum((one) => one.kept),
          harmless,
        );
  if (about === 'harmless') return kept;
  return `${share(
    sum((one) => one.zeroLeak),
    texts,
  )} / ${share(
    sum((one) => one.strict),
    texts,
  )} / ${kept}`;
}

function share(part: number, whole: number): string {
  return ((100 * part) / whole).toFixed(1);
}

function leakingKinds(seed: number, rounds: number): readonly (readonly [string, { drawn: number; leaked: number }])[] {
  const kinds = new Map<string, { drawn: number; leaked: number }>();
  for (const corpus of independentCorpora.filter(({ about }) => about !== 'unannounced')) {
    for (const { text, secret } of drawIndependent(corpus, 'heldOut', seed, rounds)) {
      const hidden = new Uint8Array(text.length);
      for (const { start, end } of redact(corpus.channel, text).redactions) hidden.fill(1, start, end);
      for (const { start, end, kind } of secret) {
        const counts = kinds.get(kind) ?? { drawn: 0, leaked: 0 };
        counts.drawn++;
        if (visibleShare(text, hidden, start, end) > 0.5) counts.leaked++;
        kinds.set(kind, counts);
      }
    }
  }
  return [...kinds]
    .filter(([, { leaked }]) => leaked > 0)
    .sort(([, a], [, b]) => b.leaked / b.drawn - a.leaked / a.drawn);
}
