import { randomId } from './random-id.ts';
import type { PagePort, ShadowRootOf, Verdict } from '../protocol.ts';
import { watchChoices } from './choice.ts';
import { watchClipboard } from './clipboard.ts';
import { Emitter } from './emitter.ts';
import { watchFocus } from './focus.ts';
import { RecentTargets } from './recent-targets.ts';
import { isTop } from '../targets/frame.ts';
import { watchKeyboard } from './keyboard.ts';
import { watchHovers } from './hover.ts';
import { type Listen, listenUntil } from './listeners.ts';
import { type Mark, showMark } from '../indicator/mark.ts';
import { Outbox } from './outbox.ts';
import { watchPage } from './page.ts';
import { rememberFirstPasswords } from './passwords.ts';
import { openPictureDoor } from './picture-door.ts';
import { watchPointer } from './pointer.ts';
import { openClosedTreesWith } from '../targets/shadow.ts';
import { SecretSlots } from './secret-slots.ts';
import { watchScroll } from './scroll.ts';
import { watchTextInput } from './text-input.ts';
import { Typing } from './typing.ts';
import { watchUnseenFrames } from './unseen-frames.ts';

/** Where the isolated world keeps the way to stop the script that runs in it, so that two never run at once. */
const running = Symbol.for('assent.capture');
const world: typeof globalThis & { [running]?: () => void } = globalThis;

/**
 * Captures this document until told to stop.
 *
 * The script only runs where the background has decided so before (registration is the consent gate's decision, P3).
 * It shows the mark first and asks the background once more; the background checks every event it is sent again.
 */
export function startCapture(port: PagePort, closedRootOf: ShadowRootOf): void {
  openClosedTreesWith(closedRootOf);
  world[running]?.();
  const mark = isTop ? showMark() : null;
  if (isTop && mark === null) return; // No mark, no capture (P2).
  capture(mark, port);
}

function capture(mark: Mark | null, port: PagePort): void {
  const ending = new AbortController();
  const { signal } = ending;
  const stop = () => {
    if (signal.aborted) return;
    ending.abort();
    mark?.remove();
    outbox.close();
    delete world[running];
  };
  world[running] = stop;
  const source = randomId('d');
  const outbox = new Outbox(source, { ...port, stop });
  const emitter = new Emitter(source, outbox, mark);
  // The tab's top document is photographed.
  if (mark !== null) {
    openPictureDoor((make) => {
      if (!signal.aborted) (emitter.pictures ??= make(signal)).allow(true);
    });
  }
  mark?.whenLost(() => {
    // It was seen until now: what waits goes first, and nothing comes after it.
    emitter.end();
    const seen = Date.now();
    void outbox.flush();
    stop();
    if (port.alive()) void port.send({ kind: 'mark-lost', seen }).catch(stop);
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
      case 'pictures-off':
        emitter.pictures?.allow(false);
        break;
      case undefined:
        // Other messages are not addressed to this script.
        break;
    }
    return undefined;
  }, signal);
  const slots = new SecretSlots(emitter, outbox);
  const begin = (verdict: Verdict | null | undefined) => {
    if (verdict?.kind !== 'capture') return stop();
    if (verdict.slotKey !== undefined) void slots.compareWith(verdict.slotKey);
  };
  const hello = () => void port.send({ kind: 'hello' }).then(begin, stop);
  hello();

  emitter.open(cause());
  // That a frame tells for itself must be known before the document around it hears of a press in it.
  if (mark === null) void outbox.flush();
  const listen = listenUntil(signal);
  watch(listen, emitter, outbox, slots, signal);
  listen('pageshow', (event) => {
    if (!event.persisted) return;
    // Out of the back/forward cache: the same document, alive again. Whatever was said meanwhile did not reach it.
    hello();
    if (mark === null || mark.shown()) emitter.open('back-forward');
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
  // Where the document lies on the screen, as soon as the pointer is seen: a press in a frame of another origin may come first.
  const onPointer = (event: PointerEvent) => {
    if (event.isTrusted) emitter.locate(event);
  };
  window.addEventListener('pointerover', onPointer, { capture: true, once: true, signal });
  const handOver = () => {
    settleScroll();
    void outbox.flush();
  };
  listen('visibilitychange', handOver);
  // Whoever goes on does so in another document, perhaps a frame of this one: what was done here came first.
  listen('blur', ({ target }) => {
    if (target === window) handOver();
  });
  listen('pagehide', () => {
    settleScroll();
    emitter.emit({ kind: 'end' });
    void outbox.flush();
  });
}

/** Why this document is here. A script that came late (capture resumed in an open page) tells of no navigation. */
function cause(): 'load' | 'reload' | 'back-forward' | 'view' {
  if (document.readyState !== 'loading') return 'view';
  // What the browser lists there is always of that class.
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return entry?.type === 'back_forward' ? 'back-forward' : entry?.type === 'reload' ? 'reload' : 'load';
}
