import { expect, test } from 'vitest';
import { serialQueue } from './serial-queue.ts';

test('tasks run one after the other, in order, past one that fails', async () => {
  const queue = serialQueue();
  const log: string[] = [];
  const step = (name: string, fail = false) =>
    queue(async () => {
      log.push(`${name} begins`);
      await Promise.resolve();
      if (fail) throw new Error(name);
      log.push(`${name} ends`);
      return name;
    });
  const results = await Promise.allSettled([step('a'), step('b', true), step('c')]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'c begins', 'c ends']);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
