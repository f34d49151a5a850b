import { generateLocalKey, localCipher } from '@assent/sealing';
import { createSpool } from '@assent/spool';
import { memoryStore } from '@assent/spool/testing';
import { scanBytes } from '@assent/testkit';
import { judge, refusalOf, type Attack } from '../attack.ts';
import { raise } from '../world/builds.ts';
import { plantedStep } from '../world/people.ts';

/** The disk of a device that is off: its queue as stored, and everything else a thief can have. */
export const stolenLaptop: Attack = {
  id: 'RT-29',
  attack: 'image a stolen device: read its queue before and after sealing, and read out its key',
  async run(world) {
    const ada = world.people[0] ?? raise('nobody takes part');
    const disk = new Map<string, Uint8Array<ArrayBuffer>>();
    const key = await generateLocalKey();
    const limits = { maxBytes: 1e8, maxAgeMs: 1e10, sentMaxAgeMs: 1e11 };
    const spool = createSpool({ store: memoryStore(disk), cipher: localCipher(key), limits });
    const text = `${world.marker}-on-the-device`;
    const now = Date.now();
    await spool.append({
      steps: [plantedStep(world.policy, { text, seq: 0, t: now - 3_600_000 })],
      notes: [],
      snapshots: [],
      reducerState: { lastTitle: text },
      acks: null,
      events: { seen: 1, dropped: 0 },
    });
    const waiting = image(disk);
    const { policy, digest } = world.policy;
    await spool.sealDue({
      now,
      agreements: [{ policy, policyDigest: digest, consentDigest: ada.consentDigest, participant: ada.participant }],
      signer: ada.device,
      vault: null,
    });
    const sealed = image(disk);
    const readOut = await refusalOf(async () => {
      await crypto.subtle.exportKey('raw', key).catch(() => {
        throw Object.assign(new Error('refused'), { code: 'not-extractable' });
      });
    });
    return judge(
      `${waiting.length + sealed.length} bytes of queue, 0 plain: key ${readOut}. Note: a device taken while on and unlocked can use its key for what is not yet sealed (threat model, residual risk 1)`,
      [
        {
          what: 'what waits for review is not readable',
          held: waiting.length > 0 && scanBytes('queue', waiting, [world.marker]).length === 0,
        },
        {
          what: 'what is sealed is not readable',
          held: sealed.length > 0 && scanBytes('queue', sealed, [world.marker]).length === 0,
        },
        { what: 'the store key cannot be read out', held: readOut === 'not-extractable' },
      ],
    );
  },
};

/** Everything on the disk, as bytes one after another. */
function image(disk: ReadonlyMap<string, Uint8Array>): Buffer {
  return Buffer.concat([...disk].flatMap(([name, value]) => [Buffer.from(name), Buffer.from(value)]));
}
