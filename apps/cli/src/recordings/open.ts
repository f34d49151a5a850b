import { inputsOf, openAgentNet } from './agentnet.ts';
import { openOpenAdapt } from './openadapt.ts';
import type { Recording } from './recording.ts';
import { noFacts } from '@assent/steps/import';

/** The tools whose recordings can be read. */
export const recordingFormats = ['agentnet', 'ducktrack', 'openadapt'] as const;
export type RecordingFormat = (typeof recordingFormats)[number];

/** Opens a recording. Throws a `RecordingError` if there is none. */
export async function openRecording(format: RecordingFormat, path: string): Promise<Recording> {
  // DuckTrack's folder is AgentNet's with less in it.
  return format === 'openadapt' ? openOpenAdapt(path) : openAgentNet(path);
}

/** A recording in AgentNet's form from standard input: events alone. */
export function recordingOfLines(lines: AsyncIterable<string>): Recording {
  return { facts: noFacts, remarks: [], inputs: () => inputsOf(lines, 'standard input') };
}
