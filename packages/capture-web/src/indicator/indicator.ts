import type { Box } from '@assent/contracts';

/**
 * The indicator in the page: a small dot and a few words in a corner that say that this page is being recorded.
 *
 * It is in a closed shadow tree, takes no clicks and no focus, and is not part of the page's text. Over an element in
 * full screen it is raised into the browser's top layer. Where it cannot be shown nothing is captured (P2): `visible()`
 * is asked before every event, and the indicator itself is watched.
 */
export interface Indicator {
  /** Whether a person could see the indicator now. Costs next to nothing: asked at every event. */
  visible(): boolean;
  /** Calls `then` as soon as the page has removed or changed the indicator, which no page can undo. */
  whenLost(then: () => void): void;
  /** The same, measured: styles of the page around it count too. Asked once per batch. */
  shown(): boolean;
  /** Lights the dot in this colour, and says where it is in the viewport: a snapshot that shows it is not older. */
  light(colour: Colour): Light;
  /** Gives the dot its own colour back. */
  dim(): void;
  /** The element that carries the indicator. */
  readonly host: Element;
  /** Removes the indicator. */
  remove(): void;
}

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** The lit dot of an indicator. */
export interface Light {
  readonly box: Box;
  readonly colour: Colour;
}

/** Where the isolated world keeps the page's indicator, for the script that measures snapshots. */
const shown = Symbol.for('assent.indicator');
const world: typeof globalThis & { [shown]?: Indicator } = globalThis;

/** The indicator that this page shows; null if it shows none. */
export function indicatorOfPage(): Indicator | null {
  return world[shown] ?? null;
}

/** What `all` resets no rule of a page can set: what is shown is as the browser would have it. */
const hostStyle =
  'all:initial!important;position:fixed!important;inset:auto 10px 10px auto!important;z-index:2147483647!important;pointer-events:none!important';
const pillStyle =
  'display:flex;align-items:center;gap:6px;padding:3px 9px;border-radius:9px;font:500 11px/16px system-ui;color:#fff;background:#182026d1;user-select:none';
const dotStyle = 'width:7px;height:7px;border-radius:50%;background:#3ecf8e';

/** Shows the indicator. Returns null where a document has nothing to show it in. */
export function showIndicator(): Indicator | null {
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
  // The indicator of a script that an update of the extension has orphaned: that script ends with it.
  for (const other of root.querySelectorAll(':scope > div')) {
    if (other !== host && other.getAttribute('style') === style) other.remove();
  }
  let full = false;
  /** Only what came to the browser's top layer later is drawn above an element in full screen. */
  const raise = () => {
    // The browser sends this event before it first draws the element in full screen.
    full = document.fullscreenElement !== null;
    host.popover = null;
    if (!full) return;
    host.popover = 'manual';
    host.showPopover();
    // A page that paints backdrops would have the whole screen painted: then there is no indicator, and capture rests.
    if (!/^rgba\(.*, 0\)$/.test(getComputedStyle(host, '::backdrop').backgroundColor)) host.hidePopover();
  };
  document.addEventListener('fullscreenchange', raise);
  raise();
  let lost = false;
  let onLost: (() => void) | null = null;
  // Called when the script that did it is done, before anything is drawn or anybody can do anything. Only the indicator's
  // own attributes and the few children of the document and its root are watched, which pages hardly ever touch. The style
  // is compared as text, not measured: a page that changes it in any way has hidden the indicator. Nothing else can: what
  // the attribute says is stronger than any other rule.
  const watch = new MutationObserver(() => {
    if (root.parentNode === document && host.parentNode === root && host.getAttribute('style') === style) return;
    lost = true;
    onLost?.();
  });
  watch.observe(host, { attributes: true });
  watch.observe(root, { childList: true });
  watch.observe(document, { childList: true });
  const indicator: Indicator = {
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
      onLost = then;
    },
    shown: () => host.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }),
    remove: () => {
      lost = true;
      watch.disconnect();
      document.removeEventListener('fullscreenchange', raise);
      host.remove();
      if (world[shown] === indicator) delete world[shown];
    },
  };
  world[shown] = indicator;
  return indicator;
}
