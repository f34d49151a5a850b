import { ContractsError, openSigned, type Signed, type SigningKey, type Typed } from '@assent/contracts';
import type { z } from 'zod';
import { SealingError } from './errors.ts';

/**
 * Parses and verifies a foreign signed document that must be signed by the key that `signerOf` finds for its body.
 * Throws `malformed` or `bad-signature`; both keep their cause, which quotes no content.
 */
export async function openTrusted<Body extends Typed>(
  schema: z.ZodType<Body>,
  what: string,
  input: unknown,
  signerOf: (body: Body) => SigningKey,
): Promise<Signed<Body>> {
  let document: Signed<Body>;
  try {
    document = await openSigned(schema, input);
  } catch (cause) {
    const malformed = cause instanceof ContractsError && cause.code === 'malformed';
    throw new SealingError(malformed ? 'malformed' : 'bad-signature', `${what} cannot be trusted`, { cause });
  }
  if (document.key !== signerOf(document.body)) {
    throw new SealingError('bad-signature', `${what} is signed by another key than it must be`);
  }
  return document;
}
