import { constants } from 'node:os';

/** How a request to stop reaches a command. */
export interface StopWatch {
  /** Fires when the user wants to stop, the terminal was closed, or the process that started this one has ended. */
  readonly signal: AbortSignal;
  /** From now on the first request to stop fires `signal` and no more; before, it ends the process. */
  endInOrder(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * One press of Ctrl-C arrives more than once: from the terminal, which signals its whole process group, and from each parent
 * that passes it on. What follows within this time is the same press; what comes later is a second one, which forces the end.
 */
const samePressMs = 1000;

/** Watches for requests to stop. A forced end leaves nothing running: servers end when their standard input closes. */
export function watchForStop(): StopWatch {
  const stop = new AbortController();
  let inOrder = false;
  let first: number | null = null;
  const request = (signal: (typeof signals)[number]): void => {
    const now = performance.now();
    const again = first !== null && now - first > samePressMs;
    first ??= now;
    if (!inOrder || again) process.exit(128 + constants.signals[signal]);
    stop.abort();
  };
  for (const signal of signals) process.on(signal, () => request(signal));
  if (process.connected) {
    // The channel to the front door of the checkout (tools/run.mjs) closes however that ends, even by `kill -9`.
    process.once('disconnect', () => {
      if (first === null) request('SIGHUP');
    });
    process.channel?.unref();
  }
  return {
    signal: stop.signal,
    endInOrder: () => {
      inOrder = true;
    },
  };
}
