import { z } from 'zod';

/**
 * Identifiers. All are opaque: none is derived from a person's name, mail address or machine.
 * Each has its own brand, so that one cannot be handed over for another.
 */

/** Lower-case hexadecimal SHA-256. */
export const digestSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Digest'>();
export type Digest = z.infer<typeof digestSchema>;

/** A program, named by its operator: a short slug that is public. */
export const programIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,62}$/)
  .brand<'ProgramId'>();
export type ProgramId = z.infer<typeof programIdSchema>;

/** A participant's pseudonym in one program: 128 random bits made on the device. */
export const participantIdSchema = z
  .string()
  .regex(/^p_[\w-]{22}$/)
  .brand<'ParticipantId'>();
export type ParticipantId = z.infer<typeof participantIdSchema>;

/** One stretch of recording on one device, from start to restart: 128 random bits. */
export const sessionIdSchema = z
  .string()
  .regex(/^s_[\w-]{22}$/)
  .brand<'SessionId'>();
export type SessionId = z.infer<typeof sessionIdSchema>;

/** One document (page, frame) while it lives: 128 random bits made in the page's isolated world. */
export const sourceIdSchema = z
  .string()
  .regex(/^d_[\w-]{22}$/)
  .brand<'SourceId'>();
export type SourceId = z.infer<typeof sourceIdSchema>;

/** a custodian in a program, for example `works-council`. Custodians are public, their holders are not named. */
export const custodianIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,62}$/)
  .brand<'CustodianId'>();
export type CustodianId = z.infer<typeof custodianIdSchema>;

/** An Ed25519 public key, raw 32 bytes, unpadded base64url. */
export const signingKeySchema = z
  .string()
  .regex(/^[\w-]{43}$/)
  .brand<'SigningKey'>();
export type SigningKey = z.infer<typeof signingKeySchema>;

/** An age recipient: X25519 (`age1…`) or the hybrid post-quantum form (`age1pq1…`). */
export const recipientSchema = z
  .string()
  .regex(/^age1[a-z0-9]{50,2600}$/)
  .brand<'Recipient'>();
export type Recipient = z.infer<typeof recipientSchema>;

/**
 * Kinds of age keys. `hybrid` is ML-KEM-768 beside X25519: what is sealed to it stays closed to somebody who keeps it for a
 * quantum computer to come.
 */
export const identityKinds = ['x25519', 'hybrid'] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** The kind of key that a recipient has. */
export function kindOfRecipient(recipient: string): IdentityKind {
  return recipient.startsWith('age1pq1') ? 'hybrid' : 'x25519';
}

/** Names a day key: SHA-256 of its recipient string. */
export const dayKeyIdSchema = digestSchema.brand<'DayKeyId'>();
export type DayKeyId = z.infer<typeof dayKeyIdSchema>;

/** Names a build request: the digest of its body. */
export const buildIdSchema = digestSchema.brand<'BuildId'>();
export type BuildId = z.infer<typeof buildIdSchema>;

/** A UTC calendar day, `YYYY-MM-DD`. */
export const daySchema = z.iso.date().brand<'Day'>();
export type Day = z.infer<typeof daySchema>;

/** Milliseconds since the Unix epoch, UTC. */
export const instantSchema = z.int().nonnegative();
export type Instant = z.infer<typeof instantSchema>;

/** The UTC day an instant falls on. */
export function dayOf(instant: Instant): Day {
  return daySchema.parse(new Date(instant).toISOString().slice(0, 10));
}

/** Standard padded base64 of opaque bytes. */
export const base64Schema = z.base64();
