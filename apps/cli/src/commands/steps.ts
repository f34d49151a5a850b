import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { RawStep } from '@assent/contracts';
import { reducerVersion, stepsOfEvents, type ReducerOutput } from '@assent/steps';
import { compareReductions } from '@assent/steps/import';
import { onlyPositional, parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, UsageError, type Command, type ExitCode, type Terminal } from '../command.ts';
import { openRecording, recordingFormats, recordingOfLines, type RecordingFormat } from '../recordings/open.ts';
import { differenceLines } from '../recordings/differences.ts';
import { readOwnReduction } from '../recordings/own-reduction.ts';
import { reduceRecording, summaryOf } from '../recordings/reduce.ts';

/** `assent steps`: the step reducer at work on a recording of raw events, ours or another tool's. */
export const steps: Command = {
  name: 'steps',
  summary: 'reduce raw events to steps, also those of other tools',
  help: `Usage: assent steps --from events FILE
       assent steps --from agentnet|ducktrack|openadapt DIR|FILE
       assent steps --from agentnet|ducktrack DIR --compare [--json]

events     raw events (JSON Lines, as spec/steps.md describes) from FILE, or from standard input if FILE is "-".
agentnet   a recording of AgentNetTool: its folder, or events.jsonl alone ("-" for standard input).
ducktrack  a recording of DuckTrack: the same.
openadapt  a recording of openadapt-capture: its folder, or recording.db alone.

Writes raw steps, one JSON object per line. What is printed has NOT passed the safeguards: it holds what the recording
holds. Other tools' recordings are read as spec/import.md says: what cannot be read never stops the rest; it is counted
as lost and named, file and line, on standard error. Exit code 3 if nothing in it can be read.

--compare  instead of the steps, tell where they differ from the recording's own reduction (reduced_events_*.jsonl),
           each difference with the rule that made it. Nothing typed is told, only kinds, times and lengths. Exit code 0
           also if there are differences: they are no fault of the recording.
--json     the comparison as one JSON object.`,
  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, {
      options: { from: { type: 'string' }, compare: { type: 'boolean' }, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const { from, compare = false, json = false } = values;
    if (json && !compare) throw new UsageError('--json belongs to --compare: steps are JSON Lines as they are');
    if (compare && from !== 'agentnet' && from !== 'ducktrack') {
      throw new UsageError(
        '--compare needs a recording that holds a reduction of its own: --from agentnet or ducktrack',
      );
    }
    if (from === 'events') return reduceEvents(onlyPositional(positionals, 'FILE'), terminal);
    const format = recordingFormats.find((known) => known === from);
    if (format === undefined) {
      throw new UsageError(`--from says what is read: events, ${recordingFormats.join(', ')}`);
    }
    if (compare) return compareWithOwn(onlyPositional(positionals, 'DIR'), json, terminal);
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
  for (const remark of [...remarks, summaryOf(report)]) terminal.err(`assent steps: ${remark}`);
  return exitCodes.ok;
}

async function compareWithOwn(path: string, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const folder = pathFrom(terminal, path);
  const own = await readOwnReduction(folder);
  const steps: RawStep[] = [];
  const reduced = await reduceRecording(await openRecording('agentnet', folder), (output) => {
    if (output.kind === 'step') steps.push(output.step);
  });
  const report = compareReductions(steps, own.peer, reduced.instantOf);
  if (json) terminal.out(JSON.stringify({ reducer: reducerVersion, ...report, imported: reduced.report }));
  else for (const line of differenceLines(report)) terminal.out(line);
  for (const remark of [...own.remarks, ...reduced.remarks, summaryOf(reduced.report)]) {
    terminal.err(`assent steps: ${remark}`);
  }
  return exitCodes.ok;
}

function print(output: ReducerOutput, terminal: Terminal): void {
  terminal.out(JSON.stringify(output.kind === 'step' ? output.step : output.note));
}
