import { deviceLedger, deviceTransport } from '@assent/client';
import { auditSource, type LedgerSource } from '@assent/ledger';
import { generateLocalKey, localCipher } from '@assent/sealing';
import { createSpool, proofTermMs, type Spool } from '@assent/spool';
import { memoryStore } from '@assent/spool/testing';
import { judge, type Attack } from '../attack.ts';
import { raise } from '../world/builds.ts';
import { forgedLedger, realLeaves } from '../world/ledgers.ts';
import { plantedStep, takePart } from '../world/people.ts';
import type { World } from '../world/world.ts';

/** A segment was accepted and receipted; the ledger that is shown does not hold it. */
export const withholdALeaf: Attack = {
  id: 'RT-13',
  attack: 'give a receipt for a segment and show a ledger without its leaf',
  async run(world) {
    const { receipt } = world.people[0]?.segments[0] ?? raise('nothing was sent');
    const leaves = await realLeaves(world);
    const { verifierKey } = world.trust;
    const without = await forgedLedger(
      world,
      leaves.filter((_, i) => i !== receipt.body.leafIndex),
    );
    const shorter = await forgedLedger(world, leaves.slice(0, receipt.body.leafIndex));
    const promised = [{ leafIndex: receipt.body.leafIndex, ciphertext: receipt.body.ciphertext }];
    const audits = await Promise.all(
      [without, shorter].map(async (ledger) =>
        (await auditSource(ledger, { verifierKey, promised })).findings.map(({ code }) => code),
      ),
    );
    return judge(`left out: auditor ${audits[0]?.join('+')}; cut off: auditor ${audits[1]?.join('+')}`, [
      {
        what: 'an auditor with the receipt sees it',
        held: audits.every((codes) => codes.includes('promise-broken')),
      },
    ]);
  },
};

/** The same, against a device's own queue as it runs in the extension: only its clock and its view of the ledger are ours. */
export const withholdFromADevice: Attack = {
  id: 'RT-13',
  attack: 'take a device’s segments and withhold their leaves, then roll its ledger back',
  async run(world) {
    const device = await startDevice(world);
    // The ledger as it was before the device sent anything: signed by the real key, and all that is ever shown.
    const before = await forgedLedger(world, await realLeaves(world));
    const sent = await device.send(before);
    const early = await device.look(before, 0);
    const late = await device.look(before, proofTermMs + 1);
    const heldBytes = await device.spool.usedBytes();
    // Then the truth, once; and after it the short ledger again.
    const honest = await device.look(world.client.ledger, proofTermMs + 2);
    const freedBytes = await device.spool.usedBytes();
    await device.record();
    const refused = await device.send(before);
    const alarmed = await device.spool.ledger(Date.now());
    const keptBytes = await device.spool.usedBytes();
    const resumed = await device.send(world.client.ledger);
    return judge(
      `sent ${sent.sent}; without their leaf for ${proofTermMs / 60_000} min: ${late.unproven} kept (${heldBytes} bytes), ${late.overdueSince === null ? 'silent' : 'warns'}; leaf shown: ${honest.unproven} kept; rolled back: ${alarmed.alarm?.how ?? 'content'}, upload ${refused.state}; history restored: sent ${resumed.sent}`,
      [
        { what: 'the segment was taken', held: sent.sent === 1 },
        { what: 'no warning before the term', held: early.overdueSince === null },
        { what: 'the device keeps what is not proven', held: late.unproven === 1 && heldBytes > 0 },
        { what: 'the device warns after the term', held: late.overdueSince !== null },
        { what: 'an honest ledger satisfies the device', held: honest.unproven === 0 && freedBytes === 0 },
        { what: 'a rollback raises the alarm', held: alarmed.alarm?.how === 'rolled-back' },
        { what: 'nothing is sent under the alarm', held: refused.state === 'ledger-alarm' && refused.sent === 0 },
        { what: 'nothing is lost under the alarm', held: keptBytes > 0 && resumed.sent === 1 },
      ],
    );
  },
};

/** A new participant's device: the queue itself, over the real transport. */
async function startDevice(world: World) {
  const { client, collector, enrolmentCode } = world;
  const { policy, digest } = world.policy;
  const programme = { client, policy, digest, enrolmentCode };
  const person = await takePart(programme, { name: 'Cyd Thistlewick', texts: [] });
  const { collectorKey } = await client.join();
  const spool: Spool = createSpool({
    store: memoryStore(new Map()),
    cipher: localCipher(await generateLocalKey()),
    limits: { maxBytes: 1e7, maxAgeMs: 1e10, sentMaxAgeMs: 1e10 },
  });
  const watch = (ledger: LedgerSource) => deviceLedger(ledger, collector.verifierKey);
  const start = Date.now();
  let seq = 0;
  const record = async () => {
    const step = plantedStep(programme, { text: 'kept', seq: seq++, t: Date.now() });
    await spool.append({
      steps: [step],
      notes: [],
      snapshots: [],
      reducerState: null,
      acks: null,
      events: { seen: 1, dropped: 0 },
    });
    const agreement = {
      policy,
      policyDigest: digest,
      consentDigest: person.consentDigest,
      participant: person.participant,
    };
    const now = Date.now() + 1000;
    await spool.sealDue({ now, agreements: [agreement], signer: person.device, vault: null });
  };
  await record();
  return {
    spool,
    record,
    send: async (ledger: LedgerSource) =>
      spool.upload({
        transport: deviceTransport(client),
        ledger: watch(ledger),
        now: start,
        random: 0,
        collectorKey,
        dailyCapBytes: 1e9,
      }),
    look: async (ledger: LedgerSource, after: number) => spool.confirm({ ledger: watch(ledger), now: start + after }),
  };
}
