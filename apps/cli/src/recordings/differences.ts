import type { DifferentialReport, ReportedDifference } from '@assent/steps/import';

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
