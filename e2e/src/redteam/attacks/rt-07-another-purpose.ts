import { createClient, releaseToBuild, type Client } from '@assent/client';
import { buildRequestSchema, dayOf, digestOf, signDocument, type BuildRequest, type Signed } from '@assent/contracts';
import { generateIdentity } from '@assent/sealing';
import { judge, refusalOf, type Attack } from '../attack.ts';
import { answer, askForBuild, custodianNamed } from '../world/builds.ts';
import { newSigner } from '../world/people.ts';
import type { World } from '../world/world.ts';

/** The employer wants the recordings for something else, and the collector helps. */
export const anotherPurpose: Attack = {
  id: 'RT-07',
  attack: 'ask for a build for “performance”, with unlisted code, and let a lying collector show it to every custodian',
  async run(world) {
    const honest = await askForBuild(world);
    const body = honest.status.request.body;
    // Signed by the owner's real key; the type system is no obstacle to an attacker.
    const forPerformance = await signed(world, { ...body, purpose: 'performance' as BuildRequest['purpose'] });
    const otherCode = await signed(world, { ...body, code: await digestOf('somebody else’s code') });
    const collectorSays = [
      await refusalOf(() => world.client.requestBuild(forPerformance)),
      await refusalOf(() => world.client.requestBuild(otherCode)),
    ];
    const custodiansSay: (string | null)[] = [];
    for (const custodian of world.custodians) {
      for (const lie of [forPerformance, otherCode]) {
        const liar = lyingClient(world, lie);
        const outcome = await refusalOf(async () => {
          const done = await releaseToBuild({
            client: liar.client,
            trust: world.trust,
            custodian,
            build: honest.build,
            now: Date.now() + 60_000,
          });
          if (done.outcome !== 'released') throw Object.assign(new Error('refused'), { code: done.outcome });
        });
        custodiansSay.push(liar.sharesAsked() ? null : outcome);
      }
    }
    const refused = await answer(world, custodianNamed(world, 'works-council'), honest.build, { allowedCode: [] });
    const status = await world.client.build(honest.build);
    return judge(
      `collector: ${collectorSays.join(', ')}; ${custodiansSay.length} answers of custodians’ clients: ${[...new Set(custodiansSay)].join(', ')}; a refusal by code: ${refused.outcome === 'refused' ? refused.reason : refused.outcome}, in the ledger: ${status.refused.join(', ')}`,
      [
        { what: 'an honest collector refuses both', held: collectorSays.every((code) => code !== null) },
        { what: 'no custodian’s client releases', held: custodiansSay.every((code) => code !== null) },
        {
          what: 'a refusal is recorded',
          held: refused.outcome === 'refused' && status.refused.includes('works-council'),
        },
        {
          what: 'the purpose cannot even be spelled',
          held: !buildRequestSchema.safeParse(forPerformance.body).success,
        },
      ],
    );
  },
};

async function signed(world: World, body: BuildRequest): Promise<Signed<BuildRequest>> {
  const { recipient } = await generateIdentity();
  const builder = (await newSigner()).publicKey;
  return signDocument(
    { ...body, recipient, builder, requestedAt: Date.now(), days: { from: body.days.from, to: dayOf(Date.now()) } },
    world.owner,
  );
}

/** The real collector, but it shows another request in a build's status. */
function lyingClient(world: World, lie: Signed<BuildRequest>): { readonly client: Client; sharesAsked(): boolean } {
  let asked = false;
  const client = createClient({
    baseUrl: world.collector.address,
    now: () => Date.now(),
    fetch: async (url, init) => {
      if (url.endsWith('/shares')) asked = true;
      const response = await fetch(url, init);
      if (!/\/v1\/builds\/[0-9a-f]{64}$/.test(url)) return response;
      // Our own collector's answer, changed in one place.
      const status = (await response.json()) as Readonly<Record<string, unknown>>;
      return Response.json({ ...status, request: lie });
    },
  });
  return { client, sharesAsked: () => asked };
}
