import { fromUtf8, openSigned, signDocument, utf8 } from '@assent/contracts';
import type { SuiteFunctions } from '@assent/spool/testing';
import { z } from 'zod';
import type { Profile } from '../membership/profile.ts';
import type { DeviceStore } from '../ports.ts';

/**
 * What every `DeviceStore` must do beside its spool store. `open` gives the *same* store each time within one test, as
 * after a restart, and a fresh empty one in every test; `name` distinguishes tests.
 */
export function describeDeviceStore(
  { describe, it }: SuiteFunctions,
  open: (name: string) => Promise<DeviceStore>,
): void {
  describe('as a device store', () => {
    for (const [name, check] of checks) it(name, () => check(() => open(name)));
  });
}

type Check = (open: () => Promise<DeviceStore>) => Promise<void>;

/** A store keeps a profile as it is and reads nothing in it. */
const profile = { v: 2, participant: 'p_1', controls: { pause: null } } as unknown as Profile;
const documentSchema = z.object({ type: z.literal('check') });

const checks: readonly (readonly [string, Check])[] = [
  [
    'has no profile until one is written, and then that one, after a restart too',
    async (open) => {
      const opened = await (await open()).open();
      holds((await opened.readProfile()) === undefined, 'a profile that was never written');
      await opened.writeProfile(profile);
      holds(same(await opened.readProfile(), profile), 'a profile that was written');
      const again = await (await open()).open();
      holds(same(await again.readProfile(), profile), 'a profile after a restart');
    },
  ],
  [
    'signs as the same device after a restart',
    async (open) => {
      const before = (await (await open()).open()).signer;
      const { signer } = await (await open()).open();
      holds(signer.publicKey === before.publicKey, 'the public key after a restart');
      const signed = await signDocument({ type: 'check' as const }, signer);
      await openSigned(documentSchema, signed, { key: before.publicKey });
    },
  ],
  [
    'reads after a restart what it has encrypted, and writes none of it in the clear',
    async (open) => {
      const opened = await (await open()).open();
      const sealed = await opened.cipher.encrypt(utf8('a private word'));
      holds(!fromLatin(sealed).includes('private'), 'ciphertext');
      await opened.spool.commit({ deletes: [], puts: [['item', sealed]] });
      const again = await (await open()).open();
      const found = await again.spool.get('item');
      holds(found !== undefined, 'an item after a restart');
      if (found !== undefined) {
        const text = fromUtf8(await again.cipher.decrypt(Uint8Array.from(found)));
        holds(text === 'a private word', 'an item after a restart, in the clear');
      }
    },
  ],
  [
    'erases profile, queue and keys together',
    async (open) => {
      const opened = await (await open()).open();
      await opened.writeProfile(profile);
      const sealed = await opened.cipher.encrypt(utf8('word'));
      await opened.spool.commit({ deletes: [], puts: [['item', sealed]] });
      await opened.erase();
      const again = await (await open()).open();
      holds((await again.readProfile()) === undefined, 'a profile after erasure');
      holds((await again.spool.keys('')).length === 0, 'items after erasure');
      holds(again.signer.publicKey !== opened.signer.publicKey, 'the signing key after erasure');
      const opens = await again.cipher.decrypt(sealed).then(
        () => true,
        () => false,
      );
      holds(!opens, 'what was encrypted before the erasure');
    },
  ],
];

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function fromLatin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(`device store check failed: ${what}`);
}
