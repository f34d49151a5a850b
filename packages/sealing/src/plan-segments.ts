import { segmentBuckets } from '@assent/contracts';
import { containerOverheadBytes, frameOverheadBytes, maxPayloadBytes } from './container.ts';
import { SealingError } from './errors.ts';
import { recordFrame, type SegmentRecord } from './segment-record.ts';

/** Why a record is in no planned segment. Never silently: the caller counts it as dropped (P10). */
export type LeftOutReason =
  /** It does not fit any segment, together with its snapshot if it has one. */
  | 'too-large'
  /** It could not be read back: it does not fit the schema, or contains what JSON cannot carry. */
  | 'malformed'
  /** A snapshot that no step among the records was made on: nothing is uploaded that nothing needs. */
  | 'unreferenced';

/** Segments to seal, in order, and what could not be placed. */
export interface SegmentPlan {
  readonly segments: readonly (readonly SegmentRecord[])[];
  readonly leftOut: readonly { readonly record: SegmentRecord; readonly reason: LeftOutReason }[];
}

/** Reserved for what surrounds the records: the context, age, gzip, padding. */
const reserveBytes = 4096;
/** What a planned segment should fit into: most fit one bucket of this size. */
const targetBytes = segmentBuckets[3] - reserveBytes;
/** What a planned segment certainly fits into, even if nothing in it can be compressed. */
const hardBytes = segmentBuckets[4] - reserveBytes;
/** How much JSON of steps shrinks at least, usually. A wrong guess costs a larger bucket, never a failure. */
const usualRatio = 4;

/**
 * Splits records into segments that `sealSegment` accepts. Steps and notes keep their order; a snapshot goes right
 * before the first step of the segment that was made on it, and again into a later segment that needs it, so that
 * every segment is complete when others are erased. Pure; sizes are in bytes of the container before compression.
 */
export function planSegments(records: readonly SegmentRecord[]): SegmentPlan {
  const { units, leftOut } = unitsOf(records);
  const segments: SegmentRecord[][] = [];
  let open = new OpenSegment();
  for (const unit of units) {
    if (!open.fits(unit)) {
      segments.push(open.records);
      open = new OpenSegment();
    }
    open.add(unit);
  }
  if (open.records.length > 0) segments.push(open.records);
  return { segments, leftOut };
}

interface Sized {
  readonly record: SegmentRecord;
  readonly bytes: number;
}

/** A step or note, with the snapshot it needs. */
type Unit = readonly Sized[];

class OpenSegment {
  readonly records: SegmentRecord[] = [];
  #bytes = containerOverheadBytes;
  #estimate = containerOverheadBytes;

  fits(unit: Unit): boolean {
    // What is still empty takes anything that has passed `unitsOf`.
    if (this.records.length === 0) return true;
    const missing = this.#missing(unit);
    return this.#bytes + bytesOf(missing) <= hardBytes && this.#estimate + estimateOf(missing) <= targetBytes;
  }

  add(unit: Unit): void {
    const missing = this.#missing(unit);
    this.records.push(...missing.map(({ record }) => record));
    this.#bytes += bytesOf(missing);
    this.#estimate += estimateOf(missing);
  }

  #missing(unit: Unit): Unit {
    return unit.filter(({ record }) => record.kind !== 'snapshot' || !this.records.includes(record));
  }
}

function unitsOf(records: readonly SegmentRecord[]): {
  readonly units: readonly Unit[];
  readonly leftOut: SegmentPlan['leftOut'];
} {
  const snapshots = new Map<string, Sized>();
  for (const record of records) {
    if (record.kind === 'snapshot') snapshots.set(record.digest, { record, bytes: frameBytes(record) });
  }
  const units: Unit[] = [];
  const leftOut: { record: SegmentRecord; reason: LeftOutReason }[] = [];
  const needed = new Set<string>();
  for (const record of records) {
    if (record.kind === 'snapshot') continue;
    const bytes = sizeOf(record);
    if (bytes === null) {
      leftOut.push({ record, reason: 'malformed' });
      continue;
    }
    const needs = record.kind === 'step' ? record.step.observation?.shot : undefined;
    const snapshot = needs === undefined ? undefined : snapshots.get(needs);
    if (needs !== undefined) needed.add(needs);
    const unit = snapshot === undefined ? [{ record, bytes }] : [snapshot, { record, bytes }];
    if (fitsAlone(unit)) units.push(unit);
    else leftOut.push({ record, reason: 'too-large' });
  }
  return { units, leftOut: [...leftOut, ...leftOutSnapshots(records, units, needed)] };
}

function leftOutSnapshots(
  records: readonly SegmentRecord[],
  units: readonly Unit[],
  needed: ReadonlySet<string>,
): SegmentPlan['leftOut'] {
  const placed = new Set(units.flat().map(({ record }) => (record.kind === 'snapshot' ? record.digest : '')));
  const seen = new Set<string>();
  return records.flatMap((record) => {
    if (record.kind !== 'snapshot' || placed.has(record.digest) || seen.has(record.digest)) return [];
    seen.add(record.digest);
    return [{ record, reason: needed.has(record.digest) ? ('too-large' as const) : ('unreferenced' as const) }];
  });
}

function fitsAlone(unit: Unit): boolean {
  return (
    containerOverheadBytes + bytesOf(unit) <= hardBytes &&
    unit.every(({ bytes }) => bytes - frameOverheadBytes <= maxPayloadBytes)
  );
}

function sizeOf(record: SegmentRecord): number | null {
  try {
    return frameBytes(record);
  } catch (error) {
    if (error instanceof SealingError) return null;
    throw error;
  }
}

function frameBytes(record: SegmentRecord): number {
  return recordFrame(record).payload.length + frameOverheadBytes;
}

function bytesOf(unit: Unit): number {
  return unit.reduce((sum, { bytes }) => sum + bytes, 0);
}

function estimateOf(unit: Unit): number {
  return unit.reduce((sum, { record, bytes }) => sum + (record.kind === 'snapshot' ? bytes : bytes / usualRatio), 0);
}
