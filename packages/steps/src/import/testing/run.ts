import { sessionIdSchema, type RawStep } from '@assent/contracts';
import type { ReducerOutput } from '../../state.ts';
import { AgentNetReader, type WindowTitle } from '../agentnet.ts';
import { factsOfRow, inputOfRow } from '../openadapt.ts';
import type { Recorded } from '../recorded.ts';
import { RecordingImport, type ImportReport } from '../recording.ts';
import { noFacts, type RecordingFacts } from '../translator.ts';

const testSession = sessionIdSchema.parse(`s_${'t'.repeat(22)}`);

/** Everything that comes of a recording. */
export interface Imported {
  readonly output: readonly ReducerOutput[];
  readonly steps: readonly RawStep[];
  readonly report: ImportReport;
}

/** Re-reduces recorded inputs. */
export function importAll(inputs: Iterable<Recorded>, facts: RecordingFacts = noFacts): Imported {
  const run = new RecordingImport({ session: testSession, facts });
  const output: ReducerOutput[] = [];
  for (const recorded of inputs) output.push(...run.take(recorded));
  output.push(...run.end());
  const steps = output.flatMap((out) => (out.kind === 'step' ? [out.step] : []));
  return { output, steps, report: run.report() };
}

/** Re-reduces lines of `events.jsonl`. */
export function importLines(
  lines: Iterable<string>,
  options: { readonly facts?: Partial<RecordingFacts>; readonly windows?: readonly WindowTitle[] } = {},
): Imported {
  const reader = new AgentNetReader(options.windows);
  return importAll(
    Array.from(lines).flatMap((line) => reader.read(line)),
    { ...noFacts, ...options.facts },
  );
}

/** Re-reduces rows of an openadapt database. */
export function importRows(
  recording: Readonly<Record<string, unknown>>,
  rows: readonly Readonly<Record<string, unknown>>[],
): Imported {
  return importAll(rows.map(inputOfRow), factsOfRow(recording));
}
