import { recipientSchema, segmentBuckets, utf8 } from '@assent/contracts';
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, test } from 'vitest';
import { generateIdentity, openWith, plaintextCapacity, recipientOf, sealTo } from './age.ts';

describe('sealing with age', () => {
  test('opens with the identity and with no other', async () => {
    const { identity, recipient } = await generateIdentity();
    const sealed = await sealTo(recipient, utf8('text'));
    expect(await openWith(identity, sealed)).toEqual(utf8('text'));
    const other = await generateIdentity();
    await expect(openWith(other.identity, sealed)).rejects.toMatchObject({ code: 'cannot-open' });
  });

  test('refuses what is no key, without quoting it', async () => {
    const nonsense = 'AGE-SECRET-KEY-1CANARY';
    for (const attempt of [() => recipientOf(nonsense), () => openWith(nonsense, new Uint8Array(9))]) {
      const error: unknown = await attempt().catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'bad-key' });
      expect((error as Error).cause).toBeUndefined();
      expect(String(error)).not.toContain('CANARY');
    }
    const recipient = recipientSchema.parse(`age1${'q'.repeat(58)}`);
    await expect(sealTo(recipient, utf8('x'))).rejects.toMatchObject({ code: 'bad-key' });
  });

  test('fills every segment bucket exactly, for X25519 and for hybrid recipients', async () => {
    const { recipient } = await generateIdentity();
    const hybrid = recipientSchema.parse(await identityToRecipient(await generateHybridIdentity()));
    for (const each of [recipient, hybrid]) {
      for (const bucket of segmentBuckets) {
        const sealed = await sealTo(each, new Uint8Array(plaintextCapacity(bucket, each)));
        expect(sealed.length).toBe(bucket);
      }
    }
  });
});
