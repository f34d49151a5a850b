import { defineConfig } from 'vitest/config';

/** The unit tests of one package, for the mutation runner. `ASSENT_MUTANTS` names the package. */
export default defineConfig({
  test: {
    include: [`packages/${process.env['ASSENT_MUTANTS'] ?? '*'}/src/**/*.test.ts`],
    exclude: ['**/*.real.test.ts', '**/node_modules/**'],
    setupFiles: ['tools/mutants/fewer-runs.ts'],
    testTimeout: 30_000,
  },
});
