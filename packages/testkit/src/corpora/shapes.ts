import type { Faker } from '@faker-js/faker';

export type Locale = 'en' | 'de' | 'fr' | 'es' | 'pt' | 'pl' | 'tr' | 'ja' | 'zh';

export const digitsOf = (f: Faker, length: number): string => f.string.numeric({ length, allowLeadingZeros: true });

/** Groups of digits, joined by one of the usual separators. */
export function grouped(f: Faker, lengths: readonly number[], separators: readonly string[] = [' ', '-', '']): string {
  return lengths.map((length) => digitsOf(f, length)).join(f.helpers.arrayElement(separators));
}

/** A card number with its check digit, in one of the ways people write it. */
export function card(f: Faker): string {
  const number = f.finance.creditCardNumber().replaceAll(/\D/g, '');
  const fours = number.match(/.{1,4}/g) ?? [number];
  return f.helpers.arrayElement([number, fours.join(' '), fours.join('-')]);
}

/** The same text in capitals, in small letters or as it is. */
export function cased(text: string, f: Faker): string {
  return f.helpers.arrayElement([text.toUpperCase(), text.toLowerCase(), text]);
}
