import {
  fromBase64,
  fromUtf8,
  openSigned,
  participantIdSchema,
  signDocument,
  toBase64,
  utf8,
  type Typed,
} from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makeCustody, makeDayKey, newSigner, refusal } from '../test/fixtures.ts';
import { generateIdentity, openWith, sealTo } from './age.ts';
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

describe("a participant's copy of a day key", () => {
  test('is an age identity file that names key and day', async () => {
    const vault = await generateIdentity();
    const { deposit } = await makeDayKey(await makeCustody(), await newSigner(), {
      vault: await vaultKeysOf(vault.identity),
    });
    const file = fromUtf8(await openWith(vault.identity, fromBase64(deposit.body.vault ?? '')));
    const identity = await openVaultCopy({ deposit, vaultIdentity: vault.identity });
    expect(file).toBe(`# Assent day key ${deposit.body.dayKey}\n# day ${deposit.body.day}\n${identity}\n`);
  });

  test('is refused when it is no file of exactly one identity', async () => {
    const vault = await generateIdentity();
    const device = await newSigner();
    const { deposit } = await makeDayKey(await makeCustody(), device, { vault: await vaultKeysOf(vault.identity) });
    const identity = await openVaultCopy({ deposit, vaultIdentity: vault.identity });
    const withCopy = async (copy: Uint8Array<ArrayBuffer>) =>
      openVaultCopy({
        deposit: await signDocument({ ...deposit.body, vault: toBase64(await sealTo(vault.recipient, copy)) }, device),
        vaultIdentity: vault.identity,
      });
    for (const copy of ['', '# a comment only\n', `${identity}\n${identity}\n`]) {
      await expect(withCopy(utf8(copy))).rejects.toMatchObject(refusal('malformed'));
    }
    await expect(withCopy(Uint8Array.of(0xff))).rejects.toMatchObject(refusal('malformed'));
    const loose = await signDocument({ ...deposit.body, vault: 'AB==' }, device);
    await expect(openVaultCopy({ deposit: loose, vaultIdentity: vault.identity })).rejects.toMatchObject({
      ...refusal('malformed'),
      cause: expect.any(TypeError),
    });
    await expect(withCopy(utf8('nonsense\n'))).rejects.toMatchObject(refusal('bad-key'));
    expect(await withCopy(utf8(`\n# comment\n\n${identity}`))).toBe(identity);
  });

  test('is opened by the reader of an age identity only', async () => {
    await expect(vaultReader('nonsense')).rejects.toMatchObject(refusal('bad-key'));
    await expect(vaultKeysOf('nonsense')).rejects.toMatchObject(refusal('bad-key'));
  });
});

describe('a recovery sheet', () => {
  const participant = participantIdSchema.parse(`p_${'x'.repeat(22)}`);

  test('reads back as it was written, also with spaces and line ends of another system', async () => {
    const { identity } = await generateIdentity();
    const sheet: RecoverySheet = { collector: 'https://collector.example', participant, identity };
    const text = writeRecoverySheet(sheet);
    expect(text.split('\n')).toEqual([
      '# Assent recovery key. Whoever has it can read what you recorded. Keep it to yourself.',
      '# collector: https://collector.example',
      `# participant: ${participant}`,
      identity,
      '',
    ]);
    const plain = { ...sheet, collector: 'http://localhost:8080' };
    expect(await readRecoverySheet(writeRecoverySheet(plain))).toEqual(plain);
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
        expect(error).toMatchObject(refusal('bad-key'));
        expect(JSON.stringify([String(error), (error as Error).cause])).not.toContain(typed.slice(16));
      }),
      { numRuns: 30 },
    );
    const [, ...lines] = text.split('\n');
    for (const damaged of [
      lines.filter((line) => !line.includes('collector')),
      lines.filter((line) => !line.includes('participant')),
      lines.filter((line) => line !== identity),
      lines.map((line) => line.replace('https:', 'ftp:')),
      lines.map((line) => line.replace('https:', 'xhttps:')),
      lines.map((line) => line.replace('https:', 'httpsx:')),
      lines.map((line) => line.replace('.example', `.example/${'x'.repeat(300)}`)),
      lines.map((line) => line.replace('p_', 'q_')),
      lines.map((line) => line.replace('# collector', '## collector')),
      lines.map((line) => line.replace(identity, 'A'.repeat(4097))),
      [...lines, 'another line'],
    ]) {
      await expect(readRecoverySheet(damaged.join('\n'))).rejects.toMatchObject(refusal('malformed'));
    }
    expect(await readRecoverySheet(lines.toReversed().join('\n'))).toMatchObject({ participant, identity });
    await expect(readRecoverySheet('nothing')).rejects.toMatchObject(refusal('malformed'));
    await expect(readRecoverySheet(`${text}${identity}\n`)).rejects.toMatchObject(refusal('malformed'));
  });
});
