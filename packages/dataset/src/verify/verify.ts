import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  buildRequestSchema,
  digestOf,
  openSigned,
  sha256Hex,
  signedSchema,
  type Digest,
  type Signed,
  type SigningKey,
} from '@assent/contracts';
import { z } from 'zod';
import { attestationFile, openAttestation } from '../attestation/statement.ts';
import { describeFile } from '../build/folder.ts';
import { DatasetError } from '../errors.ts';
import { datasetManifestSchema, encodeManifest, manifestFile, rootOf, type DatasetManifest } from '../manifest.ts';
import type { Column } from '../table/columns.ts';
import { episodeColumns } from '../table/episodes.ts';
import { featuresOfFile, huggingFaceMetadata } from '../table/features.ts';
import { openParquet, type ParquetSource } from '../table/parquet-read.ts';
import { stepColumns } from '../table/steps.ts';
import { createFaults, type DatasetReport, type Faults } from './report.ts';
import { createRowChecker, type RowChecker } from './rows.ts';

/** The documents that every dataset has. */
const documents = [
  'CHANGELOG.md',
  'DATASHEET.md',
  'LICENSE',
  'README.md',
  'croissant.json',
  'lineage.json',
  'quality.json',
  'splits.json',
  'suppression.json',
  'withdrawal.json',
] as const;

/**
 * Checks a dataset version's folder: signature, every file's bytes, the tables row by row. Everything in it is foreign.
 *
 * Without `expected.builder` a signature only says that the folder is consistent with itself: compare `builder`, `build` and
 * `manifestDigest` of the report with the ledger. Reports faults as data; throws a `DatasetError` (`not-a-dataset`) only
 * when the folder itself cannot be read.
 */
export async function verifyDataset(
  directory: string,
  expected: { readonly builder?: SigningKey } = {},
): Promise<DatasetReport> {
  const present = await listFiles(directory);
  const faults = createFaults();
  const checker = createRowChecker(faults);
  const signed = await readManifest(directory, faults);
  if (signed !== null) {
    if (expected.builder !== undefined && signed.manifest.key !== expected.builder) {
      faults.add('wrong-builder', manifestFile, 'signed by another key than expected');
    }
    await checkFiles(directory, signed.manifest.body, present, faults);
    await checkTables(directory, signed.manifest.body, { faults, checker });
    await checkDocuments(directory, signed.manifest, { faults, checker });
    if (present.has(attestationFile)) await checkAttestation(directory, signed, faults);
  }
  return {
    ok: faults.list.length === 0,
    faults: faults.list,
    faultsLeftOut: faults.leftOut,
    manifestDigest: signed?.digest ?? null,
    manifest: signed?.manifest.body ?? null,
    builder: signed?.manifest.key ?? null,
    build: signed?.manifest.body.build ?? null,
    counts: { files: present.size, ...checker.counts },
  };
}

interface ReadManifest {
  readonly manifest: Signed<DatasetManifest>;
  readonly digest: Digest;
}

/** All that follows rests on the manifest: without a readable one there is nothing to compare with. */
async function readManifest(directory: string, faults: Faults): Promise<ReadManifest | null> {
  let bytes: Uint8Array<ArrayBuffer>;
  let manifest: Signed<DatasetManifest>;
  try {
    bytes = new Uint8Array(await readFile(join(directory, manifestFile)));
    manifest = signedSchema(datasetManifestSchema).parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    faults.add('manifest-unreadable', manifestFile, 'missing or not a manifest');
    return null;
  }
  if (Buffer.compare(bytes, encodeManifest(manifest)) !== 0) {
    faults.add('manifest-unreadable', manifestFile, 'not in the one spelling it must have');
  }
  await openSigned(datasetManifestSchema, manifest).catch(() => {
    faults.add('signature', manifestFile, 'the signature does not hold');
  });
  if (manifest.body.root !== (await rootOf(manifest.body.files))) {
    faults.add('manifest-unreadable', manifestFile, 'its root is not the digest of its files');
  }
  return { manifest, digest: await sha256Hex(bytes) };
}

async function checkFiles(
  directory: string,
  manifest: DatasetManifest,
  present: ReadonlySet<string>,
  faults: Faults,
): Promise<void> {
  const listed = new Set(manifest.files.map((file) => file.path));
  for (const path of present) {
    if (path !== manifestFile && path !== attestationFile && !listed.has(path))
      faults.add('file-unlisted', path, 'not in the manifest');
  }
  for (const path of documents) {
    if (!listed.has(path)) faults.add('document-missing', path, 'not in the manifest');
  }
  for (const file of manifest.files) {
    if (!present.has(file.path)) {
      faults.add('file-missing', file.path, 'listed and not there');
      continue;
    }
    const { bytes, sha256 } = await describeFile(directory, file.path, null);
    if (bytes !== file.bytes) faults.add('file-changed', file.path, `${bytes} bytes instead of ${file.bytes}`);
    else if (sha256 !== file.sha256)
      faults.add('file-changed', file.path, `sha256 ${sha256} instead of ${file.sha256}`);
  }
}

/** An attestation says the same as the manifest beside it, under the same key. That there is none is no fault. */
async function checkAttestation(directory: string, { manifest, digest }: ReadManifest, faults: Faults): Promise<void> {
  const bytes = new Uint8Array(await readFile(join(directory, attestationFile)));
  const statement = await openAttestation(bytes, manifest.key);
  const { program, purpose, build, builtAt, code, counts } = manifest.body;
  const said = statement?.predicate;
  const agrees =
    said !== undefined &&
    statement?.subject[0].digest.sha256 === digest &&
    said.program === program &&
    said.purpose === purpose &&
    said.build === build &&
    said.builtAt === builtAt &&
    said.code === code &&
    said.counts.segments === counts.segments &&
    said.counts.episodes === counts.episodes &&
    said.counts.steps === counts.steps;
  if (!agrees) faults.add('attestation', attestationFile, 'not signed by the builder, or contradicts the manifest');
}

interface Check {
  readonly faults: Faults;
  readonly checker: RowChecker;
}

async function checkTables(directory: string, manifest: DatasetManifest, { faults, checker }: Check): Promise<void> {
  const tables = [
    { name: 'episodes', columns: episodeColumns, check: (row: unknown, path: string) => checker.episode(row, path) },
    { name: 'steps', columns: stepColumns, check: (row: unknown, path: string) => checker.step(row, path) },
  ] as const;
  for (const { name, columns, check } of tables) {
    for (const file of manifest.files.filter(({ path }) => path.startsWith(`data/${name}/`))) {
      try {
        const source = await openParquet(join(directory, file.path));
        checkSchema(source, columns, file.path, faults);
        if (source.rows !== file.rows) {
          faults.add('table-rows', file.path, `${source.rows} rows instead of ${file.rows ?? 'none'}`);
        }
        for await (const row of source.read()) check(row, file.path);
      } catch {
        // The reader's message could quote what it read.
        faults.add('table-unreadable', file.path, 'not a readable Parquet file');
      }
      if (name === 'steps') checker.endOfFile(file.path);
    }
  }
  checker.finish('data/episodes');
  const { counts } = checker;
  if (counts.steps !== manifest.counts.steps || counts.episodes !== manifest.counts.episodes) {
    faults.add('table-rows', manifestFile, 'its counts are not those of the tables');
  }
}

function checkSchema(source: ParquetSource, columns: readonly Column[], path: string, faults: Faults): void {
  const wanted = JSON.stringify(huggingFaceMetadata(columns));
  const listed = source.metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  if (listed !== wanted) faults.add('table-schema', path, 'its huggingface entry is not that of this format');
  if (JSON.stringify(featuresOfFile(source.metadata)) !== wanted) {
    faults.add('table-schema', path, 'its columns are not those of this format');
  }
}

const splitsSchema = z.object({
  splits: z.record(z.string(), z.object({ participants: z.array(z.string()) })),
});
const lineageSchema = z.object({ build: z.string(), request: z.unknown() });
const croissantSchema = z.object({
  distribution: z.array(z.looseObject({ contentUrl: z.string().optional(), sha256: z.string().optional() })),
});

async function checkDocuments(directory: string, manifest: Signed<DatasetManifest>, check: Check): Promise<void> {
  const { faults, checker } = check;
  const { body, key } = manifest;
  const listed = new Set(body.files.map((file) => file.path));
  const inspect = async (path: (typeof documents)[number], holds: (text: string) => boolean | Promise<boolean>) => {
    if (!listed.has(path)) return;
    try {
      if (await holds(await readFile(join(directory, path), 'utf8'))) return;
    } catch {
      // Unreadable is as bad as untrue.
    }
    faults.add('document-invalid', path, 'cannot be parsed or contradicts the manifest or the tables');
  };
  await inspect('README.md', (text) => /^---\n(?:.+\n)*configs: \[.+\]\n---\n/.test(text));
  await inspect('croissant.json', (text) => {
    const { distribution } = croissantSchema.parse(JSON.parse(text));
    const digests = new Map(distribution.map(({ contentUrl, sha256 }) => [contentUrl, sha256]));
    return body.files.every(({ path, rows, sha256 }) => rows === null || digests.get(path) === sha256);
  });
  await inspect('splits.json', (text) => {
    const { splits } = splitsSchema.parse(JSON.parse(text));
    const listed = new Map(
      Object.entries(splits).flatMap(([split, { participants }]) => participants.map((one) => [one, split] as const)),
    );
    return [...checker.participants].every(([participant, split]) => listed.get(participant) === split);
  });
  await inspect('lineage.json', async (text) => {
    const { build, request } = lineageSchema.parse(JSON.parse(text));
    const opened = await openSigned(buildRequestSchema, request);
    if (opened.body.builder !== key) {
      faults.add('wrong-builder', manifestFile, 'signed by another key than the build request names');
    }
    return build === body.build && (await digestOf(opened.body)) === body.build && opened.body.code === body.code;
  });
}

async function listFiles(directory: string): Promise<ReadonlySet<string>> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory());
    return new Set(files.map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/')));
  } catch (cause) {
    throw new DatasetError('not-a-dataset', 'the folder cannot be read', { cause });
  }
}
