import { rm, writeFile } from 'node:fs/promises';
import { availableParallelism, freemem } from 'node:os';
import { lintCanFail } from './lint-can-fail.ts';
import { run, type Outcome } from './run.ts';

/** One thing that must hold before anything lands. */
export interface Gate {
  readonly name: string;
  /** Where it leaves a report of the tests that it ran. */
  readonly report?: string;
  check(): Promise<Outcome>;
}

const bin = (tool: string, ...args: readonly string[]) => run(`node_modules/.bin/${tool}`, args);

const node = (file: string, ...args: readonly string[]) =>
  run(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args]);

const extension = (script: string) => run('npm', ['run', '--silent', script, '-w', '@assent/extension']);

const direction = () => bin('depcruise', '--config', '.dependency-cruiser.mjs', 'packages', 'apps', 'practice', 'e2e');

/** Where the test runner leaves its reports. */
export const reports = 'node_modules/.cache/assent/reports';

/** Gates that may run beside each other, so many at once. */
interface Stage {
  readonly atOnce: number;
  readonly gates: readonly Gate[];
}

/** Memory that the demo needs beside the real tests, bytes. */
const roomForBoth = 6e9;

const demo: Gate = { name: 'demo', check: () => node('apps/cli/src/main.ts', 'demo') };
const realTests: Gate = tests('tests on real PostgreSQL, Chromium and processes', 'real');

/** Every gate, cheapest first. */
export const stages: readonly Stage[] = [
  {
    atOnce: 2,
    gates: [
      { name: 'types', check: () => bin('tsc', '-b') },
      { name: 'extension builds', check: () => extension('build') },
      { name: 'format', check: () => bin('oxfmt', '--check') },
      { name: 'dependency direction', check: direction },
      { name: 'unused code and dependencies', check: () => bin('knip') },
      { name: 'a reason for every dependency', check: () => node('tools/check/dependency-reasons.ts') },
      { name: 'promises name tests that exist', check: () => node('tools/check/promises.ts') },
    ],
  },
  {
    atOnce: 2,
    gates: [
      // It reads the types that the first stage has written.
      { name: 'lint', check: () => bin('oxlint', '--type-aware', '--deny-warnings') },
      { name: 'lint can fail', check: lintCanFail },
      { name: 'content script size', check: () => extension('size') },
    ],
  },
  // It writes a violation into the sources: nothing else may read them meanwhile.
  { atOnce: 1, gates: [{ name: 'dependency direction can fail', check: directionCanFail }] },
  // The real tests wait for browsers more than they compute; the others fill the time.
  {
    atOnce: freemem() > roomForBoth && availableParallelism() > 1 ? 2 : 1,
    gates: [realTests, tests('unit and property tests', 'unit'), demo],
  },
];

/** The tests of one project. Vitest fails for a failed test, an unhandled error, a file that cannot start, and for no tests. */
function tests(name: string, project: string): Gate {
  const report = `${reports}/${project}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return { name, report, check: () => run('node_modules/.bin/vitest', ['run', '--project', project, ...reporters]) };
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
