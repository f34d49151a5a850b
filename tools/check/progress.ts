import type { WriteStream } from 'node:tty';
import type { Outcome } from './run.ts';

/** How many lines are shown of what a gate printed that did not hold. */
const shownLines = 200;

/** Shows gates as they end, and on a terminal which run at the moment. */
export interface Progress {
  began(name: string): void;
  ended(name: string, outcome: Outcome, seconds: number): void;
}

/** Writes a line for each gate that ended; its output follows only where it did not hold. */
export function showProgress(out: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean }): Progress {
  const running = new Set<string>();
  const status = () => {
    if (out.isTTY === true) out.write(running.size === 0 ? '' : `· ${[...running].join(' · ')} …`);
  };
  const clear = () => {
    if (out.isTTY === true) out.write('\r\u001B[K');
  };
  return {
    began: (name) => {
      running.add(name);
      clear();
      status();
    },
    ended: (name, { ok, output }, seconds) => {
      running.delete(name);
      clear();
      out.write(`${ok ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)\n`);
      if (!ok) out.write(`${output.split('\n').slice(-shownLines).join('\n')}\n`);
      status();
    },
  };
}
