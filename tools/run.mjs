/**
 * The front door of a checkout: `node tools/run.mjs COMMAND …`, reached through the npm scripts.
 *
 * Plain JavaScript, because it must run on whatever Node a machine has (20 and up) before anything is installed. It
 * prepares the checkout if need be and then hands over to the pinned Node. It writes to standard error only, so that
 * what a command prints on standard output stays clean for scripts.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { prepare, root, say, systemNeeds } from './setup.mjs';

const commands = {
  start: ['apps/cli/src/main.ts', 'up'],
  demo: ['apps/cli/src/main.ts', 'demo'],
  test: ['tools/check/main.ts'],
  'test:alone': ['tools/check/alone.ts'],
  'test:real': ['node_modules/vitest/vitest.mjs', 'run', '--project', 'real'],
  'test:under-load': ['tools/check/under-load.ts'],
  'test:unit': ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit'],
  check: ['tools/check/changed.ts'],
  watch: ['node_modules/vitest/vitest.mjs', 'watch', '--project', 'unit'],
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
  run(node);
} catch (error) {
  say(error.message);
  process.exit(3);
}

/** Hands over to the pinned Node, and ends as that ends. */
function run(node) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...command, ...rest], {
    cwd: name === 'assent' ? (process.env.INIT_CWD ?? process.cwd()) : root,
    // The channel closes however this process ends, also by `kill -9`: the child then ends what it started and itself.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      // Whatever the command starts in turn runs on the same Node.
      PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
      // Types are stripped once, not at every start.
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
    },
  });
  // The child decides how to end; this process passes signals on. The terminal signals the child as well, and npm passes on
  // what it gets: the child knows that what comes within a second is one press of Ctrl-C.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  endWithParents(() => child.kill('SIGTERM'));
  child.on('error', (error) => {
    say(`${node} could not be started (${error.code ?? error.name}); remove node_modules and try again.`);
    process.exit(3);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** Calls `end` when npm, which started this, is gone without having said so. */
function endWithParents(end) {
  // Started by hand, perhaps to go on after the shell that started it.
  if (process.env.npm_lifecycle_event === undefined) return;
  const parents = () => `${process.ppid} ${npmBehindShell(process.ppid)}`;
  const before = parents();
  const timer = setInterval(() => {
    if (parents() === before) return;
    clearInterval(timer);
    end();
  }, 1000);
  timer.unref();
}

/** The parent of the shell that npm may put between; null where there is no shell, or where this system does not say. */
function npmBehindShell(pid) {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const isShell = /\((?:sh|dash|bash|ash|busybox)\)/.test(line);
    return isShell ? Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]) : null;
  } catch {
    return null;
  }
}
