import type { Field } from '@assent/contracts';
import { classifyField, type FieldFacts } from '@assent/safeguards/field';
import { isRichText } from './editable.ts';
import { nameOf } from './name.ts';
import { roleAttribute } from './role-attribute.ts';

/**
 * What is remembered of a document's fields. It stays with the isolated world: the script that comes after a pause,
 * the one of a preview and the one that measures snapshots must know what the script before has seen.
 */
const memory = Symbol.for('assent.fields');
const world: typeof globalThis & { [memory]?: Readonly<Record<'passwords' | 'autofilled', WeakSet<Element>>> } =
  globalThis;
const {
  /** Elements that were a password field once: showing a password does not make it less secret. */
  passwords: everPassword,
  /** Elements that were filled in by the browser once, as far as it was read. */
  autofilled: everAutofilled,
} = (world[memory] ??= { passwords: new WeakSet(), autofilled: new WeakSet() });

/** What each control's class followed from, as text, and the class: most are asked for again and again. */
const classes = new WeakMap<Element, { readonly facts: string; readonly field: Field }>();

/**
 * A control's field class, from its markup alone. Nothing of its content is read (P3). `name` is the control's name
 * where it has just been worked out.
 */
export function fieldOf(control: Element, name?: string): Field {
  const facts = factsOf(control, name);
  const text = JSON.stringify(facts);
  const known = classes.get(control);
  // The class follows from the facts and nothing else.
  if (known?.facts === text) return known.field;
  const field = classifyField(facts);
  classes.set(control, { facts: text, field });
  return field;
}

function factsOf(control: Element, name: string | undefined): FieldFacts {
  if (isPassword(control)) everPassword.add(control);
  const autofilled = control instanceof HTMLInputElement && control.matches(':autofill');
  if (autofilled) rememberAutofill(control);
  const { label, placeholder } = labelsOf(control, name);
  return {
    tag: control.localName,
    type: control instanceof HTMLInputElement ? control.type : null,
    autocomplete: control.getAttribute('autocomplete'),
    inputMode: control.getAttribute('inputmode'),
    role: roleAttribute(control) || null,
    contentEditable: isRichText(control),
    name: control.getAttribute('name'),
    id: control.id || null,
    label,
    placeholder,
    maxLength: maxLengthOf(control),
    everPassword: everPassword.has(control),
    textSecurity: textSecurityIn(getComputedStyle(control)),
    autofilled,
    // Closed trees are entered with the browser's help; where that fails there is no control to class.
    shadow: control.getRootNode() instanceof ShadowRoot ? 'open' : 'none',
    // This script only runs in frames whose own origin is consented to.
    foreignFrame: false,
    resolved: true,
  };
}

/**
 * Remembers every password field there is now. Called before the page can react to a press or key, and so before a
 * "show password" button can turn one into an ordinary field.
 */
export function rememberPasswords(root: Node): void {
  if (!(root instanceof Document || root instanceof ShadowRoot)) return;
  for (const field of root.querySelectorAll('input[type=password]')) everPassword.add(field);
}

/** Remembers that a control's content was filled in; typing in it removes the browser's own sign of it. */
export function rememberAutofill(control: Element): void {
  everAutofilled.add(control);
}

/** Whether anything in a control may have been filled in, and not typed. */
export function wasAutofilled(control: Element): boolean {
  return everAutofilled.has(control);
}

function isPassword(control: Element): boolean {
  return control instanceof HTMLInputElement && control.type === 'password';
}

function labelsOf(
  control: Element,
  name: string | undefined,
): { readonly label: string | null; readonly placeholder: string | null } {
  const takesText =
    control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || isRichText(control);
  // Only text fields are judged by their names; for anything else that would be work for nothing.
  if (!takesText) return { label: null, placeholder: null };
  return { label: (name ?? nameOf(control, '').name) || null, placeholder: control.getAttribute('placeholder') };
}

function maxLengthOf(control: Element): number | null {
  const text = control.getAttribute('maxlength');
  return text === null || !/^\d{1,6}$/.test(text) ? null : Number(text);
}

/** What covers a control's text: the one thing its class follows from that no attribute of its own says. */
export function textSecurityIn(style: CSSStyleDeclaration | undefined): string {
  // Not in the DOM typings; present in every Chromium.
  return style?.getPropertyValue('-webkit-text-security') ?? '';
}
