import {
  concatBytes,
  digestSchema,
  episodeNoteSchema,
  fromHex,
  segmentContextSchema,
  segmentCountsSchema,
  stepSchema,
  toHex,
  type Digest,
  type EpisodeNote,
  type SegmentContext,
  type SegmentCounts,
  type Step,
} from '@assent/contracts';
import { z } from 'zod';
import type { Frame } from './container.ts';
import { SealingError } from './errors.ts';
import { jsonBytes, parseJson } from './json.ts';

/**
 * What a segment carries, in order. A snapshot is named by the SHA-256 of its bytes, as a step's observation names
 * it.
 */
export type SegmentRecord =
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'episode'; readonly note: EpisodeNote }
  | { readonly kind: 'snapshot'; readonly digest: Digest; readonly bytes: Uint8Array };

/** The first frame: it binds the segment to its context inside the sealed part. */
export interface SegmentHeader {
  readonly context: SegmentContext;
  readonly counts: SegmentCounts;
}

const digestBytes = 32;
const headerSchema = z.strictObject({ context: segmentContextSchema, counts: segmentCountsSchema });

/** The part of the counts that follows from the records. */
export function countRecords(records: readonly SegmentRecord[]): Pick<SegmentCounts, 'steps' | 'snapshots'> {
  const count = (kind: SegmentRecord['kind']) => records.filter((record) => record.kind === kind).length;
  return { steps: count('step'), snapshots: count('snapshot') };
}

/** The header frame. Throws `malformed` for what could not be read back. */
export function headerFrame(header: SegmentHeader): Frame {
  return { type: 'header', payload: jsonBytes(headerSchema, 'segment header', header) };
}

/** The frame of a record. Throws `malformed` for what could not be read back. */
export function recordFrame(record: SegmentRecord): Frame {
  if (record.kind === 'step') return { type: 'step', payload: jsonBytes(stepSchema, 'step', record.step) };
  if (record.kind === 'episode')
    return { type: 'episode', payload: jsonBytes(episodeNoteSchema, 'episode note', record.note) };
  return { type: 'snapshot', payload: concatBytes(fromHex(record.digest), record.bytes) };
}

/** Reads a foreign header frame. Throws `malformed`. */
export function parseHeader(frame: Frame | undefined): SegmentHeader {
  if (frame?.type !== 'header') throw new SealingError('malformed', 'segment container: no header');
  return parseJson(headerSchema, 'segment header', frame.payload);
}

/**
 * Reads a foreign record frame. Throws `malformed`. `openSegment` checks that a snapshot's
 * bytes have its digest.
 */
export function parseRecord(frame: Frame): SegmentRecord {
  const { type, payload } = frame;
  if (type === 'step') return { kind: 'step', step: parseJson(stepSchema, 'step', payload) };
  if (type === 'episode') return { kind: 'episode', note: parseJson(episodeNoteSchema, 'episode note', payload) };
  if (type === 'header') throw new SealingError('malformed', 'segment container: a second header');
  if (payload.length < digestBytes) throw new SealingError('malformed', 'snapshot: shorter than its digest');
  const digest = digestSchema.parse(toHex(payload.subarray(0, digestBytes)));
  return { kind: 'snapshot', digest, bytes: payload.slice(digestBytes) };
}
