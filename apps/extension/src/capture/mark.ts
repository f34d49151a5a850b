import type { Box } from '@assent/contracts';

/**
 * The visible mark in the page: a small dot and word in a corner that says that this page is being recorded.
 *
 * It lives in a closed shadow tree, takes no clicks and no focus, and is not part of the page's text. Over an element in
 * full screen it is raised into the browser's top layer. Where it cannot
 * be shown nothing is captured (P2): `visible()` is asked before every event.
 */
export interface Mark {
  /** Whether a person could see the mark now. Cheap: asked at every event. */
  visible(): boolean;
  /** The same, measured: styles of the page around it count too. Asked once per batch. */
  shown(): boolean;
  /** Lights the dot in this colour, and says where it is in the viewport: a picture that shows it is not older. */
  light(colour: Colour): Light;
  /** Gives the dot its own colour back. */
  dim(): void;
  /** The element that carries the mark. */
  readonly host: Element;
  /** Takes the mark away. */
  remove(): void;
}

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** The lit dot of a mark. */
export interface Light {
  readonly box: Box;
  readonly colour: Colour;
}

/** Where the isolated world keeps the page's mark, for the script that takes pictures. */
const shownMark = Symbol.for('assent.mark');
const world: typeof globalThis & { [shownMark]?: Mark } = globalThis;

/** The mark that this page shows; null if it shows none. */
export function markOfPage(): Mark | null {
  return world[shownMark] ?? null;
}

const hostStyle =
  'all:initial!important;position:fixed!important;right:10px!important;bottom:10px!important;z-index:2147483647!important;pointer-events:none!important;display:block!important;opacity:1!important;visibility:visible!important;';
const pillStyle =
  'display:flex;align-items:center;gap:6px;padding:3px 9px 3px 7px;border-radius:999px;font:500 11px/16px system-ui,sans-serif;color:#fff;background:rgb(24 32 38 / .82);box-shadow:0 1px 4px rgb(0 0 0 / .25);user-select:none';
const dotStyle = 'width:7px;height:7px;border-radius:50%;background:#3ecf8e';

/** Shows the mark, or returns null where there is no place for it. */
export function showMark(): Mark | null {
  const root = document.documentElement;
  if (!(root instanceof HTMLElement)) return null;
  const host = document.createElement('div');
  host.style.cssText = hostStyle;
  host.setAttribute('aria-hidden', 'true');
  const pill = document.createElement('div');
  pill.style.cssText = pillStyle;
  const dot = document.createElement('span');
  dot.style.cssText = dotStyle;
  pill.append(dot, 'Assent is recording');
  host.attachShadow({ mode: 'closed' }).append(pill);
  root.append(host);
  const style = host.getAttribute('style');
  // The mark of a script that an update of the extension has orphaned: that script ends with it.
  for (const other of root.querySelectorAll(':scope > div')) {
    if (other !== host && other.getAttribute('style') === style) other.remove();
  }
  let raisedFor: Element | null = null;
  /** Above an element in full screen stands only what came to the browser's top layer after it. */
  const raise = () => {
    raisedFor = document.fullscreenElement;
    host.popover = null;
    if (raisedFor === null || !host.isConnected) return;
    host.popover = 'manual';
    host.showPopover();
    // A page that paints backdrops would have the whole screen painted: then there is no mark, and capture rests.
    if (!/^rgba\(.*, 0\)$/.test(getComputedStyle(host, '::backdrop').backgroundColor)) host.hidePopover();
  };
  document.addEventListener('fullscreenchange', raise);
  const mark: Mark = {
    host,
    light: (colour) => {
      dot.style.background = `rgb(${colour.join(' ')})`;
      const { left, top, width, height } = dot.getBoundingClientRect();
      return { box: [left, top, width, height], colour };
    },
    dim: () => {
      dot.style.cssText = dotStyle;
    },
    // Compared as text, not measured: a page that changes the host's style in any way has hidden it. Nothing else can:
    // what stands in the attribute is stronger than any other rule.
    visible: () =>
      host.parentNode === root &&
      host.getAttribute('style') === style &&
      document.fullscreenElement === raisedFor &&
      (raisedFor === null || host.matches(':popover-open')),
    shown: () => host.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }),
    remove: () => {
      document.removeEventListener('fullscreenchange', raise);
      host.remove();
      if (world[shownMark] === mark) delete world[shownMark];
    },
  };
  world[shownMark] = mark;
  return mark;
}
