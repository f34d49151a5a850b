import type { Span } from './span.ts';

/** Words that belong to a number: the month of a date, the unit of an age. */

const months = `jan(?:uary|uar|eiro)?|feb(?:ruary|ruar)?|mar(?:ch|zo|ço)?|märz?|apr(?:il)?|may|mai|mayo|maio|jun[ei]?|junho|junio|jul[yi]?|juli?o|julho|aug(?:ust)?|août|agosto|sept?(?:ember|embre|iembre)?|setembro|o[ck]t(?:ober|obre|ubre|ubro)?|outubro|nov(?:ember|embre|iembre|embro)?|de[cz](?:ember|iembre|embro)?|janvier|février|mars|avril|juin|juillet|décembre|dic(?:iembre)?|enero|febrero|abril|fevereiro`;
const days = `mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs)?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?`;

const dates = new RegExp(
  `(?<!\\p{L})(?:(?:${days}),? )?(?:(?:\\d{1,2}(?:st|nd|rd|th|er|\\.|º)?[ .\\-/]{1,2}(?:of |de )?(?:${months})(?!\\p{L})(?:(?:,? | de |[./-])\\d{2,4}(?!\\d))?)|(?:(?:${months})\\.? \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{2,4})?|(?:${months})\\.?,? (?:de )?\\d{4})(?!\\d))`,
  'giu',
);
const times = /(?<!\d)\d{1,2}(?:[:.h]\d{2}){0,2} ?(?:a\.?m|p\.?m|uhr|o'clock|h)(?!\p{L})/giu;
const ages =
  /(?<!\p{L})(?:aged?|age:?|edad:?|âge:?|idade:?|alter:?) \d{1,3}(?!\d)|(?<!\d)\d{1,3}[ -]?(?:years?|yrs?|months?|weeks?|days?|jahre?|ans|años|anos|y)[ -](?:old|of age|alt|de edad|de idade|o)(?!\p{L})|(?<!\d)\d{1,3} ?(?:yo|y\/o|jährige?[rsn]?)(?!\p{L})/giu;
const measures =
  /(?<![\d.,])\d{1,5}(?:[.,]\d{1,3})? ?(?:kg|lbs?|pounds|cm|mm|km|miles|feet|ft|inches|usd|eur|gbp|dollars?|euros?|cents?|percent|reais)(?!\p{L})/giu;
const seasons =
  /(?<!\p{L})(?:spring|summer|autumn|fall|winter|early|mid|late|frühling|sommer|herbst|winter|printemps|été|automne|hiver)(?: of| de)? \d{4}(?!\d)/giu;

/** The patterns above, for the rule set's digest. */
export const quantityPatterns: readonly RegExp[] = [dates, times, ages, measures, seasons];

/** Numbers together with the words that belong to them. */
export function quantities(text: string): readonly Span[] {
  if (!/\d/.test(text)) return [];
  return quantityPatterns.flatMap((pattern) =>
    Array.from(text.matchAll(pattern), (match): Span => ({
      start: match.index,
      end: match.index + match[0].length,
      reason: 'number',
    })),
  );
}
