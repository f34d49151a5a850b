import { consentSchema, digestOf, openSigned, segmentReceiptSchema, signDocument } from '@assent/contracts';
import { buildDataset } from '@assent/dataset';
import { leafHash, parseVerifierKey, readEntry, verifyReceipt } from '@assent/ledger';
import { judge, refusalOf, type Attack } from '../attack.ts';
import { buildInputOf, raise, releasedBuild } from '../world/builds.ts';
import { newSigner } from '../world/people.ts';

/** Papers that are not what they say: receipts, ledger proofs, consents. */
export const staleConsent: Attack = {
  id: 'RT-14',
  attack: 'forge receipts and ledger proofs; build on a forged, a foreign and a withdrawn consent',
  async run(world) {
    const ada = world.people[0] ?? raise('nobody takes part');
    const receipt = ada.segments[0]?.receipt ?? raise('nothing was sent');
    const { collectorKey } = await world.client.join();
    const intruder = await newSigner();
    const forgedReceipt = await signDocument({ ...receipt.body, leafIndex: 0 }, intruder);
    const receiptSays = await refusalOf(() => openSigned(segmentReceiptSchema, forgedReceipt, { key: collectorKey }));

    const log = parseVerifierKey(world.trust.verifierKey);
    const proven = await readEntry(world.client.ledger, log, receipt.body.leafIndex);
    const other = await readEntry(world.client.ledger, log, 0);
    const wrongEntry = await refusalOf(() => verifyReceipt(proven.receipt, other.entry, { log }));
    const otherPlace = await refusalOf(() =>
      verifyReceipt(proven.receipt.replace(/^index \d+$/m, 'index 0'), proven.entry, { log }),
    );

    const released = await releasedBuild(world);
    const honest = await buildInputOf(world, released, 'consents');
    const withConsents = (change: (consent: typeof ada.consent) => Promise<readonly (typeof ada.consent)[]>) =>
      refusalOf(async () => {
        const consents = await Promise.all(honest.inputs.consents.map(change));
        await buildDataset({ ...honest, inputs: { ...honest.inputs, consents: consents.flat() } });
      });
    const forged = await withConsents(async (consent) => [
      { ...consent, body: { ...consent.body, tier: 'steps-with-snapshots' } },
    ]);
    const foreign = await withConsents(async ({ body }) => [
      await signDocument({ ...body, device: intruder.publicKey }, intruder),
    ]);
    const withdrawal = await signDocument(
      consentSchema.parse({
        ...ada.consent.body,
        decision: 'withdrawn',
        at: Date.now(),
        previous: await digestOf(ada.consent.body),
      }),
      ada.device,
    );
    const without = await buildDataset({
      ...honest,
      inputs: { ...honest.inputs, consents: [...honest.inputs.consents, withdrawal] },
    });
    const excluded = without.quality.segments.excluded['consent-withdrawn'];
    return judge(
      `receipt: ${receiptSays}; proof of another entry: ${wrongEntry}; of another place: ${otherPlace}; consent altered: ${forged}; by another device: ${foreign}; withdrawn: ${excluded} of ${released.inputs.manifests.length} segments excluded`,
      [
        { what: 'a receipt by another key is refused', held: receiptSays === 'wrong-key' },
        { what: 'a proof does not prove another entry', held: wrongEntry !== null && leafHash(other.entry).length > 0 },
        { what: 'nor another place', held: otherPlace !== null },
        { what: 'an altered consent stops the build', held: forged !== null },
        { what: 'another device’s consent stops the build', held: foreign !== null },
        { what: 'a withdrawal excludes all of its participant', held: excluded === ada.segments.length },
      ],
    );
  },
};
