import { releaseToBuild, createClient } from '@assent/client';
import { signDocument, type BuildRequest } from '@assent/contracts';
import { generateIdentity, openReleases } from '@assent/sealing';
import { judge, refusalOf, type Attack } from '../attack.ts';
import { askForBuild, raise, releasedBuild, custodianNamed } from '../world/builds.ts';

/** What was released to one build, used for another. */
export const replayReleases: Attack = {
  id: 'RT-10',
  attack: 'reuse released shares for another build, swap the recipient after approval, replay an approval',
  async run(world) {
    const first = await releasedBuild(world);
    const second = await askForBuild(world);
    const release = first.inputs.releases[0] ?? raise('nobody released');
    const deposit = first.inputs.deposits[0] ?? raise('no day key');
    const { policy } = world.policy;
    const elsewhere = await refusalOf(() =>
      world.client.releaseShares({ ...release, body: { ...release.body, build: second.build } }),
    );
    const leavesBefore = (await world.client.ledger.checkpoint()).split('\n')[1];
    const again = await refusalOf(() => world.client.releaseShares(release));
    const leavesAfter = (await world.client.ledger.checkpoint()).split('\n')[1];
    const replayed = await refusalOf(() =>
      openReleases({ releases: first.inputs.releases, policy, build: second.build, buildIdentity: second.identity }),
    );
    const relabelled = await refusalOf(async () => {
      // Even with the custodians' help: signed again for the second build, the shares inside still say the first.
      const signedAgain = await Promise.all(
        first.inputs.releases.map(async ({ body }) =>
          signDocument({ ...body, build: second.build }, custodianNamed(world, body.custodian).signer),
        ),
      );
      const opened = await openReleases({
        releases: signedAgain,
        policy,
        build: second.build,
        buildIdentity: first.identity,
      });
      await opened.recover(deposit);
    });
    const swapped = await swapRecipient(world, second.build, second.status.request.body);
    return judge(
      `posted to another build: ${elsewhere}; posted again: ${leavesBefore === leavesAfter ? 'no new leaf' : 'a new leaf'}; opened for another: ${replayed}; signed again for another: ${relabelled}; recipient swapped: ${swapped}`,
      [
        { what: 'a release does not go to another build', held: elsewhere !== null },
        { what: 'a repeated release changes nothing', held: again === null && leavesBefore === leavesAfter },
        { what: 'the opener refuses another build’s releases', held: replayed === 'share-other-build' },
        { what: 'the shares themselves name their build', held: relabelled === 'share-other-build' },
        { what: 'a swapped recipient is refused by custodians', held: swapped !== null && swapped !== 'released' },
      ],
    );
  },
};

/** The collector exchanges the recipient in a request that custodians are about to approve. */
async function swapRecipient(
  world: Parameters<Attack['run']>[0],
  build: Awaited<ReturnType<typeof askForBuild>>['build'],
  body: BuildRequest,
) {
  const { recipient } = await generateIdentity();
  const client = createClient({
    baseUrl: world.collector.address,
    now: () => Date.now(),
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (!url.endsWith(`/v1/builds/${build}`)) return response;
      // Our own collector's answer, changed in one place.
      const status = (await response.json()) as { readonly request: object };
      return Response.json({ ...status, request: { ...status.request, body: { ...body, recipient } } });
    },
  });
  return refusalOf(async () => {
    const custodian = custodianNamed(world, 'works-council');
    const outcome = await releaseToBuild({ client, trust: world.trust, custodian, build, now: Date.now() + 60_000 });
    throw Object.assign(new Error('answered'), { code: outcome.outcome });
  });
}
