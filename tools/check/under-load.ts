/**
 * `npm run test:under-load [-- --times N] [FILE …]`: runs the real tests N times (3 if not given) while two busy loops
 * compete for the processor. FILE is part of a path.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { inView } from './vitest.ts';

const { values, positionals } = parseArgs({
  options: { times: { type: 'string', default: '3' } },
  allowPositionals: true,
});
const times = Number(values.times);

/** Computes until the process that started it is gone, however that ended. */
const busyLoop = `const parent = process.ppid;
for (;;) { for (let n = 0; n < 1e8; n++); if (process.ppid !== parent) process.exit(); }`;

const loops = [1, 2].map(() => spawn(process.execPath, ['-e', busyLoop], { stdio: 'ignore' }));
let passed = 0;
try {
  for (let run = 1; run <= times; run++) {
    console.log(`\nUnder load, ${run} of ${times}:`);
    if (await inView('run', ...positionals, '--project', 'real')) passed += 1;
  }
} finally {
  for (const loop of loops) loop.kill('SIGKILL');
}
console.log(`${passed} of ${times} runs passed under load`);
process.exitCode = passed === times && times > 0 ? 0 : 1;
