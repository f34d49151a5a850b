import type { Faker } from '@faker-js/faker';
import { digitsOf, grouped } from './shapes.ts';

/** Numbers that governments and insurers give to people, most with right check digits, some without; null if unknown. */
export function identity(kind: string, f: Faker): string | null {
  return makers[kind]?.(f) ?? null;
}

const makers: Readonly<Record<string, (f: Faker) => string>> = {
  ssn: (f) =>
    `${f.number.int({ min: 100, max: 665 })}${f.helpers.arrayElement(['-', ' ', ''])}${digitsOf(f, 2)}-${digitsOf(f, 4)}`,
  nino: (f) => f.helpers.fromRegExp(/[ABCEGHJ][ABCEGHJK] [0-9]{2} [0-9]{2} [0-9]{2} [ABCD]/),
  steuerId: (f) => `${f.number.int({ min: 1, max: 9 })}${grouped(f, [1, 3, 3, 3], [' ', ''])}`,
  personalausweis: (f) => f.helpers.fromRegExp(/[LMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}[0-9]/),
  nir: (f) => {
    const head = `${f.helpers.arrayElement(['1', '2'])}${digitsOf(f, 2)}${String(f.number.int({ min: 1, max: 12 })).padStart(2, '0')}${digitsOf(f, 8)}`;
    return head + String(97 - Number(BigInt(head) % 97n)).padStart(2, '0');
  },
  dni: (f) => {
    const number = f.number.int({ min: 10_000_000, max: 99_999_999 });
    return `${number}${f.helpers.arrayElement(['', '-'])}${'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(number % 23)}`;
  },
  nie: (f) => f.helpers.fromRegExp(/[XYZ][0-9]{7}[A-HJ-NP-TV-Z]/),
  nif: (f) => digitsOf(f, 9),
  cpf: (f) => `${grouped(f, [3, 3, 3], ['.'])}-${digitsOf(f, 2)}`,
  cnpj: (f) => `${digitsOf(f, 2)}.${digitsOf(f, 3)}.${digitsOf(f, 3)}/${digitsOf(f, 4)}-${digitsOf(f, 2)}`,
  codiceFiscale: (f) => f.helpers.fromRegExp(/[A-Z]{6}[0-9]{2}[ABCDEHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]/),
  pesel: (f) => digitsOf(f, 11),
  bsn: (f) => digitsOf(f, 9),
  aadhaar: (f) => grouped(f, [4, 4, 4]),
  pan: (f) => f.helpers.fromRegExp(/[A-Z]{5}[0-9]{4}[A-Z]/),
  passport: (f) =>
    f.helpers.fromRegExp(f.helpers.arrayElement([/[A-Z][0-9]{8}/, /[0-9]{9}/, /[A-Z]{2}[0-9]{7}/, /C[0-9A-Z]{8}/])),
  driverLicence: (f) =>
    f.helpers.fromRegExp(
      f.helpers.arrayElement([/[A-Z][0-9]{7}/, /[A-Z]{5}[0-9]{6}[A-Z]{2}[0-9][A-Z]{2}/, /[0-9]{9}/]),
    ),
  medicare: (f) => grouped(f, [4, 5, 1], [' ', '']),
  nhs: (f) => grouped(f, [3, 3, 4], [' ', '-']),
  vatId: (f) => `${f.helpers.arrayElement(['DE', 'FR', 'ES', 'PT', 'GB', 'IT'])}${digitsOf(f, 9)}`,
};
