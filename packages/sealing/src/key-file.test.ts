import { openSigned, policySchema, signDocument, type Typed } from '@assent/contracts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  generateKeyFile,
  isProtectedKeyFile,
  keyFileSigner,
  openProtectedKeyFile,
  protectKeyFile,
  publicKeys,
  readKeyFile,
  writeKeyFile,
} from './key-file.ts';

describe('a key file', () => {
  test('reads back as it was written, under a header that names its holder', async () => {
    const keys = await generateKeyFile('custodian', 'works-council');
    const text = writeKeyFile(keys);
    expect(text).toMatch(/^# Assent keys of custodian works-council\. Secret/);
    expect(await readKeyFile(text)).toEqual(keys);
    expect(await readKeyFile(text.replaceAll(/^#.*\n/gm, ''))).toEqual(keys);
  });

  test('holds an age identity only for those who open something', async () => {
    expect((await generateKeyFile('owner', 'study')).age).toBeNull();
    expect((await generateKeyFile('collector', 'study')).age).toBeNull();
    expect((await generateKeyFile('builder', 'study')).age).not.toBeNull();
  });

  test('has a public half that fits a policy and holds no secret', async () => {
    const keys = await generateKeyFile('custodian', 'works-council');
    const half = publicKeys(keys);
    const custodian = { id: 'works-council', side: 'worker', name: 'Works council', ...half };
    expect(policySchema.shape.custody.shape.custodians.element.safeParse(custodian).success).toBe(true);
    expect(JSON.stringify(half)).not.toContain(keys.signing.secret);
    expect(JSON.stringify(half)).not.toMatch(/SECRET/);
  });

  test('signs documents that verify under its public key', async () => {
    const keys = await readKeyFile(writeKeyFile(await generateKeyFile('owner', 'study')));
    const schema: z.ZodType<Typed> = z.strictObject({ type: z.literal('note') });
    const signed = await signDocument({ type: 'note' }, await keyFileSigner(keys));
    await expect(openSigned(schema, signed, { key: keys.signing.key })).resolves.toEqual(signed);
  });

  test('whose secrets and public keys do not belong together is refused', async () => {
    const [one, two] = [await generateKeyFile('custodian', 'a'), await generateKeyFile('custodian', 'b')];
    const crossed = [
      { ...one, signing: { ...one.signing, secret: two.signing.secret } },
      { ...one, signing: { ...one.signing, key: two.signing.key } },
      { ...one, age: { ...one.age!, identity: two.age!.identity } },
      { ...one, age: { ...one.age!, identity: 'AGE-SECRET-KEY-1NONSENSE' } },
    ];
    for (const keys of crossed) {
      await expect(readKeyFile(writeKeyFile(keys))).rejects.toMatchObject({ code: 'bad-key' });
    }
  });

  test('that is damaged is refused without quoting it', async () => {
    const text = writeKeyFile(await generateKeyFile('custodian', 'a'));
    const damaged = [
      '',
      '{}',
      text.slice(0, -3),
      text.replace('"v": 1', '"v": 2'),
      `x${text}`,
      text.replace('{', '{"extra":1,'),
    ];
    for (const each of damaged) {
      const error: unknown = await readKeyFile(each).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'malformed' });
      expect((error as Error).cause).toBeUndefined();
      expect((error as Error).message).not.toMatch(/AGE-SECRET|secret"/);
    }
  });

  test('under a passphrase opens with it and with no other, and quotes nothing when it does not', async () => {
    const keys = await generateKeyFile('custodian', 'works-council');
    const text = await protectKeyFile(keys, 'six words of CANARY kind');
    expect(isProtectedKeyFile(text)).toBe(true);
    expect(isProtectedKeyFile(writeKeyFile(keys))).toBe(false);
    expect(text).not.toContain(keys.signing.key);
    expect(await openProtectedKeyFile(text, 'six words of CANARY kind')).toEqual(keys);
    const error: unknown = await openProtectedKeyFile(text, 'CANARY').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'cannot-open' });
    expect((error as Error).cause).toBeUndefined();
    expect(String(error)).not.toContain('CANARY');
    await expect(readKeyFile(text)).rejects.toMatchObject({ code: 'malformed' });
  });
});
