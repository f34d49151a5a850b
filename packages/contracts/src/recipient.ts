import { z } from 'zod';
import {
  base64Schema,
  buildIdSchema,
  custodianIdSchema,
  digestSchema,
  instantSchema,
  programIdSchema,
  recipientSchema,
  signingKeySchema,
} from './ids.ts';
import { purposeSchema } from './policy.ts';
import { signedSchema } from './signed.ts';

/**
 * Somebody who receives built datasets, by their own word: signed with `signingKey`, which thereby agrees to the one purpose.
 * The digest of the body names the recipient in public; `salt` keeps that digest from telling who it is.
 */
export const recipientCardSchema = z.strictObject({
  type: z.literal('recipient-card'),
  v: z.literal(1),
  program: programIdSchema,
  purpose: purposeSchema,
  /** Who it is, for the owner and the custodians. */
  name: z.string().min(1).max(120),
  /** Datasets are sealed to this. */
  recipient: recipientSchema,
  signingKey: signingKeySchema,
  /** 128 random bits, base64url. */
  salt: z.string().regex(/^[\w-]{22}$/),
});
export type RecipientCard = z.infer<typeof recipientCardSchema>;

/** The program owner lets somebody receive datasets. Public in the ledger: it names them by digest only. */
export const recipientRegistrationSchema = z.strictObject({
  type: z.literal('recipient-registration'),
  v: z.literal(1),
  program: programIdSchema,
  at: instantSchema,
  /** Digest of the card's body. */
  recipient: digestSchema,
});
export type RecipientRegistration = z.infer<typeof recipientRegistrationSchema>;

/** What the owner hands to the collector: the card itself does not enter the ledger. */
export const recipientSubmissionSchema = z.strictObject({
  card: signedSchema(recipientCardSchema),
  registration: signedSchema(recipientRegistrationSchema),
});
export type RecipientSubmission = z.infer<typeof recipientSubmissionSchema>;

/**
 * One copy of a release, sealed to one recipient. Signed by the build's key; public in the ledger, without personal data.
 */
export const deliverySchema = z.strictObject({
  type: z.literal('export-delivered'),
  v: z.literal(1),
  program: programIdSchema,
  build: buildIdSchema,
  at: instantSchema,
  recipient: digestSchema,
  /** The release: the `output` of the build's result. */
  release: digestSchema,
  /** Digest of this copy's manifest: each copy has watermarks, so each has its own. */
  output: digestSchema,
  /** SHA-256 of the sealed archive. */
  archive: digestSchema,
  /** Digest of the canary note with whose key this copy was watermarked. */
  canary: digestSchema,
});
export type Delivery = z.infer<typeof deliverySchema>;

/**
 * The secret that one copy's watermarks are made with. Its holder can find the watermarks, and make them. Exists sealed to
 * custodians only; the leaf's `canary` is its digest.
 */
export const canaryNoteSchema = z.strictObject({
  type: z.literal('canary-note'),
  v: z.literal(1),
  program: programIdSchema,
  build: buildIdSchema,
  recipient: digestSchema,
  /** 32 random bytes, base64url. */
  key: z.string().regex(/^[\w-]{43}$/),
});
export type CanaryNote = z.infer<typeof canaryNoteSchema>;

/** A canary note as age files, one for each custodian of the policy. */
export const sealedNoteSchema = z.strictObject({ custodian: custodianIdSchema, sealed: base64Schema.max(8192) });
export type SealedNote = z.infer<typeof sealedNoteSchema>;

/** What a build hands to the collector for each copy. */
export const deliverySubmissionSchema = z.strictObject({
  delivery: signedSchema(deliverySchema),
  notes: z.array(sealedNoteSchema).min(1).max(32),
});
export type DeliverySubmission = z.infer<typeof deliverySubmissionSchema>;

/** A delivery as a custodian gets it, with the note that is sealed to its custodian. */
export const keptDeliverySchema = z.strictObject({
  delivery: signedSchema(deliverySchema),
  card: signedSchema(recipientCardSchema),
  leafIndex: z.int().nonnegative(),
  note: base64Schema.max(8192).nullable(),
});
export type KeptDelivery = z.infer<typeof keptDeliverySchema>;
