import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tools/real/longest-first.ts';

/** Two projects: `unit` runs anywhere in seconds; `real` drives real PostgreSQL, Chromium and processes. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'practice/src/**/*.test.ts',
            'e2e/src/**/*.test.ts',
            'tools/**/*.test.ts',
          ],
          exclude: ['**/*.real.test.ts', '**/node_modules/**'],
          testTimeout: 30_000,
          // Unit tests leave nothing behind; loading every module anew for each file costs ten minutes.
          isolate: false,
        },
      },
      {
        test: {
          name: 'real',
          include: ['{packages,apps,practice,e2e}/**/*.real.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['tools/real/setup.ts'],
          // Limits matter only to what fails: a busy machine is no failure.
          testTimeout: 240_000,
          expect: { poll: { timeout: 60_000 } },
          hookTimeout: 180_000,
          // Most of these wait for a browser's timers more than they compute.
          maxWorkers: 3,
          // Nothing but the tests' own modules has a state of its own; loading everything anew for each file costs minutes.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
