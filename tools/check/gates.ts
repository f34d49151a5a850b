import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
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
const memoryForBoth = 6e9;

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
      { name: 'decision records have one form and an index', check: () => node('tools/check/decision-records.ts') },
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
    atOnce: freemem() > memoryForBoth && availableParallelism() > 1 ? 2 : 1,
    gates: [realTests, tests('unit and property tests', 'unit'), demo],
  },
];

/** The tests of one project. Vitest fails for a failed test, an unhandled error, a file that cannot start, and for no tests. */
function tests(name: string, project: string): Gate {
  const report = `${reports}/${project}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return { name, report, check: () => run('node_modules/.bin/vitest', ['run', '--project', project, ...reporters]) };
}

/** A file that must not pass, and the rules that must say so. */
interface Violation {
  readonly file: string;
  readonly imports: readonly string[];
  readonly rules: readonly string[];
}

/** The violation that also reads the clock, which lint has to refuse in packages that decide. */
const clockViolation = 'packages/steps/src/deliberate-violation.ts';

const violations: readonly Violation[] = [
  {
    file: clockViolation,
    imports: ['@assent/ledger', 'node:fs', 'vitest'],
    rules: ['direction-steps', 'pure-packages-touch-nothing-outside', 'packages-that-decide-use-listed-libraries'],
  },
  {
    file: 'packages/capture-web/src/deliberate-violation.ts',
    imports: ['@assent/spool', 'node:fs', 'zod'],
    rules: ['direction-capture-web', 'capture-web-uses-no-node', 'capture-web-reads-the-page-only'],
  },
  {
    file: 'packages/capture-web/src/page-script/deliberate-violation.ts',
    imports: ['../develop/develop.ts'],
    rules: ['page-script-loads-nothing-apart'],
  },
  {
    file: 'packages/capture-web/src/protocol-deliberate-violation.ts',
    imports: ['@assent/safeguards'],
    rules: ['page-protocol-imports-contracts-only'],
  },
  {
    file: 'apps/extension/src/entrypoints/deliberate-violation.ts',
    imports: ['../background/start.ts'],
    rules: ['page-entry-points-import-capture-web-only'],
  },
  {
    file: 'packages/device/src/deliberate-violation.ts',
    imports: ['node:fs'],
    rules: ['device-touches-nothing-but-its-ports'],
  },
  {
    file: 'packages/service/src/deliberate-violation.ts',
    imports: ['age-encryption', 'shamir-secret-sharing', '@noble/hashes/sha2.js'],
    rules: ['one-door-age-encryption', 'one-door-shamir-secret-sharing', 'one-door--noble-hashes'],
  },
  {
    file: 'packages/client/src/deliberate-violation.ts',
    imports: ['@assent/store', 'node:fs'],
    rules: ['direction-client', 'these-packages-use-no-node'],
  },
  {
    file: 'apps/extension/src/pages/deliberate-violation.ts',
    imports: ['../background/indicator.ts'],
    rules: ['extension-pages-know-requests-only', 'extension-background-has-one-door'],
  },
  {
    file: 'apps/cli/src/deliberate-violation.ts',
    imports: ['../../collector/src/witnesses.ts'],
    rules: ['apps-have-one-door'],
  },
  {
    file: 'apps/console/src/deliberate-violation.ts',
    imports: ['../../../packages/store/src/index.ts'],
    rules: ['console-is-pages-of-a-client'],
  },
];

/** A check that cannot fail is no check: each of these must be caught, by each rule that it breaks. */
async function directionCanFail(): Promise<Outcome> {
  // Also where this process is told to end in between: nobody may commit a violation by accident.
  process.once('exit', removeViolations);
  const stop = (): never => process.exit(1);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    for (const { file, imports } of violations) {
      const readsClock = file === clockViolation ? 'export const at = [new Date(), globalThis.Date.now()];\n' : '';
      await writeFile(file, imports.map((specifier) => `import '${specifier}';\n`).join('') + readsClock);
    }
    const { ok, output } = await direction();
    const lint = await bin('oxlint', '--no-ignore', '--format=unix', clockViolation);
    const missed = [
      ...violations.flatMap(({ file, rules }) =>
        rules.filter((rule) => !output.includes(`${rule}: ${file}`)).map((rule) => `${rule}: ${file} was not caught`),
      ),
      ...['assent(no-current-date)', 'eslint(no-restricted-globals)']
        .filter((rule) => !lint.output.includes(rule))
        .map((rule) => `${rule}: ${clockViolation} was not caught`),
    ];
    const caught = !ok && !lint.ok && missed.length === 0;
    return { ok: caught, output: caught ? '' : `${missed.join('\n')}\n${output}\n${lint.output}` };
  } finally {
    removeViolations();
    process.off('exit', removeViolations).off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function removeViolations(): void {
  for (const { file } of violations) rmSync(file, { force: true });
}
