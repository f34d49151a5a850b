import { utf8 } from '@assent/contracts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { generateLocalKey, localCipher } from './local-cipher.ts';
import { refusal } from '../test/fixtures.ts';

test('what waits on the device comes back as it was', async () => {
  const cipher = localCipher(await generateLocalKey());
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
      expect(await cipher.decrypt(await cipher.encrypt(new Uint8Array(bytes)))).toEqual(new Uint8Array(bytes));
    }),
  );
});

test('the same bytes are never stored twice the same, and never in clear', async () => {
  const cipher = localCipher(await generateLocalKey());
  const [one, two] = [await cipher.encrypt(utf8('canary canary')), await cipher.encrypt(utf8('canary canary'))];
  expect(one).not.toEqual(two);
  expect(new TextDecoder('latin1').decode(one)).not.toContain('canary');
});

test('any flipped byte and any truncation is refused', async () => {
  const cipher = localCipher(await generateLocalKey());
  const item = await cipher.encrypt(utf8('text'));
  for (let i = 0; i < item.length; i++) {
    const flipped = item.slice();
    flipped[i] = flipped[i]! ^ 0x80;
    await expect(cipher.decrypt(flipped)).rejects.toMatchObject(refusal('cannot-decrypt'));
    await expect(cipher.decrypt(item.slice(0, i))).rejects.toMatchObject(refusal('cannot-decrypt'));
  }
});

test('an item is a format byte, a nonce of 12 bytes, and AES-GCM with a tag of 16', async () => {
  const cipher = localCipher(await generateLocalKey());
  const empty = await cipher.encrypt(new Uint8Array());
  expect(empty).toHaveLength(29);
  expect(empty[0]).toBe(1);
  expect(await cipher.decrypt(empty)).toEqual(new Uint8Array());
  const other = empty.slice();
  other[0] = 2;
  await expect(cipher.decrypt(other)).rejects.toThrow('not an item of this device store');
  await expect(cipher.decrypt(empty.slice(0, 28))).rejects.toThrow('not an item of this device store');
  const altered = empty.slice();
  altered[28] = empty[28]! ^ 1;
  await expect(cipher.decrypt(altered)).rejects.toMatchObject({
    ...refusal('cannot-decrypt'),
    message: expect.stringContaining('altered'),
    cause: expect.anything(),
  });
});

test('another device key opens nothing, and no key can be read out', async () => {
  const key = await generateLocalKey();
  const item = await localCipher(key).encrypt(utf8('text'));
  await expect(localCipher(await generateLocalKey()).decrypt(item)).rejects.toMatchObject(refusal('cannot-decrypt'));
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
});
