import type { BuildId, Digest, Instant, Policy } from '@assent/contracts';
import type { Quality } from '../build/quality.ts';
import type { Split } from '../build/splits.ts';
import type { FileEntry } from '../manifest.ts';

/** What the documents of a dataset say about it. */
export interface CardFacts {
  readonly version: string;
  readonly changes: string;
  readonly policy: Policy;
  readonly policyDigest: Digest;
  readonly build: BuildId;
  readonly code: Digest;
  readonly builtAt: Instant;
  readonly days: { readonly from: string; readonly to: string };
  readonly participants: number;
  readonly splits: readonly Split[];
  readonly minParticipants: number;
  readonly quality: Quality;
  /** Whether this is a copy with its recipient's watermarks (spec/canaries.md). */
  readonly watermarked: boolean;
  /** The table files, by path. */
  readonly tables: readonly FileEntry[];
}

/** The dataset's name: program and version. */
export function datasetName({ policy, version }: Pick<CardFacts, 'policy' | 'version'>): string {
  return `${policy.program}-v${version}`;
}

/** The UTC day of an instant, `YYYY-MM-DD`. */
export function dateOf(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10);
}
