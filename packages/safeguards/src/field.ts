import type { Field, FieldKind, SecretClass } from '@assent/contracts';

/**
 * Field classes: what a field is and whether its content is secret, decided by its markup alone, before anything is
 * read from it (P3). This module has no run-time imports, so that the content script stays small.
 */

/** What a sensor may read to class a field. Every fact is about the field, none is its content. */
export interface FieldFacts {
  /** Lower-case tag name, for example `input`. */
  readonly tag: string;
  /** The `type` an input has now; null for anything else. */
  readonly type: string | null;
  readonly autocomplete: string | null;
  readonly inputMode: string | null;
  /** Explicit ARIA role. */
  readonly role: string | null;
  readonly contentEditable: boolean;
  readonly name: string | null;
  readonly id: string | null;
  /** Label text, `aria-label` or whatever else names the field. */
  readonly label: string | null;
  readonly placeholder: string | null;
  /** The `maxlength` attribute; null when there is none. */
  readonly maxLength: number | null;
  /** Whether this element was a password field at any time since the document opened. */
  readonly everPassword: boolean;
  /** Computed `-webkit-text-security`; `none` where text shows as it is. */
  readonly textSecurity: string;
  /** Whether the browser or a password manager filled it (`:autofill`). */
  readonly autofilled: boolean;
  /** The kind of shadow tree the field is in. `closed` means a root that could not be resolved. */
  readonly shadow: 'none' | 'open' | 'closed';
  /** Whether the field is in a frame of an origin that is not itself consented to. */
  readonly foreignFrame: boolean;
  /** Whether the element that really takes the input could be found. */
  readonly resolved: boolean;
}

/**
 * Classes a field. Anything doubtful is secret: no setting lifts that.
 */
export function classifyField(facts: FieldFacts): Field {
  return { kind: kindOf(facts), secret: secretOf(facts) };
}

function secretOf(facts: FieldFacts): SecretClass | null {
  const type = lower(facts.type);
  const complete = words(facts.autocomplete);
  if (facts.foreignFrame) return 'foreign-frame';
  if (facts.shadow === 'closed') return 'closed-shadow';
  if (!facts.resolved) return 'unresolved';
  if (type === 'password') return 'password';
  if (facts.everPassword) return 'ever-password';
  if (complete.some((word) => word.endsWith('-password'))) return 'password';
  if (complete.includes('one-time-code')) return 'one-time-code';
  if (complete.some((word) => word.startsWith('cc-'))) return 'card';
  // An empty value means that the style could not be read, which is doubt, which is secret.
  if (facts.textSecurity !== 'none') return 'css-masked';
  if (facts.autofilled) return 'autofill';
  return takesText(facts, type) ? secretByName(facts) : null;
}

/**
 * Second line for fields whose markup does not say what they are: names and labels people give to such fields.
 * The patterns are alternations of literals over at most 400 characters, so their cost is bounded.
 */
function secretByName(facts: FieldFacts): SecretClass | null {
  const text = [facts.name, facts.id, facts.label, facts.placeholder]
    .map((part) => separate(part ?? '').slice(0, 100))
    .join(' | ');
  if (passwordNames.test(text)) return 'password';
  if (codeNames.test(text)) return 'one-time-code';
  if (cardNames.test(text)) return 'card';
  if (/^[\d•*\s-]*(?:0000|1234|4111|xxxx|••••)[\s-]/i.test(facts.placeholder ?? '')) return 'card';
  // One digit per box is how one-time codes are asked for.
  if (facts.maxLength === 1 && isNumeric(facts)) return 'one-time-code';
  return null;
}

const passwordNames =
  /pass ?(?:word|phrase|code|wort|wd)|\b(?:pwd|passwd|pass|pin|pincode|puk|cvv?|kennwort|geheimzahl|contrase[nñ]a|clave|senha|palavra passe)\b|mot de passe|security answer|secret (?:answer|key|question)|api ?key|access ?token|private ?key|(?:recovery|seed|backup) (?:phrase|code)/i;
const codeNames =
  /\b(?:otp|totp|mfa|2fa|tan|sms ?code)\b|one ?time|(?:verification|authenticat(?:ion|or)|security|confirmation|login|sms|einmal|access) ?code|best[aä]tigungscode|sicherheitscode|code de (?:v[eé]rification|s[eé]curit[eé])|c[oó]d[ií]go de (?:verifica|seguran|seguridad)|auth ?code/i;
const cardNames =
  /\b(?:cc|card|kartennummer|carte|tarjeta|cart[aã]o)\b.{0,12}\b(?:num(?:ber|mer|ero|[eé]ro)?|no|nr|csc|cvc|exp(?:iry|iration)?)\b|\b(?:cvc|cvv|csc|cvn|cc num(?:ber)?|ccnum|cardnum(?:ber)?|kreditkarte|credit ?card|debit ?card|pan|iban)\b|card ?number|n[uú]mero d[aeo] (?:carte|tarjeta|cart[aã]o)|num[eé]ro de carte/i;

function kindOf(facts: FieldFacts): FieldKind {
  const type = lower(facts.type);
  if (facts.tag === 'textarea') return 'multiline';
  if (facts.tag === 'select') return 'choice';
  if (facts.contentEditable) return 'rich';
  if (facts.tag === 'input') return inputKinds[type ?? 'text'] ?? 'text';
  return roleKinds[lower(facts.role) ?? ''] ?? 'none';
}

const inputKinds: Readonly<Record<string, FieldKind>> = {
  button: 'none',
  submit: 'none',
  reset: 'none',
  image: 'none',
  hidden: 'none',
  search: 'search',
  email: 'email',
  tel: 'tel',
  url: 'url',
  number: 'number',
  date: 'date',
  'datetime-local': 'date',
  month: 'date',
  time: 'date',
  week: 'date',
  checkbox: 'toggle',
  radio: 'toggle',
  range: 'range',
  // Chosen in a picker that is no part of the page.
  color: 'choice',
  file: 'file',
};

const roleKinds: Readonly<Record<string, FieldKind>> = {
  textbox: 'rich',
  searchbox: 'search',
  combobox: 'choice',
  listbox: 'choice',
  option: 'choice',
  checkbox: 'toggle',
  radio: 'toggle',
  switch: 'toggle',
  menuitemcheckbox: 'toggle',
  menuitemradio: 'toggle',
  slider: 'range',
  spinbutton: 'number',
};

function takesText(facts: FieldFacts, type: string | null): boolean {
  const kind = kindOf(facts);
  return type !== 'hidden' && kind !== 'none' && kind !== 'toggle' && kind !== 'file';
}

function isNumeric(facts: FieldFacts): boolean {
  return (
    lower(facts.inputMode) === 'numeric' ||
    lower(facts.inputMode) === 'decimal' ||
    /^(?:tel|number)$/i.test(facts.type ?? '')
  );
}

/** `cardNumber`, `card_number` and `card-number` all read `card number`. */
function separate(text: string): string {
  return text
    .slice(0, 200)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
}

function words(text: string | null): readonly string[] {
  return (lower(text) ?? '').split(/\s+/);
}

function lower(text: string | null): string | null {
  return text === null ? null : text.toLowerCase();
}
