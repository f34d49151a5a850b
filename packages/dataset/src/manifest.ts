import {
  buildIdSchema,
  canonicalJson,
  digestOf,
  digestSchema,
  instantSchema,
  programIdSchema,
  purposeSchema,
  utf8,
  type Digest,
  type Signed,
} from '@assent/contracts';
import { z } from 'zod';

/** A file of a dataset: where, how big, what bytes; `rows` for tables. */
const fileEntrySchema = z.strictObject({
  path: z.string().regex(/^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/),
  bytes: z.int().nonnegative(),
  sha256: digestSchema,
  rows: z.int().nonnegative().nullable(),
});
export type FileEntry = z.infer<typeof fileEntrySchema>;

/** What a dataset version consists of and comes from. Counts only: no recording is named. Signed by the build's key. */
export const datasetManifestSchema = z.strictObject({
  type: z.literal('dataset-manifest'),
  v: z.literal(1),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  program: programIdSchema,
  purpose: purposeSchema,
  build: buildIdSchema,
  builtAt: instantSchema,
  code: digestSchema,
  policies: z.array(digestSchema).min(1),
  safeguards: z.array(digestSchema),
  /** Every file but this one, by path. */
  files: z.array(fileEntrySchema),
  /** Digest of `files`: one value that represents all bytes. */
  root: digestSchema,
  counts: z.strictObject({
    segments: z.int().nonnegative(),
    participants: z.int().nonnegative(),
    episodes: z.int().nonnegative(),
    steps: z.int().nonnegative(),
  }),
});
export type DatasetManifest = z.infer<typeof datasetManifestSchema>;

/** The name of the manifest's file. */
export const manifestFile = 'manifest.json';

/** The digest of a list of files. */
export function rootOf(files: readonly FileEntry[]): Promise<Digest> {
  return digestOf(files);
}

/** The bytes of `manifest.json`. One document has one spelling, so that no byte of the file is free. */
export function encodeManifest(manifest: Signed<DatasetManifest>): Uint8Array<ArrayBuffer> {
  return utf8(`${canonicalJson(manifest)}\n`);
}
