/**
 * `npm test`: every gate in order, with progress. `npm test -- NAME …` runs those whose names contain a word given.
 * Ends with a count of tests; exit code 0 only if every gate held.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { gates } from './gates.ts';

const wanted = process.argv.slice(2);
const cache = 'node_modules/.cache/assent';
await rm(cache, { recursive: true, force: true });
await mkdir(cache, { recursive: true });

const failed: string[] = [];
let gatesRun = 0;
for (const gate of gates) {
  if (wanted.length > 0 && !wanted.some((word) => gate.name.includes(word))) continue;
  gatesRun += 1;
  process.stdout.write(`· ${gate.name} …`);
  const started = performance.now();
  const outcome = await gate.check();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`\r${outcome.ok ? '✓' : '✗'} ${gate.name} (${seconds} s)\n`);
  if (outcome.ok) continue;
  failed.push(gate.name);
  process.stdout.write(`${outcome.output.split('\n').slice(-200).join('\n')}\n`);
}

const tests = ['unit', 'real'].map((project) => countsOf(`${cache}/${project}.json`));
const passedTests = tests.reduce((sum, count) => sum + count.passed, 0);
const failedTests = tests.reduce((sum, count) => sum + count.failed, 0);
if (failed.length > 0) process.stdout.write(`\nGates that did not hold: ${failed.join(', ')}\n`);
process.stdout.write(`\n${gatesRun - failed.length} of ${gatesRun} gates hold.\n`);
if (passedTests + failedTests > 0) process.stdout.write(`${passedTests} passed, ${failedTests} failed\n`);
process.exitCode = failed.length > 0 || gatesRun === 0 ? 1 : 0;

function countsOf(file: string): { readonly passed: number; readonly failed: number } {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  // Written a moment ago by the test runner's own JSON reporter.
  const report = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number };
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}
