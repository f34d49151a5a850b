import type { RawStep } from '@assent/contracts';
import { reducerVersion, stepsOfEvents, type ReducerOutput } from '@assent/steps';
import { compareReductions } from '@assent/steps/import';
import { defineCommand, exitCodes, type ExitCode, type Terminal } from '../command.ts';
import { flag, required } from '../options/declare.ts';
import { fileOrInput, oneOf } from '../options/kinds.ts';
import { linesOf } from '../recordings/files.ts';
import { openRecording, recordingFormats, recordingOfLines, type RecordingFormat } from '../recordings/open.ts';
import { differenceLines, readOwnReduction } from '../recordings/own-reduction.ts';
import { reduceRecording, summaryOf } from '../recordings/reduce.ts';

const sources = ['events', ...recordingFormats] as const;
const input = fileOrInput('DIR|FILE');

/** `assent steps`: the step reducer at work on a recording of raw events, ours or another tool's. */
export const steps = defineCommand({
  name: 'steps',
  summary: 'reduce raw events to steps, also those of other tools',
  about: `Writes raw steps, one JSON object per line. What is printed has NOT passed the safeguards: it holds what the recording holds.

events     raw events (JSON Lines, as spec/steps.md describes) from FILE, or from standard input if FILE is "-"
agentnet   a recording of AgentNetTool: its folder, or events.jsonl alone ("-" for standard input)
ducktrack  a recording of DuckTrack: the same
openadapt  a recording of openadapt-capture: its folder, or recording.db alone

Other tools' recordings are read as spec/import.md says: what cannot be read never stops the rest; it is counted as lost and
named, file and line, on standard error. Exit code 3 if nothing in it can be read.

With --compare it says where the steps differ from the recording's own reduction (reduced_events_*.jsonl), each difference with
the rule that made it, and nothing that was typed. Exit code 0 also if there are differences: they are no fault of the recording.`,
  args: { recording: required(input, 'what is read; "-" for standard input') },
  options: {
    from: required(oneOf(sources, 'FORMAT'), `what it is: ${sources.join(', ')}`),
    compare: flag('differences from the recording’s own reduction instead of the steps (agentnet, ducktrack)'),
    json: flag('with --compare: one JSON object'),
  },
  rules: [
    (written) =>
      written.has('json') && !written.has('compare')
        ? '--json belongs to --compare: steps are JSON Lines as they are'
        : null,
    (written) =>
      written.has('compare') && !['agentnet', 'ducktrack'].includes(written.get('from')?.[0] ?? 'agentnet')
        ? '--compare needs a recording that holds a reduction of its own: --from agentnet or ducktrack'
        : null,
    (written) =>
      written.has('compare') && written.get('recording')?.[0] === '-' ? '--compare needs a folder, not "-"' : null,
    (written) =>
      written.get('from')?.[0] === 'openadapt' && written.get('recording')?.[0] === '-'
        ? 'a database cannot be read from standard input: name its file'
        : null,
  ],
  examples: ['steps --from events recording.jsonl', 'steps --from agentnet recordings/1 --compare'],
  async run({ from, compare, json, recording }, terminal) {
    if (from === 'events') return reduceEvents(recording.path, terminal);
    if (compare && recording.path !== null) return compareWithOwn(recording.path, json, terminal);
    return reduceForeign(from, recording.path, terminal);
  },
});

async function reduceEvents(file: string | null, terminal: Terminal): Promise<ExitCode> {
  const lines = file === null ? terminal.lines() : linesOf(file);
  for await (const output of stepsOfEvents(lines)) print(output, terminal);
  return exitCodes.ok;
}

async function reduceForeign(format: RecordingFormat, path: string | null, terminal: Terminal): Promise<ExitCode> {
  const recording = path === null ? recordingOfLines(terminal.lines()) : await openRecording(format, path);
  const { report, remarks } = await reduceRecording(recording, (output) => print(output, terminal));
  for (const remark of [...remarks, summaryOf(report)]) terminal.err(`assent steps: ${remark}`);
  return exitCodes.ok;
}

async function compareWithOwn(path: string, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const own = await readOwnReduction(path);
  const steps: RawStep[] = [];
  const reduced = await reduceRecording(await openRecording('agentnet', path), (output) => {
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
