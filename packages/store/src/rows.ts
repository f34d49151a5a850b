import { concatBytes } from '@assent/contracts';
import type { Hash } from '@assent/ledger';
import type {
  BuildRecord,
  ConsentRecord,
  CustodianAnswer,
  DayKeyRecord,
  DeliveryRecord,
  ErasureRecord,
  LedgerHead,
  PolicyRecord,
  RecipientRecord,
  SegmentRow,
} from '@assent/service';
import type { Selectable } from 'kysely';
import { StoreError } from './errors.ts';
import type { Tables } from './schema.ts';

type Row<Name extends keyof Tables> = Selectable<Tables[Name]>;

/**
 * Rows to records. Documents were parsed and verified before they were written, and readers outside the
 * service verify its signature again; so they are not parsed a third time here, and the casts below say only that.
 */
export function policyOf(row: Row<'policies'>): PolicyRecord {
  return { digest: row.digest, document: JSON.parse(row.document), leafIndex: row.leaf_index } as PolicyRecord;
}

export function consentOf(row: Row<'consents'>): ConsentRecord {
  return {
    commitment: row.commitment,
    digest: row.digest,
    document: JSON.parse(row.document),
    leafIndex: row.leaf_index,
  } as ConsentRecord;
}

export function dayKeyOf(row: Row<'day_keys'>): DayKeyRecord {
  return { dayKey: row.day_key, digest: row.digest, document: parsed(row.document) } as DayKeyRecord;
}

export function segmentOf(row: Row<'segments'>): SegmentRow {
  return {
    device: row.device,
    seq: row.seq,
    digest: row.digest,
    leafIndex: row.leaf_index,
    at: row.accepted_at,
    manifest: parsed(row.manifest),
  } as SegmentRow;
}

export function erasureOf(row: Row<'erasures'>): ErasureRecord {
  return {
    digest: row.digest,
    segments: row.segments,
    dayKeys: row.day_keys,
    leafIndex: row.leaf_index,
    at: row.executed_at,
  } as ErasureRecord;
}

export function buildOf(row: Row<'builds'>): BuildRecord {
  return {
    build: row.build,
    request: JSON.parse(row.request),
    acceptedAt: row.accepted_at,
    leafIndex: row.leaf_index,
    result: parsed(row.result),
  } as BuildRecord;
}

export function answerOf(row: Row<'build_answers'>): CustodianAnswer {
  return {
    kind: row.kind,
    custodian: row.custodian,
    side: row.side,
    digest: row.digest,
    document: parsed(row.document),
  } as CustodianAnswer;
}

export function recipientOf(row: Row<'recipients'>): RecipientRecord {
  return { digest: row.recipient, card: JSON.parse(row.card), leafIndex: row.leaf_index } as RecipientRecord;
}

export function deliveryOf(row: Row<'deliveries'>): DeliveryRecord {
  return {
    delivery: JSON.parse(row.delivery),
    notes: JSON.parse(row.notes),
    leafIndex: row.leaf_index,
  };
}

export function headOf(row: Row<'ledger_head'>): LedgerHead {
  const peaks = new Uint8Array(row.peaks);
  if (peaks.length % hashBytes !== 0) throw new StoreError('row-corrupt', 'ledger head does not hold whole hashes');
  const count = peaks.length / hashBytes;
  return {
    tree: {
      size: row.size,
      peaks: Array.from({ length: count }, (_, i) => peaks.slice(i * hashBytes, (i + 1) * hashBytes)),
    },
    checkpoint: row.checkpoint,
  };
}

const hashBytes = 32;

/** The peaks of a tree as one column. */
export function peaksColumn(peaks: readonly Hash[]): Uint8Array {
  return concatBytes(...peaks);
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
