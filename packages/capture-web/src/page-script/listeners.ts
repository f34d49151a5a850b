/** What reaches the window: its own events, and those of the document. */
type Events = WindowEventMap & Pick<DocumentEventMap, 'fullscreenchange' | 'visibilitychange'>;

/** Listens on the window in the capture phase, passively, to trusted events only, until the signal ends it. */
export type Listen = <Kind extends keyof Events>(kind: Kind, handler: (event: Events[Kind]) => void) => void;

/**
 * Makes a {@link Listen} whose listeners all go away at once when `signal` aborts. The browser calls into this script once
 * for each event, however many watch that kind: the call costs more than most of them do.
 */
export function listenUntil(signal: AbortSignal): Listen {
  const byKind = new Map<string, ((event: globalThis.Event) => void)[]>();
  let ended = false;
  signal.addEventListener('abort', () => (ended = true));
  return (kind, handler) => {
    // The browser gives each kind the events of that kind.
    const watcher = handler as (event: globalThis.Event) => void;
    const watchers = byKind.get(kind);
    if (watchers !== undefined) return void watchers.push(watcher);
    const all = [watcher];
    byKind.set(kind, all);
    const onEvent = (event: globalThis.Event) => {
      // What a script made is not what a person did.
      if (!event.isTrusted) return;
      for (const one of all) {
        // One may have found that capture ends here.
        if (ended) return;
        try {
          one(event);
        } catch (error) {
          // What fails in one watcher is reported to the browser, and must not keep the others from an event.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    };
    window.addEventListener(kind, onEvent, { capture: true, passive: true, signal });
  };
}
