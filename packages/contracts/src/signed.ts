import { z } from 'zod';
import { concatBytes, fromBase64Url, toBase64Url, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { ContractsError } from './errors.ts';
import { signingKeySchema, type SigningKey } from './ids.ts';
import { parseAs } from './parse.ts';

/**
 * Signed documents: everything one role sends to another is a JSON body signed with Ed25519 (RFC 8032).
 *
 * The signature covers `assent/<type>/v1`, a newline and the body's canonical JSON, so that a document of one
 * type can never be taken for another. Whether the *key* may say such a thing is for the reader to decide.
 */

/** Something that can sign for one key. The private half may be non-extractable, or on another machine. */
export interface Signer {
  readonly publicKey: SigningKey;
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

/** A body that says its own type. */
export interface Typed {
  readonly type: string;
}

/** A body, the key that signed it and the signature (base64url). */
export interface Signed<Body extends Typed> {
  readonly body: Body;
  readonly key: SigningKey;
  readonly signature: string;
}

/** One schema per body schema: making one costs more than parsing with it, and every document is parsed. */
const signedSchemas = new WeakMap<z.ZodType, z.ZodType>();

/** The schema of a signed document around a body schema. Parsing does not verify: use `openSigned`. */
export function signedSchema<Body extends Typed>(body: z.ZodType<Body>): z.ZodType<Signed<Body>> {
  const known = signedSchemas.get(body);
  // What is kept for a body schema was made below, around exactly it.
  if (known !== undefined) return known as z.ZodType<Signed<Body>>;
  const made = z.strictObject({ body, key: signingKeySchema, signature: z.string().regex(/^[\w-]{86}$/) });
  signedSchemas.set(body, made);
  return made;
}

/** Signs a body. */
export async function signDocument<Body extends Typed>(body: Body, signer: Signer): Promise<Signed<Body>> {
  const signature = await signer.sign(signedMessage(body));
  return { body, key: signer.publicKey, signature: toBase64Url(signature) };
}

/**
 * Parses and verifies a foreign signed document. Throws a `ContractsError`: `malformed` when it does not fit the
 * schema, `wrong-key` when it is not signed by `expected.key` (if given), `bad-signature` when the signature does not hold.
 */
export async function openSigned<Body extends Typed>(
  schema: z.ZodType<Body>,
  input: unknown,
  expected: { readonly key?: SigningKey } = {},
): Promise<Signed<Body>> {
  const document = parseAs(signedSchema(schema), 'signed document', input);
  if (expected.key !== undefined && document.key !== expected.key) {
    throw new ContractsError('wrong-key', 'signed document is not signed by the expected key');
  }
  const valid = await verifySignature(document.key, signedMessage(document.body), document.signature);
  if (!valid) throw new ContractsError('bad-signature', 'signature does not hold');
  return document;
}

function signedMessage(body: Typed): Uint8Array<ArrayBuffer> {
  return concatBytes(utf8(`assent/${body.type}/v1\n`), utf8(canonicalJson(body)));
}

async function verifySignature(key: SigningKey, message: Uint8Array<ArrayBuffer>, signature: string): Promise<boolean> {
  try {
    const publicKey = await crypto.subtle.importKey('raw', fromBase64Url(key), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', publicKey, fromBase64Url(signature), message);
  } catch {
    // Deny by default: a key or signature the platform cannot even read verifies nothing.
    return false;
  }
}

/** A signer over a WebCrypto key pair. The private key may be non-extractable. */
export async function signerFromKeyPair(pair: CryptoKeyPair): Promise<Signer> {
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return {
    publicKey: signingKeySchema.parse(toBase64Url(raw)),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, message)),
  };
}

/** A fresh Ed25519 key pair. Non-extractable unless a key file must be written. */
export async function generateSigningKeyPair(options: { readonly extractable?: boolean } = {}): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey('Ed25519', options.extractable ?? false, ['sign', 'verify']);
}
