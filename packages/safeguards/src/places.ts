import type { Span } from './span.ts';

/** Streets written small and without a number, and results of medical tests: words that only together say something. */

const streets =
  /(?<=(?<!\p{L})(?:on|near|at|in|from|to|off|along|down|live|lives|living) )(?:\p{L}{2,20} ){1,3}(?:street|avenue|boulevard|road|lane|drive|square|terrace|crescent|highway)(?!\p{L})/giu;
const results =
  /(?<!\p{L})(?:(?:HIV|Covid(?:-19)?|hiv|covid)|AB?|B|O)(?: |-| is | was )?(?:[Pp]ositive|[Nn]egative|pos|neg)(?!\p{L})/gu;

/** The patterns above, for the rule set's digest. */
export const placePatterns: readonly RegExp[] = [streets, results];

/** What the patterns find. Words that hold sentences together may be among it. */
export function placesAndResults(text: string): readonly Span[] {
  return [
    ...Array.from(text.matchAll(streets), (match): Span => found(match, 'found.address')),
    ...Array.from(text.matchAll(results), (match): Span => found(match, 'context.health')),
  ];
}

function found(match: RegExpExecArray, reason: Span['reason']): Span {
  return { start: match.index, end: match.index + match[0].length, reason };
}
