import { basename, dirname, join } from 'node:path';
import { AgentNetReader, noFacts, parseWindowTitle, type RecordingFacts, type WindowTitle } from '@assent/steps/import';
import { fileIn, isFile, linesOf, objectIn } from './files.ts';
import type { Located, Recording } from './recording.ts';

/** The name of the raw input in a recording's folder. */
const eventsName = 'events.jsonl';

/** Opens an AgentNet or DuckTrack recording: its folder, or its `events.jsonl` alone. */
export async function openAgentNet(path: string): Promise<Recording> {
  const file = await fileIn(path, eventsName);
  const folder = file === path ? null : dirname(file);
  const remarks: string[] = [];
  const facts = folder === null ? noFacts : await factsIn(folder, remarks);
  const windows = folder === null ? [] : await windowsIn(folder, remarks);
  return { facts, remarks, inputs: () => inputsOf(linesOf(file), basename(file), windows) };
}

/** The inputs of lines in the same format from anywhere; `name` is what a person knows them by. */
export async function* inputsOf(
  lines: AsyncIterable<string>,
  name: string,
  windows: readonly WindowTitle[] = [],
): AsyncGenerator<Located, void> {
  const reader = new AgentNetReader(windows);
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber += 1;
    for (const recorded of reader.read(line)) yield { recorded, where: `${name} line ${lineNumber}` };
  }
}

async function factsIn(folder: string, remarks: string[]): Promise<RecordingFacts> {
  const metadata = await objectIn(join(folder, 'metadata.json'));
  const task = await objectIn(join(folder, 'task_name.json'));
  if (metadata === 'malformed')
    remarks.push('metadata.json is not a JSON object: size of the screen and system unknown');
  if (task === 'malformed') remarks.push('task_name.json is not a JSON object: task unknown');
  const declared = metadata === 'malformed' || metadata === null ? {} : metadata;
  return {
    ...noFacts,
    screen: { width: sizeOf(declared['screen_width']), height: sizeOf(declared['screen_height']), scale: 1 },
    isMac: declared['system'] === 'Darwin',
    task: task === 'malformed' || task === null ? null : (textOf(task['description']) ?? textOf(task['task_name'])),
  };
}

async function windowsIn(folder: string, remarks: string[]): Promise<readonly WindowTitle[]> {
  const file = join(folder, 'top_window.jsonl');
  if (!(await isFile(file))) return [];
  const windows: WindowTitle[] = [];
  let unread = 0;
  for await (const line of linesOf(file)) {
    const window = parseWindowTitle(line);
    if (window !== null) windows.push(window);
    else if (line.trim() !== '') unread += 1;
  }
  if (unread > 0) remarks.push(`top_window.jsonl: ${unread} lines name no window`);
  return windows.toSorted((a, b) => a.time - b.time);
}

function sizeOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
