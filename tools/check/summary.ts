import { existsSync, readFileSync } from 'node:fs';

/** How a gate ended, with the tests that it ran. */
export interface Held extends Counts {
  readonly name: string;
  readonly ok: boolean;
}

/** How many tests passed and failed; null where the gate runs none or has left no report. */
interface Counts {
  readonly tests: { readonly passed: number; readonly failed: number } | null;
}

/** Reads what the test runner's JSON reporter has written; a gate without a report has no tests. */
export function countsOf(report: string | undefined): Counts {
  if (report === undefined || !existsSync(report)) return { tests: null };
  // Written a moment ago by the test runner itself.
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  return { tests: { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0 } };
}

/**
 * The end of the output: which gates did not hold, how many did, and alone on the last line the count of tests. A gate that
 * did not hold without a failed test counts as one: an unhandled error, a file that could not start, or anything that is
 * no test. So the last line never says `0 failed` when something failed.
 */
export function lastLines(held: readonly Held[]): readonly string[] {
  const broken = held.filter(({ ok }) => !ok);
  const passed = held.reduce((sum, { tests }) => sum + (tests?.passed ?? 0), 0);
  const failed = held.reduce((sum, { ok, tests }) => sum + Math.max(tests?.failed ?? 0, ok ? 0 : 1), 0);
  return [
    '',
    `${held.length - broken.length} of ${held.length} gates hold.`,
    ...(broken.length === 0 ? [] : [`Gates that did not hold: ${broken.map(({ name }) => name).join(', ')}`]),
    ...(held.length === 0 ? ['No gate has such a name.'] : []),
    `${passed} passed, ${held.length === 0 ? 1 : failed} failed`,
  ];
}
