/**
 * `npm run test:alone [-- --count N] [--seed S] [FILE …]`: each real test must hold alone and in any order. Draws N tests
 * (12 if not given) and runs each in a process of its own; then runs their files together, files and tests shuffled. FILE
 * is part of a path. A seed draws the same again.
 */
import { readFile, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { countsOf } from './summary.ts';
import { draw, nameOf, patternFor, type ListedTest } from './draw.ts';
import { inView, quietly } from './vitest.ts';

const { values, positionals } = parseArgs({
  options: {
    count: { type: 'string', default: '12' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
  allowPositionals: true,
});
const list = 'node_modules/.cache/assent/real-tests.json';
const report = 'node_modules/.cache/assent/alone.json';

console.log('Listing the real tests …');
const listing = await quietly('list', ...positionals, '--project', 'real', '--no-static-parse', `--json=${list}`);
if (!listing.ok) throw new Error(`the tests cannot be listed:\n${listing.output}`);
// Written a moment ago by Vitest itself.
const all = JSON.parse(await readFile(list, 'utf8')) as readonly ListedTest[];
const drawn = draw(all, Number(values.count), Number(values.seed));
console.log(`${all.length} real tests; ${drawn.length} of them alone, seed ${values.seed}:`);

const failed: string[] = [];
for (const test of drawn) {
  await rm(report, { force: true });
  const only = ['--testNamePattern', patternFor(test)];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { ok, output } = await quietly('run', test.file, '--project', 'real', ...only, ...reporters);
  // A pattern that finds nothing would succeed as well.
  const holds = ok && (countsOf(report).tests?.passed ?? 0) > 0;
  console.log(`${holds ? '✓' : '✗'} ${nameOf(test)}`);
  if (holds) continue;
  failed.push(nameOf(test));
  console.log(output);
}

const files = [...new Set(drawn.map(({ file }) => file))];
console.log(`\n${files.length} files, shuffled with their tests:`);
const order = ['--sequence.shuffle.files', '--sequence.shuffle.tests', `--sequence.seed=${values.seed}`];
const inAnyOrder = drawn.length > 0 && (await inView('run', ...files, '--project', 'real', ...order));
for (const name of failed) console.log(`Fails alone: ${name}`);
if (!inAnyOrder) console.log(`Fails in another order: npm run test:real -- ${order.join(' ')}`);
process.exitCode = failed.length === 0 && inAnyOrder ? 0 : 1;
