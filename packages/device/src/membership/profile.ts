import {
  consentSchema,
  consentSubmissionSchema,
  instantSchema,
  parseAs,
  participantControlsSchema,
  participantIdSchema,
  policySchema,
  programIdSchema,
  recipientSchema,
  signedSchema,
  signingKeySchema,
} from '@assent/contracts';
import { passkeySealedSchema } from '@assent/sealing';
import { z } from 'zod';
import { DeviceError } from '../errors.ts';

/** A program's collector, and the keys that sign for the program. */
const programAddressSchema = z.strictObject({
  /** The collector's address without a slash at the end. */
  collector: z.url({ protocol: /^https?$/ }).max(300),
  program: programIdSchema,
  /** Signs policies. */
  ownerKey: signingKeySchema,
  /** Signs receipts. */
  collectorKey: signingKeySchema,
});
export type ProgramAddress = z.infer<typeof programAddressSchema>;

/**
 * Where day keys are copied to for their participant: the public half only. `sealed` is the secret half under a passkey,
 * which opens nothing without it; a printed key leaves nothing here.
 */
const storedVaultSchema = z.strictObject({
  recipient: recipientSchema,
  reader: signingKeySchema,
  how: z.enum(['none', 'printed', 'passkey']),
  sealed: passkeySealedSchema.nullable(),
});
export type StoredVault = z.infer<typeof storedVaultSchema>;

const shared = {
  address: programAddressSchema,
  participant: participantIdSchema,
  /** Key of the ledger commitments that only this participant can link; 32 bytes, base64. */
  commitmentKey: z.base64(),
  policy: signedSchema(policySchema),
  consent: signedSchema(consentSchema),
  /** A newer version that is in force and not answered yet. Capture is off while there is one (P1). */
  next: signedSchema(policySchema).nullable().default(null),
  /** Versions agreed to before, newest first: what was recorded under them is still sealed under them. */
  earlier: z
    .array(z.strictObject({ policy: signedSchema(policySchema), consent: signedSchema(consentSchema) }))
    .max(8)
    .default([]),
  controls: participantControlsSchema,
  vault: storedVaultSchema.nullable().default(null),
  /** The latest stretch in which capture was open; `to` is null while it is. */
  open: z.strictObject({ from: instantSchema, to: instantSchema.nullable() }).nullable(),
};
const withdrawal = consentSubmissionSchema.nullable();

const profileSchema = z.strictObject({
  v: z.literal(2),
  ...shared,
  /** A withdrawal that the collector has not confirmed yet. Capture is off for good while there is one. */
  pendingWithdrawal: withdrawal,
});
/** What the participant has agreed to and set on this device. */
export type Profile = z.infer<typeof profileSchema>;

/** The shape before version 2: the same under one other name. */
const firstProfileSchema = z.strictObject({ v: z.literal(1), ...shared, farewell: withdrawal });
const storedProfileSchema = z.discriminatedUnion('v', [profileSchema, firstProfileSchema]);

/**
 * A profile as stored, in the shape of now; null where nothing is. Throws a `ContractsError` for what does not read as
 * one: then nothing is captured.
 */
export function readProfile(stored: unknown): Profile | null {
  if (stored === undefined) return null;
  const profile = parseAs(storedProfileSchema, 'profile', stored);
  if (profile.v === 2) return profile;
  const { farewell, v: _v, ...rest } = profile;
  return { v: 2, ...rest, pendingWithdrawal: farewell };
}

/** The profile of a device that has joined. Throws a `DeviceError` for one that has not. */
export function joinedProfile({ profile }: { readonly profile: Profile | null }): Profile {
  if (profile === null) throw new DeviceError('not-joined', 'nobody has joined here');
  return profile;
}
