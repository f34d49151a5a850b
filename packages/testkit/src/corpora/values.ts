import {
  fakerDE,
  fakerEN,
  fakerES,
  fakerFR,
  fakerJA,
  fakerPL,
  fakerPT_BR,
  fakerPT_PT,
  fakerTR,
  fakerZH_CN,
  type Faker,
} from '@faker-js/faker';
import { identity } from './identities.ts';
import { secretValue } from './secrets.ts';
import { card, cased, digitsOf, grouped, type Locale } from './shapes.ts';

/**
 * Private values from sources the rules were not made from: names, addresses and companies of Faker's locales, formats
 * of public registers. A kind is asked for as `{person}` in a template.
 */
const fakers: Readonly<Record<Locale, readonly Faker[]>> = {
  en: [fakerEN],
  de: [fakerDE],
  fr: [fakerFR],
  es: [fakerES],
  pt: [fakerPT_BR, fakerPT_PT],
  pl: [fakerPL],
  tr: [fakerTR],
  ja: [fakerJA],
  zh: [fakerZH_CN],
};

/** Starts every locale anew, so that a corpus depends on its seed only. */
export function seedAll(seed: number): void {
  for (const [i, faker] of Object.values(fakers).flat().entries()) faker.seed(seed + i);
}

/** Draws a value of a kind in a language. */
export function drawValue(kind: string, locale: Locale): string {
  const all = fakers[locale];
  const faker = all[fakerEN.number.int({ min: 0, max: all.length - 1 })] ?? fakerEN;
  const make = makers[kind];
  const value = make === undefined ? (identity(kind, fakerEN) ?? secretValue(kind, fakerEN)) : make(faker);
  if (value === null) throw new RangeError(`a template asks for an unknown kind of value: ${kind}`);
  return value;
}

const person = (f: Faker): string => `${f.person.firstName()} ${f.person.lastName()}`;
const street = (f: Faker): string => f.location.streetAddress();
const ascii = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();

const makers: Readonly<Record<string, (f: Faker) => string>> = {
  person,
  fullTitle: (f) => `${f.person.prefix()} ${person(f)}`,
  given: (f) => f.person.firstName(),
  family: (f) => f.person.lastName(),
  middle: (f) => `${f.person.firstName()} ${f.person.middleName()} ${f.person.lastName()}`,
  lowerPerson: (f) => person(f).toLowerCase(),
  lowerGiven: (f) => f.person.firstName().toLowerCase(),
  upperPerson: (f) => person(f).toUpperCase(),
  familyFirst: (f) => `${f.person.lastName()}, ${f.person.firstName()}`,
  shortPerson: (f) => `${f.person.firstName().charAt(0)}. ${f.person.lastName()}`,
  // Words of the language that are also names: the hardest for lists of words.
  wordPerson: (f) => `${f.helpers.arrayElement(wordGiven)} ${f.helpers.arrayElement(wordFamily)}`,
  wordGiven: (f) => f.helpers.arrayElement(wordGiven),
  lowerWordPerson: (f) => `${f.helpers.arrayElement(wordGiven)} ${f.helpers.arrayElement(wordFamily)}`.toLowerCase(),
  email: (f) => f.internet.email(),
  workEmail: (f) =>
    `${ascii(f.person.firstName()) || 'li'}.${ascii(f.person.lastName()) || 'wu'}@${f.internet.domainName()}`,
  phone: (f) => f.phone.number(),
  phoneNational: (f) => f.phone.number({ style: 'national' }),
  phoneInternational: (f) => f.phone.number({ style: 'international' }),
  street,
  wordStreet: (f) =>
    `${f.number.int({ min: 1, max: 999 })} ${f.helpers.arrayElement(wordStreets)} ${f.helpers.arrayElement(['Street', 'Road', 'Avenue', 'Lane', 'Drive', 'Court', 'Way', 'Place'])}`,
  lowerStreet: (f) => street(f).toLowerCase(),
  address: (f) => `${street(f)}, ${f.location.city()} ${f.location.zipCode()}`,
  addressLines: (f) => `${street(f)}\n${f.location.zipCode()} ${f.location.city()}`,
  secondary: (f) => f.location.secondaryAddress(),
  city: (f) => f.location.city(),
  state: (f) => f.location.state(),
  country: (f) => f.location.country(),
  zip: (f) => f.location.zipCode(),
  coordinates: (f) => `${f.location.latitude()}, ${f.location.longitude()}`,
  company: (f) => f.company.name(),
  job: (f) => f.person.jobTitle(),
  accountName: (f) => f.finance.accountName(),
  iban: (f) => f.finance.iban({ formatted: f.datatype.boolean() }),
  bic: (f) => f.finance.bic(),
  card: (f) => card(f),
  cvv: (f) => f.finance.creditCardCVV(),
  accountNumber: (f) => f.finance.accountNumber(f.number.int({ min: 8, max: 12 })),
  birth: (f) => dateIn(f, f.date.birthdate()),
  birthLong: (f) => f.date.birthdate().toLocaleDateString(f.getMetadata().language ?? 'en', { dateStyle: 'long' }),
  date: (f) => dateIn(f, f.date.recent({ days: 400 })),
  age: (f) => String(f.number.int({ min: 18, max: 99 })),
  ip: (f) => f.internet.ipv4(),
  ipv6: (f) => f.internet.ipv6(),
  mac: (f) => f.internet.mac(),
  imei: (f) => f.phone.imei(),
  vin: (f) => f.vehicle.vin(),
  plate: (f) => plateOf(f),
  bitcoin: (f) => f.finance.bitcoinAddress(),
  ethereum: (f) => f.finance.ethereumAddress(),
  username: (f) => f.internet.username(),
  plainUser: (f) => `${(ascii(f.person.firstName()) || 'wei').charAt(0)}${ascii(f.person.lastName()) || 'zhang'}`,
  handle: (f) => `@${f.internet.username()}`,
  site: (f) => f.internet.url({ appendSlash: false }),
  slug: (f) => `${ascii(f.person.firstName()) || 'mei'}-${ascii(f.person.lastName()) || 'lin'}`,
  userFile: (f) => `${f.person.lastName().replaceAll(/[ '’]/g, '')}_${f.date.recent().getFullYear()}`,
  uuid: (f) => f.string.uuid(),
  orderNumber: (f) =>
    `${f.string.alpha({ length: { min: 2, max: 3 }, casing: 'upper' })}-${digitsOf(f, f.number.int({ min: 5, max: 9 }))}`,
  spokenNumber: (f) =>
    Array.from({ length: f.number.int({ min: 6, max: 10 }) }, () => f.helpers.arrayElement(spoken)).join(' '),
  upperEmail: (f) => cased(f.internet.email(), f),
  record: (f) => `MRN${grouped(f, [3, 4])}`,
};

const spoken = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'oh'];
const wordGiven =
  `Grace Mark Rose Will Hope Bill Grant Dawn Joy Amber Violet Daisy Frank Jack Art Chase Hunter Mason Autumn Summer Faith
  Pearl Rusty Penny Sandy Dean Drew Miles Rich Guy Sky River Brook Rich Lance Gene Ray Jade Ivy Olive Rob Chip Max Robin Harmony Crystal
  Patience Christian Carol April May June Earnest Ginger Angel Sunny Star Melody Destiny Trinity Serenity Major Royal Judge Clay Cliff Reed
  Heath Basil Sage Forest Wade Pierce Josh Skip Buddy Randy Norm Sterling Victor Ace Duke Prince Bishop Page Reign Story Lake`.split(
    /\s+/,
  );
const wordFamily =
  `Price Miller Page Baker Young Green Black White Brown King Fields Brooks Lane Day Wood Stone Rivers Bishop Church Banks
  Hill Rice Field Bush Short Long Little Small Rich Best Case Close Cash Sharp Wise Noble Power Waters Rose Love Snow Frost Winter Summers
  Cook Cooper Carter Mason Potter Taylor Turner Walker Fisher Hunter Shepherd Knight Marsh Moore Pool Post Pope Pratt Reading Temple Street
  Store Sales Order Post Paper Cotton Silver Gold Steel Bell Boxer Bright Butcher Chambers Cross Draper English French Gardener Hand Head
  House Hunt Law Lord Major Mills Parish Park Penny Person Pickles Root Savage Self Shore Singer Speed Spring Staples Start Swallow Sweet
  Town Tree Twist Vine Wall Ward Way Wells West Wild Worth`.split(/\s+/);
const wordStreets =
  `Market Main Church High Park Station Mill Bridge School North West King Queen Garden Lake Spring Oak Office Commerce
  Industrial Harbor Center Union College Water Summer Pleasant Orchard Valley River View Ridge Forest Meadow Sunset Highland Railroad Front
  Broad Canal Court Public Grand Central Liberty Franklin Bank Product Service Order Export`.split(/\s+/);

function dateIn(f: Faker, date: Date): string {
  const [year, month, day] = date.toISOString().slice(0, 10).split('-');
  return f.helpers.arrayElement([
    `${year}-${month}-${day}`,
    `${day}/${month}/${year}`,
    `${day}.${month}.${year}`,
    date.toLocaleDateString(f.getMetadata().language ?? 'en', { dateStyle: 'long' }),
    date.toLocaleDateString('en-US', { dateStyle: 'medium' }),
  ]);
}

function plateOf(f: Faker): string {
  return f.helpers.fromRegExp(
    f.helpers.arrayElement([
      /[A-Z]{2}[0-9]{2} [A-Z]{3}/,
      /[A-Z]{1,3}-[A-Z]{2} [0-9]{4}/,
      /[A-Z]{2}-[0-9]{3}-[A-Z]{2}/,
      /[0-9]{4} [BCDFGHJ]{3}/,
    ]),
  );
}
