import type { Box, Target } from '@assent/contracts';
import { contextOf } from './context.ts';
import { editingRoot, holdsValue, isRichText } from './editable.ts';
import { fieldOf } from './field.ts';
import { frameOffset, own } from './frame.ts';
import { nameOf } from './name.ts';
import { refOf } from './refs.ts';
import { interactiveRoles, roleAttribute } from './role-attribute.ts';
import { roleOf } from './role.ts';
import { selectorsOf } from './selectors.ts';
import { parentOf, shadowKind } from './shadow.ts';

const interactive =
  ':any-link,button,input,select,textarea,summary,label,[controls],[contenteditable]:not([contenteditable=false])';
/** How far up a control is looked for around the element that was hit. */
const maxClimb = 8;

/**
 * The control that a press on `leaf` acts on: the nearest control around it, a label's own control in its stead, or the
 * leaf itself where nothing around it is a control.
 */
export function controlAt(leaf: Element): Element {
  let node: Element | null = leaf;
  for (let depth = 0; node !== null && depth < maxClimb; depth++) {
    if (node instanceof HTMLLabelElement) return node.control ?? leaf;
    // An option of a list that one is chosen of is the list's; where several are, what is pressed is told.
    if (node instanceof HTMLOptionElement) return node.closest('select:not([multiple])') ?? node;
    if (node instanceof HTMLElement && isRichText(node)) return editingRoot(node);
    if (node.matches(interactive) || interactiveRoles.has(roleAttribute(node))) return node;
    node = parentOf(node);
  }
  return leaf;
}

/** Describes a control as it stands now. No value is read, nor whether there is one before the field's class is known. */
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

/** Left, top, width and height in the top viewport, or the frame's own where it cannot be told. */
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
    // Whether a secret field is empty is told by its own markup (`:placeholder-shown`), never by its value.
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
