import { randomId } from './random-id.ts';
import type { PagePort, ShadowRootOf, CaptureAnswer } from '../protocol.ts';
import { watchChoices } from './choice.ts';
import { watchClipboard } from './clipboard.ts';
import { Emitter } from './emitter.ts';
import { watchFocus } from './focus.ts';
import { RecentTargets } from './recent-targets.ts';
import { isTop } from '../targets/frame.ts';
import { watchKeyboard } from './keyboard.ts';
import { watchHovers } from './hover.ts';
import { type Listen, listenUntil } from './listeners.ts';
import { type Indicator, showIndicator } from '../indicator/indicator.ts';
import { Outbox } from './outbox.ts';
import { rememberFirstPasswords } from './passwords.ts';
import { acceptSnapshotKeeper } from './snapshot-loader.ts';
import { watchPointer } from './pointer.ts';
import { openClosedTreesWith } from '../targets/shadow.ts';
import { SecretSlots } from './secret-slots.ts';
import { watchScroll } from './scroll.ts';
import { watchTextInput } from './text-input.ts';
import { Typing } from './typing.ts';
import { watchUnseenFrames } from './unseen-frames.ts';

/** Where the isolated world keeps the function that stops the script running in it, so that two never run at once. */
const running = Symbol.for('assent.capture');
const world: typeof globalThis & { [running]?: () => void } = globalThis;

/**
 * Captures this document until it is stopped.
 *
 * The script only runs where the background has decided so before (registration is the consent gate's decision, P3).
 * It shows the indicator first and asks the background once more; the background checks every event it is sent again.
 */
export function startCapture(port: PagePort, closedRootOf: ShadowRootOf): void {
  openClosedTreesWith(closedRootOf);
  world[running]?.();
  const indicator = isTop ? showIndicator() : null;
  if (isTop && indicator === null) return; // No indicator, no capture (P2).
  capture(indicator, port);
}

function capture(indicator: Indicator | null, port: PagePort): void {
  const ending = new AbortController();
  const { signal } = ending;
  const stop = () => {
    if (signal.aborted) return;
    ending.abort();
    indicator?.remove();
    outbox.close();
    delete world[running];
  };
  world[running] = stop;
  const source = randomId('d');
  const outbox = new Outbox(source, { ...port, stop });
  const emitter = new Emitter(source, outbox, indicator);
  // Snapshots are of the tab's top document.
  if (indicator !== null) {
    acceptSnapshotKeeper((make) => {
      if (!signal.aborted) (emitter.snapshots ??= make(signal)).allow(true);
    });
  }
  indicator?.whenLost(() => {
    // It was seen until now: what waits goes first, and nothing comes after it.
    emitter.end();
    const seen = Date.now();
    void outbox.flush();
    stop();
    if (port.alive()) void port.send({ kind: 'indicator-lost', seen }).catch(stop);
  });
  port.onOrder((order) => {
    switch (order?.kind) {
      case 'deliver':
        return outbox.flush();
      case 'stop':
        // What happened until now was allowed when it happened; it goes first.
        void outbox.flush();
        stop();
        break;
      case 'snapshots-off':
        emitter.snapshots?.allow(false);
        break;
      case undefined:
        // Other messages are not addressed to this script.
        break;
    }
    return undefined;
  }, signal);
  const slots = new SecretSlots(emitter, outbox);
  const begin = (answer: CaptureAnswer | null | undefined) => {
    // Deny by default: an answer that is not a clear yes ends capture here (P2).
    if (answer?.kind !== 'capture') return stop();
    if (answer.slotKey !== undefined) void slots.compareWith(answer.slotKey);
  };
  const hello = () => void port.send({ kind: 'hello' }).then(begin, stop);
  hello();

  emitter.open(cause());
  // That a frame reports for itself must be known before the document around it reports a press in it.
  if (indicator === null) void outbox.flush();
  const listen = listenUntil(signal);
  watch(listen, emitter, outbox, slots, signal);
  listen('pageshow', (event) => {
    if (!event.persisted) return;
    // Out of the back/forward cache: the same document, alive again. No message sent meanwhile has reached it.
    hello();
    if (indicator === null || indicator.shown()) emitter.open('back-forward');
  });
}

function watch(listen: Listen, emitter: Emitter, outbox: Outbox, slots: SecretSlots, signal: AbortSignal): void {
  const focused = new RecentTargets(signal);
  const typing = new Typing();
  const settleScroll = watchScroll(listen, emitter, signal);
  const hovers = watchHovers(listen, emitter, signal);
  watchPointer(listen, emitter, focused, hovers, slots, signal);
  watchUnseenFrames(listen, emitter, hovers);
  watchKeyboard(listen, emitter, focused, typing, slots);
  watchTextInput(listen, emitter, focused, typing, slots);
  watchChoices(listen, emitter, focused);
  watchClipboard(listen, emitter, focused);
  watchFocus(listen, emitter, focused, slots);
  watchPage(listen, emitter, signal);
  rememberFirstPasswords(listen, signal);
  // Where the document is on the screen, with the first pointer event: a press in a frame of another origin may come first.
  const onPointer = (event: PointerEvent) => {
    if (event.isTrusted) emitter.locate(event);
  };
  window.addEventListener('pointerover', onPointer, { capture: true, once: true, signal });
  const handOver = () => {
    settleScroll();
    void outbox.flush();
  };
  listen('visibilitychange', handOver);
  // Work goes on in another document, perhaps a frame of this one: what was done here came first.
  listen('blur', ({ target }) => {
    if (target === window) handOver();
  });
  listen('pagehide', () => {
    settleScroll();
    emitter.emit({ kind: 'end' });
    void outbox.flush();
  });
}

/** Watches the document itself: same-document navigation, the title, which comes after the start, and its view. */
function watchPage(listen: Listen, emitter: Emitter, signal: AbortSignal): void {
  const refresh = () => emitter.refresh();
  // Seen from the isolated world without touching the page's own history functions.
  window.navigation?.addEventListener('currententrychange', refresh, { signal });
  listen('popstate', refresh);
  listen('hashchange', refresh);
  listen('DOMContentLoaded', refresh);
  listen('scroll', (event) => {
    if (event.target === document) emitter.outdate();
  });
  listen('resize', () => emitter.outdate());
}

/** Why this document is here. A script that came late (capture resumed in an open page) has seen no navigation. */
function cause(): 'load' | 'reload' | 'back-forward' | 'view' {
  if (document.readyState !== 'loading') return 'view';
  // What the browser lists there is always of that class.
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return entry?.type === 'back_forward' ? 'back-forward' : entry?.type === 'reload' ? 'reload' : 'load';
}
