import { describe, it } from 'vitest';
import { TestDeviceStore } from './memory.ts';
import { describeDeviceStore } from './store-checks.ts';

const opened = new Map<string, TestDeviceStore>();

describe('the store in memory', () => {
  describeDeviceStore({ describe, it }, async (name) => {
    const store = opened.get(name) ?? new TestDeviceStore();
    opened.set(name, store);
    return store;
  });
});
