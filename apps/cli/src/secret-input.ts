import type { ReadStream } from 'node:tty';
import { UsageError, type Terminal } from './command.ts';

/** Asks for something secret: hidden on a terminal, the next line of standard input otherwise. */
export async function askSecret(terminal: Terminal, question: string): Promise<string> {
  terminal.err(question);
  if (process.stdin.isTTY) return readHidden(process.stdin, terminal.signal);
  for await (const line of terminal.lines()) return line;
  throw new UsageError('a passphrase is needed: on the terminal, or as the first line of standard input');
}

async function readHidden(input: ReadStream, signal: AbortSignal): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let typed = '';
  const onData = (chunk: string): void => {
    for (const key of chunk) {
      if (key === '\r' || key === '\n') resolve(typed);
      // Raw input: Ctrl-C comes as a character.
      else if (key === '\u0003') reject(new UsageError('no passphrase was given'));
      else if (key === '\u007f') typed = typed.slice(0, -1);
      else typed += key;
    }
  };
  const stop = (): void => reject(new UsageError('no passphrase was given'));
  signal.addEventListener('abort', stop, { once: true });
  input.setRawMode(true).setEncoding('utf8').on('data', onData).resume();
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    input.off('data', onData).setRawMode(false).pause();
  }
}
