import type { Random } from './random.ts';

/** Private values, all made up. Kept apart from the rules on purpose: nothing here is read by the product. */

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const word = lower + upper + digits;
const hex = '0123456789abcdef';

const given =
  `Anneliese Jamal Priya Oluwaseun Grace Mark Siobhán José Wei Katarzyna Bill Maria Rose Will Hope Chad Olena Hiroshi Fatima Noor Björn
  Zoë Ángel Joy Dawn Amber Pat Dmitri Xiulan Ngozi Thandiwe Leila Arjun Mateo Inês João Margot Étienne Lukas Saskia Ruby Frank Grant April
  June Art Sandy Jack Kwame Aiko Valentina`.split(/\s+/);
const family =
  `Vanterpool Okonkwo Price Müller García Nguyen O'Brien Szymańska Page Smith-Jones Baker Young Green Black King Fields Brooks Lane Day
  Schwarz Weiß Fischer Lefèvre Dubois Moreau Pereira Silva Costa Hernández Iglesias Kim Park Tanaka Yamamoto Haddad Kowalczyk Novak
  Andersson Rossi Wood Stone Rivers Bishop Church Banks`.split(/\s+/);
const companies =
  `Summit Data Services|Acme Global Solutions|Nordwind GmbH|Blue Harbor Support Group|Miller, Young and Sons|Brightwater Health|Hollis &
  Crane LLP|Kestrel Logistics|Sunrise Bakery|Quantum Leaf|North Star Partners|Golden Gate Insurance|Hartmann Maschinenbau AG|Éditions du
  Lac|Panadería El Sol|Granite Peak Capital`
    .replaceAll(/\n\s+/g, ' ')
    .split('|');
const cities =
  `Springfield Leeds Gdańsk Porto Lagos München Toulouse Sevilla Recife Osaka Portland Reading Bath Nice Phoenix Mobile Buffalo`.split(
    /\s+/,
  );
const streetNames =
  `Main Oak Maple Elm Church Station Victoria Baker Cedar Lake Hill Park Washington Sunset Mill Garden`.split(' ');
const passwordWords =
  `dragon sunshine monkey welcome letmein football princess shadow master superman batman trustno1 hunter2 orange banana summer winter
  cookie pepper ginger secret flower purple freedom whatever computer internet michelle jordan soccer starwars qwerty killer cheese
  butterfly diamond silver golden thunder lightning`.split(/\s+/);
const months = 'January February March April May June July August September October November December'.split(' ');
const occupations =
  `nurse|software engineer|dental hygienist|accountant|plumber|high school teacher|lawyer|graphic designer|truck driver`.split(
    '|',
  );

const two = (n: number) => String(n).padStart(2, '0');
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();
const person = (r: Random) => `${r.pick(given)} ${r.pick(family)}`;

function luhnDigit(head: string): string {
  let sum = 0;
  for (let i = 0; i < head.length; i++) {
    const doubled = Number(head[head.length - 1 - i]) * (i % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

function card(r: Random): string {
  const head = r.pick(['4', '51', '55', '37', '6011']);
  const body = head + r.text((head === '37' ? 14 : 15) - head.length, digits);
  const all = body + luhnDigit(body);
  return r.pick([all, all.replaceAll(/(\d{4})(?=\d)/g, '$1 '), all.replaceAll(/(\d{4})(?=\d)/g, '$1-')]);
}

function iban(r: Random): string {
  const country = r.pick(['DE', 'ES', 'FR', 'GB', 'PT', 'NL']);
  const account = r.text(18, digits);
  const asNumber = `${account}${country.charCodeAt(0) - 55}${country.charCodeAt(1) - 55}00`;
  const all = `${country}${two(98 - Number(BigInt(asNumber) % 97n))}${account}`;
  return r.pick([all, all.replaceAll(/(.{4})(?=.)/g, '$1 ')]);
}

/** Every kind of private value and how one is drawn. */
export const values = {
  person,
  given: (r: Random) => r.pick(given),
  lowerPerson: (r: Random) => person(r).toLowerCase(),
  lowerGiven: (r: Random) => r.pick(given).toLowerCase(),
  upperPerson: (r: Random) => person(r).toUpperCase(),
  initials: (r: Random) => `${r.pick(given).slice(0, 1)}. ${r.pick(family)}`,
  company: (r: Random) => r.pick(companies),
  city: (r: Random) => r.pick(cities),
  address: (r: Random) =>
    r.pick([
      `${r.int(1, 9999)} ${r.pick(streetNames)} ${r.pick(['Street', 'St', 'Road', 'Ave', 'Lane', 'Drive'])}, ${r.pick(cities)}`,
      `Apt ${r.int(1, 40)}${r.text(1, 'ABC')}, ${r.int(1, 999)} ${r.pick(streetNames)} Court, ${r.pick(cities)} ${r.text(5, digits)}`,
      `${r.pick(['Haupt', 'Garten', 'Bahnhof', 'Linden'])}straße ${r.int(1, 200)}, ${r.text(5, digits)} München`,
      `${r.int(1, 90)} rue de la ${r.pick(['Paix', 'Gare', 'République'])}, ${r.text(5, digits)} Paris`,
      `Calle de Alcalá ${r.int(1, 90)}, ${r.text(5, digits)} Madrid`,
    ]),
  lowerAddress: (r: Random) =>
    `${r.int(1, 999)} ${r.pick(streetNames).toLowerCase()} ${r.pick(['street', 'st', 'road', 'ave'])}`,
  birth: (r: Random) =>
    r.pick([
      `${r.int(1, 28)} ${r.pick(months)} ${r.int(1940, 2008)}`,
      `${r.int(1940, 2008)}-${two(r.int(1, 12))}-${two(r.int(1, 28))}`,
      `${two(r.int(1, 12))}/${two(r.int(1, 28))}/${r.int(1940, 2008)}`,
      `${r.pick(months).toLowerCase()} ${r.int(1, 28)}, ${r.int(1940, 2008)}`,
    ]),
  age: (r: Random) => r.pick([`${r.int(18, 90)} years old`, `aged ${r.int(18, 90)}`, `${r.int(18, 90)}-year-old`]),
  email: (r: Random) =>
    `${plain(r.pick(given))}${r.pick(['.', '_', ''])}${plain(r.pick(family))}${r.pick(['', r.text(2, digits)])}@${r.pick(['mail.example', 'corp.example', 'uni.example.edu'])}`,
  phone: (r: Random) =>
    r.pick([
      `+1 415 ${r.text(3, digits)} ${r.text(4, digits)}`,
      `(${r.int(201, 989)}) ${r.text(3, digits)}-${r.text(4, digits)}`,
      `+49 30 ${r.text(8, digits)}`,
      `0${r.int(1, 9)} ${r.text(2, digits)} ${r.text(2, digits)} ${r.text(2, digits)} ${r.text(2, digits)}`,
      `${r.text(3, digits)}.${r.text(3, digits)}.${r.text(4, digits)}`,
    ]),
  handle: (r: Random) => `@${plain(r.pick(given))}${r.pick(['_w', '', r.text(2, digits), '.dev'])}`,
  username: (r: Random) =>
    r.pick([
      `${plain(r.pick(given))}${plain(r.pick(family))}`,
      `${plain(r.pick(given)).charAt(0)}${plain(r.pick(family))}`,
      `${r.pick(passwordWords)}${r.text(2, digits)}`,
      r.pick(passwordWords),
      `${plain(r.pick(family))}_${plain(r.pick(given))}`,
    ]),
  ssn: (r: Random) => `${r.int(100, 665)}-${two(r.int(1, 99))}-${String(r.int(1, 9999)).padStart(4, '0')}`,
  passport: (r: Random) =>
    r.pick([`${r.text(1, upper)}${r.text(8, digits)}`, `${r.text(2, upper)} ${r.text(7, digits)}`]),
  account: (r: Random) => r.text(r.int(6, 12), digits),
  orderId: (r: Random) =>
    r.pick([`INV-${r.text(5, digits)}`, `#${r.text(6, digits)}`, `${r.text(3, upper)}-${r.text(4, digits)}`]),
  card,
  iban,
  ip: (r: Random) =>
    r.pick([`10.${r.int(0, 255)}.${r.int(0, 255)}.${r.int(1, 254)}`, `2001:db8::${r.text(4, hex)}:${r.text(4, hex)}`]),
  mac: (r: Random) => Array.from({ length: 6 }, () => r.text(2, hex)).join(':'),
  url: (r: Random) =>
    `https://${plain(r.pick(family))}.example/${plain(r.pick(given))}/${r.text(8, word)}?id=${r.text(6, digits)}`,
  file: (r: Random) =>
    r.pick([
      `${plain(r.pick(family))}_contract_final.pdf`,
      `CV ${person(r)}.docx`,
      `${r.pick(given)}-${r.pick(family)}-2024.xlsx`,
      `scan_${plain(r.pick(given))}_passport.jpg`,
    ]),
  amount: (r: Random) =>
    r.pick([`$${r.int(1, 99)},${r.text(3, digits)}.00`, `${r.text(4, digits)} €`, `£${r.text(3, digits)}`]),
  occupation: (r: Random) => r.pick(occupations),
  passwordWord: (r: Random) => r.pick(passwordWords),
  passphrase: (r: Random) => Array.from({ length: 4 }, () => r.pick(passwordWords).replaceAll(/\d/g, '')).join(' '),
  passwordMixed: (r: Random) =>
    r.pick([
      r.text(r.int(10, 20), word),
      `${r.pick(passwordWords)}${r.text(3, digits)}!`,
      `${r.pick(passwordWords)}!${r.pick(passwordWords)}$`,
      `${r.text(4, lower)}-${r.text(4, lower)}-${r.text(4, lower)}`,
      r.text(16, `${lower}${digits}!$%&*`),
      r.text(r.int(12, 24), lower),
    ]),
  hexKey: (r: Random) => r.text(r.pick([32, 40, 64]), hex),
  base64Key: (r: Random) => `${r.text(r.int(30, 60), `${word}+/`)}${r.pick(['', '=', '=='])}`,
  jwt: (r: Random) => `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI${r.text(24, word)}.${r.text(43, `${word}_-`)}`,
  pem: (r: Random) =>
    `-----BEGIN ${r.pick(['RSA ', 'EC ', 'OPENSSH ', ''])}PRIVATE KEY-----\n${r.text(64, `${word}+/`)}\n${r.text(40, `${word}+/`)}==\n-----END PRIVATE KEY-----`,
  vendorKey: (r: Random) =>
    r.pick([
      `AKIA${r.text(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
      `ghp_${r.text(36, word)}`,
      `github_pat_${r.text(22, word)}_${r.text(59, word)}`,
      `glpat-${r.text(20, word)}`,
      `xoxb-${r.text(11, digits)}-${r.text(11, digits)}-${r.text(24, word)}`,
      `https://hooks.slack.example/services/T${r.text(8, upper)}/B${r.text(8, upper)}/${r.text(24, word)}`,
      `sk_live_${r.text(24, word)}`,
      `rk_test_${r.text(24, word)}`,
      `AIza${r.text(35, word)}`,
      `ya29.${r.text(60, word)}`,
      `sk-proj-${r.text(40, word)}`,
      `sk-ant-api03-${r.text(80, word)}`,
      `hf_${r.text(34, word)}`,
      `npm_${r.text(36, word)}`,
      `pypi-${r.text(60, word)}`,
      `dop_v1_${r.text(64, hex)}`,
      `shpat_${r.text(32, hex)}`,
      `SG.${r.text(22, word)}.${r.text(43, word)}`,
      `AC${r.text(32, hex)}`,
      `key-${r.text(32, hex)}`,
      `${r.text(32, hex)}-us${r.int(1, 20)}`,
      `lin_api_${r.text(40, word)}`,
      `figd_${r.text(40, word)}`,
      `dapi${r.text(32, hex)}`,
      `hvs.${r.text(90, word)}`,
      `PMAK-${r.text(24, hex)}-${r.text(34, hex)}`,
      `NRAK-${r.text(27, upper)}`,
      `rubygems_${r.text(48, hex)}`,
      `AGE-SECRET-KEY-1${r.text(58, upper)}`,
      `ATATT3${r.text(60, word)}`,
      `${r.text(24, word)}.${r.text(6, word)}.${r.text(27, word)}`,
      `${r.int(100000000, 999999999)}:AA${r.text(33, word)}`,
      `EAACEdEose0cBA${r.text(40, word)}`,
      `sq0csp-${r.text(43, word)}`,
      `${r.text(8, hex)}-${r.text(4, hex)}-${r.text(4, hex)}-${r.text(4, hex)}-${r.text(12, hex)}`,
    ]),
} satisfies Readonly<Record<string, (random: Random) => string>>;

export type ValueKind = keyof typeof values;
