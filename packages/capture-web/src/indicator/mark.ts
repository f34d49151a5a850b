import type { Box } from '@assent/contracts';

/**
 * The visible mark in the page: a small dot and word in a corner that says that this page is being recorded.
 *
 * It lives in a closed shadow tree, takes no clicks and no focus, and is not part of the page's text. Over an element in
 * full screen it is raised into the browser's top layer. Where it cannot
 * be shown nothing is captured (P2): `visible()` is asked before every event, and the mark itself is watched.
 */
export interface Mark {
  /** Whether a person could see the mark now. Costs next to nothing: asked at every event. */
  visible(): boolean;
  /** Calls `then` as soon as the page has taken the mark away or changed it, which no page can undo. */
  whenLost(then: () => void): void;
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

/** What `all` resets no rule of a page can set: what is shown is as the browser would have it. */
const hostStyle =
  'all:initial!important;position:fixed!important;inset:auto 10px 10px auto!important;z-index:2147483647!important;pointer-events:none!important';
const pillStyle =
  'display:flex;align-items:center;gap:6px;padding:3px 9px;border-radius:9px;font:500 11px/16px system-ui;color:#fff;background:#182026d1;user-select:none';
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
  let full = false;
  /** Above an element in full screen stands only what came to the browser's top layer after it. */
  const raise = () => {
    // The browser tells of it before it first draws it.
    full = document.fullscreenElement !== null;
    host.popover = null;
    if (!full) return;
    host.popover = 'manual';
    host.showPopover();
    // A page that paints backdrops would have the whole screen painted: then there is no mark, and capture rests.
    if (!/^rgba\(.*, 0\)$/.test(getComputedStyle(host, '::backdrop').backgroundColor)) host.hidePopover();
  };
  document.addEventListener('fullscreenchange', raise);
  raise();
  let lost = false;
  let loses: (() => void) | null = null;
  // Told when the script that did it is done, before anything is drawn or anybody can do anything. Only the mark's own
  // attributes and the few children of the document and its root are watched, which pages hardly ever touch. The style is
  // compared as text, not measured: a page that changes it in any way has hidden the mark. Nothing else can: what stands
  // in the attribute is stronger than any other rule.
  const watch = new MutationObserver(() => {
    if (root.parentNode === document && host.parentNode === root && host.getAttribute('style') === style) return;
    lost = true;
    loses?.();
  });
  watch.observe(host, { attributes: true });
  watch.observe(root, { childList: true });
  watch.observe(document, { childList: true });
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
    visible: () => !lost && (!full || host.matches(':popover-open')),
    whenLost: (then) => {
      loses = then;
    },
    shown: () => host.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }),
    remove: () => {
      lost = true;
      watch.disconnect();
      document.removeEventListener('fullscreenchange', raise);
      host.remove();
      if (world[shownMark] === mark) delete world[shownMark];
    },
  };
  world[shownMark] = mark;
  return mark;
}
