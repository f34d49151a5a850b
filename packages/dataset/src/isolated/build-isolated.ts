import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSigned, sha256Hex } from '@assent/contracts';
import { attest, attestationFile } from '../attestation/statement.ts';
import type { BuildDatasetInput, BuildReport } from '../build/build.ts';
import { exists, removeLeftovers } from '../build/folder.ts';
import type { Quality } from '../build/quality.ts';
import { DatasetError, datasetErrorCodes } from '../errors.ts';
import { datasetManifestSchema, encodeManifest } from '../manifest.ts';
import { codeFolders, startIsolated, type Isolation } from './isolation.ts';
import { fromBuildSchema, type FromBuild, type ToBuild } from './messages.ts';

/** A build's input without what only exists in tests or inside the build process. */
export type IsolatedBuildInput = Omit<
  BuildDatasetInput,
  'recheck' | 'recheckNote' | 'safeguards' | 'pseudonymKey' | 'now'
>;

/** What came out, and how far apart it ran. */
export interface IsolatedBuildReport extends BuildReport {
  readonly isolation: Isolation;
}

/**
 * Runs a build in a process of its own, without network and with no files but code and its output folder, as far as the
 * system can (see `Isolation`). Objects are handed in and signatures made here; plaintext exists in that process and in
 * the finished folder only. Whatever ends it early leaves no plaintext behind. An attestation is written beside the manifest.
 *
 * Throws what `buildDataset` throws, and `build-process` when the process ends without a result.
 */
export async function buildIsolated(input: IsolatedBuildInput): Promise<IsolatedBuildReport> {
  const version = input.version ?? '1.0.0';
  await mkdir(input.outDir, { recursive: true });
  const outDir = await realpath(input.outDir);
  const target = join(outDir, `v${version}`);
  if (await exists(target)) throw new DatasetError('exists', `version ${version} stands already`);
  await removeLeftovers(outDir, version);
  // The process may write here only: what it does to this folder touches no other version.
  const staging = await mkdtemp(join(outDir, `.v${version}-`));
  const script = fileURLToPath(new URL('./worker.ts', import.meta.url));
  const { child, isolation } = startIsolated(script, { read: codeFolders(), write: [staging] });
  try {
    const inside = { ...input, outDir: staging };
    const report = await checkedReport(await converse(child, inside), inside);
    await ended(child);
    const attestation = await attest({ ...report, isolation }, input.builder);
    await writeFile(join(report.directory, attestationFile), attestation, { flag: 'wx' });
    await rename(report.directory, target);
    return { ...report, directory: target, isolation };
  } finally {
    await ended(child);
    await rm(staging, { recursive: true, force: true });
  }
}

type Done = Extract<FromBuild, { kind: 'done' }>;

/** Serves the build process until it is done. */
async function converse(child: ChildProcess, input: IsolatedBuildInput): Promise<Done> {
  const { fetchObject, builder, progress } = input;
  const { promise, resolve, reject } = Promise.withResolvers<Done>();
  const send = (message: ToBuild): void => {
    try {
      if (child.connected) child.send(message);
    } catch (cause) {
      reject(new DatasetError('build-process', 'the build process cannot be told what it needs', { cause }));
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
        return send({ kind: 'start', input: plainPart(input), builder: builder.publicKey });
      case 'fetch':
        return reply(message.id, fetchObject(message.ciphertext));
      case 'sign':
        return reply(message.id, builder.sign(new Uint8Array(message.message)));
      case 'progress':
        return progress?.({ phase: message.phase, done: message.done, total: message.total });
      case 'done':
        return resolve(message);
      // The last kind stands as the default so that every path returns.
      default:
        return reject(errorOf(message));
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

/** Holds what the process says against what is to be: a build that was taken over cannot name another folder or dataset. */
async function checkedReport(done: Done, input: IsolatedBuildInput): Promise<BuildReport> {
  const { manifest, manifestDigest, result } = done;
  const key = input.builder.publicKey;
  await openSigned(datasetManifestSchema, manifest, { key });
  const directory = join(input.outDir, `v${input.version ?? '1.0.0'}`);
  const consistent =
    done.directory === directory &&
    manifestDigest === (await sha256Hex(encodeManifest(manifest))) &&
    result.key === key &&
    result.body.output === manifestDigest &&
    result.body.build === manifest.body.build;
  if (!consistent) throw new DatasetError('build-process', 'the build process contradicts itself');
  // Counts for display; nothing is decided by them.
  return { directory, manifest, manifestDigest, result, quality: done.quality as unknown as Quality };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.kill('SIGKILL');
  await promise;
}
