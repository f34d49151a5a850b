import type { Target } from '@assent/contracts';
import { holdsValue } from './editable.ts';
import { namedByContent } from './role-attribute.ts';
import { shadowRootOf } from './shadow.ts';

/** Where a name came from. */
export type NameSource = Target['nameSource'];

/** Beyond this many nodes a subtree's text is a document, not a name. */
const maxNodes = 300;
const maxName = 300;

/**
 * The accessible name of an element and its source (ARIA accname 1.2), except that a value is never a name: where the
 * algorithm would read a field's content, that field is left out.
 */
export function nameOf(element: Element, role: string): { readonly name: string; readonly nameSource: NameSource } {
  // What refers to something, or holds something, may still say nothing: then the next source has its turn.
  for (const [nameSource, said] of namesOf(element, role)) {
    const name = tidy(said);
    if (name !== '') return { name, nameSource };
  }
  return { name: '', nameSource: 'none' };
}

/** What each source says that an element has, in the algorithm's order. */
function* namesOf(element: Element, role: string): Iterable<readonly [NameSource, string]> {
  yield ['labelledby', textsOf(labelledBy(element))];
  yield ['aria-label', attribute(element, 'aria-label')];
  // What is labelled is no part of its label.
  yield ['label', textsOf(nativeLabels(element), element)];
  const type = element instanceof HTMLInputElement ? element.type : '';
  if (/^(?:button|submit|reset)$/.test(type)) yield ['value', captionOf(element)];
  if (/^(?:img|area)$/.test(element.localName) || type === 'image') yield ['alt', attribute(element, 'alt')];
  const holds = holdsValue(element);
  if (type === '' && !holds && namedByContent.has(role)) yield ['content', textOf(element, element)];
  yield ['title', attribute(element, 'title')];
  if (holds) {
    yield ['placeholder', attribute(element, 'placeholder') || attribute(element, 'aria-placeholder')];
  }
}

function textsOf(elements: readonly Element[], named?: Element): string {
  return elements.map((element) => textOf(element, named)).join(' ');
}

function attribute(element: Element, name: string): string {
  return element.getAttribute(name) ?? '';
}

/** The caption of a button. One that sends or resets is named by what it does. */
function captionOf(element: Element): string {
  return element.getAttribute('value') ?? captions[attribute(element, 'type')] ?? '';
}

const captions: Readonly<Record<string, string>> = { submit: 'Submit', reset: 'Reset' };

function labelledBy(element: Element): readonly Element[] {
  return referred(element, 'aria-labelledby');
}

function referred(element: Element, name: string): readonly Element[] {
  const ids = attribute(element, name).match(/\S+/g);
  const root = ids === null ? null : element.getRootNode();
  if (ids === null || !(root instanceof Document || root instanceof ShadowRoot)) return [];
  return ids.map((id) => root.getElementById(id)).filter((found) => found !== null);
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
  if (child !== undefined) return [...element.querySelectorAll(`:scope > ${child}:first-of-type`)];
  return 'labels' in element && element.labels instanceof NodeList ? ([...element.labels] as Element[]) : [];
}

/**
 * Text of what is shown in a subtree, as the algorithm reads it: what style sheets add, what labels and alternatives
 * say, slots and shadow trees. No field's content; at most `maxNodes` nodes of it, each once. `named` is what the text
 * is to name, if that is not to be read itself.
 */
function textOf(root: Element, named?: Element): string {
  let left = maxNodes;
  // What is referred to may be hidden as a whole: then all of it counts.
  const all = root.closest('[aria-hidden=true]') !== null || !root.checkVisibility({ visibilityProperty: true });
  const read = new Set<Element | undefined>([named]);

  const walk = (node: Node, shown: boolean): string => {
    left -= 1;
    if (left < 0) return '';
    if (node instanceof Text) return shown ? node.data : '';
    if (!(node instanceof Element) || skipped.test(node.localName)) return '';
    const { display, visibility } = getComputedStyle(node);
    if (!all && (display === 'none' || node.matches('[aria-hidden=true],[inert]'))) return '';
    const gap = node.localName !== 'br' && display === 'inline' ? '' : ' ';
    return gap + said(node, all || visibility === 'visible') + gap;
  };
  const said = (node: Element, shown: boolean): string => {
    const references = node === root ? [] : labelledBy(node);
    return references.length > 0 ? references.map((reference) => own(reference, true)).join(' ') : own(node, shown);
  };
  const own = (node: Element, shown: boolean): string => {
    if (node !== root && read.has(node)) return '';
    read.add(node);
    const label = node instanceof HTMLSlotElement ? '' : attribute(node, 'aria-label').trim();
    const pictured = node.matches('img,area,input') ? attribute(node, 'alt') : '';
    if (label || pictured || holdsChoice(node)) return label || pictured;
    if (node instanceof HTMLInputElement) return captionOf(node);
    const content = contentOf(node, shown);
    return content.trim() === '' && node !== named ? attribute(node, 'title') : content;
  };
  const contentOf = (node: Element, shown: boolean): string => {
    const [child] = node.localName in namingChild ? nativeLabels(node) : [];
    if (child !== undefined) return node.localName === 'svg' ? child.textContent : walk(child, shown);
    const slotted = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
    const children = slotted.length > 0 ? slotted : (shadowRootOf(node) ?? node).childNodes;
    const inner = [...children, ...referred(node, 'aria-owns')].map((inside) => walk(inside, shown)).join('');
    return shown ? addedBy(node, '::before') + inner + addedBy(node, '::after') : inner;
  };
  return said(root, true);
}

/** Whether an element holds what a person typed or chose: a field, or a list of which something is chosen. */
function holdsChoice(element: Element): boolean {
  return holdsValue(element) || /listbox/i.test(attribute(element, 'role'));
}

const skipped = /^(?:script|style|noscript|template|rt|rp)$/;

/** The text that a style sheet puts before or after an element's own, or its alternative. */
function addedBy(element: Element, pseudo: string): string {
  const style = getComputedStyle(element, pseudo);
  const said = /^"(.*?)"(?: \/ "(.*)")?$/.exec(style.content);
  if (said === null) return '';
  const [, text = '', alternative] = said;
  const gap = style.display === 'inline' ? '' : ' ';
  return gap + (alternative ?? text) + gap;
}

function tidy(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim().slice(0, maxName);
}
