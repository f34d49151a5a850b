/** Listens on the window in the capture phase, passively, to trusted events only, until the signal ends it. */
export type Listen = <Kind extends keyof WindowEventMap>(
  kind: Kind,
  handler: (event: WindowEventMap[Kind]) => void,
) => void;

/**
 * Makes a {@link Listen} whose listeners all go away at once when `signal` aborts. Before each event `enter` is
 * asked whether it may still be looked at; `leave` is called after it.
 */
export function listenUntil(signal: AbortSignal, enter: () => boolean, leave: () => void): Listen {
  return (kind, handler) => {
    window.addEventListener(
      kind,
      (event) => {
        // What a script made is not what a person did.
        if (!event.isTrusted || !enter()) return;
        handler(event);
        leave();
      },
      { capture: true, passive: true, signal },
    );
  };
}
