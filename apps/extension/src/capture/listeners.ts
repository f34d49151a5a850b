/** Listens on the window in the capture phase, passively, to trusted events only, until the signal ends it. */
export type Listen = <Kind extends keyof WindowEventMap>(
  kind: Kind,
  handler: (event: WindowEventMap[Kind]) => void,
) => void;

/**
 * Makes a {@link Listen} whose listeners all go away at once when `signal` aborts. Before each event `enter` is asked
 * whether it may still be looked at; `leave` is called after it. The browser calls into this script once for each event,
 * however many watch that kind: coming here costs more than most of them do.
 */
export function listenUntil(signal: AbortSignal, enter: (event: Event) => boolean, leave: () => void): Listen {
  const byKind = new Map<string, ((event: never) => void)[]>();
  return (kind, handler) => {
    const handlers = byKind.get(kind);
    if (handlers !== undefined) return void handlers.push(handler);
    const all: ((event: WindowEventMap[typeof kind]) => void)[] = [handler];
    byKind.set(kind, all);
    window.addEventListener(
      kind,
      (event) => {
        // What a script made is not what a person did.
        if (!event.isTrusted || !enter(event)) return;
        for (const each of all) {
          // One may have found that capture ends here.
          if (!signal.aborted) guarded(each, event);
        }
        leave();
      },
      { capture: true, passive: true, signal },
    );
  };
}

/** What fails in one watcher is told to the browser, and must not keep the others from an event. */
function guarded<E>(handler: (event: E) => void, event: E): void {
  try {
    handler(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
