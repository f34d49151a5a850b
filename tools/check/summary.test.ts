import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runAll } from './run-all.ts';
import { countsOf, lastLines, type Held } from './summary.ts';

const gate = (name: string, ok: boolean, passed?: number, failed = 0): Held => ({
  name,
  ok,
  tests: passed === undefined ? null : { passed, failed },
});

describe('the end of the output', () => {
  it('counts the tests of all gates, alone on the last line', () => {
    const lines = lastLines([gate('types', true), gate('unit', true, 10), gate('real', true, 5)]);
    expect(lines.at(-1)).toBe('15 passed, 0 failed');
    expect(lines.join('\n')).toContain('3 of 3 gates hold.');
    expect(lines.join('\n')).not.toContain('did not hold');
  });

  it('names each gate that did not hold right above the count', () => {
    const lines = lastLines([gate('types', false), gate('unit', true, 10), gate('real', false, 4, 2)]);
    expect(lines.slice(-2)).toEqual(['Gates that did not hold: types, real', '14 passed, 3 failed']);
  });

  it('never counts no failure where a gate failed without a failed test', () => {
    // An unhandled error: every test passed.
    expect(lastLines([gate('real', false, 2281)]).at(-1)).toBe('2281 passed, 1 failed');
    // The runner did not even start.
    expect(lastLines([gate('real', false)]).at(-1)).toBe('0 passed, 1 failed');
  });

  it('counts a failure where nothing was run', () => {
    expect(lastLines([]).at(-1)).toBe('0 passed, 1 failed');
  });

  it('reads the counts that the test runner reports, and none where there is no report', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assent-summary-'));
    try {
      const report = join(folder, 'unit.json');
      expect(countsOf(report)).toEqual({ tests: null });
      writeFileSync(report, JSON.stringify({ numPassedTests: 3, numFailedTests: 1 }));
      expect(countsOf(report)).toEqual({ tests: { passed: 3, failed: 1 } });
      expect(countsOf(undefined)).toEqual({ tests: null });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('running several at once', () => {
  it('runs each once, in order, and never more than so many', async () => {
    const began: number[] = [];
    let running = 0;
    let most = 0;
    await runAll([1, 2, 3, 4, 5], 2, async (item) => {
      began.push(item);
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
    });
    expect(began).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('fails with the first that fails', async () => {
    const failing = runAll([1], 3, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
  });
});
