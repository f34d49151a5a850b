import { isRichText } from './editable.ts';
import { nameOf } from './name.ts';
import { isRole, roleAttribute } from './role-attribute.ts';
import { parentOf } from './shadow.ts';

/** Roles of elements that always have the same (HTML-AAM), except of those whose name is a role itself. */
const byTag: Readonly<Record<string, string>> = {
  dd: 'definition',
  details: 'group',
  dt: 'term',
  fieldset: 'group',
  hr: 'separator',
  li: 'listitem',
  menu: 'list',
  nav: 'navigation',
  ol: 'list',
  optgroup: 'group',
  output: 'status',
  p: 'paragraph',
  progress: 'progressbar',
  svg: 'img',
  textarea: 'textbox',
  ul: 'list',
};

/** The same of inputs, by type. What is left is typed into, or as a date or a colour has no role of its own in ARIA. */
const byType: Readonly<Record<string, string>> = {
  file: 'button',
  image: 'button',
  number: 'spinbutton',
  range: 'slider',
  reset: 'button',
  search: 'searchbox',
  submit: 'button',
};

/** What makes the footer of the page that of its part. */
const section = /^(?:article|aside|complementary|nav|navigation|section)$/;

/** The role of an element (ARIA 1.2, HTML-AAM): what its `role` says where that counts, else what its markup gives it. */
export function roleOf(element: Element): string {
  const given = roleAttribute(element);
  // A form or region without a name is none.
  if (!/^(?:none|form|region|)$/.test(given) || (/^[fr]/.test(given) && isNamed(element))) return given;
  // Decoration that can be focused, or that says more about itself, is none.
  return (isDecoration(element) ? '' : markupRole(element)) || (isRichText(element) ? 'textbox' : 'generic');
}

function markupRole(element: Element): string {
  const tag = element.localName;
  switch (tag) {
    case 'a':
    case 'area':
      return element.matches(':any-link') ? 'link' : '';
    case 'aside':
      return isNamed(element) || !isInside(element, section) ? 'complementary' : '';
    case 'footer':
    case 'header':
      if (isInside(element, section) || isInside(element, /^main$/)) return '';
      return tag === 'header' ? 'banner' : 'contentinfo';
    case 'img':
      return element.matches('[alt=""]:not([title])') && !saysMore(element) ? '' : 'img';
    case 'input':
      return element instanceof HTMLInputElement ? inputRole(element) : '';
    case 'section':
      return isNamed(element) ? 'region' : '';
    case 'select':
      return element.matches('[multiple],[size]:not([size="0"],[size="1"])') ? 'listbox' : 'combobox';
    case 'summary':
      return element.matches('details > :first-of-type') ? 'button' : '';
    case 'tr':
    case 'td':
    case 'th':
      return tableRole(element, tag);
  }
  if (/^h[1-6]$/.test(tag)) return 'heading';
  return byTag[tag] ?? (isRole(tag) ? tag : '');
}

function inputRole({ type, list }: HTMLInputElement): string {
  if (list !== null && /^(?:text|search|tel|url|email)$/.test(type)) return 'combobox';
  return byType[type] ?? (isRole(type) ? type : 'textbox');
}

function tableRole(element: Element, tag: string): string {
  const table = element.closest('table');
  if (isDecoration(table)) return '';
  if (tag === 'tr') return 'row';
  if (tag === 'td') return table !== null && /grid/.test(roleAttribute(table)) ? 'gridcell' : 'cell';
  // Beside a cell a header is that of its row, unless it says so.
  return element.matches('[scope^=row i],:not([scope]):has(~ td)') ? 'rowheader' : 'columnheader';
}

/** Whether an element says that it is decoration, and nothing else about it says otherwise. */
function isDecoration(element: Element | null): boolean {
  return element !== null && roleAttribute(element) === 'none' && !saysMore(element);
}

function saysMore(element: Element): boolean {
  const focusable = element instanceof HTMLElement && element.tabIndex >= 0 && !element.matches(':disabled');
  return focusable || element.getAttributeNames().some((name) => /^aria-(?!hidden)/.test(name));
}

function isNamed(element: Element): boolean {
  return nameOf(element, '').name !== '';
}

/** Whether something around an element has one of these roles or tags. */
function isInside(element: Element, wanted: RegExp): boolean {
  for (let around = parentOf(element); around !== null; around = parentOf(around)) {
    if (wanted.test(roleAttribute(around) || around.localName)) return true;
  }
  return false;
}
