import { auditSource, type AuditReport } from '@assent/ledger';
import { exportAgentNet, readSteps, verifyDataset, type StepRow } from '@assent/dataset';
import { planted, plantedNeedles, type Deed as Action } from '@assent/practice';
import { scanBytes, scanForLeaks } from '@assent/testkit';
import { compareActions } from './compare-actions.ts';

/** One thing the demo promises, and whether it held. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** Counts and places, never content. */
  readonly detail: string;
}

/** All rows of a dataset. The demo's is small; larger ones are read as a stream. */
export async function allSteps(dataset: string): Promise<readonly StepRow[]> {
  const steps: StepRow[] = [];
  for await (const step of readSteps(dataset)) steps.push(step);
  return steps;
}

/** Every task that was done is there as steps, in order. */
export function everyTaskIsThere(actions: readonly Action[], steps: readonly StepRow[]): Check {
  const report = compareActions(actions, steps);
  return {
    name: 'every task is there as steps',
    ok: report.missing.length === 0 && report.actions > 0,
    detail: `${report.found} of ${report.actions} actions found${report.missing.length > 0 ? `; missing: ${report.missing.join(', ')}` : ''}`,
  };
}

/** Nothing of the pause or of the deleted part is in the dataset: neither its words nor its clicks. */
export function nothingFromPauseOrDeletion(
  kept: readonly Action[],
  unwanted: readonly Action[],
  steps: readonly StepRow[],
): Check {
  const text = steps.map((step) => JSON.stringify(step, bigintAsText));
  const words = [...planted.paused.split(' '), ...planted.deleted.split(' ')];
  const hits = words.filter((word) => text.some((line) => line.includes(word)));
  // The words are hidden by the safeguards anyway, so their absence alone proves little: no control may have been
  // clicked more often than in the part that was kept.
  const surplus = clickedControls(unwanted).filter(
    (control) => clicksIn(steps, control) > clickedControls(kept).filter((other) => other === control).length,
  );
  return {
    name: 'nothing from the pause or the deletion is in the dataset',
    ok: hits.length === 0 && surplus.length === 0 && unwanted.length > 0,
    detail: `${words.length} words and ${clickedControls(unwanted).length} clicks looked for; ${hits.length} words and ${surplus.length} clicks found`,
  };
}

/** Clicks by control, as `role name`. */
function clickedControls(actions: readonly Action[]): readonly string[] {
  return actions.flatMap((done) => (done.did === 'click' ? [`${done.at.role} ${done.at.name}`] : []));
}

function clicksIn(steps: readonly StepRow[], control: string): number {
  return steps.filter(({ action, target }) => action.type === 'click' && `${target?.role} ${target?.name}` === control)
    .length;
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** No planted secret is anywhere in folders or database, in any spelling, compressed or not. */
export async function noSecretAnywhere(folders: readonly string[], databaseDump: string): Promise<Check> {
  const needles = plantedNeedles();
  const report = await scanForLeaks(folders, needles);
  const leaks = [...report.leaks, ...scanBytes('database rows', Buffer.from(databaseDump), needles)];
  const places = [...new Set(leaks.map(({ where, needle, encoding }) => `${where} (needle ${needle}, ${encoding})`))];
  return {
    name: 'no planted secret is anywhere',
    ok: leaks.length === 0 && report.files > 0 && databaseDump.length > 0,
    detail:
      `searched ${report.files} files, ${(report.bytes / 1e6).toFixed(1)} MB, ${report.opened} compressed streams and the database's rows ` +
      `for ${needles.length} strings${places.length > 0 ? `; FOUND in ${places.slice(0, 5).join(', ')}` : ''}`,
  };
}

/** The dataset verifies. */
export async function datasetVerifies(dataset: string): Promise<Check> {
  const report = await verifyDataset(dataset);
  const { files, steps, episodes } = report.counts;
  return {
    name: 'the dataset verifies',
    ok: report.ok && steps > 0,
    detail: report.ok
      ? `${files} files, ${episodes} episodes, ${steps} steps`
      : report.faults.map(({ code, path }) => `${code} in ${path}`).join(', '),
  };
}

/** The AgentNet export reads back as its format demands. */
export async function exportReadsBack(dataset: string, out: string): Promise<Check> {
  const report = await exportAgentNet(dataset, out);
  return {
    name: 'the AgentNet export reads back',
    ok: report.ok && report.steps > 0,
    detail: `${report.episodes} trajectories, ${report.steps} steps, ${report.imagesMissing} without an image`,
  };
}

/** The ledger replays without a finding. */
export async function ledgerReplays(input: {
  readonly source: Parameters<typeof auditSource>[0];
  readonly verifierKey: string;
  readonly ownerKey: Parameters<typeof auditSource>[1]['ownerKey'];
}): Promise<{ readonly check: Check; readonly report: AuditReport }> {
  const { source, verifierKey, ownerKey } = input;
  const report = await auditSource(source, { verifierKey, ...(ownerKey === undefined ? {} : { ownerKey }) });
  return {
    check: {
      name: 'the ledger replays',
      ok: report.findings.length === 0 && report.counts['build.finished'] > 0,
      detail:
        report.findings.length === 0
          ? `${report.size} leaves`
          : report.findings.map(({ code, leafIndex }) => `${code} at ${leafIndex ?? '-'}`).join(', '),
    },
    report,
  };
}
