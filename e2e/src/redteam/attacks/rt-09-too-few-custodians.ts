import { buildIdSchema, digestOf, signDocument, type ShareRelease } from '@assent/contracts';
import { generateIdentity, openReleases, releaseShares } from '@assent/sealing';
import { judge, refusalOf, type Attack } from '../attack.ts';
import { answer, askForBuild, raise, custodianNamed } from '../world/builds.ts';
import type { Custodian, World } from '../world/world.ts';

/** Custodians who run altered clients and skip every check, in every combination. */
export const tooFewCustodians: Attack = {
  id: 'RT-09',
  attack: 'open a day with every combination of cheating custodians; fetch inputs with the employer side alone',
  async run(world) {
    const opened: string[] = [];
    const wrong: string[] = [];
    let tried = 0;
    for (let mask = 0; mask < 2 ** world.custodians.length; mask += 1) {
      const custodians = world.custodians.filter((_, i) => ((mask >> i) & 1) === 1);
      const name = custodians.map(({ id }) => id).join('+') || 'nobody';
      const open = (await refusalOf(() => openDay(world, custodians))) === null;
      tried += 1;
      if (open) opened.push(name);
      if (open !== suffice(custodians)) wrong.push(name);
    }
    const build = await askForBuild(world);
    for (const id of ['program-owner', 'privacy-officer']) await answer(world, custodianNamed(world, id), build.build);
    const early = await refusalOf(() => world.client.buildInputs(build.build, build.builder));
    return judge(
      `${tried} combinations, ${opened.length} open: ${opened.join('; ')}; inputs for the employer side alone: ${early ?? 'given'}`,
      [
        {
          what: `exactly both sides together open (${wrong.join('; ')})`,
          held: wrong.length === 0 && opened.length > 0,
        },
        { what: 'the collector gives no inputs before both sides released', held: early === 'forbidden' },
      ],
    );
  },
};

function suffice(custodians: readonly Custodian[]): boolean {
  const count = (side: string) => custodians.filter((custodian) => custodian.side === side).length;
  return count('employer') >= 2 && count('worker') >= 1;
}

/** No request, no ledger, no window: the shares themselves are the only obstacle. */
async function openDay(world: World, custodians: readonly Custodian[]): Promise<void> {
  const deposit = world.people[0]?.deposit ?? raise('nobody takes part');
  const { identity, recipient } = await generateIdentity();
  const build = buildIdSchema.parse(await digestOf(`secret build ${custodians.length}`));
  const releases = await Promise.all(
    custodians.map(async ({ id, identity: own, signer }) =>
      signDocument<ShareRelease>(
        {
          type: 'share-release',
          v: 1,
          program: world.trust.program,
          build,
          custodian: id,
          at: Date.now(),
          checkpoint: '',
          shares: [
            ...(await releaseShares({
              deposits: [deposit],
              custodian: { id, identity: own },
              build,
              buildRecipient: recipient,
            })),
          ],
        },
        signer,
      ),
    ),
  );
  const opened = await openReleases({ releases, policy: world.policy.policy, build, buildIdentity: identity });
  await opened.recover(deposit);
}
