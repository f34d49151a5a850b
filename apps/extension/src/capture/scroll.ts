import type { Target } from '@assent/contracts';
import { holdsValue } from './editable.ts';
import type { Emitter } from './emitter.ts';
import type { Listen } from './listeners.ts';
import { topPoint } from './frame.ts';
import { refOf } from './refs.ts';
import { describe } from './target.ts';

/** A scroll counts as a person's while it follows such a sign of intent by no more than this, ms. */
const intentHolds = 600;
/** Least time between two events of one container, ms. */
const every = 150;
const scrollKeys = new Set([
  'PageUp',
  'PageDown',
  'Home',
  'End',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  ' ',
]);

/** A container on its way. What is needed of it is read while it scrolls: then the page is laid out anyway. */
interface Scrolling {
  readonly container: Element;
  readonly since: number;
  readonly target: Target | null;
  to: Place;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Watches scrolling. Pages scroll by script too, and those events are trusted all the same; so a scroll only counts
 * while a wheel, a key that scrolls or a held pointer explains it. Scrolling that goes on carries its own intent.
 */
export function watchScroll(listen: Listen, emitter: Emitter): () => void {
  const places = new WeakMap<Element, Place>();
  let point: readonly [number, number] = [0, 0];
  let intent = Number.NEGATIVE_INFINITY;
  let held = false;
  let pending: Scrolling | null = null;

  if (document.scrollingElement !== null) places.set(document.scrollingElement, placeOf(document.scrollingElement));

  const settle = () => {
    if (pending === null) return;
    const { container, target, to } = pending;
    pending = null;
    const from = places.get(container) ?? { x: 0, y: 0 };
    places.set(container, to);
    if (to.x === from.x && to.y === from.y) return;
    const [x, y] = point;
    emitter.emit({
      kind: 'scroll',
      x,
      y,
      dx: to.x - from.x,
      dy: to.y - from.y,
      endX: to.x,
      endY: to.y,
      container: target === null ? 'document' : refOf(container),
      target,
    });
  };

  listen('wheel', (event) => {
    intent = event.timeStamp;
    point = topPoint(event);
    // Before anything moves: where each container around stands that was never seen.
    for (const node of event.composedPath()) {
      if (node instanceof Element && !places.has(node)) places.set(node, placeOf(node));
    }
  });
  listen('touchmove', (event) => (intent = event.timeStamp));
  listen('keydown', (event) => {
    settle();
    if (!scrollKeys.has(event.key)) return;
    const writing = event.composedPath().some((node) => node instanceof Element && holdsValue(node));
    if (!writing) intent = event.timeStamp;
  });
  listen('pointerdown', (event) => {
    settle();
    held = true;
    point = topPoint(event);
  });
  listen('pointerup', (event) => {
    held = false;
    intent = event.timeStamp;
  });
  listen('scroll', (event) => {
    const container = event.target instanceof Document ? document.scrollingElement : event.target;
    // A text field scrolls to keep its caret in view; nobody scrolls one.
    if (!(container instanceof Element) || container instanceof HTMLInputElement) return;
    if (!held && event.timeStamp - intent > intentHolds) {
      // The page's own doing: only its new place is remembered.
      if (pending?.container === container) settle();
      places.set(container, placeOf(container));
      return;
    }
    if (!emitter.mayRead()) return;
    if (!held) intent = event.timeStamp;
    if (pending !== null && pending.container !== container) settle();
    if (pending === null) {
      const page = container === document.scrollingElement || container === document.documentElement;
      const target = page ? null : describe(container);
      pending = { container, since: event.timeStamp, target, to: placeOf(container) };
    } else pending.to = placeOf(container);
    if (event.timeStamp - pending.since >= every) settle();
  });
  listen('scrollend', settle);
  return settle;
}

function placeOf(container: Element): Place {
  return { x: Math.round(container.scrollLeft), y: Math.round(container.scrollTop) };
}
