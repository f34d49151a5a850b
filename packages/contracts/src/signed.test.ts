import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fromBase64Url, fromHex, toBase64Url, toHex, utf8 } from './bytes.ts';
import { ContractsError } from './errors.ts';
import { generateSigningKeyPair, openSigned, signDocument, signerFromKeyPair } from './signed.ts';

const noteSchema = z.strictObject({ type: z.literal('note'), text: z.string() });
const otherSchema = z.strictObject({ type: z.literal('other'), text: z.string() });

async function signer() {
  return signerFromKeyPair(await generateSigningKeyPair());
}

describe('signed documents', () => {
  it('open with the body that was signed', async () => {
    const author = await signer();
    const document = await signDocument({ type: 'note', text: 'ja' } as const, author);
    const opened = await openSigned(noteSchema, JSON.parse(JSON.stringify(document)), { key: author.publicKey });
    expect(opened.body).toEqual({ type: 'note', text: 'ja' });
  });

  it('use Ed25519 as RFC 8032 §7.1 test 2 gives it', async () => {
    const pkcs8 = fromHex(
      '302e020100300506032b6570042204204ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    );
    const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
    const publicKey = await crypto.subtle.importKey(
      'raw',
      fromHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'),
      'Ed25519',
      true,
      ['verify'],
    );
    const author = await signerFromKeyPair({ privateKey, publicKey });
    expect(toHex(await author.sign(new Uint8Array([0x72])))).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
  });

  it('do not open when anything in body, key or signature differs', async () => {
    const author = await signer();
    const document = await signDocument({ type: 'note', text: 'ja' } as const, author);
    const stranger = await signer();
    const flipped = fromBase64Url(document.signature);
    flipped[5] = (flipped[5] ?? 0) ^ 1;
    const forgeries = [
      { ...document, body: { type: 'note', text: 'nein' } },
      { ...document, key: stranger.publicKey },
      { ...document, signature: toBase64Url(flipped) },
    ];
    for (const forgery of forgeries) {
      await expect(openSigned(noteSchema, forgery)).rejects.toMatchObject({ code: 'bad-signature' });
    }
  });

  it('cannot be taken for a document of another type', async () => {
    const author = await signer();
    const document = await signDocument({ type: 'note', text: 'ja' } as const, author);
    const retyped = { ...document, body: { type: 'other', text: 'ja' } };
    await expect(openSigned(otherSchema, retyped)).rejects.toMatchObject({ code: 'bad-signature' });
  });

  it('are refused when the key is not the expected one, or the shape is wrong, without repeating what they hold', async () => {
    const author = await signer();
    const document = await signDocument({ type: 'note', text: 'private words' } as const, author);
    const stranger = await signer();
    await expect(openSigned(noteSchema, document, { key: stranger.publicKey })).rejects.toMatchObject({
      code: 'wrong-key',
    });
    const malformed = await openSigned(noteSchema, { ...document, extra: 'private words' }).catch(
      (error: unknown) => error,
    );
    expect(malformed).toBeInstanceOf(ContractsError);
    expect(String(malformed)).not.toContain('private words');
  });

  it('are signed over the type and the canonical body', async () => {
    const author = await signer();
    let signed = new Uint8Array();
    const spy = { ...author, sign: (message: Uint8Array<ArrayBuffer>) => author.sign((signed = message)) };
    await signDocument({ type: 'note', text: 'ja' } as const, spy);
    expect(signed).toEqual(utf8('assent/note/v1\n{"text":"ja","type":"note"}'));
  });
});
