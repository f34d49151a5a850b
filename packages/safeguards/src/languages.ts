import { functionWordSets } from './words/function-words.ts';
import { nameWords } from './words/names.ts';

/** Languages with lists of their own. English is always looked up. */
export const languages = ['en', 'de', 'fr', 'es', 'pt'] as const;
export type Language = (typeof languages)[number];

/** Small words that are also names: one of them is no sign of a language. */
const alsoNames: ReadonlySet<string> = new Set(
  'al allen ali darin ella elle else esta jan juste la mai una van von yo'.split(' '),
);

/** Words of one language that English does not have: one of them is a sign that a text may be in that language. */
const distinctive: Readonly<Record<Exclude<Language, 'en'>, ReadonlySet<string>>> = {
  de: onlyHere(functionWordSets.de),
  fr: onlyHere(functionWordSets.fr),
  es: onlyHere(functionWordSets.es),
  pt: onlyHere(functionWordSets.pt),
};

function onlyHere(words: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(
    [...words].filter((word) => !functionWordSets.en.has(word) && !alsoNames.has(word) && !nameWords.has(word)),
  );
}

/** Words that only English has: among several of them a foreign word is rather a name. */
const onlyEnglish: ReadonlySet<string> = new Set(
  [...functionWordSets.en].filter((word) =>
    (['de', 'fr', 'es', 'pt'] as const).every((language) => !functionWordSets[language].has(word)),
  ),
);

const justEnglish: ReadonlySet<Language> = new Set(['en']);

/**
 * The languages whose lists are trusted for a text: English, and those of which the text holds function words, at least
 * as many as words that only English has. A foreign word by itself could as well be a name, so no list vouches
 * for it.
 */
export function languagesOf(words: Iterable<string>): ReadonlySet<Language> {
  const counts = { de: 0, fr: 0, es: 0, pt: 0 };
  let english = 0;
  let foreign = false;
  for (const word of words) {
    if (onlyEnglish.has(word)) english++;
    for (const language of ['de', 'fr', 'es', 'pt'] as const) {
      if (!distinctive[language].has(word)) continue;
      counts[language]++;
      foreign = true;
    }
  }
  if (!foreign) return justEnglish;
  return new Set(
    languages.filter((language) => language === 'en' || (counts[language] >= english && counts[language] > 0)),
  );
}

/** Whether a text holds a word that only English has: then small words of other languages could be names in it. */
export function hasEnglish(words: Iterable<string>): boolean {
  for (const word of words) if (onlyEnglish.has(word)) return true;
  return false;
}
