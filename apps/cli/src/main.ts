import { createInterface } from 'node:readline';
import { assent } from './assent.ts';
import { exitCodes, type Terminal } from './command.ts';
import { watchForStop } from './stop.ts';

const stop = watchForStop();
const terminal: Terminal = {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  lines: () => createInterface({ input: process.stdin, crlfDelay: Infinity }),
  cwd: process.cwd(),
  signal: stop.signal,
  outIsTerminal: process.stdout.isTTY,
  endsInOrder: () => stop.endInOrder(),
};

// A reader that closes early (`| head`) is no error. A terminal that was closed is none either: the signal says so too.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EIO') return;
  process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.error);
});
process.stderr.on('error', () => undefined);
process.exitCode = await assent(process.argv.slice(2), terminal);
