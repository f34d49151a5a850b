import type { Box, Target } from '@assent/contracts';
import { editingRoot, holdsValue, isRichText } from './editable.ts';
import { fieldOf } from './field.ts';
import { frameOffset, own } from './frame.ts';
import { nameOf } from './name.ts';
import { contextRoles, interactiveRoles, roleAttribute } from './role-attribute.ts';
import { roleOf } from './role.ts';
import { selectorsOf } from './selectors.ts';
import { parentOf, shadowKind } from './shadow.ts';

const interactive =
  ':any-link,button,input,select,textarea,summary,label,[controls],[contenteditable]:not([contenteditable=false])';
/** How far up a control is searched for around the element that was hit. */
const maxClimb = 8;

/**
 * The control that a press on `leaf` acts on: the nearest control around it, a label's own control in its stead, or the
 * leaf itself where nothing around it is a control.
 */
export function controlAt(leaf: Element): Element {
  let node: Element | null = leaf;
  for (let depth = 0; node !== null && depth < maxClimb; depth++) {
    if (node instanceof HTMLLabelElement) return node.control ?? leaf;
    // An option of a list that one is chosen of is the list's; where several are, the option pressed is the target.
    if (node instanceof HTMLOptionElement) return node.closest('select:not([multiple])') ?? node;
    if (node instanceof HTMLElement && isRichText(node)) return editingRoot(node);
    if (node.matches(interactive) || interactiveRoles.has(roleAttribute(node))) return node;
    node = parentOf(node);
  }
  return leaf;
}

/** Describes a control as it is now. No value is read, nor whether there is one before the field's class is known. */
export function describe(control: Element, leaf: Element = control): Target {
  const role = roleOf(control);
  const { name, nameSource } = nameOf(control, role);
  const field = fieldOf(control, name);
  return {
    ref: refOf(control),
    role,
    name,
    nameSource,
    tag: control.localName.slice(0, 40),
    field,
    box: boxOf(control),
    state: stateOf(control, field),
    hitSelf: control === leaf || control.contains(leaf),
    shadow: shadowKind(control),
    selectors: selectorsOf(control),
    context: contextOf(control),
  };
}

/** Left, top, width and height in the top viewport, or the frame's own where that is not known. */
function boxOf(control: Element): Box {
  const { left, top, width, height } = control.getBoundingClientRect();
  const [x, y, scale] = frameOffset() ?? own;
  return [round(x + left * scale), round(y + top * scale), round(width * scale), round(height * scale)];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function stateOf(control: Element, field: Target['field']): Target['state'] {
  return {
    disabled: control.matches(':disabled') || control.getAttribute('aria-disabled') === 'true',
    checked: checkedOf(control),
    expanded:
      triState(control.getAttribute('aria-expanded')) ?? (control instanceof HTMLDetailsElement ? control.open : null),
    selected: control instanceof HTMLOptionElement ? control.selected : triState(control.getAttribute('aria-selected')),
    // Whether a secret field is empty is known from its own markup (`:placeholder-shown`), never by its value.
    value: field.secret === null && holdsValue(control) ? fillState(control) : 'unknown',
  };
}

function checkedOf(control: Element): boolean | null {
  if (control instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(control.type)) return control.checked;
  return triState(control.getAttribute('aria-checked') ?? control.getAttribute('aria-pressed'));
}

function triState(value: string | null): boolean | null {
  return value === 'true' ? true : value === 'false' ? false : null;
}

function fillState(control: Element): 'empty' | 'filled' | 'unknown' {
  if (
    control instanceof HTMLInputElement ||
    control instanceof HTMLTextAreaElement ||
    control instanceof HTMLSelectElement
  ) {
    return control.value === '' ? 'empty' : 'filled';
  }
  return control.firstChild === null ? 'empty' : 'filled';
}

/** Where a tag is not called what its role is. A `menu` is a list, and so no context. */
const roleOfTag: Readonly<Record<string, string>> = { fieldset: 'group', nav: 'navigation', tr: 'row', menu: '' };

/** The enclosing dialog, form, table row and the like, innermost first, at most eight. */
function contextOf(element: Element): Target['context'] {
  const context: Target['context'] = [];
  let node = parentOf(element);
  for (let depth = 0; node !== null && depth < 40 && context.length < 8; depth++) {
    const role = roleAttribute(node) || (roleOfTag[node.localName] ?? node.localName);
    // Named by label only: a row's or form's content is everybody's data.
    if (contextRoles.has(role)) context.push({ role, name: nameOf(node, '').name });
    node = parentOf(node);
  }
  return context;
}

const refs = new WeakMap<Element, string>();
let count = 0;

/** A name for an element that is stable while its document lives, and says nothing about it. */
function refOf(element: Element): string {
  let ref = refs.get(element);
  if (ref === undefined) {
    count += 1;
    ref = `e${count}`;
    refs.set(element, ref);
  }
  return ref;
}
