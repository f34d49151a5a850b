import type { BuildId, Digest, SigningKey } from '@assent/contracts';
import type { DatasetManifest } from '../manifest.ts';

/** What can be wrong with a dataset. */
export const datasetFaultCodes = [
  /** `manifest.json` is missing, unreadable or not in its one spelling. */
  'manifest-unreadable',
  /** The manifest's signature does not hold. */
  'signature',
  /** Another key signed than the build request names, or than was expected. */
  'wrong-builder',
  /** The attestation is not signed by the manifest's key, or contradicts it. */
  'attestation',
  /** A listed file is missing. */
  'file-missing',
  /** A file that is not listed. */
  'file-unlisted',
  /** A file has another size or other bytes than listed. */
  'file-changed',
  /** A file that every dataset has is not listed. */
  'document-missing',
  /** A document cannot be parsed, or says something else than the manifest. */
  'document-invalid',
  /** A table file is no readable Parquet. */
  'table-unreadable',
  /** A table's columns, or what it says of them, are not those of this format. */
  'table-schema',
  /** A table has another number of rows than listed. */
  'table-rows',
  /** A row does not fit its schema. */
  'row-malformed',
  /** Steps are not in order, or time runs backwards. */
  'step-order',
  /** Steps and episodes do not belong together. */
  'episode-mismatch',
  /** A participant is in two splits, or a row in another file than its split's. */
  'split',
  /** Brackets of redaction tokens do not pair. */
  'token-malformed',
  /** A share of the viewport outside 0 to 1. */
  'coordinate-range',
  /** An embedded image is not the one that its name says. */
  'image-mismatch',
] as const;
export type DatasetFaultCode = (typeof datasetFaultCodes)[number];

/** One fault, and the file it is in. `detail` holds counts, column names and digests, nothing recorded. */
export interface DatasetFault {
  readonly code: DatasetFaultCode;
  readonly path: string;
  readonly detail: string;
}

/** What a check of a dataset found. */
export interface DatasetReport {
  /** True when there is no fault at all. */
  readonly ok: boolean;
  readonly faults: readonly DatasetFault[];
  /** Faults beyond the first few of each kind and file. */
  readonly faultsLeftOut: number;
  /** SHA-256 of `manifest.json`: compare with the ledger's `build.finished` leaf. Null if there is none. */
  readonly manifestDigest: Digest | null;
  readonly manifest: DatasetManifest | null;
  /** The key that signed: compare with the ledger's build request. */
  readonly builder: SigningKey | null;
  readonly build: BuildId | null;
  readonly counts: {
    readonly files: number;
    readonly steps: number;
    readonly episodes: number;
    readonly screenshots: number;
  };
}

/** How many faults of one kind are reported per file. */
const faultsPerKind = 5;

/** Collects faults; of each kind and file only the first few are reported, the rest counted. */
export function createFaults(): {
  add(code: DatasetFaultCode, path: string, detail: string): void;
  readonly list: readonly DatasetFault[];
  readonly leftOut: number;
} {
  const list: DatasetFault[] = [];
  const seen = new Map<string, number>();
  let leftOut = 0;
  return {
    list,
    get leftOut() {
      return leftOut;
    },
    add(code, path, detail) {
      const key = `${code} ${path}`;
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      if (count <= faultsPerKind) list.push({ code, path, detail });
      else leftOut++;
    },
  };
}
export type Faults = ReturnType<typeof createFaults>;
