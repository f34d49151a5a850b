import { spawn } from 'node:child_process';
import { run, type Outcome } from './run.ts';

const vitest = 'node_modules/vitest/vitest.mjs';

/** Runs Vitest and collects what it prints. */
export function quietly(...args: readonly string[]): Promise<Outcome> {
  return run(process.execPath, [vitest, ...args]);
}

/** Runs Vitest in view; whether it succeeded. */
export function inView(...args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [vitest, ...args], { stdio: 'inherit' });
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}
