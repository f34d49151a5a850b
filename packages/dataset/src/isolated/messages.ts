import {
  buildFinishedSchema,
  digestSchema,
  sealedNoteSchema,
  signedSchema,
  type Digest,
  type Recipient,
} from '@assent/contracts';
import { z } from 'zod';
import { datasetManifestSchema } from '../manifest.ts';
import type { Isolation } from './isolation.ts';

/**
 * What a build process and the one that started it say to each other. Both sides parse: the build works on foreign bytes,
 * and what comes out of it is no more trusted than they are.
 */

const bytesSchema = z.instanceof(Uint8Array);

/** A copy that was sealed to its recipient. */
const sealedCopySchema = z.strictObject({
  recipient: digestSchema,
  /** Name in the output folder. */
  file: z.string(),
  manifest: signedSchema(datasetManifestSchema),
  manifestDigest: digestSchema,
  canary: digestSchema,
  notes: z.array(sealedNoteSchema),
});
export type SealedCopy = z.infer<typeof sealedCopySchema>;

/** From the build process. */
export const fromBuildSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('fetch'), id: z.int(), ciphertext: digestSchema }),
  z.strictObject({ kind: z.literal('sign'), id: z.int(), message: bytesSchema }),
  z.strictObject({
    kind: z.literal('progress'),
    phase: z.enum(['survey', 'write']),
    done: z.int().nonnegative(),
    total: z.int().nonnegative(),
  }),
  z.strictObject({
    kind: z.literal('done'),
    directory: z.string(),
    manifest: signedSchema(datasetManifestSchema),
    manifestDigest: digestSchema,
    result: signedSchema(buildFinishedSchema),
    /** Counts for people; a dataset's own `quality.json` is what is signed. */
    quality: z.record(z.string(), z.unknown()),
    /** Sealed archives in the output folder. */
    sealed: z.array(sealedCopySchema),
  }),
  z.strictObject({ kind: z.literal('failed'), name: z.string(), code: z.string().nullable(), message: z.string() }),
]);
export type FromBuild = z.infer<typeof fromBuildSchema>;

/** Whom to seal copies to, and what the parent process knows about it. */
export interface SealOptions {
  readonly deliverTo: readonly { readonly digest: Digest; readonly age: Recipient }[];
  readonly isolation: Isolation;
  /** A folder for plaintext. */
  readonly scratch: string;
  /** Whether the release itself is to lie open in the output folder too. */
  readonly plain: boolean;
}

/** To the build process. */
export type ToBuild =
  | {
      readonly kind: 'start';
      /** The plain part of a `BuildDatasetInput`. */
      readonly input: Readonly<Record<string, unknown>>;
      readonly builder: string;
      /** What to seal and to whom; null for a release in the open. */
      readonly sealing: SealOptions | null;
    }
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: Uint8Array | null };
