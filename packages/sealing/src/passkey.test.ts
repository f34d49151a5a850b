import { createDecipheriv, hkdfSync } from 'node:crypto';
import { fromBase64, toBase64, utf8 } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openUnderPasskey, passkeySealedSchema, sealUnderPasskey } from './passkey.ts';
import { refusal } from '../test/fixtures.ts';

const asked = { credential: 'Y3JlZA', salt: 'A'.repeat(43) };
const answerOf = (fill: number) => new Uint8Array(32).fill(fill);

describe('what a passkey protects', () => {
  test('opens with the same answer, is plain JSON, and shows nothing of what is inside', async () => {
    const sealed = await sealUnderPasskey('vault', { ...asked, answer: answerOf(7) }, utf8('CANARY'));
    expect(passkeySealedSchema.parse(JSON.parse(JSON.stringify(sealed)))).toEqual(sealed);
    expect(JSON.stringify(sealed)).not.toContain('CANARY');
    expect(await openUnderPasskey(sealed, answerOf(7))).toEqual(utf8('CANARY'));
  });

  test('stays closed to another passkey, under another name for what it holds, and with any bit flipped', async () => {
    const sealed = await sealUnderPasskey('key-file', { ...asked, answer: answerOf(7) }, utf8('text'));
    await expect(openUnderPasskey(sealed, answerOf(8))).rejects.toMatchObject(refusal('cannot-decrypt'));
    const renamed = { ...sealed, holds: 'vault' as const };
    await expect(openUnderPasskey(renamed, answerOf(7))).rejects.toMatchObject(refusal('cannot-decrypt'));
    await expect(openUnderPasskey({ ...sealed, sealed: 'AB==' }, answerOf(7))).rejects.toMatchObject({
      ...refusal('cannot-decrypt'),
      cause: expect.any(TypeError),
    });
    const bytes = fromBase64(sealed.sealed);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const flipped = bytes.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const altered = { ...sealed, sealed: toBase64(flipped) };
        await expect(openUnderPasskey(altered, answerOf(7))).rejects.toMatchObject(refusal('cannot-decrypt'));
      }),
      { numRuns: 40 },
    );
  });

  test('is AES-256-GCM under HKDF-SHA-256 of the answer, as specified', async () => {
    for (const holds of ['vault', 'key-file'] as const) {
      const { sealed, ...rest } = await sealUnderPasskey(holds, { ...asked, answer: answerOf(7) }, utf8('text'));
      expect(rest).toEqual({ type: 'assent-passkey-sealed', v: 1, holds, ...asked });
      const key = hkdfSync('sha256', answerOf(7), '', `assent/passkey/${holds}/v1`, 32);
      const item = fromBase64(sealed);
      const decipher = createDecipheriv('aes-256-gcm', new Uint8Array(key), item.subarray(1, 13));
      decipher.setAuthTag(item.subarray(-16));
      expect(decipher.update(item.subarray(13, -16), undefined, 'utf8') + decipher.final('utf8')).toBe('text');
    }
  });

  test('is of one version and has the lengths that the format states', async () => {
    const sealed = await sealUnderPasskey('vault', { ...asked, answer: answerOf(7) }, utf8('x'));
    for (const change of [
      { v: 2 },
      { type: 'other' },
      { holds: 'other' },
      { extra: 1 },
      { salt: 'A'.repeat(42) },
      { salt: 'A'.repeat(44) },
      { salt: `${'A'.repeat(42)}+` },
      { credential: '' },
      { credential: 'a=' },
      { credential: 'A'.repeat(1401) },
      { sealed: 'AAAA'.repeat(16_385) },
    ]) {
      expect(passkeySealedSchema.safeParse({ ...sealed, ...change }).success).toBe(false);
    }
    expect(passkeySealedSchema.safeParse({ ...sealed, credential: 'A'.repeat(1400) }).success).toBe(true);
    expect(passkeySealedSchema.safeParse({ ...sealed, sealed: 'AAAA'.repeat(16_384) }).success).toBe(true);
  });

  test('is never sealed under an answer that is too short to be a secret', async () => {
    for (const answer of [new Uint8Array(0), new Uint8Array(16), new Uint8Array(33)]) {
      await expect(sealUnderPasskey('vault', { ...asked, answer }, utf8('x'))).rejects.toMatchObject(
        refusal('bad-key'),
      );
    }
  });
});
