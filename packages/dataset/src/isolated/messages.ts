import { buildFinishedSchema, digestSchema, signedSchema } from '@assent/contracts';
import { z } from 'zod';
import { datasetManifestSchema } from '../manifest.ts';

/**
 * What a build process and the one that started it say to each other. Both sides parse: the build works on foreign bytes,
 * and what comes out of it is no more trusted than they are.
 */

const bytesSchema = z.instanceof(Uint8Array);

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
  }),
  z.strictObject({ kind: z.literal('failed'), name: z.string(), code: z.string().nullable(), message: z.string() }),
]);
export type FromBuild = z.infer<typeof fromBuildSchema>;

/** To the build process. */
export type ToBuild =
  | {
      readonly kind: 'start';
      /** The plain part of a `BuildDatasetInput`. */
      readonly input: Readonly<Record<string, unknown>>;
      readonly builder: string;
    }
  | { readonly kind: 'bytes'; readonly id: number; readonly bytes: Uint8Array | null };
