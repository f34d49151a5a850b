import { consentSchema, digestOf, hmacSha256Hex, signDocument, utf8, type Erasure } from '@assent/contracts';
import { scanBytes } from '@assent/testkit';
import { judge, type Attack } from '../attack.ts';
import { ask, everyRoute } from '../http-roles.ts';
import { realLeaves } from '../world/ledgers.ts';
import type { Person, World } from '../world/world.ts';

/** A manager with every interface of the product wants to know who paused, deleted or left. */
export const whoLeft: Attack = {
  id: 'RT-26',
  attack: 'compare every public answer and leaf before and after somebody deletes and leaves; look for presence routes',
  async run(world) {
    const leaves = await world.join('Gwen Ashdown');
    const routes = await everyRoute(world);
    const before = await publicAnswers(world, routes);
    const known = (await realLeaves(world)).length;
    await leave(world, leaves);
    const after = await publicAnswers(world, routes);
    const changed = [...after].filter(([path, body]) => before.get(path) !== body).map(([path]) => path);
    const fresh = (await realLeaves(world)).slice(known);
    const names = [
      leaves.participant,
      leaves.device.publicKey,
      leaves.name,
      leaves.mail,
      leaves.consentDigest,
      leaves.deposit.body.dayKey,
      ...leaves.segments.map(({ manifest }) => manifest.body.ciphertext),
    ];
    const telling = scanBytes('leaves', Buffer.from(JSON.stringify(fresh)), names).length;
    // The traces of joining, to compare leaving with.
    const joining = (await realLeaves(world)).find(({ kind }) => kind === 'consent.recorded');
    const leaving = fresh.find(({ kind }) => kind === 'consent.recorded');
    const alike =
      joining !== undefined && leaving !== undefined && String(Object.keys(joining)) === String(Object.keys(leaving));
    const presence = routes.filter(({ path }) => /paus|exempt|object(?!s)|presence|idle|online|last-seen/i.test(path));
    const kinds = new Set((await realLeaves(world)).map(({ kind }) => kind));
    return judge(
      `${routes.length} routes, ${presence.length} about presence; answers that changed: ${changed.join(', ')}; ${fresh.length} new leaves (${fresh.map(({ kind }) => kind).join(', ')}), ${telling} with a name or pseudonym; leaving looks like joining: ${alike}. Note: who watches a person and the ledger in the same minute can still guess`,
      [
        {
          what: 'only the ledger and the page that shows it changed',
          held: changed.length > 0 && changed.every((path) => path === '/' || path.startsWith('/ledger')),
        },
        { what: 'no leaf names anyone', held: telling === 0 && fresh.length > 0 },
        { what: 'a withdrawal looks like a consent', held: alike },
        { what: 'there is no route about presence', held: presence.length === 0 },
        {
          what: 'no kind of leaf is about pauses or objections',
          held: ![...kinds].some((kind) => /paus|object|exempt|withdraw/.test(kind)),
        },
      ],
    );
  },
};

async function leave(world: World, who: Person): Promise<void> {
  const { program } = world.trust;
  const common = { v: 1, program, participant: who.participant, device: who.device.publicKey, at: Date.now() } as const;
  const order: Erasure = { ...common, type: 'erasure', scope: { what: 'everything' } };
  await world.client.erase(await signDocument(order, who.device));
  const withdrawal = consentSchema.parse({
    ...who.consent.body,
    decision: 'withdrawn',
    tier: 'none',
    at: Date.now(),
    previous: who.consentDigest,
  });
  const commitment = await hmacSha256Hex(utf8('known to the participant alone'), utf8(await digestOf(withdrawal)));
  await world.client.recordConsent({
    consent: await signDocument(withdrawal, who.device),
    commitment,
    enrolmentCode: null,
  });
}

/** What the owner sees, by path. */
async function publicAnswers(
  world: World,
  routes: Awaited<ReturnType<typeof everyRoute>>,
): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  const builds = await world.client.builds();
  for (const { method, path } of routes) {
    if (method !== 'GET') continue;
    const filled = path
      .replace(':program', world.trust.program)
      .replace(':build', builds[0]?.build ?? '')
      .replace('/*', '/0/000.p/1');
    const { status, body } = await ask(world.collector.address, { method, path: filled }, world.owner);
    answers.set(filled, `${status} ${body.toString('base64')}`);
  }
  return answers;
}
