import { functionWordSets } from './words/function-words.ts';

/** Languages with lists of their own. English is always looked up. */
export const languages = ['en', 'de', 'fr', 'es', 'pt'] as const;
export type Language = (typeof languages)[number];

/** Words of one language that English does not have: seeing one of them says that a text may be in that language. */
const telling: Readonly<Record<Exclude<Language, 'en'>, ReadonlySet<string>>> = {
  de: onlyHere(functionWordSets.de),
  fr: onlyHere(functionWordSets.fr),
  es: onlyHere(functionWordSets.es),
  pt: onlyHere(functionWordSets.pt),
};

function onlyHere(words: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...words].filter((word) => !functionWordSets.en.has(word)));
}

const noLanguages: ReadonlySet<Language> = new Set(['en']);

/**
 * The languages whose dictionaries are trusted for a text: English, and those of which the text holds a function word.
 * A foreign word that stands alone could as well be a name, so no dictionary vouches for it.
 */
export function languagesOf(words: Iterable<string>): ReadonlySet<Language> {
  let found: Set<Language> | null = null;
  for (const word of words) {
    for (const language of ['de', 'fr', 'es', 'pt'] as const) {
      if (telling[language].has(word)) (found ??= new Set<Language>(['en'])).add(language);
    }
  }
  return found ?? noLanguages;
}
