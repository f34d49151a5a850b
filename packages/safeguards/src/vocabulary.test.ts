import { expect, test } from 'vitest';
import { redact } from './index.ts';
import { languages, languagesOf } from './languages.ts';
import { decodeWords, interfaceKind, isDictionaryWord, sensitiveContext, vocabularyData } from './vocabulary.ts';

const all = new Set(languages);

test.each(['english', 'spanish', 'french', 'portuguese'] as const)(
  'the %s list decodes to sorted lower-case words',
  (name) => {
    const words = decodeWords(vocabularyData[name]);
    expect(words.length).toBeGreaterThan(1500);
    expect(words.every((word) => /^[\p{Ll}]{2,15}$/u.test(word))).toBe(true);
    expect(words.every((word, i) => i === 0 || (words[i - 1] ?? '') < word)).toBe(true);
  },
);

test('front coding is undone', () => {
  expect(decodeWords('AabandonHedBleG')).toEqual(['abandon', 'abandoned', 'ale', 'ale']);
});

test.each(['report', 'rechnung', 'trabajo', 'toujours', 'obrigado', 'überall'])('%s is a known word', (word) => {
  expect(isDictionaryWord(word, all) || interfaceKind(word) !== null).toBe(true);
});

test.each(['garcia', 'garcía', 'vanterpool', 'qwertz', 'mercedes'])('%s is not', (word) => {
  expect(isDictionaryWord(word, all)).toBe(false);
});

test.each(['bill', 'page', 'price', 'mark', 'grant', 'may', 'will', 'street'])(
  'the name %s is no interface word that stays whatever its case',
  (word) => {
    expect(interfaceKind(word)).not.toBe('action');
  },
);

test('a foreign word counts only beside words of its language', () => {
  expect(languagesOf(['trabajo'])).toEqual(new Set(['en']));
  expect(languagesOf(['el', 'trabajo'])).toEqual(new Set(['en', 'es']));
  expect(isDictionaryWord('trabajo', languagesOf(['trabajo']))).toBe(false);
});

test('a name that is also a word is hidden before a family name', () => {
  for (const name of [...vocabularyData.nameWords, ...vocabularyData.commonNameWords]) {
    const text = `${name.charAt(0).toUpperCase()}${name.slice(1)} Vanterpool called`;
    expect(redact('text', text).redactions[0]?.start, name).toBe(0);
  }
});

test('interface words never override the health and union lists', () => {
  for (const word of [...vocabularyData.interfaceActions, ...vocabularyData.interfaceThings]) {
    expect(sensitiveContext(word)).toBeNull();
  }
});
