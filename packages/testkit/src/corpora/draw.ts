import { confidentialCorpora } from './confidential.ts';
import type { IndependentCorpus, Part } from './corpus.ts';
import { englishCorpora } from './english.ts';
import { everydayCorpora } from './everyday.ts';
import { multilingualCorpora } from './multilingual.ts';
import { drawValue, seedAll } from './values.ts';

/** A made-up text that knows which of its parts are private: UTF-16 offsets, end exclusive. */
export interface PlantedText {
  readonly text: string;
  readonly secret: readonly { readonly start: number; readonly end: number; readonly kind: string }[];
}

/** All corpora made from sources that the rules were not made from. */
export const independentCorpora: readonly IndependentCorpus[] = [
  ...englishCorpora,
  ...multilingualCorpora,
  ...confidentialCorpora,
  ...everydayCorpora,
];

/** The seeded texts of one part of a corpus: each template `rounds` times, or once where nothing is to be drawn. */
export function drawIndependent(
  corpus: IndependentCorpus,
  part: Part,
  seed: number,
  rounds: number,
): readonly PlantedText[] {
  seedAll(part === 'heldOut' ? seed + 500_009 : seed);
  return corpus[part].flatMap((template) =>
    Array.from({ length: corpus.about === 'harmless' ? 1 : rounds }, () => filled(template, corpus)),
  );
}

function filled(template: string, { locale, about }: IndependentCorpus): PlantedText {
  const secret: { start: number; end: number; kind: string }[] = [];
  if (about === 'harmless') return { text: template, secret };
  let text = '';
  let at = 0;
  for (const match of template.matchAll(/\{([a-z][A-Za-z0-9]*)\}/g)) {
    text += template.slice(at, match.index);
    const value = drawValue(match[1] ?? '', locale);
    secret.push({ start: text.length, end: text.length + value.length, kind: match[1] ?? '' });
    text += value;
    at = match.index + match[0].length;
  }
  return { text: text + template.slice(at), secret };
}
