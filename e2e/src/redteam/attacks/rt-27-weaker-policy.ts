import { decide, initialControls, unusedQuota, readConsent, readPolicy } from '@assent/consent';
import { digestOf, signDocument, type Policy } from '@assent/contracts';
import { judge, refusalOf, type Attack } from '../attack.ts';
import { raise } from '../world/builds.ts';
import { newSigner } from '../world/people.ts';

/** The rules are made weaker behind everyone's back. */
export const weakerPolicy: Attack = {
  id: 'RT-27',
  attack: 'publish a weaker policy without the owner, without its place in the chain; run other safeguards on a device',
  async run(world) {
    const { policy, digest, document } = world.policy;
    const ada = world.people[0] ?? raise('nobody takes part');
    const weaker: Policy = {
      ...policy,
      version: 2,
      previous: digest,
      issuedAt: Date.now(),
      builds: { ...policy.builds, objectionWindowSeconds: 0 },
    };
    const intruder = await newSigner();
    const publish = async (body: Policy, by = world.owner) =>
      refusalOf(async () => world.client.publishPolicy(await signDocument(body, by)));
    const collector = {
      'by another key': await publish(weaker, intruder),
      'in place of the first': await publish({ ...weaker, version: 1, previous: null }),
      'naming another ledger': await publish({ ...weaker, ledger: { verifierKey: 'pilot+00000000+AAAA' } }),
    };
    const altered = await refusalOf(() => readPolicy({ ...document, body: weaker }, world.trust.ownerKey));
    const foreign = await refusalOf(async () => readPolicy(await signDocument(weaker, intruder), world.trust.ownerKey));
    const known = await readPolicy(document, world.trust.ownerKey);
    const consent = await readConsent(ada.consent, ada.device.publicKey);
    const situation = {
      now: Date.now(),
      policy: known,
      consent,
      controls: initialControls('steps-only'),
      page: { origin: policy.sites[0]?.origin ?? '', incognito: false, hints: [] },
      indicatorShown: true,
      safeguards: policy.safeguards.digest,
      permitted: true,
      suspended: false,
      storage: unusedQuota,
    };
    const asAgreed = decide(situation).state;
    const otherRules = decide({ ...situation, safeguards: await digestOf('other rules') }).state;
    const newVersion = decide({ ...situation, policy: { policy: weaker, digest: await digestOf(weaker) } }).state;
    const gate = Object.entries(collector).map(([how, code]) => `${how}: ${code}`);
    return judge(
      `${gate.join('; ')}; altered on the way: ${altered}; signed by another: ${foreign}; device with other safeguards: ${otherRules}; with a version not agreed to: ${newVersion}`,
      [
        ...Object.entries(collector).map(([how, code]) => ({
          what: `the collector refuses it ${how}`,
          held: code !== null,
        })),
        { what: 'a device refuses an altered policy', held: altered !== null && foreign !== null },
        { what: 'a device records under what was agreed', held: asAgreed === 'recording' },
        { what: 'a device with other safeguards does not record', held: otherRules === 'unhealthy' },
        { what: 'a device does not record under a version not agreed to', held: newVersion === 'no-consent' },
      ],
    );
  },
};
