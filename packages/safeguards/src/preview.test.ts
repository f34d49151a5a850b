import * as fc from 'fast-check';
import { channels } from '@assent/contracts';
import { expect, test } from 'vitest';
import { emptyTokens, explainReason, previewText, redact, strictnesses } from './index.ts';

const piece = fc.constantFrom(
  'Save',
  'Vanterpool',
  ' ',
  '4711',
  '\u27E6',
  '\u27E7',
  '/',
  'a@b.example',
  'the',
  '\uD83D',
);

test('the parts of a preview are the text, and what stays and the tokens are what redact gives', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...channels),
      fc.array(piece, { maxLength: 10 }).map((parts) => parts.join('')),
      fc.constantFrom(...strictnesses),
      (channel, text, strictness) => {
        const options = { strictness, tokens: emptyTokens('test') };
        const parts = previewText(channel, text, options);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        expect(parts.map((part) => (part.kept ? part.text : part.token)).join('')).toBe(
          redact(channel, text, options).text,
        );
      },
    ),
  );
});

test('a hidden part says why in plain words', () => {
  expect(previewText('title', 'Edit Vanterpool', { tokens: emptyTokens('test') })).toEqual([
    { kept: true, text: 'Edit ' },
    {
      kept: false,
      text: 'Vanterpool',
      token: '\u27E6Xx9-16:1\u27E7',
      reason: 'word.capitalised',
      why: explainReason('word.capitalised'),
    },
  ]);
});
