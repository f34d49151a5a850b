import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from './index.ts';

/**
 * A generated corpus: everything in it is made up. Each text says where its private parts are, so that leaks and
 * harmless losses can be counted as the field does: a text leaks if more than half of the letters and digits of any
 * private part stay visible; kept is the share of the other letters and digits that stay.
 */
interface Sample {
  readonly text: string;
  readonly secret: readonly { readonly start: number; readonly end: number }[];
}

const given = [
  'Anneliese',
  'Jamal',
  'Priya',
  'Oluwaseun',
  'Grace',
  'Mark',
  'Siobhán',
  'José',
  'Wei',
  'Katarzyna',
  'Bill',
];
const family = [
  'Vanterpool',
  'Okonkwo',
  'Price',
  'Müller',
  'García',
  'Nguyen',
  "O'Brien",
  'Szymańska',
  'Page',
  'Smith-Jones',
];
const companies = ['Summit Data Services', 'Acme Global Solutions', 'Nordwind GmbH', 'Blue Harbor Support Group'];
const streets = [
  '12 Main Street, Springfield',
  '221B Baker Street, London',
  'Hauptstraße 5, 80331 München',
  '4 rue de la Paix, 75002 Paris',
];

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: length, maxLength: length });
const person = fc.tuple(fc.constantFrom(...given), fc.constantFrom(...family)).map(([a, b]) => `${a} ${b}`);
const email = fc.tuple(fc.constantFrom(...given, ...family), digits(2)).map(
  ([name, n]) =>
    `${name
      .toLowerCase()
      .normalize('NFD')
      .replaceAll(/[^a-z]/g, '')}${n}@mail.example`,
);
const phone = fc.tuple(digits(3), digits(4)).map(([a, b]) => `+1 415 ${a} ${b}`);
const handle = fc.constantFrom(...given).map((name) => `@${name.toLowerCase()}_w`);
const date = fc
  .tuple(fc.integer({ min: 1, max: 28 }), fc.constantFrom('March', 'June'))
  .map(([d, m]) => `${d} ${m} 1984`);
const account = digits(10);
const key = fc.string({
  unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')),
  minLength: 24,
  maxLength: 40,
});
const secretKey = fc
  .tuple(fc.constantFrom('sk_live_', 'ghp_', 'AIza', 'xoxb-', ''), key)
  .map((parts) => parts.join(''));
const passwordWord = fc.constantFrom(
  'dragon',
  'sunshine',
  'correct horse battery staple',
  'hunter2',
  'Tr0ub4dor&3',
  'letmein',
);

/** `{}` marks where a private part goes. */
function filled(template: string, parts: readonly string[]): Sample {
  const secret: { start: number; end: number }[] = [];
  let text = '';
  for (const [i, piece] of template.split('{}').entries()) {
    text += piece;
    const part = parts[i];
    if (part === undefined || i >= template.split('{}').length - 1) continue;
    secret.push({ start: text.length, end: text.length + part.length });
    text += part;
  }
  return { text, secret };
}

const sample = (templates: readonly string[], ...parts: readonly fc.Arbitrary<string>[]) =>
  fc.tuple(fc.constantFrom(...templates), fc.tuple(...parts)).map(([template, values]) => filled(template, values));

const personal = fc.oneof(
  sample(
    [
      'Please send the signed contract to {} before the end of the week.',
      '{} asked whether the meeting could be moved.',
      'Invoice for {}',
      'Edit {}',
      'Bitte die Unterlagen an {} weiterleiten, danke.',
      'Merci de répondre à {} avant demain.',
    ],
    person,
  ),
  sample(['You can reach me at {} or call {} after lunch.', 'Email: {} Phone: {}'], email, phone),
  sample(
    ['{} (born {}) lives at {} and has been a customer since last year.'],
    person,
    date,
    fc.constantFrom(...streets),
  ),
  sample(['The account number {} was closed by {} yesterday.'], account, person),
  sample(['{} mentioned you in a comment', 'Thanks {} for the quick review of the document!'], handle),
  sample(
    ['The order from {} is still waiting for approval by our team.', 'Open the {} workspace'],
    fc.constantFrom(...companies),
  ),
);
const secrets = fc.oneof(
  sample(
    [
      'export API_KEY={}',
      'token: {}',
      'Authorization: Bearer {}',
      'the key is {}',
      '{}',
      'https://api.example/v1?key={}',
    ],
    secretKey,
  ),
  sample(
    [
      'password: {}',
      '"password": "{}"',
      '<password>{}</password>',
      'DB_PASSWORD={}',
      'Passwort: {}',
      'my password is {}',
      'contraseña: {}',
    ],
    passwordWord,
  ),
);
const harmless = fc.constantFrom(
  'Please review the attached report and let me know if anything is missing.',
  "I've added the customer's notes to the order; it should be ready by the end of the week.",
  'The new version fixes a problem with the search box and makes the page load faster.',
  'Save changes',
  'Due date',
  'Add to cart',
  'Sign in',
  'Mark as paid',
  'Export selected rows',
  'No results found',
  'Rechnung erstellen',
  'Änderungen speichern',
  'Enregistrer',
  'Guardar',
  'Nova fatura',
  'Supprimer le client',
);

function isLeaked({ text, secret }: Sample): boolean {
  const hidden = redact('text', text).redactions;
  return secret.some(({ start, end }) => {
    let visible = 0;
    let all = 0;
    for (let i = start; i < end; i++) {
      if (!/[\p{L}\p{N}]/u.test(text.charAt(i))) continue;
      all++;
      if (!hidden.some((span) => i >= span.start && i < span.end)) visible++;
    }
    return visible * 2 > all;
  });
}

function keptShare(texts: readonly string[]): number {
  let all = 0;
  let kept = 0;
  for (const text of texts) {
    const hidden = redact('text', text).redactions;
    for (let i = 0; i < text.length; i++) {
      if (!/[\p{L}\p{N}]/u.test(text.charAt(i))) continue;
      all++;
      if (!hidden.some((span) => i >= span.start && i < span.end)) kept++;
    }
  }
  return kept / all;
}

const drawn = { numRuns: 2000, seed: 7 };

test('at least 98 % of texts with personal data show no more than half of any of it', () => {
  const samples = fc.sample(personal, drawn);
  const leaked = samples.filter(isLeaked);
  expect(leaked.length / samples.length, JSON.stringify(leaked[0])).toBeLessThanOrEqual(0.02);
});

test('at least 99.5 % of secrets are hidden', () => {
  const samples = fc.sample(secrets, drawn);
  const leaked = samples.filter(isLeaked);
  expect(leaked.length / samples.length, JSON.stringify(leaked[0])).toBeLessThanOrEqual(0.005);
});

test('at least three quarters of harmless text stay', () => {
  expect(keptShare(fc.sample(harmless, drawn))).toBeGreaterThanOrEqual(0.75);
});
