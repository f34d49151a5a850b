import {
  canonicalJson,
  digestOf,
  segmentManifestSchema,
  sha256Hex,
  signDocument,
  type Digest,
  type Recipient,
  type SegmentContext,
  type SegmentCounts,
  type SegmentManifest,
  type Signed,
  type Signer,
} from '@assent/contracts';
import { openWith, recipientOf, sealTo } from './age.ts';
import { dayKeyIdOf } from './deposit.ts';
import { ContainerDecoder, encodeContainer, maxContainerBytes, type Frame } from './container.ts';
import { SealingError } from './errors.ts';
import { gunzip, gzip } from './gzip.ts';
import { padToBucket, unpad } from './padding.ts';
import {
  countRecords,
  headerFrame,
  parseHeader,
  parseRecord,
  recordFrame,
  type SegmentRecord,
} from './segment-record.ts';
import { openTrusted } from './trusted.ts';

/** A segment opened and checked. */
export interface OpenedSegment {
  readonly context: SegmentContext;
  readonly counts: SegmentCounts;
  readonly records: readonly SegmentRecord[];
}

/**
 * Seals records into one segment: container, gzip, padding, age, signature.
 *
 * The ciphertext has the size of one of `segmentBuckets`. Throws `context-mismatch` when the context names another
 * device or day key than `signer` and `recipient`, `count-mismatch` when the counts are not those of the records,
 * `digest-mismatch` for a snapshot that does not have its digest, `too-large` when the records do not fit (see
 * `planSegments`), `malformed`.
 */
export async function sealSegment(input: {
  readonly context: SegmentContext;
  readonly counts: SegmentCounts;
  readonly records: readonly SegmentRecord[];
  readonly recipient: Recipient;
  readonly signer: Signer;
}): Promise<{ readonly ciphertext: Uint8Array<ArrayBuffer>; readonly manifest: Signed<SegmentManifest> }> {
  const { context, counts, records, recipient, signer } = input;
  if (context.device !== signer.publicKey) {
    throw new SealingError('context-mismatch', 'the context names another device than the signer');
  }
  await requireRecipientOf(context, recipient);
  requireCounts(counts, records);
  await requireSnapshots(records);

  const container = encodeContainer([headerFrame({ context, counts }), ...records.map(recordFrame)]);
  const ciphertext = await sealTo(recipient, padToBucket(await gzip(container), recipient));
  const manifest: SegmentManifest = {
    type: 'segment',
    context,
    ciphertext: await sha256Hex(ciphertext),
    bytes: ciphertext.length,
  };
  return { ciphertext, manifest: await signDocument(manifest, signer) };
}

/**
 * Opens a segment with its day identity and checks everything in it. Ciphertext and manifest are foreign.
 *
 * Throws `bad-signature` (not signed by the device it names), `digest-mismatch`, `context-mismatch` (other day key,
 * or inside and manifest differ), `cannot-open`, `bad-key`, `count-mismatch`, `too-large`, `malformed`. Afterwards
 * it is certain that the *device* sealed this; the caller has to check that the device belongs to a consenting
 * participant.
 */
export async function openSegment(input: {
  readonly ciphertext: Uint8Array<ArrayBuffer>;
  readonly manifest: Signed<SegmentManifest>;
  readonly identity: string;
}): Promise<OpenedSegment> {
  const { ciphertext, identity } = input;
  const { body: manifest } = await openManifest(input.manifest);
  if (manifest.bytes !== ciphertext.length || manifest.ciphertext !== (await sha256Hex(ciphertext))) {
    throw new SealingError('digest-mismatch', 'the ciphertext is not the one the manifest names');
  }
  await requireRecipientOf(manifest.context, await recipientOf(identity));

  const [first, ...rest] = await readContainer(unpad(await openWith(identity, ciphertext)));
  const { context, counts } = parseHeader(first);
  if (canonicalJson(context) !== canonicalJson(manifest.context)) {
    throw new SealingError('context-mismatch', 'the segment was sealed with another context than its manifest has');
  }
  const records = rest.map(parseRecord);
  requireCounts(counts, records);
  await requireSnapshots(records);
  return { context, counts, records };
}

/**
 * Parses and verifies a foreign manifest. Throws `malformed` or `bad-signature` (also when another key than its
 * device's signed it).
 */
export async function openManifest(input: unknown): Promise<Signed<SegmentManifest>> {
  return openTrusted(segmentManifestSchema, 'segment manifest', input, (body) => body.context.device);
}

/**
 * The digest by which the next manifest of the device names this one as `previous`: over the body, not the signature.
 */
export async function manifestDigest(manifest: Signed<SegmentManifest>): Promise<Digest> {
  return digestOf(manifest.body);
}

async function readContainer(compressed: Uint8Array<ArrayBuffer>): Promise<readonly Frame[]> {
  const decoder = new ContainerDecoder();
  const frames: Frame[] = [];
  for await (const piece of gunzip(compressed, maxContainerBytes)) frames.push(...decoder.push(piece));
  decoder.finish();
  return frames;
}

async function requireRecipientOf(context: SegmentContext, recipient: Recipient): Promise<void> {
  if ((await dayKeyIdOf(recipient)) !== context.dayKey) {
    throw new SealingError('context-mismatch', 'the segment belongs to another day key');
  }
}

function requireCounts(counts: SegmentCounts, records: readonly SegmentRecord[]): void {
  const actual = countRecords(records);
  if (actual.steps !== counts.steps || actual.snapshots !== counts.snapshots) {
    throw new SealingError('count-mismatch', 'the segment holds other numbers of steps or snapshots than its counts');
  }
}

async function requireSnapshots(records: readonly SegmentRecord[]): Promise<void> {
  for (const record of records) {
    if (record.kind === 'snapshot' && (await sha256Hex(new Uint8Array(record.bytes))) !== record.digest) {
      throw new SealingError('digest-mismatch', 'a snapshot is not the one its digest names');
    }
  }
}
