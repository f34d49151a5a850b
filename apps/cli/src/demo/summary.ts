import type { DemoResult } from './demo.ts';

/** The demo's closing words, for a person to enjoy: what happened, what was hidden, what held. */
export function summaryOf(result: DemoResult): string {
  const { steps, build, audit, actions } = result;
  const { counts } = build.result.body;
  return [
    '',
    heading('What was done and what was kept'),
    row(
      'by hand',
      `${actions.kept.length + actions.paused.length + actions.deleted.length} actions with mouse and keyboard`,
    ),
    row('while paused', `${actions.paused.length} actions, none recorded`),
    row(
      'deleted in review',
      `${actions.deleted.length} actions, ${result.deletedSteps} steps gone before they were sealed`,
    ),
    row('kept', `${counts.steps} steps in ${counts.episodes} episodes`),
    ...bars(countBy(steps.map(({ action }) => action.type))),
    '',
    heading('What the safeguards hid, and why'),
    ...bars(new Map(Object.entries(build.quality.redactions))),
    row('second pass in the build', `${counts.secondPass} still to hide`),
    '',
    heading('Sealed, opened by both sides, built'),
    row('sealed', `${result.segments} segments, ${sealedBytes(result)}`),
    row('ledger', `${audit.size} leaves, root ${audit.root.slice(0, 16)}…`),
    ...Object.entries(audit.counts)
      .filter(([, count]) => count > 0)
      .map(([kind, count]) => row('', `${String(count).padStart(3)} ${kind}`)),
    row(
      'dataset',
      `${counts.steps} rows, ${build.manifest.body.files.filter(({ rows }) => rows !== null).length} shards`,
    ),
    row(
      'delivered',
      `one copy, ${(result.delivery.bytes / 1024).toFixed(0)} KiB sealed to ${result.delivery.name}, leaf ${result.delivery.leafIndex}`,
    ),
    row('plaintext while built', build.plaintext === 'memory' ? 'in memory only' : 'on disk, removed'),
    row('opened by it', result.dataset),
    row('snapshots of the pages', result.snapshots),
    '',
    heading('Promises'),
    ...result.checks.map(({ ok, name, detail }) => `  ${ok ? '✓' : '✗'} ${name}: ${detail}`),
    '',
  ].join('\n');
}

function heading(text: string): string {
  return `  ${text}\n  ${'─'.repeat(text.length)}`;
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(26)}${text}`;
}

/** Counts as bars, largest first. */
function bars(counts: ReadonlyMap<string, number>): readonly string[] {
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  const largest = rows[0]?.[1] ?? 1;
  return rows.map(([name, count]) => row(`  ${name}`, `${'▇'.repeat(Math.ceil((24 * count) / largest))} ${count}`));
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function sealedBytes({ sealedBytes }: DemoResult): string {
  return `${(sealedBytes / 1024).toFixed(0)} KiB of ciphertext`;
}
