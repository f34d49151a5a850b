/**
 * `npm run check`: the types of everything, and of what has changed since this branch left `main` (or since the last commit
 * on `main` itself) its lint, its format and the unit tests that depend on it. Seconds, for while one works; `npm test`
 * checks everything.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run, type Outcome } from './run.ts';
import { runAll } from './run-all.ts';
import { showProgress } from './progress.ts';
import { quietly } from './vitest.ts';

const git = (...args: readonly string[]) => spawnSync('git', args, { encoding: 'utf8' }).stdout.trim();
const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

const since = git('merge-base', 'HEAD', 'main') || 'HEAD';
const changed = [
  ...linesOf(git('diff', '--name-only', since)),
  ...linesOf(git('ls-files', '--others', '--exclude-standard')),
].filter((file) => existsSync(file));
const code = changed.filter((file) => /\.(?:tsx?|mjs)$/.test(file));
const bin = (tool: string, ...args: readonly string[]) => run(`node_modules/.bin/${tool}`, args);

const progress = showProgress(process.stdout);
let broken = 0;
async function check(name: string, act: () => Promise<Outcome>): Promise<void> {
  progress.began(name);
  const started = performance.now();
  const outcome = await act();
  if (!outcome.ok) broken += 1;
  progress.ended(name, outcome, (performance.now() - started) / 1000);
}

const checks: (readonly [name: string, act: () => Promise<Outcome>])[] = [['types', () => bin('tsc', '-b')]];
if (changed.length > 0) {
  checks.push(['format', () => bin('oxfmt', '--check', '--no-error-on-unmatched-pattern', ...changed)]);
}
if (code.length > 0) {
  checks.push(
    ['lint', () => bin('oxlint', '--type-aware', '--deny-warnings', ...code)],
    ['unit tests', () => quietly('run', '--project', 'unit', '--changed', since, '--passWithNoTests')],
  );
}
await runAll(checks, 2, ([name, act]) => check(name, act));
console.log(`${changed.length} files changed; ${broken === 0 ? 'all checks hold' : `${broken} checks do not hold`}`);
process.exitCode = broken === 0 ? 0 : 1;
