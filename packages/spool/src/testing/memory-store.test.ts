import { describe, it } from 'vitest';
import { faultyStore } from './faulty-store.ts';
import { memoryStore } from './memory-store.ts';
import { describeSpoolStore } from './store-checks.ts';

const opened = new Map<string, Map<string, Uint8Array<ArrayBuffer>>>();

function dataOf(name: string): Map<string, Uint8Array<ArrayBuffer>> {
  const data = opened.get(name) ?? new Map<string, Uint8Array<ArrayBuffer>>();
  opened.set(name, data);
  return data;
}

describe('the store in memory', () => {
  describeSpoolStore({ describe, it }, async (name) => memoryStore(dataOf(name)));
});

describe('the faulty store without a fault', () => {
  describeSpoolStore({ describe, it }, async (name) => faultyStore(memoryStore(dataOf(`faulty ${name}`)), null));
});
