import * as fc from 'fast-check';
import { fieldKinds, secretClasses } from '@assent/contracts';
import { expect, test } from 'vitest';
import { classifyField, type FieldFacts } from './field.ts';

const plain: FieldFacts = {
  tag: 'input',
  type: 'text',
  autocomplete: null,
  inputMode: null,
  role: null,
  contentEditable: false,
  name: null,
  id: null,
  label: null,
  placeholder: null,
  maxLength: null,
  everPassword: false,
  textSecurity: 'none',
  autofilled: false,
  shadow: 'none',
  foreignFrame: false,
  resolved: true,
};

const secret = (facts: Partial<FieldFacts>) => classifyField({ ...plain, ...facts }).secret;

test('an ordinary text field is text and not secret', () => {
  expect(classifyField({ ...plain, label: 'Subject', name: 'subject' })).toEqual({ kind: 'text', secret: null });
});

test('password fields are secret, and stay secret once their type is switched to text', () => {
  expect(secret({ type: 'password' })).toBe('password');
  expect(secret({ type: 'PASSWORD' })).toBe('password');
  expect(secret({ type: 'text', everPassword: true })).toBe('ever-password');
});

test.each([
  ['current-password', 'password'],
  ['section-a new-password', 'password'],
  ['one-time-code', 'one-time-code'],
  ['shipping cc-number', 'card'],
  ['CC-CSC', 'card'],
])('autocomplete %s makes a field secret', (autocomplete, expected) => {
  expect(secret({ autocomplete })).toBe(expected);
});

test('what cannot be seen through is secret', () => {
  expect(secret({ shadow: 'closed' })).toBe('closed-shadow');
  expect(secret({ resolved: false })).toBe('unresolved');
  expect(secret({ foreignFrame: true })).toBe('foreign-frame');
  expect(secret({ textSecurity: 'disc' })).toBe('css-masked');
  expect(secret({ textSecurity: '' })).toBe('css-masked');
  expect(secret({ autofilled: true })).toBe('autofill');
});

test.each([
  [{ name: 'userPassword' }, 'password'],
  [{ label: 'Passwort' }, 'password'],
  [{ label: 'Mot de passe' }, 'password'],
  [{ label: 'Contraseña' }, 'password'],
  [{ id: 'api_key' }, 'password'],
  [{ label: 'Verification code' }, 'one-time-code'],
  [{ name: 'otp' }, 'one-time-code'],
  [{ inputMode: 'numeric', maxLength: 1 }, 'one-time-code'],
  [{ name: 'cardNumber' }, 'card'],
  [{ label: 'Card number' }, 'card'],
  [{ label: 'Número de tarjeta' }, 'card'],
  [{ label: 'Kreditkarte' }, 'card'],
  [{ name: 'card_expiry' }, 'card'],
  [{ placeholder: '1234 5678 9012 3456' }, 'card'],
  [{ label: 'CVC' }, 'card'],
  [{ label: 'IBAN' }, 'card'],
] as const)('names and labels give secret fields away: %j', (facts, expected) => {
  expect(secret(facts)).toBe(expected);
});

test.each([
  { label: 'Passenger name' },
  { label: 'Card title' },
  { label: 'Compass heading' },
  { label: 'Shopping cart note' },
  { name: 'pinned' },
  { label: 'Postal code' },
  { label: 'Discount code' },
  { label: 'Company' },
])('ordinary fields with similar names are not secret: %j', (facts) => {
  expect(secret(facts)).toBeNull();
});

test('checkboxes and buttons are not secret by their name', () => {
  expect(secret({ type: 'checkbox', label: 'Show password' })).toBeNull();
  expect(secret({ type: 'submit', name: 'password-reset' })).toBeNull();
});

test.each([
  [{ tag: 'textarea', type: null }, 'multiline'],
  [{ tag: 'select', type: null }, 'choice'],
  [{ tag: 'div', type: null, contentEditable: true }, 'rich'],
  [{ tag: 'div', type: null, role: 'combobox' }, 'choice'],
  [{ tag: 'div', type: null }, 'none'],
  [{ type: 'email' }, 'email'],
  [{ type: null }, 'text'],
  [{ type: 'made-up' }, 'text'],
  [{ type: 'radio' }, 'toggle'],
] as const)('kinds follow the markup: %j', (facts, kind) => {
  expect(classifyField({ ...plain, ...facts }).kind).toBe(kind);
});

test('any facts give a known class and never lift the floor', () => {
  const text = fc.oneof(fc.constant(null), fc.string({ unit: 'binary', maxLength: 300 }));
  const facts = fc.record({
    tag: fc.constantFrom('input', 'textarea', 'div', 'x-field'),
    type: fc.oneof(text, fc.constant('password')),
    autocomplete: text,
    inputMode: text,
    role: text,
    contentEditable: fc.boolean(),
    name: text,
    id: text,
    label: text,
    placeholder: text,
    maxLength: fc.oneof(fc.constant(null), fc.integer()),
    everPassword: fc.boolean(),
    textSecurity: fc.constantFrom('none', 'disc', ''),
    autofilled: fc.boolean(),
    shadow: fc.constantFrom('none', 'open', 'closed'),
    foreignFrame: fc.boolean(),
    resolved: fc.boolean(),
  });
  fc.assert(
    fc.property(facts, (any) => {
      const field = classifyField(any);
      expect(fieldKinds).toContain(field.kind);
      expect([null, ...secretClasses]).toContain(field.secret);
      const floor =
        any.everPassword ||
        any.autofilled ||
        any.foreignFrame ||
        !any.resolved ||
        any.shadow === 'closed' ||
        any.textSecurity !== 'none' ||
        any.type === 'password';
      if (floor) expect(field.secret).not.toBeNull();
    }),
  );
});
