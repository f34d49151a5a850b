import { receiptStands } from '@assent/client';
import { auditSource } from '@assent/ledger';
import { judge, type Attack } from '../attack.ts';
import { raise } from '../world/builds.ts';
import { forgedLedger, realLeaves } from '../world/ledgers.ts';

/** A segment was accepted and receipted; the ledger that is shown never heard of it. */
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
    const device = await Promise.all(
      [without, shorter].map(async (ledger) => receiptStands(ledger, verifierKey, receipt.body)),
    );
    const honest = await receiptStands(world.client.ledger, verifierKey, receipt.body);
    return judge(
      `left out: auditor ${audits[0]?.join('+')}, device’s check ${device[0] === true ? 'content' : 'warns'}; cut off: auditor ${audits[1]?.join('+')}, device’s check ${device[1] === true ? 'content' : 'warns'}; honest ledger: ${honest ? 'stands' : 'not found'}`,
      [
        {
          what: 'an auditor with the receipt sees it',
          held: audits.every((codes) => codes.includes('promise-broken')),
        },
        { what: 'a device that checks its receipt sees it', held: device.every((stands) => !stands) },
        { what: 'an honest ledger satisfies the device', held: honest },
      ],
    );
  },
};
