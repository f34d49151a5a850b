import { expect, test } from 'vitest';
import { decodeWords, interfaceKind, isDictionaryWord, sensitiveContext, vocabularyData } from './vocabulary.ts';

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
  expect(isDictionaryWord(word) || interfaceKind(word) !== null).toBe(true);
});

test.each(['garcia', 'garcía', 'vanterpool', 'qwertz', 'mercedes'])('%s is not', (word) => {
  expect(isDictionaryWord(word)).toBe(false);
});

test.each(['bill', 'page', 'price', 'mark', 'grant', 'may', 'will', 'street'])(
  'the name %s is no interface word that stays whatever its case',
  (word) => {
    expect(interfaceKind(word)).not.toBe('action');
  },
);

test('interface words never override the health and union lists', () => {
  for (const word of [...vocabularyData.interfaceActions, ...vocabularyData.interfaceThings]) {
    expect(sensitiveContext(word)).toBeNull();
  }
});
