import type { Span } from './span.ts';
import { floorContext } from './vocabulary.ts';

/**
 * Words that are hidden in every channel and at every strictness: those of the health and union lists, which are part of
 * the floor, and those that the participant named.
 */
export function hiddenAnywhere(text: string, never: ReadonlySet<string>): readonly Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}'\u2019]{1,64}/gu)) {
    const whole = match[0].normalize('NFC').toLowerCase().replaceAll('\u2019', "'");
    const word = whole.replaceAll(/^'+|'(?:s)?$/g, '');
    const context = floorContext(word);
    if (context === null && !never.has(word) && !never.has(whole) && !partIn(match[0], never)) continue;
    spans.push({ start: match.index, end: match.index + match[0].length, reason: context ?? 'participant.hidden' });
  }
  return spans;
}

/** Whether a text that pages invent (ids, tags, query keys) says a word that the participant named. */
export function saysHidden(text: string, never: ReadonlySet<string>): boolean {
  return never.size > 0 && hiddenAnywhere(text, never).some(({ reason }) => reason === 'participant.hidden');
}

/** Whether a word run together with others, as in `vendorList`, is one of these. */
function partIn(run: string, never: ReadonlySet<string>): boolean {
  if (never.size === 0 || !/\p{Ll}\p{Lu}/u.test(run)) return false;
  return run.split(/(?<=\p{Ll})(?=\p{Lu})/u).some((part) => never.has(part.normalize('NFC').toLowerCase()));
}
