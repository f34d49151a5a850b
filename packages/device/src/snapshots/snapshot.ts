import { mediaKindSchema, type Digest, type Site } from '@assent/contracts';
import type { Decisions } from '@assent/safeguards';
import { z } from 'zod';

export const keptMediaSchema = z.object({ kind: mediaKindSchema, count: z.int().positive() });

/** How many areas of a kind policy and participant let stay to be seen. */
export type KeptMedia = Readonly<z.infer<typeof keptMediaSchema>>;

/** A masked snapshot: the image, and how many areas of it are covered. */
export interface MaskedSnapshot {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly covered: number;
  /** Whether it is kept only small and grey, because its words could not be located in its pixels. */
  readonly reduced: boolean;
  /** What stays to be seen because both sides allow it. */
  readonly kept: readonly KeptMedia[];
}

/** A masked snapshot, named by its digest, and its size in image pixels. */
export interface TakenSnapshot extends MaskedSnapshot {
  readonly digest: Digest;
  readonly width: number;
  readonly height: number;
}

/** What a snapshot is taken under: the site, and what the participant has decided. */
export interface SnapshotTerms {
  readonly site: Site;
  readonly decisions: Decisions;
  /** Whether a small grey snapshot may be kept where words cannot be located in pixels. */
  readonly small: boolean;
}
