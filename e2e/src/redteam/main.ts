import { buildConsole, buildExtension } from '@assent/cli';
import { attacks } from './attacks/index.ts';
import { carryOut } from './run.ts';
import { startWorld } from './world/deployment.ts';

/**
 * `npm run redteam [-- RT-01 …]`: carries out the red-team list against a live loopback deployment. Exit code 0 only if
 * no attack succeeded.
 */
const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? attacks : attacks.filter(({ id }) => wanted.includes(id));
console.error('Bringing up a deployment to attack …');
const world = await startWorld({ extension: () => buildExtension('demo'), pages: buildConsole });
try {
  const marks = { held: '✓ held', broken: '✗ BROKEN', 'out-of-reach': '– out of reach' };
  const results = await carryOut(chosen, world, ({ id, attack, outcome, evidence, seconds }) => {
    console.log(
      `${id}  ${marks[outcome].padEnd(14)}  ${attack} (${seconds.toFixed(1)} s)\n${' '.repeat(7)}${evidence}`,
    );
  });
  const count = (outcome: keyof typeof marks) => results.filter((result) => result.outcome === outcome).length;
  console.log(
    `\n${results.length} attacks: ${count('held')} held, ${count('broken')} broken, ${count('out-of-reach')} out of reach of software`,
  );
  // Deny by default: nothing tried, nothing shown.
  process.exitCode = count('broken') > 0 || results.length === 0 ? 1 : 0;
} finally {
  await world.stop();
}
