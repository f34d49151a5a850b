import { describe, expect, test } from 'vitest';
import { step } from './step.ts';

describe('a step of a test', () => {
  test('is over before the next begins', async () => {
    const done: string[] = [];
    await step('first', async () => {
      await Promise.resolve();
      done.push('first');
    });
    done.push('second');
    expect(done).toEqual(['first', 'second']);
  });

  test('fails with the error it met, which names the step', async () => {
    const met = new TypeError('no such button');
    await expect(step('pauses', () => Promise.reject(met))).rejects.toBe(met);
    expect(met.message).toBe('pauses: no such button');
  });
});
