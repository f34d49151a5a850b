import { computeAccessibleName } from 'dom-accessibility-api';
import type { Target } from '@assent/contracts';
import { holdsValue, valueSelector } from './editable.ts';

/** Where a name came from. */
export type NameSource = Target['nameSource'];

/** Beyond this many elements a subtree's text is a document, not a name. */
const maxSubtree = 120;
const maxName = 300;

/** Roles that the ARIA specification names from their content. */
const namedByContent = new Set(
  'button cell checkbox columnheader gridcell heading link menuitem menuitemcheckbox menuitemradio option radio row rowheader switch tab tooltip treeitem'.split(
    ' ',
  ),
);

/**
 * The accessible name of an element and its source (ARIA accname 1.2), except that a value is never a name: where the
 * algorithm would read a field's content, that field is left out.
 */
export function nameOf(element: Element, role: string): { readonly name: string; readonly nameSource: NameSource } {
  // What refers to something, or holds something, may still say nothing: then the next source has its turn.
  for (const nameSource of sourcesOf(element, role)) {
    const name = tidy(text(element, nameSource));
    if (name !== '') return { name, nameSource };
  }
  return { name: '', nameSource: 'none' };
}

/** The sources that an element has, in the algorithm's order. */
function* sourcesOf(element: Element, role: string): Iterable<NameSource> {
  if (labelledBy(element).length > 0) yield 'labelledby';
  yield 'aria-label';
  const isInput = element instanceof HTMLInputElement;
  if (isInput && /^(?:button|submit|reset)$/.test(element.type)) yield 'value';
  if (nativeLabels(element).length > 0) yield 'label';
  if (/^(?:img|area)$/.test(element.localName) || (isInput && element.type === 'image')) yield 'alt';
  if (!holdsValue(element) && namedByContent.has(role)) yield 'content';
  yield 'title';
  if (holdsValue(element)) yield 'placeholder';
}

function text(element: Element, source: NameSource): string {
  const parts = source === 'labelledby' ? labelledBy(element) : source === 'label' ? nativeLabels(element) : [element];
  // Attributes, and the captions of buttons.
  if (parts[0] === element && source !== 'content' && parts.length === 1) return element.getAttribute(source) ?? '';
  // The library walks any subtree, however large, and reads what stands in fields; both are kept from it.
  const plain = parts.every(isPlain);
  const name = plain ? computeAccessibleName(element, { computedStyleSupportsPseudoElements: true }) : '';
  return name === '' ? parts.map(plainText).join(' ') : name;
}

function labelledBy(element: Element): readonly Element[] {
  const ids = element.getAttribute('aria-labelledby')?.trim() ?? '';
  const root = element.getRootNode();
  if (ids === '' || !(root instanceof Document || root instanceof ShadowRoot)) return [];
  return ids
    .split(/\s+/)
    .map((id) => root.getElementById(id))
    .filter((found) => found !== null);
}

/** The child that names its parent, by the parent's tag. */
const namingChild: Readonly<Record<string, string>> = {
  fieldset: 'legend',
  table: 'caption',
  figure: 'figcaption',
  svg: 'title',
};

function nativeLabels(element: Element): readonly Element[] {
  const child = namingChild[element.localName];
  if (child !== undefined) return [...element.children].filter(({ localName }) => localName === child).slice(0, 1);
  return 'labels' in element && element.labels instanceof NodeList ? ([...element.labels] as Element[]) : [];
}

/** What the library would read a value for, or reach one by; and what it gets wrong. */
const notPlain = `${valueSelector},[aria-labelledby],[aria-owns],br,rt`;

function isPlain(element: Element): boolean {
  const small = element.getElementsByTagName('*').length <= maxSubtree;
  return small && !element.matches(notPlain) && element.querySelector(notPlain) === null;
}

/** Text of what is shown in a subtree, without any field's content: at most `4 * maxSubtree` nodes of it. */
function plainText(root: Element): string {
  let left = 4 * maxSubtree;
  const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
  // What is referred to may be hidden as a whole.
  const hidden = !isShown(root);
  const walk = (node: Node): string => {
    left -= 1;
    if (left < 0 || !(node instanceof Element)) return left < 0 || !(node instanceof Text) ? '' : node.data;
    const label = node.getAttribute('aria-label') || node.getAttribute('alt') || '';
    if (holdsValue(node)) return ` ${label} `;
    if (/^(?:script|style|noscript|template|rt|rp)$/.test(node.localName)) return '';
    if (node.getAttribute('aria-hidden') === 'true' || !(hidden || isShown(node))) return '';
    const content = label || [...node.childNodes].map(walk).join('');
    const inline = node.localName !== 'br' && getComputedStyle(node).display === 'inline';
    return inline ? content : ` ${content} `;
  };
  return walk(root);
}

function tidy(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim().slice(0, maxName);
}
