import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestOf } from './digest.ts';
import { parseAs } from './parse.ts';
import { mediaKinds, policySchema, type Policy } from './policy.ts';

/** A policy as it was published before there was a word about media, and the digest that a day key names it by. */
async function published(): Promise<{ readonly policy: Policy; readonly digest: string }> {
  const file = new URL('../../../spec/vectors/custody/nested.json', import.meta.url);
  const { policy, deposit } = JSON.parse(await readFile(file, 'utf8'));
  return { policy, digest: deposit.body.policy };
}

test('a policy that says nothing of media parses, keeps its digest, and keeps nothing', async () => {
  const { policy, digest } = await published();
  const parsed = parseAs(policySchema, 'policy', policy);
  expect(await digestOf(parsed)).toBe(digest);
  expect(parsed.snapshots.keep).toBeUndefined();
});

test('media are kept kind by kind, each named once; there is one way to keep nothing', async () => {
  const { policy, digest } = await published();
  const { snapshots } = policy;
  const withKeep = (keep: unknown) => policySchema.safeParse({ ...policy, snapshots: { ...snapshots, keep } });
  for (const keep of [[], ['images', 'images'], ['frames'], ['fields'], 'images', null]) {
    expect(withKeep(keep).success).toBe(false);
  }
  fc.assert(
    fc.property(fc.subarray([...mediaKinds], { minLength: 1 }), (keep) => {
      expect(withKeep(keep).data?.snapshots.keep).toEqual(keep);
    }),
  );
  expect(await digestOf(withKeep(['images']).data ?? {})).not.toBe(digest);
});
