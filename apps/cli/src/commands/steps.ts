import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { stepsOfEvents, type ReducerOutput } from '@assent/steps';
import { onlyPositional, parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, UsageError, type Command, type ExitCode, type Terminal } from '../command.ts';
import { openRecording, recordingFormats, recordingOfLines, type RecordingFormat } from '../recordings/open.ts';
import { reduceRecording, summaryOf } from '../recordings/reduce.ts';

/** `assent steps`: the step reducer at work on a recording of raw events, ours or another tool's. */
export const steps: Command = {
  name: 'steps',
  summary: 'reduce raw events to steps, also those of other tools',
  help: `Usage: assent steps --from events FILE
       assent steps --from agentnet|ducktrack|openadapt DIR|FILE

events     raw events (JSON Lines, as spec/steps.md describes) from FILE, or from standard input if FILE is "-".
agentnet   a recording of AgentNetTool: its folder, or events.jsonl alone ("-" for standard input).
ducktrack  a recording of DuckTrack: the same.
openadapt  a recording of openadapt-capture: its folder, or recording.db alone.

Writes raw steps, one JSON object per line. What is printed has NOT passed the safeguards: it holds what the recording
holds. Other tools' recordings are read as spec/import.md says: what cannot be read never stops the rest; it is counted
as lost and named, file and line, on standard error. Exit code 3 if nothing in it can be read.`,
  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, {
      options: { from: { type: 'string' } },
      allowPositionals: true,
    });
    const { from } = values;
    if (from === 'events') return reduceEvents(onlyPositional(positionals, 'FILE'), terminal);
    const format = recordingFormats.find((known) => known === from);
    if (format === undefined) {
      throw new UsageError(`--from says what is read: events, ${recordingFormats.join(', ')}`);
    }
    return reduceForeign(format, onlyPositional(positionals, 'DIR or FILE'), terminal);
  },
};

async function reduceEvents(file: string, terminal: Terminal): Promise<ExitCode> {
  const lines =
    file === '-'
      ? terminal.lines()
      : createInterface({ input: createReadStream(pathFrom(terminal, file)), crlfDelay: Infinity });
  for await (const output of stepsOfEvents(lines)) print(output, terminal);
  return exitCodes.ok;
}

async function reduceForeign(format: RecordingFormat, path: string, terminal: Terminal): Promise<ExitCode> {
  if (path === '-' && format === 'openadapt') throw new UsageError('a database cannot be read from standard input');
  const recording =
    path === '-' ? recordingOfLines(terminal.lines()) : await openRecording(format, pathFrom(terminal, path));
  const { report, remarks } = await reduceRecording(recording, (output) => print(output, terminal));
  for (const remark of remarks) terminal.err(`assent steps: ${remark}`);
  terminal.err(`assent steps: ${summaryOf(report)}`);
  return exitCodes.ok;
}

function print(output: ReducerOutput, terminal: Terminal): void {
  terminal.out(JSON.stringify(output.kind === 'step' ? output.step : output.note));
}
