/**
 * `npm run mutants -- PACKAGE [FILE …]`: changes the code of one package in small ways and reports which changes no
 * test notices. FILE narrows the run to files under `packages/PACKAGE/src`, for example `gate.ts`.
 *
 * Exit code 0 if the score is reached and nothing is listed as equivalent that is not; 1 if not; 2 for a wrong call.
 * Mutants that are equivalent to the original are listed with a reason in `packages/PACKAGE/equivalent-mutants.json`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutatedPackages, notMutated, requiredScore } from './packages.ts';
import { judgeMutants, type EquivalentMutant, type MutationReport } from './report.ts';

const [name = '', ...files] = process.argv.slice(2);
if (!mutatedPackages.some((each) => each === name)) {
  console.error(`Usage: npm run mutants -- ${mutatedPackages.join('|')} [FILE …]`);
  process.exit(2);
}

const cache = join('node_modules', '.cache', 'assent', 'mutants', name);
mkdirSync(cache, { recursive: true });
const reportFile = join(cache, files.length === 0 ? 'report.json' : 'partial.json');
const source = `packages/${name}/src`;
const sandbox = `.assent/mutants/${name}`;
// An interrupted run leaves its copy behind.
rmSync(sandbox, { recursive: true, force: true });
// The sandbox holds the packages only; a project file that names other folders would not be readable in it.
const others = ['apps', 'bench', 'e2e', 'practice', 'docs', '.ci', '.assent', 'tsconfig.json', 'tsconfig.tests.json'];
const options = {
  packageManager: 'npm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'tools/mutants/vitest.config.ts', related: true },
  mutate: [
    ...(files.length === 0 ? [`${source}/**/*.ts`] : files.map((file) => `${source}/${file}`)),
    ...notMutated.flatMap((pattern) => [`!${source}/${pattern}`, `!${source}/**/${pattern}`]),
  ],
  // The runner cannot read the options of this compiler, and needs none: types are stripped.
  tsconfigFile: 'no-tsconfig.json',
  ignorePatterns: [...others.map((path) => `/${path}`), '**/dist', '**/.output', '**/.wxt'],
  // Outside of node_modules, where the test runner looks for no tests.
  tempDirName: sandbox,
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: Number(process.env['ASSENT_MUTANTS_CONCURRENCY'] ?? 2),
  timeoutMS: 10_000,
  incremental: true,
  incrementalFile: join(cache, 'incremental.json'),
  reporters: ['progress-append-only', 'json'],
  logLevel: 'error',
  jsonReporter: { fileName: reportFile },
};
const configFile = join(cache, 'stryker.config.json');
writeFileSync(configFile, JSON.stringify(options, null, 2));

const run = spawnSync(process.execPath, ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', configFile], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, ASSENT_MUTANTS: name },
});
if (run.status !== 0) process.exit(1);

const listFile = `packages/${name}/equivalent-mutants.json`;
// Both files are written by this repository: the report a moment ago, the list by hand.
const equivalents = existsSync(listFile) ? (JSON.parse(readFileSync(listFile, 'utf8')) as EquivalentMutant[]) : [];
const report = JSON.parse(readFileSync(reportFile, 'utf8')) as MutationReport;
const result = judgeMutants(report, equivalents);

for (const { file, line, original, replacement, covered } of result.survivors) {
  console.log(`${file}:${line} ${covered ? 'survived' : 'not covered'}: ${original} → ${replacement}`);
}
for (const { file, original, replacement } of result.stale) {
  console.log(`${listFile} lists what is not there or was detected: ${file}: ${original} → ${replacement}`);
}
console.log(
  `${name}: ${result.score.toFixed(1)} % of ${result.counted} mutants detected (goal ${requiredScore} %), ` +
    `${result.survivors.length} survived, ${result.equivalent} listed as equivalent`,
);
process.exitCode = result.score >= requiredScore && (files.length > 0 || result.stale.length === 0) ? 0 : 1;
