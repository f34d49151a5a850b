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
  const nameSource = sourceOf(element, role);
  if (nameSource === 'none') return { name: '', nameSource };
  return { name: tidy(text(element, nameSource)), nameSource };
}

function text(element: Element, source: NameSource): string {
  switch (source) {
    case 'aria-label':
    case 'alt':
    case 'placeholder':
    case 'title':
      return element.getAttribute(source) ?? '';
    case 'value':
      // Only buttons get here; their value is their caption.
      return element instanceof HTMLInputElement ? element.value || element.type : '';
    case 'labelledby':
      return join(labelledBy(element));
    case 'label':
      return join(nativeLabels(element));
    case 'content':
      return contentName(element);
    case 'none':
    default:
      return '';
  }
}

/** The first source, in the algorithm's order, that has something to say. */
function sourceOf(element: Element, role: string): NameSource {
  if (labelledBy(element).length > 0) return 'labelledby';
  if (has(element, 'aria-label')) return 'aria-label';
  if (element instanceof HTMLInputElement && /^(?:button|submit|reset)$/.test(element.type)) return 'value';
  if (nativeLabels(element).length > 0) return 'label';
  if (has(element, 'alt')) return 'alt';
  if (!holdsValue(element) && namedByContent.has(role) && element.childNodes.length > 0) return 'content';
  if (has(element, 'placeholder')) return 'placeholder';
  return has(element, 'title') ? 'title' : 'none';
}

function has(element: Element, attribute: string): boolean {
  return (element.getAttribute(attribute) ?? '').trim() !== '';
}

function labelledBy(element: Element): readonly Element[] {
  const ids = element.getAttribute('aria-labelledby')?.trim();
  if (ids === undefined || ids === '') return [];
  const root = element.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return [];
  return ids
    .split(/\s+/, 8)
    .map((id) => root.getElementById(id))
    .filter((found) => found !== null)
    .filter((found) => !holdsValue(found));
}

function nativeLabels(element: Element): readonly Element[] {
  if (element instanceof HTMLFieldSetElement) return [...element.querySelectorAll(':scope > legend')].slice(0, 1);
  const labels =
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLButtonElement ||
    element instanceof HTMLMeterElement ||
    element instanceof HTMLOutputElement
      ? element.labels
      : null;
  return labels === null ? [] : [...labels].slice(0, 4);
}

function join(elements: readonly Element[]): string {
  return elements.map(plainText).join(' ');
}

/** What can lead the library to a field's value: a field inside, or a reference to one anywhere. */
const leadsToValues = `${valueSelector},[aria-labelledby],[aria-owns]`;

function contentName(element: Element): string {
  // The library also walks any subtree, however large; that is kept from it too.
  const small = element.getElementsByTagName('*').length <= maxSubtree;
  const safe = !element.matches(leadsToValues) && element.querySelector(leadsToValues) === null;
  return small && safe ? computeAccessibleName(element) : plainText(element);
}

/** Text of a subtree without any field's content, at most `maxName` characters and `maxSubtree` nodes of it. */
function plainText(element: Element): string {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (!(node instanceof Element)) return NodeFilter.FILTER_ACCEPT;
    const skipped = holdsValue(node) || /^(?:script|style|noscript|template)$/.test(node.localName);
    return skipped || node.getAttribute('aria-hidden') === 'true' ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  });
  let out = '';
  for (let seen = 0; seen < 4 * maxSubtree && out.length < maxName; seen++) {
    const node = walker.nextNode();
    if (node === null) break;
    out +=
      node instanceof Element
        ? ` ${node.getAttribute('aria-label') ?? node.getAttribute('alt') ?? ''}`
        : node.nodeValue;
  }
  return out;
}

function tidy(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim().slice(0, maxName);
}
