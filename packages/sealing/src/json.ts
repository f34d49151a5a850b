import { canonicalJson, ContractsError, fromUtf8, parseAs, utf8 } from '@assent/contracts';
import type { z } from 'zod';
import { SealingError } from './errors.ts';

/**
 * Canonical JSON bytes of our own value. Throws `malformed` for what the schema or JSON cannot carry, such as a lone
 * surrogate: what could not be read back is refused before it is sealed, while it is not yet lost.
 */
export function jsonBytes(schema: z.ZodType, what: string, value: unknown): Uint8Array<ArrayBuffer> {
  try {
    return utf8(canonicalJson(parseAs(schema, what, value)));
  } catch (cause) {
    throw new SealingError('malformed', `${what}: cannot be sealed`, { cause });
  }
}

/**
 * Parses foreign canonical JSON. Throws `malformed`. One value has one spelling, so that no byte of what is sealed is
 * free.
 */
export function parseJson<Schema extends z.ZodType>(schema: Schema, what: string, bytes: Uint8Array): z.output<Schema> {
  try {
    const text = fromUtf8(bytes);
    const value: unknown = JSON.parse(text);
    if (canonicalJson(value) !== text) throw new SealingError('malformed', `${what}: not canonical JSON`);
    return parseAs(schema, what, value);
  } catch (cause) {
    if (cause instanceof SealingError) throw cause;
    // Only our own message is kept: the parser of the platform quotes its input.
    if (cause instanceof ContractsError) throw new SealingError('malformed', cause.message);
    throw new SealingError('malformed', `${what}: not JSON`);
  }
}
