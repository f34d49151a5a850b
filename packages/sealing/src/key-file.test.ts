import { openSigned, policySchema, signDocument, utf8, type Typed } from '@assent/contracts';
import { armor } from 'age-encryption';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sealWithPassphrase, stockWorkFactor } from './age.ts';
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
import { refusal } from '../test/fixtures.ts';

const quickWorkFactor = 4;

/** What `age -p -a` makes, but quickly: the stock work factor takes seconds each time. */
async function protectedBy(passphrase: string, content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  return sealWithPassphrase(passphrase, typeof content === 'string' ? utf8(content) : content, quickWorkFactor);
}

describe('a key file', () => {
  test('reads back as it was written, under a header that names its holder', async () => {
    const keys = await generateKeyFile('custodian', 'works-council');
    const text = writeKeyFile(keys);
    expect(text.split('\n').slice(0, 4)).toEqual([
      '# Assent keys of custodian works-council. Secret: whoever has this file can act as its holder.',
      `# Signing key: ${keys.signing.key}`,
      `# Recipient: ${keys.age?.recipient}`,
      '{',
    ]);
    expect(writeKeyFile({ ...keys, age: null }).split('\n')[2]).toBe('{');
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
      await expect(readKeyFile(writeKeyFile(keys))).rejects.toMatchObject(refusal('bad-key'));
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
      expect(error).toMatchObject(refusal('malformed'));
      expect((error as Error).cause).toBeUndefined();
      expect((error as Error).message).not.toMatch(/AGE-SECRET|secret"/);
    }
  });

  test('under a passphrase opens with it and with no other, and quotes nothing when it does not', async () => {
    const keys = await generateKeyFile('custodian', 'works-council');
    const text = await protectedBy('six words of CANARY kind', writeKeyFile(keys));
    expect(await openProtectedKeyFile(text, 'six words of CANARY kind')).toEqual(keys);
    const error: unknown = await openProtectedKeyFile(text, 'CANARY').catch((caught: unknown) => caught);
    expect(error).toMatchObject(refusal('cannot-open'));
    expect((error as Error).cause).toBeUndefined();
    expect(String(error)).not.toContain('CANARY');
    await expect(readKeyFile(text)).rejects.toMatchObject(refusal('malformed'));
    await expect(openProtectedKeyFile(writeKeyFile(keys), 'CANARY')).rejects.toMatchObject(refusal('cannot-open'));
  });

  test('is not read under a passphrase when something else is inside', async () => {
    for (const inside of ['{}', Uint8Array.of(0xff)]) {
      const text = await protectedBy('p', inside);
      await expect(openProtectedKeyFile(text, 'p')).rejects.toMatchObject(refusal('malformed'));
    }
  });

  test('is put under a passphrase as an armoured age file of one scrypt stanza', async () => {
    const keys = await generateKeyFile('owner', 'study');
    const text = await protectKeyFile(keys, 'p', quickWorkFactor);
    expect(stockWorkFactor).toBe(18);
    expect(isProtectedKeyFile(text)).toBe(true);
    expect(isProtectedKeyFile(`\n  ${text}`)).toBe(true);
    expect(isProtectedKeyFile(writeKeyFile(keys))).toBe(false);
    expect(isProtectedKeyFile(`# ${text}`)).toBe(false);
    const header = new TextDecoder('latin1').decode(armor.decode(text).subarray(0, 60));
    expect(header).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S{22} 4\n/);
  });

  test('is of no other role, name, length or version, and has no other member', async () => {
    const keys = await generateKeyFile('owner', 'study');
    const bad: Record<string, unknown>[] = [
      { ...keys, type: 'other-key' },
      { ...keys, v: 2 },
      { ...keys, role: 'participant' },
      { ...keys, age: undefined },
      { ...keys, extra: 1 },
      { ...keys, signing: { ...keys.signing, extra: 1 } },
      { ...keys, signing: { ...keys.signing, secret: keys.signing.secret.slice(1) } },
      { ...keys, signing: { ...keys.signing, secret: `${keys.signing.secret}A` } },
      { ...keys, signing: { ...keys.signing, secret: `${keys.signing.secret.slice(1)}+` } },
    ];
    for (const name of ['', '-a', 'A', 'a b', 'ab\n', 'a'.repeat(64)]) bad.push({ ...keys, name });
    for (const each of bad) {
      await expect(readKeyFile(JSON.stringify(each))).rejects.toMatchObject(refusal('malformed'));
    }
    for (const name of ['a', '0-', 'a'.repeat(63)]) {
      expect(await readKeyFile(JSON.stringify({ ...keys, name }))).toEqual({ ...keys, name });
    }
  });

  test('has an identity of the kind that is asked for', async () => {
    expect((await generateKeyFile('builder', 'b')).age?.recipient).toMatch(/^age1[^p]/);
    expect((await generateKeyFile('recipient', 'r', 'hybrid')).age?.recipient).toMatch(/^age1pq1/);
  });

  test('whose signing key the platform does not take has no signer', async () => {
    const keys = await generateKeyFile('owner', 'study');
    const broken = { ...keys, signing: { ...keys.signing, secret: 'AA' } };
    await expect(keyFileSigner(broken)).rejects.toMatchObject(refusal('bad-key'));
  });
});
