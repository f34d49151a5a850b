import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Digest, SigningKey } from '@assent/contracts';
import { openStreamWith, SealingError } from '@assent/sealing';
import { attestationFile } from '../attestation/statement.ts';
import { describeFile, exists } from '../build/folder.ts';
import { DatasetError } from '../errors.ts';
import type { DatasetReport } from '../verify/report.ts';
import { verifyDataset } from '../verify/verify.ts';
import { readTar } from './tar.ts';

/** What must be in an archive, as recorded in the ledger. */
export interface ExpectedCopy {
  readonly builder: SigningKey;
  /** Digest of the copy's manifest. */
  readonly output: Digest;
}

/** SHA-256 of an archive: how the ledger names it. */
export async function archiveDigest(path: string): Promise<Digest> {
  return (await describeFile(dirname(path), path.slice(dirname(path).length + 1), null)).sha256;
}

/**
 * Opens a recipient's archive into a new folder, which takes its name only when everything in it verified: every byte under
 * the builder's key, the attestation, and the very manifest that the ledger names.
 *
 * Throws a `DatasetError`: `exists`, `archive-malformed`, `damaged` with the first fault; and a `SealingError` (`cannot-open`,
 * `bad-key`) when the archive is for somebody else or was altered.
 */
export async function openArchive(input: {
  readonly archive: string;
  readonly identity: string;
  readonly expected: ExpectedCopy;
  readonly outDir: string;
}): Promise<DatasetReport> {
  const { archive, identity, expected, outDir } = input;
  if (await exists(outDir)) throw new DatasetError('exists', 'the folder to open into exists already');
  await mkdir(dirname(outDir), { recursive: true });
  const staging = await mkdtemp(join(dirname(outDir), '.opening-'));
  try {
    await unpack(archive, identity, staging);
    const report = await verifyDataset(staging, { builder: expected.builder });
    const [fault] = report.faults;
    if (fault !== undefined) throw new DatasetError('damaged', `the dataset does not verify: ${fault.code}`);
    if (report.manifestDigest !== expected.output) {
      throw new DatasetError('damaged', 'the dataset is another one than the ledger names');
    }
    // A folder may come without one, a delivery may not.
    if (!(await readdir(staging)).includes(attestationFile))
      throw new DatasetError('damaged', 'there is no attestation');
    await rename(staging, outDir);
    return report;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function unpack(archive: string, identity: string, folder: string): Promise<void> {
  // Both spell the same standard's stream.
  const sealed = Readable.toWeb(createReadStream(archive)) as unknown as ReadableStream<Uint8Array>;
  const plain = await openStreamWith(identity, sealed);
  try {
    await readTar(Readable.fromWeb(plain as unknown as Parameters<typeof Readable.fromWeb>[0]), folder);
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw new SealingError('cannot-open', 'the archive was altered or cut off', { cause });
  }
}
