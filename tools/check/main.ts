/**
 * `npm test`: every gate, stage by stage, with progress. `npm test -- NAME …` runs those whose names contain a word given.
 * Ends with the gates that did not hold, if any, and a count of tests in which each such gate counts as a failure; exit
 * code 0 only if every gate held.
 */
import { mkdir, rm } from 'node:fs/promises';
import { reports, stages, type Gate } from './gates.ts';
import { runAll } from './run-all.ts';
import { showProgress } from './progress.ts';
import { countsOf, lastLines, type Held } from './summary.ts';

const wanted = process.argv.slice(2);
const chosen = ({ name }: Gate) => wanted.length === 0 || wanted.some((word) => name.includes(word));
await rm(reports, { recursive: true, force: true });
await mkdir(reports, { recursive: true });

const progress = showProgress(process.stdout);
const held: Held[] = [];
for (const { atOnce, gates } of stages) {
  await runAll(gates.filter(chosen), atOnce, async (gate) => {
    progress.began(gate.name);
    const started = performance.now();
    const outcome = await gate.check();
    held.push({ name: gate.name, ok: outcome.ok, ...countsOf(gate.report) });
    progress.ended(gate.name, outcome, (performance.now() - started) / 1000);
  });
}
for (const line of lastLines(held)) process.stdout.write(`${line}\n`);
process.exitCode = held.length > 0 && held.every(({ ok }) => ok) ? 0 : 1;
