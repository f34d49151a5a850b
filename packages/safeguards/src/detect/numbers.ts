import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import type { ReasonCode } from '@assent/contracts';
import type { Span } from '../span.ts';

/** Numbers that identify a person or an account: cards, bank accounts, government ids, phones. */
export function findNumbers(text: string): readonly Span[] {
  const spans: Span[] = [];
  // Each of these numbers has four digits or more.
  if (!/\d(?:\D{0,40}\d){3}/.test(text)) return spans;
  for (const match of text.matchAll(accounts)) spans.push(...accountSpan(match[0], match.index));
  for (const [pattern, isValid] of governmentIds) {
    for (const match of text.matchAll(pattern)) {
      if (isValid(match[0])) spans.push(span(match.index, match[0], 'found.government-id'));
    }
  }
  for (const match of text.matchAll(labelled)) spans.push(span(match.index, match[0], 'found.government-id'));
  let parses = 0;
  for (const match of text.matchAll(digitGroups)) {
    const digits = match[0].replaceAll(/\D/g, '');
    if (isCard(digits)) spans.push(span(match.index, match[0], 'found.card'));
    else if (digits.length <= 15 && isPhone(match[0], digits, parses++ < maxPhoneParses)) {
      spans.push(span(match.index, match[0], 'found.phone'));
    }
  }
  return spans;
}

/** The phone parser is by far the slowest stage, so only this many candidates of a text go through it. */
const maxPhoneParses = 24;

/** Seven digits or more with at most two separators between any two of them. */
const digitGroups = /(?<![\d])[+(]?\d(?:[ \-./()\u00A0]{0,2}\d){6,200}/g;
const accounts = /(?<![A-Za-z\d])[A-Z]{2}\d{2}(?:[ -]?[A-Z\d]){11,30}(?![A-Za-z\d])/gi;
// Every group of the number holds a digit: the match ends before the next word.
const labelled =
  /(?<!\p{L})(?:ssn|s\.s\.n\.?|soc(?:ial)?\.? ?sec(?:urity)?|tax id|tin|national insurance|nino|nif|nie|dni|cpf|nir|passport|reisepass|personalausweis|steuer-?(?:id|nummer)|driver'?s? licen[cs]e|id card|identity card)(?: ?(?:no|nr|number|num|#))?\.?[ :#=]{1,4}(?=[A-Z\d -]{4})(?:[A-Z]{1,3}[ -]?)?\d[A-Z\d]{0,20}(?:[ -]?[A-Z]{0,2}\d[A-Z\d]{0,20}){0,6}(?:[ -][A-Z](?![A-Z]))?/giu;

type GovernmentId = readonly [pattern: RegExp, isValid: (text: string) => boolean];

const governmentIds: readonly GovernmentId[] = [
  // United States: social security number. 000, 666 and 9xx areas are never given out.
  [/(?<![\d-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])/g, () => true],
  // United Kingdom: national insurance number.
  [/(?<![A-Za-z\d])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z\d])/gi, () => true],
  // Spain: DNI and NIE, with their check letter.
  [/(?<![A-Za-z\d])[XYZ]?\d{7,8}[ -]?[A-Z](?![A-Za-z\d])/gi, isSpanishId],
  // Brazil: CPF, with two check digits.
  [/(?<!\d)\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\d)/g, isCpf],
  // France: numéro de sécurité sociale, with its key modulo 97.
  [/(?<!\d)[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}(?!\d)/gi, isNir],
];

/** The patterns above, for the rule set's digest. */
export const numberPatterns: readonly RegExp[] = [
  digitGroups,
  accounts,
  labelled,
  ...governmentIds.map(([pattern]) => pattern),
];

function span(start: number, text: string, reason: ReasonCode): Span {
  return { start, end: start + text.length, reason };
}

/** ISO 13616: the check digits are right if the number, country moved to the end, is 1 modulo 97. */
function accountSpan(text: string, start: number): readonly Span[] {
  // The match may have run on into the next word: try every shorter end at a separator too.
  for (let end = text.length; end >= 15; end--) {
    const next = text[end];
    if (next !== undefined && next !== ' ' && next !== '-') continue;
    const compact = text.slice(0, end).replaceAll(/[ -]/g, '').toUpperCase();
    if (compact.length >= 15 && compact.length <= 34 && mod97(compact.slice(4) + compact.slice(0, 4)) === 1) {
      return [span(start, text.slice(0, end), 'found.bank-account')];
    }
  }
  return [];
}

function mod97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** ISO/IEC 7812: 13 to 19 digits whose Luhn sum is right, or a longer row that holds such a 16-digit number. */
function isCard(digits: string): boolean {
  if (digits.length < 13) return false;
  if (digits.length <= 19) return luhn(digits);
  for (let i = 0; i + 16 <= digits.length; i++) if (luhn(digits.slice(i, i + 16))) return true;
  return false;
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  // A row of zeros is right by arithmetic and no card.
  return sum > 0 && sum % 10 === 0;
}

const phoneRegions: readonly CountryCode[] = ['US', 'GB', 'DE', 'FR', 'ES', 'PT', 'BR'];

function isPhone(text: string, digits: string, mayParse: boolean): boolean {
  const international = text.startsWith('+') || digits.startsWith('00');
  const grouped = /\d\D+\d/.test(text);
  // A bare row of digits is more often an order number, unless it has a trunk zero and the length of a phone number.
  if (!international && !grouped && !(digits.startsWith('0') && digits.length >= 10)) return false;
  // Deny by default: candidates beyond the budget count as phones.
  if (!mayParse) return true;
  if (international) return parsePhoneNumberFromString(`+${digits.replace(/^00/, '')}`)?.isPossible() ?? false;
  return phoneRegions.some((region) => parsePhoneNumberFromString(digits, region)?.isValid() ?? false);
}

function isSpanishId(text: string): boolean {
  const compact = text.replaceAll(/[ -]/g, '').toUpperCase();
  const digits = compact.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)));
  return digits.length === 8 && 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23] === compact.at(-1);
}

function isCpf(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '');
  if (/^(\d)\1*$/.test(digits)) return false;
  return [9, 10].every((length) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += Number(digits[i]) * (length + 1 - i);
    return ((sum * 10) % 11) % 10 === Number(digits[length]);
  });
}

function isNir(text: string): boolean {
  const compact = text.replaceAll(' ', '').toUpperCase().replace('2A', '19').replace('2B', '18');
  return /^\d{15}$/.test(compact) && 97 - Number(BigInt(compact.slice(0, 13)) % 97n) === Number(compact.slice(13));
}
