import { rm, writeFile } from 'node:fs/promises';
import { lintCanFail } from './lint-can-fail.ts';
import { run, type Outcome } from './run.ts';

/** One thing that must hold before anything lands. */
export interface Gate {
  readonly name: string;
  check(): Promise<Outcome>;
}

const bin = (tool: string, ...args: readonly string[]) => run(`node_modules/.bin/${tool}`, args);

const node = (file: string, ...args: readonly string[]) =>
  run(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args]);

const extension = (script: string) => run('npm', ['run', '--silent', script, '-w', '@assent/extension']);

const direction = () => bin('depcruise', '--config', '.dependency-cruiser.mjs', 'packages', 'apps', 'practice', 'e2e');

/** Every gate, cheapest first. */
export const gates: readonly Gate[] = [
  { name: 'types', check: () => bin('tsc', '-b') },
  { name: 'lint', check: () => bin('oxlint', '--type-aware', '--deny-warnings') },
  { name: 'lint can fail', check: lintCanFail },
  { name: 'format', check: () => bin('oxfmt', '--check') },
  { name: 'dependency direction', check: direction },
  { name: 'dependency direction can fail', check: directionCanFail },
  { name: 'unused code and dependencies', check: () => bin('knip') },
  { name: 'a reason for every dependency', check: () => node('tools/check/dependency-reasons.ts') },
  { name: 'decision records have one form and an index', check: () => node('tools/check/decision-records.ts') },
  { name: 'promises name tests that exist', check: () => node('tools/check/promises.ts') },
  { name: 'unit and property tests', check: () => vitest('unit') },
  { name: 'extension builds', check: () => extension('build') },
  { name: 'extension builds for unattended runs', check: () => extension('build:demo') },
  { name: 'content script size', check: () => extension('size') },
  { name: 'tests on real PostgreSQL, Chromium and processes', check: () => vitest('real') },
  { name: 'demo', check: () => node('apps/cli/src/main.ts', 'demo') },
];

async function vitest(project: string): Promise<Outcome> {
  return run('node_modules/.bin/vitest', [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=node_modules/.cache/assent/${project}.json`,
  ]);
}

/** A check that cannot fail is no check: an upward import must be caught. */
async function directionCanFail(): Promise<Outcome> {
  const violation = 'packages/steps/src/deliberate-violation.ts';
  await writeFile(violation, "import '@assent/ledger';\nimport 'node:fs';\n");
  try {
    const outcome = await direction();
    const caught = !outcome.ok && /direction-steps/.test(outcome.output) && /pure-packages/.test(outcome.output);
    return { ok: caught, output: caught ? '' : `A deliberate violation was not caught.\n${outcome.output}` };
  } finally {
    await rm(violation);
  }
}
