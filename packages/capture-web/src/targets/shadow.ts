import type { Target } from '@assent/contracts';
import type { ShadowRootOf } from '../protocol.ts';

/** How an element is wrapped: in the document itself, or in an open or closed shadow tree. */
export type ShadowKind = Target['shadow'];

/** Only these built-in elements, and custom ones, can carry a shadow root a page attached. */
const hosts = new Set(
  'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'.split(' '),
);

/** Deny by default: without the browser's help a closed tree stays closed, and its host is all that is seen. */
let closedRootOf: ShadowRootOf = () => null;

/** Has closed shadow trees opened by the browser. Each script of a page says so once, before it reads anything. */
export function openClosedTreesWith(door: ShadowRootOf): void {
  closedRootOf = door;
}

/** An element's shadow root, open or closed; null if it has none or the browser does not give it. */
export function shadowRootOf(element: Element): ShadowRoot | null {
  if (!hosts.has(element.localName) && !element.localName.includes('-')) return null;
  if (element.shadowRoot !== null) return element.shadowRoot;
  return element instanceof HTMLElement ? closedRootOf(element) : null;
}

/** The element an event really happened on: events in a closed tree name its host, so the tree is entered by position. */
export function deepestAt(event: globalThis.Event, x: number, y: number): Element | null {
  return descend(origin(event), (root) => root.elementFromPoint(x, y));
}

/** The element that really has the focus, for key and input events. */
export function deepestFocused(event: globalThis.Event): Element | null {
  return descend(origin(event), (root) => root.activeElement);
}

/** The kind of the innermost shadow tree an element is in, counting a closed one anywhere around it as closed. */
export function shadowKind(element: Element): ShadowKind {
  let kind: ShadowKind = 'none';
  for (let root = element.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) {
    if (root.mode === 'closed') return 'closed';
    kind = 'open';
  }
  return kind;
}

/** An element's parent, stepping out of a shadow tree to its host. */
export function parentOf(element: Element): Element | null {
  if (element.parentElement !== null) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/**
 * What an event happened on, in open shadow trees the innermost. The whole path is asked for only where there is such a
 * tree: building it costs more than all else that is done with most events.
 */
export function innermost(event: globalThis.Event): EventTarget | null {
  const { target } = event;
  return target instanceof Element && target.shadowRoot === null ? target : (event.composedPath()[0] ?? null);
}

function origin(event: globalThis.Event): Element | null {
  const first = innermost(event);
  if (first instanceof Element) return first;
  return first instanceof Document ? first.documentElement : first instanceof Text ? first.parentElement : null;
}

function descend(start: Element | null, inner: (root: ShadowRoot) => Element | null): Element | null {
  let element = start;
  for (let depth = 0; element !== null && depth < 16; depth++) {
    const root = shadowRootOf(element);
    const next = root === null ? null : inner(root);
    if (next === null || next === element || next.getRootNode() !== root) return element;
    element = next;
  }
  return element;
}
