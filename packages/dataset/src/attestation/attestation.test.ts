import { generateSigningKeyPair, fromUtf8, signerFromKeyPair, utf8, toBase64, fromBase64 } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openEnvelope, preAuthEncoding, sealEnvelope } from './dsse.ts';

const signer = await signerFromKeyPair(await generateSigningKeyPair());
const other = await signerFromKeyPair(await generateSigningKeyPair());
const payloadType = 'text/x';
const key = signer.publicKey;

describe('a DSSE envelope', () => {
  it('signs what the published example of the specification shows', () => {
    // secure-systems-lab/dsse, protocol.md, "Test Vectors": payload type and payload of the example.
    const encoded = preAuthEncoding('http://example.com/HelloWorld', utf8('hello world'));
    expect(fromUtf8(encoded)).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  it('counts bytes, not characters', () => {
    expect(fromUtf8(preAuthEncoding('é', utf8('ü')))).toBe('DSSEv1 2 é 2 ü');
  });

  it('gives back what was sealed to the holder of the right key, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const envelope = await sealEnvelope(payloadType, bytes, signer);
        expect(await openEnvelope(envelope, { payloadType, key })).toEqual(new Uint8Array(bytes));
        expect(await openEnvelope(envelope, { payloadType, key: other.publicKey })).toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  it('opens under no other type, with no changed byte, and not when it is nonsense', async () => {
    const payload = utf8('what was built');
    const envelope = await sealEnvelope(payloadType, payload, signer);
    expect(await openEnvelope({ ...envelope, payloadType: 'text/y' }, { payloadType: 'text/y', key })).toBeNull();
    expect(await openEnvelope(envelope, { payloadType: 'text/y', key })).toBeNull();
    for (const [at] of payload.entries()) {
      const changed = new Uint8Array(payload);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await openEnvelope({ ...envelope, payload: toBase64(changed) }, { payloadType, key })).toBeNull();
    }
    const [first] = envelope.signatures;
    const sig = fromBase64(first?.sig ?? '');
    sig[0] = (sig[0] ?? 0) ^ 1;
    const forged = { ...envelope, signatures: [{ sig: toBase64(sig) }] };
    expect(await openEnvelope(forged, { payloadType, key })).toBeNull();
    for (const nonsense of [null, 'x', {}, { ...envelope, signatures: [] }, { ...envelope, extra: 1 }]) {
      expect(await openEnvelope(nonsense, { payloadType, key })).toBeNull();
    }
  });

  it('holds with any one of several signatures', async () => {
    const mine = await sealEnvelope(payloadType, utf8('x'), signer);
    const theirs = await sealEnvelope(payloadType, utf8('x'), other);
    const both = { ...mine, signatures: [...theirs.signatures, ...mine.signatures] };
    expect(await openEnvelope(both, { payloadType, key })).toEqual(utf8('x'));
  });
});
