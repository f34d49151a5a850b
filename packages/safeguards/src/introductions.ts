import type { Language } from './languages.ts';
import type { Span } from './span.ts';
import { isFamilyName, isFunctionWord, isGivenName, isInterfaceAction, isOccupation } from './vocabulary.ts';
import type { Run } from './runs.ts';

/**
 * Words that are only used where a name follows: “my name is mark”, “hey rose”, “Mr grant”. What follows is hidden even
 * if it is a word that the lists know.
 */

/** Behind these a name is certain: up to three words go, whatever they are, unless they hold sentences together. */
const certain =
  /(?<!\p{L})(?:(?:my|his|her|their|first|last|full|given|family|middle|maiden|sur|nick|the)[ -]?name(?:'s)?(?:[ \t]{1,2}(?:is|was)[ \t]|[ \t]{0,2}[:=])|(?:name|patient|customer|client|employee|contact|applicant|tenant|guest|attendee|signature|signed|kunde|kundin|nom|prénom|nombre|apellido|apellidos|nome|vorname|nachname)[ \t]{0,2}:|(?:mr|mrs|ms|miss|mister|dr|prof|sir|herr|herrn|frau|monsieur|madame|mme|mlle|señor|señora|sr|sra|senhor|senhora|dona)\.?[ \t]|(?:ich heiße|ich bin der|ich bin die|je m'appelle|me llamo|mi nombre es|meu nome é|chamo-me|call me|named|called)[ \t])[ \t]{0,2}/giu;

/** Behind these a name is likely: a word goes if it is a name at all. */
const likely =
  /(?<!\p{L})(?:hi|hey|hello|dear|thanks|thank you|thx|cheers|ask|asked|tell|told|ping|call|called|text|meet|met|with|from|for|to|by|and|i am|i'm|im|it's|its|this is|who is|who's|(?:signed|logged) in as|happy birthday|congrats|bye|goodbye|sorry|yo|sup|love you|cc|fao|attn)[ \t,]{1,2}/giu;
/** The same in the other languages, for texts in them. */
const likelyElsewhere =
  /(?<!\p{L})(?:hallo|liebe|lieber|servus|frag|frage|mit|von|für|an|und|bei|bonjour|salut|merci|cher|chère|avec|à|de|pour|et|chez|hola|gracias|querido|querida|con|para|a|y|olá|oi|obrigado|obrigada|com|e|bom dia)[ \t,]{1,2}/giu;

/** The patterns above, for the rule set's digest. */
export const introductionPatterns: readonly RegExp[] = [certain, likely, likelyElsewhere];

/** The words at positions where a name is due. */
export function introducedNames(text: string, runs: readonly Run[], languages: ReadonlySet<Language>): readonly Span[] {
  const spans: Span[] = [];
  const starts = new Map(runs.map((run, i) => [run.start, i]));
  for (const match of text.matchAll(certain)) {
    let i = starts.get(match.index + match[0].length);
    for (let taken = 0; i !== undefined && taken < 3; taken++, i++) {
      const run = runs[i];
      const last = taken === 0 ? undefined : runs[i - 1];
      if (run === undefined || isFunctionWord(lowerSlice(text, run)) || isInterfaceAction(lowerSlice(text, run))) break;
      if (last !== undefined && !/^[.,]? $/.test(text.slice(last.end, run.start))) break;
      spans.push({ start: run.start, end: run.end, reason: 'word.not-listed' });
    }
  }
  const isUsed = runs.some((run) => isKept(run) && isFamilyName(lowerSlice(text, run)));
  const introductions = !isUsed ? [] : languages.size > 1 ? [likely, likelyElsewhere] : [likely];
  for (const match of introductions.flatMap((pattern) => Array.from(text.matchAll(pattern)))) {
    const at = starts.get(match.index + match[0].length);
    const [run, next] = at === undefined ? [] : [runs[at], runs[at + 1]];
    if (run === undefined || !isGivenName(lowerSlice(text, run))) continue;
    if (isKept(run)) spans.push({ start: run.start, end: run.end, reason: 'word.not-listed' });
    // “talked to mark stone”: the family name goes with the given one, unless it is rather a verb.
    const isFamily =
      next !== undefined && isFamilyName(lowerSlice(text, next)) && !/^(?:will|may)$/i.test(lowerSlice(text, next));
    if (isFamily && text.slice(run.end, next.start) === ' ') {
      spans.push({ start: next.start, end: next.end, reason: 'word.not-listed' });
    }
  }
  return [...spans, ...occupations(text, runs)];
}

/** “software engineer”: the word before an occupation belongs to it. */
function occupations(text: string, runs: readonly Run[]): readonly Span[] {
  const spans: Span[] = [];
  for (let i = 1; i < runs.length; i++) {
    const [before, run] = [runs[i - 1], runs[i]];
    if (before === undefined || run === undefined || !isOccupation(lowerSlice(text, run))) continue;
    if (text.slice(before.end, run.start) !== ' ' || isFunctionWord(lowerSlice(text, before))) continue;
    spans.push({ start: before.start, end: before.end, reason: 'context.personal' });
  }
  return spans;
}

function isKept({ decision }: Run): boolean {
  return decision === 'keep' || decision === 'keep-unless-named';
}

function lowerSlice(text: string, run: Run): string {
  return text.slice(run.start, run.end).toLowerCase();
}
