import {
  digestOf,
  erasureReceiptSchema,
  erasureSchema,
  signDocument,
  type Digest,
  type Erasure,
  type ErasureReceipt,
  type Signed,
} from '@assent/contracts';
import { maxTombstonesPerLeaf, tombstoneOf } from '@assent/ledger';
import { usesDevice } from './consents.ts';
import { openDocument, ServiceError } from './errors.ts';
import { appendLeaves } from './ledger.ts';
import type { Ports, Reader, Writer } from './ports.ts';
import type { DayKeyRecord, ErasureRecord, SegmentRow } from './records.ts';

/**
 * Erases what a participant orders: manifests shrink to their position in the chain, day keys lose their shares, the
 * objects are deleted, and tombstones are recorded in the ledger. Possible at any time, consent or not. Idempotent.
 */
export async function erase(ports: Ports, input: unknown): Promise<Signed<ErasureReceipt>> {
  const document = await openDocument<Erasure>(erasureSchema, input);
  const order = document.body;
  if (document.key !== order.device) throw new ServiceError('forbidden', 'erasure is not signed by its device');
  if (order.program !== ports.program.program) throw new ServiceError('not-found', 'no such program here');
  const digest = await digestOf(order);
  const record = await ports.repository.write(async (writer) => {
    const done = await writer.erasure(digest);
    if (done !== null) return done;
    if (!usesDevice(await writer.consentsOf([order.participant]), order.device)) {
      throw new ServiceError('forbidden', 'this device has never answered for this participant');
    }
    const { segments, dayKeys } = await scopeOf(writer, order);
    await writer.eraseSegments(segments);
    await writer.eraseDayKeys(dayKeys.map((key) => key.dayKey));
    const erased: ErasureRecord = {
      digest,
      segments: segments.length,
      dayKeys: dayKeys.length,
      leafIndex: await appendTombstones(ports, writer, segments, dayKeys),
      at: ports.clock.now(),
    };
    await writer.addErasure(erased);
    return erased;
  });
  await deletePending(ports);
  return signDocument(receiptOf(record), ports.signer);
}

/** What an order covers. Throws `malformed` for a scope it does not know. */
export async function scopeOf(
  reader: Reader,
  { participant, scope }: Pick<Erasure, 'participant' | 'scope'>,
): Promise<{ readonly segments: readonly SegmentRow[]; readonly dayKeys: readonly DayKeyRecord[] }> {
  switch (scope.what) {
    case 'segments':
      return { segments: await reader.segments({ participant, ciphertexts: scope.segments }), dayKeys: [] };
    case 'days':
      return {
        segments: await reader.segments({ participant, days: scope.days }),
        dayKeys: await reader.dayKeysOf(participant, scope.days),
      };
    case 'everything':
      return { segments: await reader.segments({ participant }), dayKeys: await reader.dayKeysOf(participant) };
    default:
      scope satisfies never;
      // Deny by default: an order whose scope is unknown erases nothing.
      throw new ServiceError('malformed', 'an erasure order with an unknown scope');
  }
}

/** Writes the tombstones, sorted so that their order reveals nothing. Returns the last leaf's index. */
export async function appendTombstones(
  ports: Ports,
  writer: Writer,
  segments: readonly SegmentRow[],
  dayKeys: readonly DayKeyRecord[],
): Promise<number> {
  const all = [
    ...sortedTombstones(segments.flatMap((segment) => segment.manifest?.body.ciphertext ?? [])).map(
      (tombstone) => ({ of: 'segment', tombstone }) as const,
    ),
    ...sortedTombstones(dayKeys.map(({ dayKey }) => dayKey)).map(
      (tombstone) => ({ of: 'day-key', tombstone }) as const,
    ),
  ];
  const leaves = [];
  for (let at = 0; at === 0 || at < all.length; at += maxTombstonesPerLeaf) {
    const part = Object.groupBy(all.slice(at, at + maxTombstonesPerLeaf), ({ of }) => of);
    leaves.push({
      kind: 'erasure.executed' as const,
      tombstones: (part['segment'] ?? []).map(({ tombstone }) => tombstone),
      dayKeys: (part['day-key'] ?? []).map(({ tombstone }) => tombstone),
    });
  }
  return (await appendLeaves(ports, writer, leaves)) + leaves.length - 1;
}

function sortedTombstones(names: readonly Digest[]): readonly Digest[] {
  return names.map(tombstoneOf).sort();
}

/**
 * Deletes objects whose erasure is committed and confirms it. Run after each erasure and at start, so that a crash in
 * between leaves nothing behind. Returns how many went.
 */
export async function deletePending(ports: Ports): Promise<number> {
  let deleted = 0;
  for (;;) {
    const pending = await ports.repository.read((reader) => reader.pendingDeletions(500));
    if (pending.length === 0) return deleted;
    await Promise.all(pending.map((digest) => ports.objects.delete(digest)));
    await ports.repository.write((writer) => writer.confirmDeletions(pending));
    deleted += pending.length;
  }
}

function receiptOf(record: ErasureRecord): ErasureReceipt {
  return erasureReceiptSchema.parse({
    type: 'erasure-receipt',
    v: 1,
    erasure: record.digest,
    segments: record.segments,
    dayKeys: record.dayKeys,
    leafIndex: record.leafIndex,
    at: record.at,
  });
}
