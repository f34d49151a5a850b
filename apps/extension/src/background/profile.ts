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
import type { DeviceDatabase } from './database.ts';

/** Where a program lives and whose word counts there. */
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

const profileSchema = z.strictObject({
  v: z.literal(1),
  address: programAddressSchema,
  participant: participantIdSchema,
  /** Key of the ledger commitments that only this participant can link; 32 bytes, base64. */
  commitmentKey: z.base64(),
  policy: signedSchema(policySchema),
  consent: signedSchema(consentSchema),
  /** A newer version that is in force and not answered yet. Capture is off while one stands here (P1). */
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
  /** A withdrawal that the collector has not confirmed yet. Capture is off for good from the moment it stands here. */
  farewell: consentSubmissionSchema.nullable(),
});
/** What the participant has agreed to and set on this device. */
export type Profile = z.infer<typeof profileSchema>;

/** Reads the profile; null when nobody has joined. Throws a `ContractsError` when it does not read as one. */
export async function readProfile(database: DeviceDatabase): Promise<Profile | null> {
  const stored: unknown = await database.get('profile', 'profile');
  return stored === undefined ? null : parseAs(profileSchema, 'profile', stored);
}

/** Keeps the profile. */
export async function writeProfile(database: DeviceDatabase, profile: Profile): Promise<void> {
  await database.put('profile', profile, 'profile');
}

/** Forgets everything about the program: profile, captured content, and the device's keys. */
export async function eraseDevice(database: DeviceDatabase): Promise<void> {
  const transaction = database.transaction(['profile', 'keys', 'spool'], 'readwrite', { durability: 'strict' });
  await Promise.all([
    transaction.objectStore('profile').clear(),
    transaction.objectStore('keys').clear(),
    transaction.objectStore('spool').clear(),
    transaction.done,
  ]);
}
