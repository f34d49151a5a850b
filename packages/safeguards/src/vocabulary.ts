import { english } from './words/english.ts';
import { everydayWords } from './words/everyday.ts';
import { french } from './words/french.ts';
import { interfaceActions, interfaceThings } from './words/interface.ts';
import { portuguese } from './words/portuguese.ts';
import { healthWords, unionWords } from './words/sensitive.ts';
import { spanish } from './words/spanish.ts';

/** The word lists, read by nothing but this file. */

/** Longest word a dictionary may vouch for, UTF-16 units: longer ones are more often glued secrets than words. */
const longestWord = 15;

let dictionary: ReadonlySet<string> | null = null;

/** Whether a lower-case word stands in one of the dictionaries. Decoded at first use, because it takes tens of ms. */
export function isDictionaryWord(word: string): boolean {
  dictionary ??= new Set([
    ...decodeWords(english),
    ...decodeWords(spanish),
    ...decodeWords(french),
    ...decodeWords(portuguese),
    ...everydayWords,
  ]);
  return word.length <= longestWord && dictionary.has(word);
}

/** How the interface vocabulary knows a lower-case word: `thing` words could be part of a proper name. */
export function interfaceKind(word: string): 'action' | 'thing' | null {
  if (interfaceActions.has(word)) return 'action';
  return interfaceThings.has(word) ? 'thing' : null;
}

/** Which sensitive context a lower-case word gives away; null for most words. */
export function sensitiveContext(word: string): 'context.health' | 'context.union' | null {
  if (healthWords.has(word)) return 'context.health';
  return unionWords.has(word) ? 'context.union' : null;
}

/** Everything above as data, for the rule set's digest. */
export const vocabularyData = {
  english,
  spanish,
  french,
  portuguese,
  everydayWords,
  interfaceActions: [...interfaceActions],
  interfaceThings: [...interfaceThings],
  healthWords: [...healthWords],
  unionWords: [...unionWords],
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
