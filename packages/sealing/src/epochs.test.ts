import { buildIdSchema, digestOf, type BuildId } from '@assent/contracts';
import { describe, expect, it } from 'vitest';
import {
  digestFor,
  makeCustody,
  makeDayKey,
  makeRelease,
  newSigner,
  releaseFrom,
  type Custody,
  refusal,
} from '../test/fixtures.ts';
import { generateIdentity } from './age.ts';
import { openReleases } from './recover.ts';
import { releaseShares } from './release.ts';

/**
 * Custodian keys live for an epoch: a later policy version names new recipients and signing keys for the same custodians. Days
 * sealed under a version are opened with that version's keys, and with no others.
 */

/** The same custodians with fresh keys in the policy version after. */
async function nextEpoch(custody: Custody): Promise<Custody> {
  const fresh = await makeCustody();
  const policy = { ...fresh.policy, version: custody.policy.version + 1, previous: custody.digest };
  return { policy, digest: await digestOf(policy), custodians: fresh.custodians };
}

async function twoEpochs() {
  const first = await makeCustody();
  const second = await nextEpoch(first);
  const device = await newSigner();
  const builder = await generateIdentity();
  const build: BuildId = buildIdSchema.parse(await digestFor('build'));
  const old = await makeDayKey(first, device);
  const recent = await makeDayKey(second, device);
  const recover = async (
    custody: Custody,
    { deposit }: typeof old,
    releases: Parameters<typeof openReleases>[0]['releases'],
  ) => {
    const opened = await openReleases({ releases, policy: custody.policy, build, buildIdentity: builder.identity });
    return opened.recover(deposit);
  };
  const releasesOf = async (custody: Custody, { deposit }: typeof old) =>
    Promise.all(
      custody.custodians
        .slice(0, 3)
        .map(async (custodian) => releaseFrom(custodian, [deposit], build, builder.recipient)),
    );
  return { first, second, builder, build, old, recent, recover, releasesOf };
}

describe('an epoch of custodian keys', () => {
  it('opens its own days after the next has begun', async () => {
    const { first, second, old, recent, recover, releasesOf } = await twoEpochs();
    expect(await recover(first, old, await releasesOf(first, old))).toMatch(/^AGE-SECRET-KEY-1/);
    expect(await recover(second, recent, await releasesOf(second, recent))).toMatch(/^AGE-SECRET-KEY-1/);
  });

  it('has no power over days of another: its keys open none of their shares, its signatures do not count', async () => {
    const { first, second, builder, build, old, recover, releasesOf } = await twoEpochs();
    const [custodian] = second.custodians;
    const attempt = releaseShares({
      deposits: [old.deposit],
      custodian: custodian!,
      build,
      buildRecipient: builder.recipient,
    });
    await expect(attempt).rejects.toMatchObject(refusal('cannot-open'));
    // The old shares, signed with the same custodians' new keys.
    const shares = (await releasesOf(first, old)).map(({ body }) => body.shares);
    const signedAnew = await Promise.all(
      shares.map(async (list, i) => makeRelease(second.custodians[i]!, build, list)),
    );
    await expect(recover(first, old, signedAnew)).rejects.toMatchObject(refusal('bad-signature'));
    await expect(recover(second, old, signedAnew)).rejects.toMatchObject(refusal('other-policy'));
  });

  it('whose keys are destroyed leaves its days closed, whatever shares were kept and whichever custodian of the next helps', async () => {
    const { first, second, builder, build, old, recover, releasesOf } = await twoEpochs();
    // Both employer custodians are needed and one destroyed its key; the worker custodians kept theirs.
    const kept = (await releasesOf(first, old)).filter(({ body }) => body.custodian !== first.custodians[0]!.id);
    await expect(recover(first, old, kept)).rejects.toMatchObject(refusal('below-threshold'));
    for (const custodian of second.custodians) {
      const attempt = releaseShares({
        deposits: [old.deposit],
        custodian,
        build,
        buildRecipient: builder.recipient,
      });
      await expect(attempt).rejects.toMatchObject(refusal('cannot-open'));
    }
  });
});
