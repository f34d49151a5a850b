import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { stepsOfEvents } from '@assent/steps';
import { onlyPositional, parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, UsageError, type Command } from '../command.ts';

/** `assent steps`: the step reducer at work on a recording of raw events. */
export const steps: Command = {
  name: 'steps',
  summary: 'reduce raw events to steps',
  help: `Usage: assent steps --from events FILE

Reads raw events (JSON Lines, as spec/steps.md describes) from FILE, or from standard input if FILE is "-", and writes
raw steps, one JSON object per line. What is printed has NOT passed the safeguards: it holds what the file holds.`,
  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, {
      options: { from: { type: 'string' } },
      allowPositionals: true,
    });
    if (values.from !== 'events') throw new UsageError('--from says what FILE holds; this version reads: events');
    const file = onlyPositional(positionals, 'FILE');
    const lines =
      file === '-'
        ? terminal.lines()
        : createInterface({ input: createReadStream(pathFrom(terminal, file)), crlfDelay: Infinity });
    for await (const output of stepsOfEvents(lines)) {
      terminal.out(JSON.stringify(output.kind === 'step' ? output.step : output.note));
    }
    return exitCodes.ok;
  },
};
