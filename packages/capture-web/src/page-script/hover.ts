import type { Emitter } from './emitter.ts';
import type { Listen } from './listeners.ts';
import { topPoint } from '../targets/frame.ts';
import { isFar } from './screen-origin.ts';
import { shownByHover } from './shown-by-hover.ts';
import { type Around, popups, Surroundings } from './surroundings.ts';
import { describe } from '../targets/target.ts';

/** Controls remembered of the pointer's path since the last press or key. */
const maxPath = 24;
/** A hover longer ago than this opened nothing that is pressed now, ms. */
const maxAge = 10_000;
/** How far up from what is pressed, what was opened is looked for. */
const maxPopupClimb = 12;
/** A popup this close to a control may be the control's, CSS pixels. */
const close = 40;
/** Every so many borders the document is located on the screen. */
const locateEvery = 4;

/** A control that the pointer came to, and what was not open then. */
interface Stop {
  readonly control: Element;
  /** How the pointer came there, and when. Most stops lead to nothing, so nothing is read of it until a press asks. */
  readonly event: PointerEvent;
  /** What stated that it had not opened anything. */
  readonly closed: Element | null;
  readonly hidden: readonly Element[];
  /** Whatever comes after this in the body was not there. */
  readonly last: Element | null;
}

/** What the pointer is over, and what it opened by being there. */
export interface Hovers {
  /** Where the pointer entered an element, if that was the last that it entered. */
  over(element: Element): readonly [number, number] | null;
  /** Reports what was opened, if a press on `leaf` uses it. Called before the press is reported. */
  before(leaf: Element, event: MouseEvent): void;
}

/** Watches which controls the pointer comes to. Work is done at their borders only; motion and mutations cost nothing. */
export function watchHovers(listen: Listen, emitter: Emitter, signal: AbortSignal): Hovers {
  /** The last stops; after the first {@link maxPath} each replaces the oldest. */
  let path: Stop[] = [];
  let stopped = 0;
  let at: Element | null = null;
  let last: PointerEvent | null = null;
  let body: Element | null = document.body;
  let borders = 0;
  const surroundings = new Surroundings();
  const forget = () => {
    if (stopped === 0) return;
    path = [];
    stopped = 0;
    at = null;
  };

  // Whether the indicator is seen is asked at the press, which alone reports anything. It can only have been out of sight
  // before without being lost while an element went to full screen or came from there: that path is forgotten.
  listen('fullscreenchange', forget);
  // Of all that is listened to this comes most often, and leads to something most seldom: so it is not `listen`ed to.
  const onOver = (event: PointerEvent) => {
    last = event;
    const around = surroundings.of(event);
    if (around === null) return;
    if (around.control !== at) {
      at = around.control;
      path[stopped % maxPath] = stopAt(around, event, body?.lastElementChild ?? null);
      stopped += 1;
    }
    borders += 1;
    if (borders % locateEvery > 0) return;
    body = document.body;
    // Frames of other origins are located by what is reported here, and their presses send no event here.
    if (window.length > 0 && event.isTrusted) emitter.locate(event);
  };
  window.addEventListener('pointerover', onOver, { capture: true, passive: true, signal });
  listen('keydown', forget);

  return {
    over: (element) => (last?.isTrusted === true && last.target === element ? topPoint(last) : null),
    before: (leaf, event) => {
      const stops: Stop[] = [];
      let used = popupFor(leaf);
      const oldest = stopped % maxPath;
      const newest = [...path.slice(oldest), ...path.slice(0, oldest)].toReversed();
      const here = { clientX: event.clientX, clientY: event.clientY };
      const from = newest.find(({ event: came }, back) => back % 4 === 3 && isFar(came, here));
      if (from?.event.isTrusted === true) emitter.locate(from.event);
      for (const stop of newest) {
        // Asked in the order of what each costs.
        if (!opened(stop, used, event) || !isHover(stop.event, event)) continue;
        stops.unshift(stop);
        used = popupFor(stop.control);
      }
      forget();
      body = document.body;
      for (const { control, event: came, closed } of stops) {
        const target = describe(control);
        // As it was when the pointer came.
        const state = closed === control ? { ...target.state, expanded: false } : target.state;
        const [x, y] = topPoint(came);
        emitter.emit({ kind: 'hover', x, y, target: { ...target, state } }, came.timeStamp);
      }
    },
  };
}

function isHover({ isTrusted, pointerType, buttons, timeStamp }: PointerEvent, press: MouseEvent): boolean {
  return isTrusted && pointerType !== 'touch' && buttons === 0 && press.timeStamp - timeStamp <= maxAge;
}

/** Read before the page reacts to the pointer. */
function stopAt({ control, expanders, nearby }: Around, event: PointerEvent, last: Stop['last']): Stop {
  const closed =
    expanders.length === 0 ? null : (expanders.find((node) => node.getAttribute('aria-expanded') === 'false') ?? null);
  const hidden = nearby.length === 0 ? nearby : nearby.filter((other) => !isShown(other));
  return { control, event, closed, hidden, last };
}

/** Something that was used, and the popup that it is in, which is searched for once. */
interface Used {
  readonly element: Element;
  popup(): Element | null;
}

function popupFor(element: Element): Used {
  let popup: Element | null | undefined;
  return { element, popup: () => (popup === undefined ? (popup = popupAround(element)) : popup) };
}

/** Whether the pointer's coming to a control opened what holds `used`, and going straight there would not have. */
function opened(
  { control, closed, hidden, last }: Stop,
  { element: used, popup: popupOf }: Used,
  { clientX: x, clientY: y }: MouseEvent,
): boolean {
  // What costs least is asked first: hardly anything that is pressed is in something that opened.
  if (hidden.length === 0 && (popupOf() === null || (closed !== control && control.contains(used)))) return false;
  if (hidden.some((popup) => popup.contains(used) && isShown(popup))) return true;
  const popup = popupOf();
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
  // What has left the page with all that was in it is neither before nor after anything.
  const apart = Node.DOCUMENT_POSITION_DISCONNECTED | Node.DOCUMENT_POSITION_CONTAINED_BY;
  return (after & (Node.DOCUMENT_POSITION_FOLLOWING | apart)) === Node.DOCUMENT_POSITION_FOLLOWING;
}

/** The nearest thing around an element that is drawn above the page. */
function popupAround(element: Element): Element | null {
  const popup = element.closest(popups);
  // From one positioned element to the next: those between are none of it.
  let node: Element | null = element;
  for (let depth = 0; node !== null && depth < maxPopupClimb && node !== popup; depth++) {
    if (/absolute|fixed/.test(getComputedStyle(node).position)) return popup?.contains(node) === false ? popup : node;
    node = node instanceof HTMLElement ? node.offsetParent : node.parentElement;
  }
  return popup;
}

function isShown(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}
