import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBench } from './bench.ts';
import { lossPage, measureLoss } from './loss.ts';
import { costsOf, type Load } from './measure.ts';
import { measureOff } from './off.ts';
import { reportOf, type Row } from './report.ts';
import { fixedPage, peerVersion, serveBench } from './site.ts';
import { openSubjects } from './subjects.ts';

/**
 * Measures the page script beside rrweb in a real browser, and writes docs/web-capture-measured.md. Needs the demo
 * build of the extension and Chromium.
 * Usage: node bench/web/main.ts [--seconds N] [--loss N] [--tabs N] [--only TEXT] [--off]
 * `--seconds` of use on each page with each recorder, in three rounds (30), `--loss` seconds of pointer motion at 1 kHz (60), `--tabs` open at a pause (10).
 * With `--only` just the pages whose names contain the text are measured, and the figures are printed, not written.
 * With `--off` only the time from a pause to the last listener gone is measured, for each tab and round, and printed.
 */
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    loss: { type: 'string', default: '60' },
    tabs: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
    off: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '..', '..');
const extensionDir = join(root, 'apps', 'extension', '.output', 'chrome-mv3-demo');
if (!existsSync(extensionDir)) throw new Error('build the extension first: npm run build:demo -w apps/extension');
const rounds = 3;
const work: Load = { rounds, turns: Math.max(1, Math.round(Number(options.seconds) / 2 / rounds)) };
const [lossSeconds, tabs] = [Number(options.loss), Number(options.tabs)];

const counting = await serveBench(fixedPage(lossPage), false);
try {
  await (options.off ? onlyOff() : everything());
} finally {
  await counting.close();
}

async function onlyOff(): Promise<void> {
  const bench = await startBench(extensionDir, [counting.origin]);
  try {
    const off = await measureOff(bench, counting.origin, tabs);
    process.stdout.write(`${off.map((delay) => delay.toFixed(0)).join(' ')}\n`);
  } finally {
    await bench.close();
  }
}

async function everything(): Promise<void> {
  const { subjects, close } = await openSubjects(options.only);
  const bench = await startBench(extensionDir, [counting.origin, ...subjects.map(({ sites }) => sites.assent.origin)]);
  try {
    const rows: Row[] = [];
    for (const subject of subjects) {
      process.stderr.write(`${subject.name}\n`);
      rows.push({ name: subject.name, costs: await costsOf(bench, subject, work) });
    }
    const off = await measureOff(bench, counting.origin, tabs);
    const loss = await measureLoss(bench, counting.origin, lossSeconds);
    const load = `(load ${loadavg()[1]?.toFixed(0)} while measuring)`;
    const browser = `Chromium ${bench.browser.context.browser()?.version() ?? ''}`;
    const about = { browser, peer: peerVersion, cores: availableParallelism(), load, work };
    const report = reportOf({ rows, loss, lossSeconds, off, tabs, about });
    if (options.only === '') writeFileSync(join(root, 'docs', 'web-capture-measured.md'), report);
    process.stdout.write(report);
  } finally {
    await bench.close();
    await close();
  }
}
