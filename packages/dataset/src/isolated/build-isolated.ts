import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  buildFinishedSchema,
  canonicalJson,
  openSigned,
  sha256Hex,
  type Digest,
  type Recipient,
} from '@assent/contracts';
import { attest, attestationFile } from '../attestation/statement.ts';
import type { BuildDatasetInput, BuildReport } from '../build/build.ts';
import { describeFile, removeLeftovers } from '../build/folder.ts';
import type { Quality } from '../build/quality.ts';
import { DatasetError, datasetErrorCodes } from '../errors.ts';
import { datasetManifestSchema, encodeManifest } from '../manifest.ts';
import { codeFolders, startIsolated, type Isolation } from './isolation.ts';
import { fromBuildSchema, type FromBuild, type SealedCopy, type SealOptions, type ToBuild } from './messages.ts';

/** A build's input without what only exists in tests or inside the build process. */
export type IsolatedBuildInput = Omit<
  BuildDatasetInput,
  'recheck' | 'recheckNote' | 'safeguards' | 'pseudonymKey' | 'now' | 'copies'
>;

/** What came out, and how far apart it ran. */
export interface IsolatedBuildReport extends Omit<BuildReport, 'copies'> {
  readonly isolation: Isolation;
}

/** A recipient as the build knows it: by digest, with the key to seal to. */
export interface BuildRecipient {
  readonly digest: Digest;
  readonly age: Recipient;
}

/** A copy sealed to its recipient. */
export interface SealedArchive extends Omit<SealedCopy, 'file'> {
  readonly path: string;
  /** SHA-256 of the archive. */
  readonly archive: Digest;
}

/** What came out of a build that seals. */
export interface SealedBuildReport extends Omit<IsolatedBuildReport, 'directory'> {
  readonly archives: readonly SealedArchive[];
  /** The release in the open, where it was asked for. */
  readonly plain: string | null;
  /** Where plaintext was while it was built: `memory` that only the build's process saw, or the output folder's `disk`. */
  readonly plaintext: 'memory' | 'disk';
}

/**
 * Runs a build in a process of its own, without network and with no files but code and its output folder, as far as the
 * system can (see `Isolation`). Objects are handed in and signatures made here; plaintext exists in that process and in
 * the finished folder only. Whatever ends it early leaves no plaintext behind. An attestation is written beside the manifest.
 *
 * Throws what `buildDataset` throws, and `build-process` when the process ends without a result.
 */
export async function buildIsolated(input: IsolatedBuildInput): Promise<IsolatedBuildReport> {
  return inStaging(input, async (staging) => {
    const { done, isolation } = await runIsolated({ ...input, outDir: staging.folder }, null);
    const report = await checkedReport(done, { ...input, outDir: staging.folder });
    const directory = await publishOpen(report, isolation, { input, staging });
    return { ...report, directory, isolation };
  });
}

/**
 * Runs a build as `buildIsolated` does, of which nothing is left but one archive for each recipient, sealed to it and watermarked
 * for it (spec/canaries.md). The release itself, unmarked, ends with the process unless `plain` asks for it.
 */
export async function buildSealed(
  input: IsolatedBuildInput,
  options: { readonly deliverTo: readonly BuildRecipient[]; readonly plain: boolean },
): Promise<SealedBuildReport> {
  return inStaging(input, async (staging) => {
    const inside = { ...input, outDir: staging.folder };
    const { done, isolation, plaintext } = await runIsolated(inside, options);
    const report = await checkedReport(done, { ...inside, ...(options.plain ? {} : { outDir: null }) });
    const archives = await checkedArchives(done, report, options.deliverTo, staging.folder);
    const moved: SealedArchive[] = [];
    for (const archive of archives) {
      const path = join(staging.outDir, `v${staging.version}-${archive.recipient.slice(0, 16)}.tar.age`);
      await rename(archive.path, path);
      moved.push({ ...archive, path });
    }
    const plain = options.plain ? await publishOpen(report, isolation, { input, staging }) : null;
    const { directory: _inside, ...rest } = report;
    return { ...rest, archives: moved, plain, isolation, plaintext };
  });
}

interface Staging {
  readonly outDir: string;
  readonly version: string;
  /** The process may write here only: what it does to this folder touches no other version. */
  readonly folder: string;
}

/** Gives work a folder that goes with it. Throws `exists` where this version, or a copy of it, exists already. */
async function inStaging<Result>(
  input: IsolatedBuildInput,
  work: (staging: Staging) => Promise<Result>,
): Promise<Result> {
  const version = input.version ?? '1.0.0';
  await mkdir(input.outDir, { recursive: true });
  const outDir = await realpath(input.outDir);
  const standing = (await readdir(outDir)).some((name) => name === `v${version}` || name.startsWith(`v${version}-`));
  if (standing) throw new DatasetError('exists', `version ${version} exists already`);
  await removeLeftovers(outDir, version);
  const folder = await mkdtemp(join(outDir, `.v${version}-`));
  try {
    return await work({ outDir, version, folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the build process from start to end. */
async function runIsolated(
  input: IsolatedBuildInput,
  sealing: Pick<SealOptions, 'deliverTo' | 'plain'> | null,
): Promise<{ readonly done: Done; readonly isolation: Isolation; readonly plaintext: 'memory' | 'disk' }> {
  const script = fileURLToPath(new URL('./worker.ts', import.meta.url));
  const allowed = { read: codeFolders(), write: [input.outDir], scratch: sealing !== null };
  const { child, isolation, scratch } = startIsolated(script, allowed);
  try {
    const options =
      sealing === null ? null : { ...sealing, isolation, scratch: scratch ?? join(input.outDir, 'scratch') };
    const done = await serveWorker(child, input, options);
    return { done, isolation, plaintext: scratch === null ? 'disk' : 'memory' };
  } finally {
    await ended(child);
  }
}

/** Writes the attestation beside the release and gives its folder its place. */
async function publishOpen(
  report: BuildReport,
  isolation: Isolation,
  { input, staging }: { readonly input: IsolatedBuildInput; readonly staging: Staging },
): Promise<string> {
  const target = join(staging.outDir, `v${staging.version}`);
  const attestation = await attest({ ...report, isolation }, input.builder);
  await writeFile(join(report.directory, attestationFile), attestation, { flag: 'wx' });
  await rename(report.directory, target);
  return target;
}

/** One archive for each recipient, of this build, signed by its key: what a build that was taken over says is checked. */
async function checkedArchives(
  done: Done,
  report: BuildReport,
  deliverTo: readonly BuildRecipient[],
  folder: string,
): Promise<readonly SealedArchive[]> {
  const wanted = new Set(deliverTo.map(({ digest }) => digest));
  const archives = await Promise.all(
    done.sealed.map(async ({ file, ...copy }): Promise<SealedArchive> => {
      await openSigned(datasetManifestSchema, copy.manifest, { key: report.manifest.key });
      const { build, version, counts } = copy.manifest.body;
      const consistent =
        wanted.delete(copy.recipient) &&
        file === `${copy.recipient}.tar.age` &&
        copy.manifestDigest === (await sha256Hex(encodeManifest(copy.manifest))) &&
        build === report.manifest.body.build &&
        version === report.manifest.body.version &&
        canonicalJson(counts) === canonicalJson(report.manifest.body.counts);
      if (!consistent) throw contradiction();
      return { ...copy, path: join(folder, file), archive: (await describeFile(folder, file, null)).sha256 };
    }),
  );
  if (wanted.size > 0) throw contradiction();
  return archives;
}

function contradiction(): DatasetError {
  return new DatasetError('build-process', 'the build process contradicts itself');
}

type Done = Extract<FromBuild, { kind: 'done' }>;

/** Serves the build process until it is done. */
async function serveWorker(child: ChildProcess, input: IsolatedBuildInput, sealing: SealOptions | null): Promise<Done> {
  const { fetchObject, builder, progress } = input;
  const { promise, resolve, reject } = Promise.withResolvers<Done>();
  const send = (message: ToBuild): void => {
    try {
      if (child.connected) child.send(message);
    } catch (cause) {
      reject(new DatasetError('build-process', 'the build process cannot be given its input', { cause }));
    }
  };
  const reply = (id: number, work: Promise<Uint8Array>): void => {
    void work.then(
      (bytes) => send({ kind: 'bytes', id, bytes }),
      () => send({ kind: 'bytes', id, bytes: null }),
    );
  };
  const hear = (message: FromBuild): void => {
    switch (message.kind) {
      case 'ready':
        return send({ kind: 'start', input: plainPart(input), builder: builder.publicKey, sealing });
      case 'fetch':
        return reply(message.id, fetchObject(message.ciphertext));
      case 'sign':
        return reply(message.id, builder.sign(new Uint8Array(message.message)));
      case 'progress':
        return progress?.({ phase: message.phase, done: message.done, total: message.total });
      case 'done':
        return resolve(message);
      case 'failed':
        return reject(errorOf(message));
      default:
        message satisfies never;
        return reject(new DatasetError('build-process', 'the build process sent an unknown message'));
    }
  };
  child.on('message', (foreign) => {
    const parsed = fromBuildSchema.safeParse(foreign);
    if (parsed.success) hear(parsed.data);
    else reject(new DatasetError('build-process', 'the build process said something it cannot mean'));
  });
  child.once('error', (cause) =>
    reject(new DatasetError('build-process', 'the build process did not start', { cause })),
  );
  child.once('exit', () => reject(new DatasetError('build-process', 'the build process ended without a result')));
  return promise;
}

/** What of an input goes over as it is. Named one by one: whatever else a caller has stays here. */
function plainPart(input: IsolatedBuildInput): Readonly<Record<string, unknown>> {
  const { request, inputs, erased, buildIdentity, outDir, version, changes } = input;
  return {
    request,
    inputs,
    erased,
    buildIdentity,
    outDir,
    ...(version === undefined ? {} : { version }),
    ...(changes === undefined ? {} : { changes }),
  };
}

function errorOf({ name, code, message }: Extract<FromBuild, { kind: 'failed' }>): DatasetError {
  const known = datasetErrorCodes.find((each) => each === code);
  if (known !== undefined) return new DatasetError(known, message);
  // An input that a lower package refuses, by its own name and code.
  return code === null
    ? new DatasetError('build-process', `the build process failed: ${name}`)
    : new DatasetError('input-untrusted', `${name} ${code}: ${message}`);
}

/**
 * Holds what the process says against what is to be: a build that was taken over cannot name another folder or dataset.
 * Without `outDir` the release is not there to be looked at.
 */
async function checkedReport(
  done: Done,
  input: Omit<IsolatedBuildInput, 'outDir'> & { readonly outDir: string | null },
): Promise<BuildReport> {
  const { manifest, manifestDigest, result } = done;
  const key = input.builder.publicKey;
  await openSigned(datasetManifestSchema, manifest, { key });
  await openSigned(buildFinishedSchema, result, { key });
  const directory = input.outDir === null ? null : join(input.outDir, `v${input.version ?? '1.0.0'}`);
  const consistent =
    (directory === null || done.directory === directory) &&
    manifestDigest === (await sha256Hex(encodeManifest(manifest))) &&
    result.body.output === manifestDigest &&
    result.body.build === manifest.body.build;
  if (!consistent) throw contradiction();
  // Counts for display; nothing is decided by them.
  const quality = done.quality as unknown as Quality;
  return { directory: done.directory, manifest, manifestDigest, result, quality, copies: [] };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.kill('SIGKILL');
  await promise;
}
