import { contactPatterns, findContacts } from './detect/contacts.ts';
import { credentialPatterns } from './detect/credentials.ts';
import { findEncoded } from './detect/encoded.ts';
import { findNumbers, numberPatterns } from './detect/numbers.ts';
import { findPhrases, findSecrets, secretPatterns } from './detect/secrets.ts';
import { findHiddenCharacters, findMixedScripts, plainForm } from './detect/unicode.ts';
import type { Span } from './span.ts';

/** Sources of the detectors' patterns: part of the rule set's digest. */
export const rulePatterns: readonly string[] = [
  ...secretPatterns,
  ...credentialPatterns,
  ...contactPatterns,
  ...numberPatterns,
].map(String);

/**
 * The second line: things with a structure of their own. Behind the allow-list they only give better reasons; where
 * text is kept literally they alone keep a secret out of the data. Spans come in order of confidence and may overlap.
 */
export function detect(text: string, literal: boolean): readonly Span[] {
  const plain = plainForm(text);
  const found = findInPlain(plain.text);
  return [
    ...found.map(({ start, end, reason }) => ({ start: plain.start(start), end: plain.end(end), reason })),
    ...(literal ? findEncoded(text, hasFindings) : []),
    ...(literal ? findMixedScripts(text) : []),
    ...(literal ? findPhrases(text) : []),
    ...findHiddenCharacters(text),
  ];
}

function findInPlain(text: string): readonly Span[] {
  return [...findSecrets(text), ...findContacts(text), ...findNumbers(text)];
}

/** Whether a decoded text holds anything, under at most two layers of encoding. */
function hasFindings(text: string, depth: number): boolean {
  if (findInPlain(text).length > 0) return true;
  return depth < 2 && findEncoded(text, (inner) => hasFindings(inner, depth + 1)).length > 0;
}
