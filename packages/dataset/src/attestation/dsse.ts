import {
  concatBytes,
  fromBase64,
  fromBase64Url,
  sha256Hex,
  toBase64,
  utf8,
  type Signer,
  type SigningKey,
} from '@assent/contracts';
import { z } from 'zod';

/**
 * DSSE 1.0 envelopes (secure-systems-lab/dsse): a payload of some type and signatures over both. Independent tools can
 * check one with nothing but an Ed25519 public key.
 */
const envelopeSchema = z.strictObject({
  payloadType: z.string().min(1).max(200),
  payload: z.base64().max(200_000),
  signatures: z
    .array(z.strictObject({ keyid: z.string().max(200).optional(), sig: z.base64().max(200) }))
    .min(1)
    .max(10),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** What a signature covers (PAE): lengths before contents, so that type and payload cannot run into each other. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const type = utf8(payloadType);
  return concatBytes(utf8(`DSSEv1 ${type.length} `), type, utf8(` ${payload.length} `), payload);
}

/** An envelope signed by one key. Its `keyid` is the SHA-256 of the public key: a hint, never trusted. */
export async function sealEnvelope(payloadType: string, payload: Uint8Array, signer: Signer): Promise<Envelope> {
  const sig = toBase64(await signer.sign(preAuthEncoding(payloadType, payload)));
  const keyid = await sha256Hex(fromBase64Url(signer.publicKey));
  return { payloadType, payload: toBase64(payload), signatures: [{ keyid, sig }] };
}

/** The payload of a foreign envelope, if the key signed it as this type; null otherwise, whatever is wrong. */
export async function openEnvelope(
  input: unknown,
  expected: { readonly payloadType: string; readonly key: SigningKey },
): Promise<Uint8Array<ArrayBuffer> | null> {
  const parsed = envelopeSchema.safeParse(input);
  if (!parsed.success || parsed.data.payloadType !== expected.payloadType) return null;
  try {
    const payload = fromBase64(parsed.data.payload);
    const message = preAuthEncoding(expected.payloadType, payload);
    const key = await crypto.subtle.importKey('raw', fromBase64Url(expected.key), 'Ed25519', false, ['verify']);
    for (const { sig } of parsed.data.signatures) {
      if (await crypto.subtle.verify('Ed25519', key, fromBase64(sig), message)) return payload;
    }
  } catch {
    // Deny by default: what the platform cannot even read verifies nothing.
  }
  return null;
}
