import { channels } from '@assent/contracts';
import { redact } from '@assent/safeguards';
import { judge, type Attack } from '../attack.ts';

const sizes = [65_536, 1_048_576];
/** Repeated units that make careless patterns backtrack. */
const units = [
  'a',
  '1',
  '.',
  '@',
  '-',
  ' ',
  'a@',
  'a.',
  '1-',
  '+49 ',
  'AB12 ',
  'https://',
  '%41',
  '\u0301',
  'х',
  '(((',
  '::1:',
];
/** Of so many runs the fastest counts: a machine that does other things slows them down, and never speeds one up. */
const repeats = 3;
const budgetMs = 50;
const stopMs = 250;

/** A hostile page feeds the safeguards texts that are made to take long. */
export const slowTexts: Attack = {
  id: 'RT-19',
  attack: `${units.length} kinds of adversarial text of 64 KB and 1 MB into every channel of the safeguards`,
  async run() {
    const times: number[] = [];
    for (const channel of channels) {
      for (const size of sizes) {
        for (const unit of units) {
          const text = `${unit.repeat(Math.ceil(size / unit.length)).slice(0, size)}!`;
          times.push(Math.min(...Array.from({ length: repeats }, () => cpuMs(() => redact(channel, text)))));
        }
      }
    }
    times.sort((a, b) => a - b);
    const p99 = times[Math.floor(times.length * 0.99)] ?? Number.NaN;
    const most = times.at(-1) ?? Number.NaN;
    // The budget is for benchmarks on a known machine; the stop is what no text may pass anywhere.
    return judge(
      `${times.length} texts: p99 ${p99.toFixed(0)} ms (budget ${budgetMs}), most ${most.toFixed(0)} ms of CPU (stop ${stopMs})`,
      [{ what: `every text is done within ${stopMs} ms`, held: most < stopMs }],
    );
  },
};

/** Processor time of this process while something ran, ms. */
function cpuMs(run: () => void): number {
  const started = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}
