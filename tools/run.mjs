/**
 * The front door of a checkout: `node tools/run.mjs COMMAND …`, reached through the npm scripts.
 *
 * Plain JavaScript, because it must run on whatever Node a machine has (20 and up) before anything is installed. It
 * prepares the checkout if need be and then hands over to the pinned Node. It writes to standard error only, so that
 * what a command prints on standard output stays clean for scripts.
 */
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { prepare, root, say, systemNeeds } from './setup.mjs';

const commands = {
  start: ['apps/cli/src/main.ts', 'up'],
  demo: ['apps/cli/src/main.ts', 'demo'],
  test: ['tools/check/main.ts'],
  redteam: ['e2e/src/redteam/main.ts'],
  assent: ['apps/cli/src/main.ts'],
  mutants: ['tools/mutants/main.ts'],
  'bench:safeguards': ['bench/safeguards/main.ts'],
  'bench:sealing': ['bench/sealing/main.ts'],
  'bench:steps': ['bench/steps/main.ts'],
  'bench:web': ['bench/web/main.ts'],
};

const [name, ...rest] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  say(`Usage: npm ${Object.keys(commands).join(' | npm run ')}`);
  process.exit(2);
}

try {
  const node = prepare();
  systemNeeds(name, rest);
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...command, ...rest], {
    cwd: name === 'assent' ? (process.env.INIT_CWD ?? process.cwd()) : root,
    stdio: 'inherit',
    env: {
      ...process.env,
      // Whatever the command starts in turn runs on the same Node.
      PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
      // Types are stripped once, not at every start.
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
    },
  });
  // The child decides how to end; this process only passes the wish on.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
} catch (error) {
  say(error.message);
  process.exit(1);
}
