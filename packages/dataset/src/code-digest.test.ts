import { expect, it } from 'vitest';
import { buildCodeDigest } from './code-digest.ts';

it('names the same code by the same digest', async () => {
  const digest = await buildCodeDigest();
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(await buildCodeDigest()).toBe(digest);
});
