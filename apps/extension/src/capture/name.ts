import type { Target } from '@assent/contracts';
import { holdsValue } from './editable.ts';
import { shadowRootOf } from './shadow.ts';

/** Where a name came from. */
export type NameSource = Target['nameSource'];

/** Beyond this many nodes a subtree's text is a document, not a name. */
const maxNodes = 300;
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
  switch (source) {
    case 'labelledby':
      return labelledBy(element).map(textOf).join(' ');
    case 'label':
      return nativeLabels(element).map(textOf).join(' ');
    case 'content':
      return textOf(element);
    default:
      // Attributes, and the captions of buttons. A button that sends or resets is named by what it does.
      return element.getAttribute(source) || (source === 'value' && kinds[element.getAttribute('type') ?? '']) || '';
  }
}

const kinds: Readonly<Record<string, string>> = { submit: 'Submit', reset: 'Reset' };

function labelledBy(element: Element, attribute = 'aria-labelledby'): readonly Element[] {
  const ids = element.getAttribute(attribute)?.trim() ?? '';
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

/**
 * Text of what is shown in a subtree, as the algorithm reads it: what style sheets add, what labels and alternatives
 * say, slots and shadow trees. No field's content; at most `maxNodes` nodes of it.
 */
function textOf(root: Element): string {
  let left = maxNodes;
  const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
  // What is referred to may be hidden as a whole.
  const hidden = !isShown(root);

  const walk = (node: Node): string => {
    left -= 1;
    if (left < 0) return '';
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element) || skipped.test(node.localName)) return '';
    if (node.getAttribute('aria-hidden') === 'true' || !(hidden || isShown(node))) return '';
    const inline = node.localName !== 'br' && getComputedStyle(node).display === 'inline';
    const gap = inline ? '' : ' ';
    return gap + said(node) + gap;
  };
  const said = (node: Element): string => {
    const references = node === root ? [] : labelledBy(node);
    return references.length > 0 ? references.map(own).join(' ') : own(node);
  };
  const own = (node: Element): string => {
    const pictured = /^(?:img|area|input)$/.test(node.localName) ? node.getAttribute('alt') : null;
    const label = node.getAttribute('aria-label')?.trim() || pictured;
    if (label || holdsValue(node)) return label ?? '';
    if (node instanceof HTMLInputElement) return node.getAttribute('value') ?? '';
    const content = contentOf(node);
    return content.trim() === '' && node !== root ? (node.getAttribute('title') ?? '') : content;
  };
  const contentOf = (node: Element): string => {
    const [child] = node.localName === 'svg' ? nativeLabels(node) : [];
    if (child !== undefined) return child.textContent;
    const slotted = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
    const children = slotted.length > 0 ? slotted : [...(shadowRootOf(node) ?? node).childNodes];
    const inner = [...children, ...labelledBy(node, 'aria-owns')].map(walk).join('');
    return addedBy(node, '::before') + inner + addedBy(node, '::after');
  };
  return said(root);
}

const skipped = /^(?:script|style|noscript|template|rt|rp)$/;

/** The text that a style sheet puts before or after an element's own, or its alternative. */
function addedBy(element: Element, pseudo: string): string {
  const { content, display } = getComputedStyle(element, pseudo);
  const [, text = '', alternative] = /^"(.*?)"(?: \/ "(.*)")?$/.exec(content) ?? [];
  const gap = display === 'inline' ? '' : ' ';
  return gap + (alternative ?? text) + gap;
}

function tidy(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim().slice(0, maxName);
}
