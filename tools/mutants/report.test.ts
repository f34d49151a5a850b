import { expect, test } from 'vitest';
import { judgeMutants, type MutationReport } from './report.ts';

const source = 'const limit = 3;\nexport const over = (n: number) => n > limit;\n';
const at = (line: number, from: number, to: number) => ({
  start: { line, column: from },
  end: { line, column: to },
});
const reportOf = (
  ...mutants: readonly {
    readonly status: 'Killed' | 'Survived' | 'NoCoverage' | 'Timeout' | 'Ignored';
    readonly replacement: string;
  }[]
): MutationReport => ({
  files: {
    'packages/consent/src/over.ts': {
      source,
      mutants: mutants.map(({ status, replacement }) => ({
        status,
        replacement,
        mutatorName: 'EqualityOperator',
        location: at(2, 36, 45),
      })),
    },
  },
});

test('killed and timed out mutants are detected, ignored ones do not count', () => {
  const report = reportOf(
    { status: 'Killed', replacement: 'n >= limit' },
    { status: 'Timeout', replacement: 'true' },
    { status: 'Ignored', replacement: 'false' },
    { status: 'NoCoverage', replacement: 'n < limit' },
  );
  expect(judgeMutants(report, [])).toMatchObject({ score: 200 / 3, detected: 2, counted: 3 });
});

test('a survivor is reported with its line, its code and whether a test reached it', () => {
  const { survivors } = judgeMutants(reportOf({ status: 'Survived', replacement: 'n >= limit' }), []);
  expect(survivors).toEqual([
    { file: 'packages/consent/src/over.ts', line: 2, original: 'n > limit', replacement: 'n >= limit', covered: true },
  ]);
});

test('a listed equivalent mutant is left out of the score', () => {
  const report = reportOf({ status: 'Killed', replacement: 'true' }, { status: 'Survived', replacement: 'n >= limit' });
  const listed = {
    file: 'packages/consent/src/over.ts',
    original: 'n > limit',
    replacement: 'n >= limit',
    reason: 'limit itself never comes in',
  };
  expect(judgeMutants(report, [listed])).toMatchObject({ score: 100, equivalent: 1, survivors: [], stale: [] });
});

test('an entry for a mutant that is detected is stale', () => {
  const listed = { file: 'packages/consent/src/over.ts', original: 'n > limit', replacement: 'true', reason: 'none' };
  expect(judgeMutants(reportOf({ status: 'Killed', replacement: 'true' }), [listed]).stale).toEqual([listed]);
});

test('a run in which nothing was mutated has no score', () => {
  expect(judgeMutants({ files: {} }, []).score).toBe(0);
});
