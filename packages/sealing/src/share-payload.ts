import {
  base64Schema,
  buildIdSchema,
  fromBase64,
  shareLabelSchema,
  toBase64,
  type BuildId,
  type Recipient,
  type ShareLabel,
} from '@assent/contracts';
import { z } from 'zod';
import { openWith, sealTo } from './age.ts';
import { SealingError } from './errors.ts';
import { jsonBytes, parseJson } from './json.ts';

/**
 * What is inside a sealed share: the share and what it is a share of. A custodian's share and one released to a build
 * have different forms, so that neither can pass for the other.
 */

const custodyShareSchema = z.strictObject({ v: z.literal(1), label: shareLabelSchema, share: base64Schema.max(1024) });
const releasedShareSchema = custodyShareSchema.extend({ build: buildIdSchema });

/** A share with its label. `share` is secret. */
export interface LabelledShare {
  readonly label: ShareLabel;
  readonly share: Uint8Array<ArrayBuffer>;
}

/** Seals a share to its custodian; base64 of an age file. */
export async function sealCustodyShare(recipient: Recipient, { label, share }: LabelledShare): Promise<string> {
  const payload: z.input<typeof custodyShareSchema> = { v: 1, label, share: toBase64(share) };
  return toBase64(await sealTo(recipient, jsonBytes(custodyShareSchema, 'custody share', payload)));
}

/** Opens a custodian's share. Foreign: throws `cannot-open`, `bad-key` or `malformed`. */
export async function openCustodyShare(identity: string, sealed: string): Promise<LabelledShare> {
  const payload = await openSealed(custodyShareSchema, 'custody share', identity, sealed);
  return { label: payload.label, share: shareBytes(payload.share) };
}

/** Seals a share again, to one build and naming it inside; base64 of an age file. */
export async function sealReleasedShare(
  recipient: Recipient,
  build: BuildId,
  { label, share }: LabelledShare,
): Promise<string> {
  const payload: z.input<typeof releasedShareSchema> = { v: 1, build, label, share: toBase64(share) };
  return toBase64(await sealTo(recipient, jsonBytes(releasedShareSchema, 'released share', payload)));
}

/** Opens a share released to a build. Foreign: throws `cannot-open`, `bad-key` or `malformed`. */
export async function openReleasedShare(
  identity: string,
  sealed: string,
): Promise<LabelledShare & { readonly build: BuildId }> {
  const payload = await openSealed(releasedShareSchema, 'released share', identity, sealed);
  return { build: payload.build, label: payload.label, share: shareBytes(payload.share) };
}

async function openSealed<Schema extends z.ZodType>(
  schema: Schema,
  what: string,
  identity: string,
  sealed: string,
): Promise<z.output<Schema>> {
  return parseJson(schema, what, await openWith(identity, base64Bytes(what, sealed)));
}

function shareBytes(base64: string): Uint8Array<ArrayBuffer> {
  return base64Bytes('share', base64);
}

function base64Bytes(what: string, base64: string): Uint8Array<ArrayBuffer> {
  try {
    return fromBase64(base64);
  } catch {
    throw new SealingError('malformed', `${what}: not canonical base64`);
  }
}
