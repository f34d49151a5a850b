import { join } from 'node:path';
import {
  parsePeerAction,
  type DifferentialReport,
  type PeerAction,
  type PeerReduction,
  type ReportedDifference,
} from '@assent/steps/import';
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

/** A differential report as lines for people: each difference with its rule, then the sums. Free of content. */
export function differenceLines(report: DifferentialReport): readonly string[] {
  const { differences, reasons } = report;
  const rows = differences.map(
    (difference) => [clock(startOf(difference)), difference.kind, describe(difference)] as const,
  );
  return [
    `${report.ours} steps of ours, ${report.theirs} actions of the recording; ${report.same} say the same`,
    ...(rows.length === 0 ? [] : ['', ...table(rows)]),
    ...(reasons.length === 0 ? [] : ['', 'Why:']),
    ...reasons.map(({ says, at, count }) => `${String(count).padStart(6)}  ${says} (${at})`),
  ];
}

function describe({ ours, theirs, failure }: ReportedDifference): string {
  const list = (side: ReportedDifference['ours']) => side.map(({ what }) => what).join(', ') || 'nothing';
  return `${list(theirs)} → ${list(ours)}${failure === null ? '' : `  [failure ${failure}]`}`;
}

function startOf({ ours, theirs }: ReportedDifference): number {
  return Math.min(...[...ours, ...theirs].map(({ from }) => from));
}

/** Minutes and seconds since the recording began; a clock that counts from the epoch is shown by its time of day. */
function clock(ms: number): string {
  const seconds = ms / 1000;
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours}:${String(minutes).padStart(2, '0')}:${(seconds % 60).toFixed(2).padStart(5, '0')}`;
}

function table(rows: readonly (readonly [string, string, string])[]): readonly string[] {
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  const [first, second] = [width(0), width(1)];
  return rows.map(([at, kind, what]) => `${at.padStart(first)}  ${kind.padEnd(second)}  ${what}`);
}
