import {
  digestOf,
  segmentManifestSchema,
  segmentReceiptSchema,
  sha256Hex,
  signDocument,
  type SegmentManifest,
  type SegmentReceipt,
  type Signed,
} from '@assent/contracts';
import { asServiceError, openDocument, ServiceError } from './errors.ts';
import { appendLeaves, bucketOf } from './ledger.ts';
import type { Ports, Writer } from './ports.ts';
import { createRateLimit, segmentRates, type RateLimits } from './rate-limit.ts';
import type { SegmentRow } from './records.ts';
import { loadIntakeState, planIntake, type Candidate, type IntakeDecision } from './segment-plan.ts';

/** Segments that one transaction takes at most. */
const batchLimit = 200;
/** Bytes that may wait in memory before new segments are refused as `busy`. */
const waitingLimit = 128 * 1_048_576;

interface Waiting extends Candidate {
  readonly bytes: Uint8Array;
  readonly resolve: (receipt: Signed<SegmentReceipt>) => void;
  readonly reject: (error: ServiceError) => void;
}

/** Accepts segments, many in one transaction. */
export interface SegmentIntake {
  /**
   * Resolves once the object is durable, the manifest is committed and its leaf is in the ledger; until then
   * nothing is acknowledged. Idempotent on (device, seq): the same manifest gets the same receipt, another one
   * throws `conflict`. Throws `busy` when too many wait, `too-many` when this device sends more than its share.
   */
  accept(manifest: unknown, bytes: Uint8Array<ArrayBuffer>): Promise<Signed<SegmentReceipt>>;
  /** Resolves when nothing of what was accepted so far is waiting or under way. */
  idle(): Promise<void>;
}

/**
 * Makes an intake. Group commit without a timer: whatever arrived while one batch was being written is the next batch,
 * so that a lone segment waits for nobody and a crowd shares one commit.
 */
export function createSegmentIntake(ports: Ports, rates: RateLimits = segmentRates): SegmentIntake {
  const limit = createRateLimit(rates);
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let running: Promise<void> | null = null;

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchLimit);
      waiting = waiting.slice(batchLimit);
      waitingBytes = waiting.reduce((sum, each) => sum + each.bytes.length, 0);
      try {
        await ingestBatch(ports, batch);
      } catch (cause) {
        // Unknown outcome: nobody gets a receipt; devices send again and learn it then.
        for (const each of batch) each.reject(asServiceError(cause));
      }
    }
    running = null;
  };

  return {
    accept: async (input, bytes) => {
      const candidate = await examine(ports, input, bytes);
      // After the signature: nobody uses up another's allowance.
      const retryAfterMs = limit.take(candidate.manifest.body.context.device, ports.clock.now());
      if (retryAfterMs !== null) throw new ServiceError('too-many', 'this device sends too much', { retryAfterMs });
      if (waitingBytes + bytes.length > waitingLimit) throw new ServiceError('busy', 'too many segments are waiting');
      return new Promise((resolve, reject) => {
        waitingBytes += bytes.length;
        waiting.push({ ...candidate, bytes, resolve, reject });
        running ??= drain();
      });
    },
    idle: async () => {
      await running;
    },
  };
}

async function examine(ports: Ports, input: unknown, bytes: Uint8Array<ArrayBuffer>): Promise<Candidate> {
  const manifest = await openDocument<SegmentManifest>(segmentManifestSchema, input);
  const { context, ciphertext } = manifest.body;
  if (manifest.key !== context.device) throw new ServiceError('forbidden', 'manifest is not signed by its device');
  if (context.program !== ports.program.program) throw new ServiceError('not-found', 'no such program here');
  if (bytes.length !== manifest.body.bytes || (await sha256Hex(bytes)) !== ciphertext) {
    throw new ServiceError('malformed', 'bytes are not those the manifest names');
  }
  return { manifest, digest: await digestOf(manifest.body) };
}

/**
 * Plans, stores the objects, then plans again inside the transaction that commits: an object is durable before any row
 * names it, and a withdrawal or erasure in between wins.
 */
async function ingestBatch(ports: Ports, batch: readonly Waiting[]): Promise<void> {
  const first = planIntake(await ports.repository.read((reader) => loadIntakeState(reader, batch)), batch);
  await Promise.all(
    batch.map(async (each, at) => {
      if (first[at]?.kind === 'accept') await ports.objects.putOnce(each.manifest.body.ciphertext, each.bytes);
    }),
  );
  // What was not to be stored is not to be committed either, whatever changed meanwhile: its device asks again.
  const stored = batch.filter((_, at) => first[at]?.kind === 'accept');
  const { decisions, records } = stored.length > 0 ? await commit(ports, stored) : { decisions: [], records: [] };
  const second = new Map(stored.map((each, at) => [each, { decision: decisions[at], record: records[at] }]));
  const outcomes = batch.map((each, at) => outcomeOf(first[at], second.get(each)));
  await Promise.all(batch.map((each, at) => settle(ports, each, outcomes, at)));
}

type Outcome = SegmentRow | ServiceError | { readonly twinOf: number };

function outcomeOf(
  first: IntakeDecision | undefined,
  second: { readonly decision: IntakeDecision | undefined; readonly record: SegmentRow | null | undefined } | undefined,
): Outcome {
  const decision = second?.decision ?? first;
  if (second?.record) return second.record;
  switch (decision?.kind) {
    case 'repeat':
      return decision.record;
    case 'twin':
      return { twinOf: decision.of };
    case 'reject':
      return decision.error;
    case 'accept':
    case undefined:
      return new ServiceError('internal', 'the segment was neither stored nor refused');
    default:
      decision satisfies never;
      return new ServiceError('internal', 'the segment was planned in an unknown way');
  }
}

async function commit(
  ports: Ports,
  stored: readonly Waiting[],
): Promise<{ readonly decisions: readonly IntakeDecision[]; readonly records: readonly (SegmentRow | null)[] }> {
  const result = await ports.repository.write(async (writer) => {
    const decisions = planIntake(await loadIntakeState(writer, stored), stored);
    const accepted = stored.filter((_, at) => decisions[at]?.kind === 'accept');
    const records = accepted.length > 0 ? await addAll(ports, writer, accepted) : new Map<Waiting, SegmentRow>();
    return { decisions, records: stored.map((each) => records.get(each) ?? null) };
  });
  await dropUnwanted(
    ports,
    stored.filter((_, at) => result.decisions[at]?.kind === 'reject'),
  );
  return result;
}

/** Deletes objects that were stored and then not committed, because a withdrawal or an erasure came in between. */
async function dropUnwanted(ports: Ports, rejected: readonly Waiting[]): Promise<void> {
  if (rejected.length === 0) return;
  const ciphertexts = rejected.map((each) => each.manifest.body.ciphertext);
  const live = await ports.repository.read((reader) => reader.segments({ ciphertexts }));
  const wanted = new Set(live.map((record) => record.manifest?.body.ciphertext));
  const unwanted = ciphertexts.filter((ciphertext) => !wanted.has(ciphertext));
  await Promise.all(unwanted.map((ciphertext) => ports.objects.delete(ciphertext)));
}

async function addAll(
  ports: Ports,
  writer: Writer,
  accepted: readonly Waiting[],
): Promise<ReadonlyMap<Waiting, SegmentRow>> {
  const leaves = accepted.map(({ manifest }) => ({
    kind: 'segment.sealed' as const,
    ciphertext: manifest.body.ciphertext,
    bucket: bucketOf(manifest.body.bytes),
  }));
  const firstIndex = await appendLeaves(ports, writer, leaves);
  const at = ports.clock.now();
  const records = accepted.map(({ manifest, digest }, offset) => ({
    device: manifest.body.context.device,
    seq: manifest.body.context.seq,
    digest,
    leafIndex: firstIndex + offset,
    at,
    manifest,
  }));
  await writer.addSegments(records);
  return new Map(accepted.map((each, i) => [each, records[i] as SegmentRow])); // one record was made per accepted
}

async function settle(ports: Ports, each: Waiting, outcomes: readonly Outcome[], at: number): Promise<void> {
  const own = outcomes[at];
  const outcome = own !== undefined && 'twinOf' in own ? outcomes[own.twinOf] : own;
  if (outcome === undefined || 'twinOf' in outcome || outcome instanceof ServiceError || outcome.manifest === null) {
    each.reject(outcome instanceof ServiceError ? outcome : new ServiceError('internal', 'segment was not judged'));
    return;
  }
  each.resolve(await signDocument(receiptOf(outcome, outcome.manifest.body), ports.signer));
}

/** Receipts are made from what is stored, so that a repeated one is the same in every byte. */
function receiptOf(record: SegmentRow, manifest: SegmentManifest): SegmentReceipt {
  return segmentReceiptSchema.parse({
    type: 'segment-receipt',
    v: 1,
    device: record.device,
    seq: record.seq,
    ciphertext: manifest.ciphertext,
    leafIndex: record.leafIndex,
    at: record.at,
  });
}
