import { fromBase64, toBase64, utf8 } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openUnderPasskey, passkeySealedSchema, sealUnderPasskey } from './passkey.ts';

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
    await expect(openUnderPasskey(sealed, answerOf(8))).rejects.toMatchObject({ code: 'cannot-decrypt' });
    const renamed = { ...sealed, holds: 'vault' as const };
    await expect(openUnderPasskey(renamed, answerOf(7))).rejects.toMatchObject({ code: 'cannot-decrypt' });
    const bytes = fromBase64(sealed.sealed);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const flipped = bytes.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const altered = { ...sealed, sealed: toBase64(flipped) };
        await expect(openUnderPasskey(altered, answerOf(7))).rejects.toMatchObject({ code: 'cannot-decrypt' });
      }),
      { numRuns: 40 },
    );
  });

  test('is never sealed under an answer that is too short to be a secret', async () => {
    for (const answer of [new Uint8Array(0), new Uint8Array(16), new Uint8Array(33)]) {
      await expect(sealUnderPasskey('vault', { ...asked, answer }, utf8('x'))).rejects.toMatchObject({
        code: 'bad-key',
      });
    }
  });
});
