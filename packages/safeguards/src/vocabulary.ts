import { languages as allLanguages, type Language } from './languages.ts';
import { english } from './words/english.ts';
import { moreEverydayWords, moreInterfaceThings } from './words/everyday-more.ts';
import { everydayWords, germanNounList } from './words/everyday.ts';
import { french } from './words/french.ts';
import { functionWords, functionWordSets } from './words/function-words.ts';
import { interfaceActions, interfaceThings } from './words/interface.ts';
import { commonNameWords, familyNameWords, nameWords } from './words/names.ts';
import { occupationWords, personalWords } from './words/personal.ts';
import { portuguese } from './words/portuguese.ts';
import { productWords } from './words/products.ts';
import { healthWords, unionWords } from './words/sensitive.ts';
import { spanish } from './words/spanish.ts';
import { smallWords, workplaceThings } from './words/workplace.ts';

/** The word lists, as the rules ask them. */

/** Longest word a dictionary may vouch for, UTF-16 units: longer ones are more often glued secrets than words. */
const longestWord = 15;

const dictionaries = new Map<Language, ReadonlySet<string>>();

/** Decoded at first use and language by language, because it takes tens of ms. */
function dictionaryOf(language: Language): ReadonlySet<string> {
  let words = dictionaries.get(language);
  if (words === undefined) dictionaries.set(language, (words = new Set(wordsOf(language))));
  return words;
}

function wordsOf(language: Language): readonly string[] {
  switch (language) {
    case 'en':
      return [...decodeWords(english), ...smallWords];
    case 'de':
      return [...everydayWords.de, ...moreEverydayWords.de, ...functionWordSets.de];
    case 'fr':
      return [...decodeWords(french), ...everydayWords.fr, ...moreEverydayWords.fr];
    case 'es':
      return [...decodeWords(spanish), ...everydayWords.es, ...moreEverydayWords.es];
    case 'pt':
      return [...decodeWords(portuguese), ...everydayWords.pt, ...moreEverydayWords.pt];
  }
}

/** Whether a lower-case word is in the dictionary of one of the languages. */
export function isDictionaryWord(word: string, languages: ReadonlySet<Language>): boolean {
  if (word.length > longestWord) return false;
  for (const language of languages) {
    if (dictionaryOf(language).has(word)) return true;
    if (language !== 'en' && language !== 'de' && isInflected(word, language, dictionaryOf(language))) return true;
  }
  return false;
}

/** Endings of plurals, participles and other forms, and the endings of their base forms. */
const endings: Readonly<Record<'fr' | 'es' | 'pt', readonly (readonly [ending: string, bases: readonly string[]])[]>> =
  {
    fr: [
      ['ées', ['er', 'é']],
      ['ée', ['er', 'é']],
      ['és', ['er', 'é']],
      ['ez', ['er']],
      ['ent', ['er']],
      ['ant', ['er']],
      ['aux', ['al']],
      ['x', ['']],
      ['s', ['']],
      ['é', ['er']],
    ],
    es: [
      ['amos', ['ar']],
      ['aron', ['ar']],
      ['aban', ['ar']],
      ['arán', ['ar']],
      ['ieron', ['er', 'ir']],
      ['iendo', ['er', 'ir']],
      ['ando', ['ar']],
      ['emos', ['er', 'ar']],
      ['imos', ['ir', 'er']],
      ['adas', ['ar']],
      ['ados', ['ar']],
      ['ada', ['ar']],
      ['ado', ['ar']],
      ['idas', ['er', 'ir']],
      ['idos', ['er', 'ir']],
      ['ida', ['er', 'ir']],
      ['ido', ['er', 'ir']],
      ['mente', ['', 'o']],
      ['ces', ['z']],
      ['es', ['']],
      ['as', ['o', 'a']],
      ['s', ['']],
      ['an', ['ar']],
      ['en', ['er', 'ir', 'ar']],
    ],
    pt: [
      ['amos', ['ar']],
      ['aram', ['ar']],
      ['ando', ['ar']],
      ['endo', ['er']],
      ['indo', ['ir']],
      ['adas', ['ar', 'ado']],
      ['ados', ['ar', 'ado']],
      ['ada', ['ar', 'ado']],
      ['ado', ['ar']],
      ['ções', ['ção']],
      ['ões', ['ão']],
      ['is', ['l']],
      ['as', ['o', 'a']],
      ['es', ['']],
      ['s', ['']],
      ['mente', ['', 'o']],
    ],
  };

/** Whether a word is a form of one that the dictionary knows: the lists hold base forms. */
function isInflected(word: string, language: 'fr' | 'es' | 'pt', known: ReadonlySet<string>): boolean {
  if (word.length < 5) return false;
  return endings[language].some(
    ([ending, bases]) =>
      word.endsWith(ending) && bases.some((base) => known.has(word.slice(0, word.length - ending.length) + base)),
  );
}

/** Whether a lower-case word is among the English words of working life. */
export function isWorkplaceWord(word: string): boolean {
  return workplaceThings.has(word);
}

const foreignThings: ReadonlySet<string> = new Set(moreInterfaceThings);

/** How the interface vocabulary knows a lower-case word: `thing` words could be part of a proper name. */
export function interfaceKind(word: string): 'action' | 'thing' | null {
  if (interfaceActions.has(word)) return 'action';
  return interfaceThings.has(word) || workplaceThings.has(word) || foreignThings.has(word) ? 'thing' : null;
}

/** Whether a lower-case word is among the words that most interfaces say: what follows “password” in a label. */
export function isLabelWord(word: string): boolean {
  return interfaceActions.has(word) || interfaceThings.has(word);
}

/** Whether a lower-case word names an interface action. */
export function isInterfaceAction(word: string): boolean {
  return interfaceActions.has(word);
}

/** Whether a lower-case word holds sentences together in one of the languages. */
export function isFunctionWord(word: string, of: Iterable<Language> = allLanguages): boolean {
  for (const language of of) if (functionWordSets[language].has(word)) return true;
  return false;
}

/** Whether a lower-case word is also somebody's name, and not common enough to be kept all the same. */
export function isNameWord(word: string): boolean {
  return nameWords.has(word);
}

/** Whether a lower-case word is so common that it stays although it is also a name. */
export function isCommonName(word: string): boolean {
  return commonNameWords.has(word);
}

/** Whether a lower-case word is also somebody's name, common as a word or not. */
export function isGivenName(word: string): boolean {
  return commonNameWords.has(word) || nameWords.has(word);
}

/** Whether a lower-case word that interfaces say is also somebody's family name. */
export function isFamilyName(word: string): boolean {
  return isGivenName(word) || familyNameWords.has(word);
}

/** Whether a lower-case word says what somebody does for a living. */
export function isOccupation(word: string): boolean {
  return occupationWords.has(word);
}

/** Whether a word, as written with its capital, is a common German noun. */
export function isGermanNoun(word: string): boolean {
  germanNouns ??= new Set(germanNounList);
  return germanNouns.has(word);
}

let germanNouns: ReadonlySet<string> | null = null;

/** Whether a lower-case word joins the parts of names of people and companies. */
export function isNameParticle(word: string): boolean {
  return particles.has(word);
}

const particles: ReadonlySet<string> = new Set(
  `de la del du des van der von den zu zum da dos das do di della el al bin ibn of le los las`.split(' '),
);

/** Whether a lower-case word glues sentences, in the five languages. */
export function isGlue(word: string): boolean {
  return glue.has(word);
}

const glue: ReadonlySet<string> = new Set(
  `the and for with from that this are was were has have had not but you your our they their his her its can will would should could
  all any may der die das den dem des ein eine und oder ist sind mit von für auf nicht les des une est pas que qui dans pour avec sur
  sont los las una del por para con como más não com dos das uma são`.split(/\s+/),
);

/** Whether a lower-case word is a digit that is written out, in the five languages. */
export function isDigitWord(word: string): boolean {
  return digitWords.has(word);
}

const digitWords: ReadonlySet<string> = new Set(
  `zero one two three four five six seven eight nine oh double triple null ein eins zwei drei vier fünf sechs sieben acht neun un deux trois quatre
  cinq sept huit neuf cero uno dos tres cuatro cinco seis siete ocho nueve um dois três quatro sete oito nove`.split(
    /\s+/,
  ),
);

/** Whether a lower-case word is a constant that configuration and code are full of: it is no secret anywhere. */
export function isConstant(word: string): boolean {
  return constants.has(word);
}

const constants: ReadonlySet<string> = new Set(`true false null none nil undefined yes no on off`.split(' '));

/** Which context of the floor a lower-case word gives away; null for most words. */
export function floorContext(word: string): 'context.health' | 'context.union' | null {
  if (healthWords.has(word)) return 'context.health';
  return unionWords.has(word) ? 'context.union' : null;
}

/** Which sensitive context a lower-case word gives away; null for most words. */
export function sensitiveContext(word: string): 'context.health' | 'context.union' | 'context.personal' | null {
  return floorContext(word) ?? (personalWords.has(word) ? 'context.personal' : null);
}

/** Everything above as data, for the rule set's digest. */
export const vocabularyData = {
  english,
  spanish,
  french,
  portuguese,
  everydayWords,
  moreEverydayWords,
  moreInterfaceThings,
  workplaceThings: [...workplaceThings],
  smallWords: [...smallWords],
  endings,
  germanNounList,
  functionWords,
  interfaceActions: [...interfaceActions],
  interfaceThings: [...interfaceThings],
  nameWords: [...nameWords],
  commonNameWords: [...commonNameWords],
  familyNameWords: [...familyNameWords],
  personalWords: [...personalWords],
  productWords: [...productWords],
  healthWords: [...healthWords],
  unionWords: [...unionWords],
  particles: [...particles],
  constants: [...constants],
  glue: [...glue],
  digitWords: [...digitWords],
  longestWord,
} as const;

/** Undoes the front coding of `tools/make-words.mjs`: a capital says how many letters the word shares with the last. */
export function decodeWords(coded: string): readonly string[] {
  const words: string[] = [];
  let previous = '';
  for (const [, shared = 'A', rest = ''] of coded.matchAll(/([A-Z])([^A-Z]*)/g)) {
    previous = previous.slice(0, shared.charCodeAt(0) - 65) + rest;
    words.push(previous);
  }
  return words;
}
