import type { Span } from './span.ts';

/** Streets written small, flats and floors, kinds of accounts, results of medical tests: words that only mean something together. */

const streets =
  /(?<=(?<!\p{L})(?:on|near|at|in|from|to|off|along|down|live|lives|living) )(?:\p{L}{2,20} ){1,3}(?:street|avenue|boulevard|road|lane|drive|square|terrace|crescent|highway)(?!\p{L})/giu;
const results =
  /(?<!\p{L})(?:(?:HIV|Covid(?:-19)?|hiv|covid)|AB?|B|O)(?: |-| is | was )?(?:[Pp]ositive|[Nn]egative|pos|neg)(?!\p{L})/gu;

const units =
  /(?<!\p{L})(?:suite|ste\.?|apt\.?|apartment|flat|unit|room|floor|p\.? ?o\.? ?box|building|bldg\.?|apto\.?|piso|appt\.?|étage|zimmer) #?\d{1,5}[a-z]?(?![\p{L}\d])/giu;
const accounts =
  /(?<!\p{L})(?:Savings|Checking|Money Market|Investment|Home Loan|Credit Card|Auto Loan|Personal Loan) Account(?!\p{L})/gu;
const positions =
  /(?<!\p{L})(?<!(?:Contact|Assign|Ask|Task|File|Password|Device|Package|Download|Window|Tag|Boot|Virtual|Search|Open|New|Add|Edit|Choose|Select) )(?!(?:Contact|Assign|Ask|Task|File|Password|Device|Package|Download|Window|Tag|Boot|Virtual|Search|Open|New|Add|Edit|Choose|Select|The|A|An|To|Your|My|Our|By|For|From|With) )(?:\p{Lu}\p{Ll}{2,15} ){1,3}(?:Manager|Administrator|Assistant|Agent|Representative|Associate|Developer|Executive)(?!\p{L})/gu;
/** A number with up to three words: a street if something before says that somebody lives there. */
const numbered =
  /(?<![\p{L}\d.,:/-])\d{1,5}[a-z]?(?: (?!(?:and|or|but|so|please|pls|plz|thx|thanks|for|from|in|on|at|to|by|with|until|since|if|because|not|now|times?|days?|weeks?|months?|years?|hours?|minutes?|people|items?)(?!\p{L}))\p{L}[\p{L}'’.]{1,20}){1,3}/giu;
const lives =
  /(?<!\p{L})(?:address|adress|addr|live|lives|lived|living|moved?|staying|house|home|place|(?:i'?m|we'?re|is) at|meet|meeting|visit|deliver(?:ed|y)?|located|lease|rent)(?!\p{L})[^\n.!?\d]{0,24}$/iu;

/** The patterns above, for the rule set's digest. */
export const placePatterns: readonly RegExp[] = [streets, results, units, accounts, positions, numbered, lives];

/** Each pattern with something cheap without which it cannot match, and the reason it gives. */
const stages: readonly (readonly [needs: RegExp, pattern: RegExp, reason: Span['reason']])[] = [
  [/street|avenue|boulevard|road|lane|drive|square|terrace|crescent|highway/i, streets, 'found.address'],
  [/pos|neg/i, results, 'context.health'],
  [/ (?:Manager|Admin|Assist|Agent|Repres|Associ|Devel|Execu)/, positions, 'context.personal'],
  [/ Account/, accounts, 'context.personal'],
  [/\d/, units, 'found.address'],
];

/** What the patterns find. Words that hold sentences together may be among it. */
export function placesAndResults(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const [needs, pattern, reason] of stages) {
    if (!needs.test(text)) continue;
    for (const match of text.matchAll(pattern)) spans.push(found(match, reason));
  }
  return /\d/.test(text) ? [...spans, ...numberedPlaces(text)] : spans;
}

function numberedPlaces(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(numbered)) {
    if (lives.test(text.slice(Math.max(0, match.index - 48), match.index))) spans.push(found(match, 'found.address'));
  }
  return spans;
}

function found(match: RegExpExecArray, reason: Span['reason']): Span {
  return { start: match.index, end: match.index + match[0].length, reason };
}
