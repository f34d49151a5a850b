import { openSigned, participantIdSchema, signDocument, type Typed } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makeCustody, makeDayKey, newSigner } from '../test/fixtures.ts';
import { generateIdentity } from './age.ts';
import { readRecoverySheet, writeRecoverySheet, type RecoverySheet } from './recovery-sheet.ts';
import { decoyVault, openVaultCopy, vaultKeysOf, vaultReader } from './vault.ts';

const note: z.ZodType<Typed> = z.strictObject({ type: z.literal('note') });

describe('a vault', () => {
  test('asks with a key that comes from its identity alone, each time the same', async () => {
    const { identity } = await generateIdentity();
    const keys = await vaultKeysOf(identity);
    const signed = await signDocument({ type: 'note' }, await vaultReader(identity));
    await expect(openSigned(note, signed, { key: keys.reader })).resolves.toEqual(signed);
    expect((await vaultKeysOf((await generateIdentity()).identity)).reader).not.toBe(keys.reader);
  });

  test('derives that key as specified', async () => {
    const identity = 'AGE-SECRET-KEY-1S43JKE9H9ESU93EV9VDT3SPTAK8UDGAWZJV4NY0MGSHRJ5U5U99Q74DR5A';
    expect((await vaultReader(identity)).publicKey).toBe('rCeOMYSnE30OeRNu8kulWwkJYjBE3rQXUI6s3cuSBks');
  });

  test('leaves nothing with the device that opens its copies', async () => {
    const { identity } = await generateIdentity();
    const keys = await vaultKeysOf(identity);
    expect(Object.keys(keys).sort()).toEqual(['reader', 'recipient']);
    expect(JSON.stringify(keys)).not.toMatch(/SECRET/);
    const { deposit } = await makeDayKey(await makeCustody(), await newSigner(), { vault: keys });
    expect(deposit.body.reader).toBe(keys.reader);
    expect(JSON.stringify(deposit)).not.toMatch(/SECRET/);
    await expect(openVaultCopy({ deposit, vaultIdentity: identity })).resolves.toMatch(/^AGE-SECRET-KEY-1/);
  });

  test('has the same form in a deposit as the decoy of somebody who keeps no copy', async () => {
    const custody = await makeCustody();
    const device = await newSigner();
    const real = await makeDayKey(custody, device, { vault: await vaultKeysOf((await generateIdentity()).identity) });
    const decoy = await makeDayKey(custody, device, { vault: await decoyVault() });
    const shape = ({ deposit: { body } }: typeof real) => ({
      members: Object.keys(body),
      sizes: [body.vault?.length, body.reader?.length],
    });
    expect(shape(decoy)).toEqual(shape(real));
  });
});

describe('a recovery sheet', () => {
  const participant = participantIdSchema.parse(`p_${'x'.repeat(22)}`);

  test('reads back as it was written, also with spaces and line ends of another system', async () => {
    const { identity } = await generateIdentity();
    const sheet: RecoverySheet = { collector: 'https://collector.example', participant, identity };
    const text = writeRecoverySheet(sheet);
    expect(await readRecoverySheet(text)).toEqual(sheet);
    expect(await readRecoverySheet(text.replaceAll('\n', ' \r\n '))).toEqual(sheet);
  });

  test('with a mistyped key is refused without quoting it', async () => {
    const { identity } = await generateIdentity();
    const text = writeRecoverySheet({ collector: 'https://collector.example', participant, identity });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 16, max: identity.length - 1 }), async (at) => {
        const other = identity[at] === 'Q' ? 'P' : 'Q';
        const typed = identity.slice(0, at) + other + identity.slice(at + 1);
        const error: unknown = await readRecoverySheet(text.replace(identity, typed)).catch(
          (caught: unknown) => caught,
        );
        expect(error).toMatchObject({ code: 'bad-key' });
        expect(JSON.stringify([String(error), (error as Error).cause])).not.toContain(typed.slice(16));
      }),
      { numRuns: 30 },
    );
    await expect(readRecoverySheet('nothing')).rejects.toMatchObject({ code: 'malformed' });
    await expect(readRecoverySheet(`${text}${identity}\n`)).rejects.toMatchObject({ code: 'malformed' });
  });
});
