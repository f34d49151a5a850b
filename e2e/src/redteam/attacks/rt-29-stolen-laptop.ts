import { generateIdentity, generateLocalKey, localCipher, vaultKeysOf } from '@assent/sealing';
import { createSpool } from '@assent/spool';
import { memoryStore } from '@assent/spool/testing';
import { scanBytes } from '@assent/testkit';
import { judge, refusalOf, type Attack } from '../attack.ts';
import { raise } from '../world/builds.ts';
import { plantedStep } from '../world/people.ts';

/** The disk of a device that is off: its queue as stored, and everything else a thief can have. */
export const stolenLaptop: Attack = {
  id: 'RT-29',
  attack:
    'image a stolen device whose owner keeps a recovery key: read its queue before and after sealing, read out its key',
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
      reducerState: { lastTitle: `${world.marker}-not-sealed-yet` },
      acks: null,
      events: { seen: 1, dropped: 0 },
    });
    const waiting = image(disk);
    const { policy, digest } = world.policy;
    // A participant with a recovery key at home: the device has its public half.
    const vault = await generateIdentity();
    await spool.sealDue({
      now,
      agreements: [{ policy, policyDigest: digest, consentDigest: ada.consentDigest, participant: ada.participant }],
      signer: ada.device,
      vault: await vaultKeysOf(vault.identity),
    });
    const sealed = image(disk);
    // Worse than stolen: the thief can use the device's key, and reads every item that it opens.
    const opened = await openedItems(disk, key);
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
        {
          what: 'with the store key in hand, nothing sealed is readable and no key to it or to the vault is there',
          held:
            opened.includes('"recipient"') &&
            scanBytes('items', Buffer.from(opened), [text, vault.identity, 'AGE-SECRET-KEY']).length === 0,
        },
      ],
    );
  },
};

/** Every item that the device's own key opens, one after another. */
async function openedItems(disk: ReadonlyMap<string, Uint8Array<ArrayBuffer>>, key: CryptoKey): Promise<string> {
  const cipher = localCipher(key);
  const items = await Promise.all([...disk.values()].map((item) => cipher.decrypt(item).catch(() => null)));
  return items.flatMap((item) => (item === null ? [] : [Buffer.from(item).toString('latin1')])).join('\n');
}

/** Everything on the disk, as bytes one after another. */
function image(disk: ReadonlyMap<string, Uint8Array>): Buffer {
  return Buffer.concat([...disk].flatMap(([name, value]) => [Buffer.from(name), Buffer.from(value)]));
}
