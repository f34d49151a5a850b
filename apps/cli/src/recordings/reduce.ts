import { sessionIdSchema } from '@assent/contracts';
import type { ReducerOutput } from '@assent/steps';
import { RecordingImport, type ImportReport } from '@assent/steps/import';
import { RecordingError, type Recording } from './recording.ts';

/** The session of imported steps, which belong to none. */
const noSession = sessionIdSchema.parse(`s_${'0'.repeat(22)}`);

/** Lost inputs reported one by one; the rest are only counted. */
const lossesTold = 10;

/** What became of a recording. */
export interface Reduced {
  readonly report: ImportReport;
  /** What a person should know of it, a sentence each, free of content: files, lines, counts. */
  readonly remarks: readonly string[];
  /** A time of the recording, in seconds of its clock, as an instant of its steps. */
  instantOf(seconds: number): number | null;
}

/**
 * Re-reduces a whole recording in bounded memory and hands over each step as it comes. Throws a `RecordingError` if
 * nothing in it could be read.
 */
export async function reduceRecording(recording: Recording, keep: (output: ReducerOutput) => void): Promise<Reduced> {
  const run = new RecordingImport({ session: noSession, facts: recording.facts });
  const remarks = [...recording.remarks];
  let losses = 0;
  let last = 'nothing';
  for await (const { recorded, where } of recording.inputs()) {
    if (recorded.kind === 'lost') {
      losses += 1;
      last = `${where}: ${recorded.why}`;
      if (losses <= lossesTold) remarks.push(`${where}: ${recorded.why}, counted as lost`);
    }
    if (recorded.kind === 'other') last = `${where}: of another kind`;
    for (const output of run.take(recorded)) keep(output);
  }
  for (const output of run.end()) keep(output);
  const report = run.report();
  if (losses + report.other > 0 && report.inputs === 0) {
    throw new RecordingError('no-recording', `nothing in it is input of this kind (last looked at: ${last})`);
  }
  if (losses > lossesTold) remarks.push(`and ${losses - lossesTold} more like it`);
  return { report, remarks, instantOf: (seconds) => run.instantOf(seconds) };
}

/** The report in one line. */
export function summaryOf(report: ImportReport): string {
  const lost = Object.values(report.lost).reduce((sum, count) => sum + count, 0);
  return [
    `${report.inputs} inputs → ${report.steps} steps in ${report.episodes} episodes`,
    lost > 0 ? `${lost} inputs lost: the recording is partial` : 'nothing lost',
    ...(report.paused > 0 ? [`${report.paused} inputs inside pauses left out`] : []),
    ...(report.other > 0 ? [`${report.other} lines or rows of another kind left out`] : []),
    ...(report.removed > 0 ? [`${report.removed} inputs removed by a person left out`] : []),
  ].join('; ');
}
