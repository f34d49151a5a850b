import {
  buildIdSchema,
  digestOf,
  sha256Hex,
  signDocument,
  type BuildFinished,
  type BuildId,
  type BuildInputs,
  type BuildRequest,
  type Digest,
  type Instant,
  type Signed,
  type Signer,
} from '@assent/contracts';
import type { Watermarks } from '../canary/watermarks.ts';
import { DatasetError } from '../errors.ts';
import { encodeManifest, manifestFile, rootOf, type DatasetManifest } from '../manifest.ts';
import type { AdmittedSegment } from './admit.ts';
import { writeDocuments } from './documents.ts';
import type { DatasetFolder } from './folder.ts';
import type { Quality } from './quality.ts';
import type { Split } from './splits.ts';
import type { SuppressionPlan } from './suppression.ts';

/** A recipient's copy while it is written. */
export interface CopyInWork {
  readonly recipient: Digest;
  readonly watermarks: Watermarks;
  readonly folder: DatasetFolder;
}

/** A finished dataset folder: the release, or a copy of it. */
export interface PublishedFolder {
  readonly directory: string;
  readonly manifest: Signed<DatasetManifest>;
  /** SHA-256 of `manifest.json`. */
  readonly manifestDigest: Digest;
}

/** What the rest of a dataset says beside its tables. */
export interface Publishing {
  readonly request: Signed<BuildRequest>;
  readonly policies: BuildInputs['policies'];
  readonly builder: Signer;
  readonly safeguards: Digest;
  readonly version: string;
  readonly changes: string;
  readonly builtAt: Instant;
  readonly segments: readonly AdmittedSegment[];
  readonly splitOf: ReadonlyMap<string, Split>;
  readonly splits: readonly Split[];
  readonly suppression: SuppressionPlan;
  readonly quality: Quality;
}

/** Ends the release and its copies: documents, manifests, names. The result names the release. */
export async function publish(
  facts: Publishing,
  folder: DatasetFolder,
  copies: readonly CopyInWork[],
): Promise<{
  readonly release: PublishedFolder;
  readonly copies: readonly (PublishedFolder & { readonly recipient: Digest })[];
  readonly result: Signed<BuildFinished>;
}> {
  const build = buildIdSchema.parse(await digestOf(facts.request.body));
  const policy = await policyOf(facts);
  const release = await writeManifest(facts, { build, policy, folder, watermarks: null });
  const copied = [];
  for (const { recipient, watermarks, folder: own } of copies) {
    copied.push({
      recipient,
      ...(await writeManifest(facts, { build, policy, folder: own, watermarks })),
      folder: own,
    });
  }
  const result = await resultOf(facts, build, release.manifestDigest);
  // Names last: nothing is called a dataset before everything held.
  const published = [];
  for (const { folder: own, ...copy } of copied) published.push({ ...copy, directory: await own.publish() });
  return { release: { ...release, directory: await folder.publish() }, copies: published, result };
}

interface Version {
  readonly build: BuildId;
  readonly policy: BuildInputs['policies'][number]['body'];
  readonly folder: DatasetFolder;
  readonly watermarks: Watermarks | null;
}

async function writeManifest(
  facts: Publishing,
  { build, policy, folder, watermarks }: Version,
): Promise<Omit<PublishedFolder, 'directory'>> {
  const { request, builder, version, builtAt, segments, quality, splits } = facts;
  const splitOf = new Map([...facts.splitOf].map(([name, split]) => [watermarks?.rename(name) ?? name, split]));
  const tables = await folder.closeTables();
  const documents = await writeDocuments(folder, {
    version,
    changes: facts.changes,
    policy,
    policyDigest: request.body.policy,
    build,
    code: request.body.code,
    builtAt,
    days: request.body.days,
    participants: splitOf.size,
    splits,
    minParticipants: facts.suppression.minParticipants,
    quality,
    tables,
    splitOf,
    suppression: facts.suppression,
    request,
    watermarked: watermarks !== null,
  });
  const files = [...tables, ...documents].sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest = await signDocument<DatasetManifest>(
    {
      type: 'dataset-manifest',
      v: 1,
      version,
      program: request.body.program,
      purpose: request.body.purpose,
      build,
      builtAt,
      code: request.body.code,
      policies: distinct([request.body.policy, ...segments.map((segment) => contextOf(segment).policy)]),
      safeguards: distinct(segments.map((segment) => contextOf(segment).safeguards)),
      files,
      root: await rootOf(files),
      counts: {
        segments: segments.length,
        participants: splitOf.size,
        episodes: quality.episodes,
        steps: quality.steps,
      },
    },
    builder,
  );
  const bytes = encodeManifest(manifest);
  await folder.write(manifestFile, bytes);
  return { manifest, manifestDigest: await sha256Hex(bytes) };
}

async function resultOf(facts: Publishing, build: BuildId, output: Digest): Promise<Signed<BuildFinished>> {
  const { request, builder, segments, quality } = facts;
  return signDocument<BuildFinished>(
    {
      type: 'build-finished',
      v: 1,
      program: request.body.program,
      build,
      at: facts.builtAt,
      code: request.body.code,
      safeguards: facts.safeguards,
      inputs: await digestOf(segments.map((segment) => segment.manifest.body.ciphertext).sort()),
      output,
      counts: {
        segments: segments.length,
        episodes: quality.episodes,
        steps: quality.steps,
        secondPass: quality.secondPass,
      },
    },
    builder,
  );
}

/** The policy that a request names, among those that came with it. Throws a `DatasetError` (`request-mismatch`) if none is. */
export async function policyOf({
  request,
  policies,
}: Pick<Publishing, 'request' | 'policies'>): Promise<Version['policy']> {
  for (const { body } of policies) if ((await digestOf(body)) === request.body.policy) return body;
  throw new DatasetError('request-mismatch', 'the policy that the request names is not among the inputs');
}

function contextOf(segment: AdmittedSegment): AdmittedSegment['manifest']['body']['context'] {
  return segment.manifest.body.context;
}

function distinct(digests: readonly Digest[]): Digest[] {
  return [...new Set(digests)].sort();
}
