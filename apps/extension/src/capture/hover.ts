import type { Emitter } from './emitter.ts';
import type { Listen } from './listeners.ts';
import { topPoint } from './frame.ts';
import { parentOf } from './shadow.ts';
import { shownByHover } from './shown-by-hover.ts';
import { controlAt, describe } from './target.ts';

/** Controls remembered of the pointer's way since the last press or key. */
const maxWay = 24;
/** A way longer ago than this opened nothing that is pressed now, ms. */
const wayHolds = 10_000;
/** How far up from a control, something next to it may be what it opens. */
const maxClimb = 4;
/** How far up from what is pressed, what was opened is looked for. */
const maxPopupClimb = 12;
/** A popup this close to a control may be the control's, CSS pixels. */
const close = 40;

const popups = '[role=menu],[role=listbox],[role=dialog],[role=tooltip],[role=tree],[role=grid],[popover]';
/** What may be one without saying so, next to a control or to an item around it. */
const nearby = `${popups},ul,ol,menu,[class*=menu i],[class*=drop i],[class*=pop i],[class*=tip i]`;

/** A control that the pointer came to, and what was not open then. */
interface Stop {
  readonly control: Element;
  readonly at: readonly [number, number];
  readonly t: number;
  /** What said that it had not opened anything. */
  readonly closed: Element | null;
  readonly hidden: readonly Element[];
  /** Whatever comes after this in the body was not there. */
  readonly last: Element | null;
}

/** What the pointer is over, and what it opened by being there. */
export interface Hovers {
  /** The element that the pointer entered last, and where. */
  over(): { readonly leaf: EventTarget | undefined; readonly at: readonly [number, number] } | null;
  /** Tells what was opened, if a press on `leaf` uses it. Called before the press is told. */
  before(leaf: Element, event: MouseEvent): void;
}

/** Watches which controls the pointer comes to. Work is done at their borders only; motion and mutations cost nothing. */
export function watchHovers(listen: Listen, emitter: Emitter): Hovers {
  let way: Stop[] = [];
  let over: ReturnType<Hovers['over']> = null;

  listen('pointerover', (event) => {
    if (event.pointerType === 'touch' || !emitter.mayRead()) return;
    emitter.locate(event);
    const [leaf] = event.composedPath();
    over = { leaf, at: topPoint(event) };
    if (event.buttons !== 0 || !(leaf instanceof Element)) return;
    const control = controlAt(leaf);
    if (way.at(-1)?.control !== control) way = [...way.slice(1 - maxWay), stopAt(control, over.at, event.timeStamp)];
  });
  listen('keydown', () => (way = []));

  return {
    over: () => over,
    before: (leaf, event) => {
      const stops: Stop[] = [];
      let used = leaf;
      for (const stop of way.toReversed()) {
        if (event.timeStamp - stop.t > wayHolds || !opened(stop, used, event)) continue;
        stops.unshift(stop);
        used = stop.control;
      }
      way = [];
      for (const { control, at, t, closed } of stops) {
        const target = describe(control);
        // As it was when the pointer came.
        const state = closed === control ? { ...target.state, expanded: false } : target.state;
        emitter.emit({ kind: 'hover', x: at[0], y: at[1], target: { ...target, state } }, t);
      }
    },
  };
}

function stopAt(control: Element, at: Stop['at'], t: number): Stop {
  const near = [...control.children].slice(0, 8);
  let closed: Element | null = null;
  let node: Element | null = control;
  for (let depth = 0; node !== null && depth < maxClimb; depth++) {
    if (node.getAttribute('aria-expanded') === 'false') closed ??= node;
    if (node.nextElementSibling !== null) near.push(node.nextElementSibling);
    node = parentOf(node);
  }
  // Looked at before the page reacts to the pointer.
  const hidden = near.filter((other) => other.matches(nearby) && !isShown(other));
  return { control, at, t, closed, hidden, last: document.body?.lastElementChild ?? null };
}

/** Whether the pointer's coming to a control opened what holds `used`, and going straight there would not have. */
function opened(
  { control, closed, hidden, last }: Stop,
  used: Element,
  { clientX: x, clientY: y }: MouseEvent,
): boolean {
  if (control.contains(used) && hidden.length === 0 && closed !== control) return false;
  if (hidden.some((popup) => popup.contains(used) && isShown(popup))) return true;
  const popup = popupAround(used);
  if (popup === null || popup.contains(control)) return false;
  if (closed?.getAttribute('aria-expanded') === 'true') return true;
  const [at, of] = [popup.getBoundingClientRect(), control.getBoundingClientRect()];
  const apart = Math.max(at.left - of.right, of.left - at.right, at.top - of.bottom, of.top - at.bottom);
  if (last !== null && comesAfter(popup, last)) return apart <= close;
  const host = popup.parentElement;
  if (host === null || !host.contains(control)) return false;
  const around = host.getBoundingClientRect();
  const straight = x >= around.left && x <= around.right && y >= around.top && y <= around.bottom;
  return !straight && shownByHover(popup);
}

/** Whether an element came into the body after `last` was its end. */
function comesAfter(element: Element, last: Element): boolean {
  const after = last.compareDocumentPosition(element);
  return (after & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 && !last.contains(element);
}

/** The nearest thing around an element that lies above the page. */
function popupAround(element: Element): Element | null {
  let node: Element | null = element;
  for (let depth = 0; node !== null && depth < maxPopupClimb; depth++) {
    if (node.matches(popups) || /absolute|fixed/.test(getComputedStyle(node).position)) return node;
    node = node.parentElement;
  }
  return null;
}

function isShown(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}
