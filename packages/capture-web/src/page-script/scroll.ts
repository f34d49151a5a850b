import type { Modifier, Target } from '@assent/contracts';
import { holdsValue } from '../targets/editable.ts';
import type { Emitter } from './emitter.ts';
import { RecentTargets } from './recent-targets.ts';
import type { Listen } from './listeners.ts';
import { topPoint } from '../targets/frame.ts';
import { modifiersOf } from './pointer.ts';

/** A scroll counts as a person's while it follows such a sign of intent by no more than this, ms. */
const intentHolds = 600;
/** Least time between two events of one container, ms. */
const every = 150;
const scrollKeys = /^(?:Page(?:Up|Down)|Home|End|Arrow\w+| )$/;

/** A container on its way. What is needed of it is read while it scrolls: then the page is laid out anyway. */
interface Scrolling {
  readonly container: Element;
  readonly since: number;
  readonly target: Target | null;
  to: ScrollPosition;
}

interface ScrollPosition {
  readonly x: number;
  readonly y: number;
  /** Which way and how far the wheel went that was turned when the position was first read. */
  readonly wheel?: readonly [number, number];
}

/**
 * Watches scrolling. Pages scroll by script too, and those events are trusted all the same; so a scroll only counts
 * while a wheel, a key that scrolls or a held pointer explains it. Scrolling that goes on carries its own intent.
 */
export function watchScroll(listen: Listen, emitter: Emitter, signal: AbortSignal): () => void {
  const containers = new RecentTargets(signal);
  const positions = new WeakMap<Element, ScrollPosition>();
  let point: readonly [number, number] = [0, 0];
  let intent = Number.NEGATIVE_INFINITY;
  /** Held with the wheel that explains the scrolling. */
  let modifiers: Modifier[] = [];
  let held = false;
  const fromStart = document.readyState === 'loading';
  let pending: Scrolling | null = null;

  if (document.scrollingElement !== null)
    positions.set(document.scrollingElement, positionOf(document.scrollingElement));

  const settle = () => {
    if (pending === null) return;
    const { container, target, to } = pending;
    pending = null;
    const from = positions.get(container) ?? { x: 0, y: 0 };
    positions.set(container, to);
    // A browser may scroll before it sends the wheel event: then the event says how far.
    const moved = to.x !== from.x || to.y !== from.y;
    emit(moved ? [to.x - from.x, to.y - from.y] : (from.wheel ?? [0, 0]), to, target);
  };
  const emit = ([dx, dy]: readonly [number, number], to: ScrollPosition, target: Target | null, timeStamp?: number) => {
    if (dx === 0 && dy === 0) return;
    const [x, y] = point;
    const container = target?.ref ?? 'document';
    emitter.emit({ kind: 'scroll', x, y, dx, dy, endX: to.x, endY: to.y, container, modifiers, target }, timeStamp);
  };

  listen('wheel', (event) => {
    const held = modifiersOf(event);
    if (held.join() !== modifiers.join()) settle();
    modifiers = held;
    point = topPoint(event);
    const wheel = [event.deltaX, event.deltaY] as const;
    if (event.ctrlKey) {
      // It zooms, and so does a pinch: nothing need move, and what moves was not scrolled.
      intent = Number.NEGATIVE_INFINITY;
      return emit(wheel, { x: scrollX, y: scrollY }, null, event.timeStamp);
    }
    intent = event.timeStamp;
    // A script that was here from the start knows every container that left its beginning. Asking here would be too
    // late: a browser may scroll before it sends the wheel event.
    if (fromStart) return;
    for (const node of event.composedPath()) {
      if (node instanceof Element && !positions.has(node)) positions.set(node, { ...positionOf(node), wheel });
    }
  });
  listen('touchmove', (event) => (intent = event.timeStamp));
  listen('keydown', (event) => {
    settle();
    if (!scrollKeys.test(event.key)) return;
    modifiers = [];
    const writing = event.composedPath().some((node) => node instanceof Element && holdsValue(node));
    if (!writing) intent = event.timeStamp;
  });
  listen('pointerdown', (event) => {
    settle();
    held = true;
    modifiers = [];
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
      // The page's own doing: only the new position is remembered.
      if (pending?.container === container) settle();
      positions.set(container, positionOf(container));
      return;
    }
    if (!emitter.mayRead()) return;
    if (!held) intent = event.timeStamp;
    if (pending !== null && pending.container !== container) settle();
    if (pending === null) {
      const page = container === document.scrollingElement || container === document.documentElement;
      const target = page ? null : containers.describe(container, event.timeStamp);
      pending = { container, since: event.timeStamp, target, to: positionOf(container) };
    } else pending.to = positionOf(container);
    if (event.timeStamp - pending.since >= every) settle();
  });
  listen('scrollend', settle);
  return settle;
}

function positionOf(container: Element): ScrollPosition {
  return { x: Math.round(container.scrollLeft), y: Math.round(container.scrollTop) };
}
