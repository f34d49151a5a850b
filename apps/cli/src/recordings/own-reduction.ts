import { join } from 'node:path';
import { parsePeerAction, type PeerAction, type PeerReduction } from '@assent/steps/import';
import { isFile, linesOf } from './files.ts';
import { RecordingError } from './recording.ts';

const completeName = 'reduced_events_complete.jsonl';
const visName = 'reduced_events_vis.jsonl';

/** A recording's own reduction, and what of it could not be read. */
export interface OwnReduction {
  readonly peer: PeerReduction;
  readonly remarks: readonly string[];
}

/** Reads the reduction in an AgentNet recording's folder. Throws a `RecordingError` if there is none. */
export async function readOwnReduction(folder: string): Promise<OwnReduction> {
  const remarks: string[] = [];
  const complete = await actionsIn(folder, completeName, remarks);
  const vis = await actionsIn(folder, visName, remarks);
  if (complete === null && vis === null) {
    throw new RecordingError('no-recording', `the folder holds neither ${completeName} nor ${visName}`);
  }
  return { peer: { complete, vis }, remarks };
}

async function actionsIn(folder: string, name: string, remarks: string[]): Promise<readonly PeerAction[] | null> {
  const file = join(folder, name);
  if (!(await isFile(file))) return null;
  const actions: PeerAction[] = [];
  let lineNumber = 0;
  for await (const line of linesOf(file)) {
    lineNumber += 1;
    const action = parsePeerAction(line, lineNumber);
    if (action !== null) actions.push(action);
    // Hidden actions are `null` in the file.
    else if (line.trim() !== '' && line.trim() !== 'null') remarks.push(`${name} line ${lineNumber}: no action`);
  }
  return actions;
}
