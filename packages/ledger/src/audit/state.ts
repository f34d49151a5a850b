import type {
  BuildId,
  BuildRequest,
  CustodianId,
  Digest,
  Instant,
  Leaf,
  LeafKind,
  Policy,
  ProgramId,
  SigningKey,
} from '@assent/contracts';
import type { FindingCode } from './finding.ts';

/** A policy as it was published. */
export interface PublishedPolicy {
  readonly digest: Digest;
  readonly policy: Policy;
  readonly key: SigningKey;
}

/** What the leaves so far show about a build. */
export interface KnownBuild {
  readonly request: BuildRequest;
  /** Null when the request names an unknown policy: then nothing it does can be right. */
  readonly policy: Policy | null;
  /** The earliest moment at which the objection window can have elapsed. */
  readonly windowEndsAt: Instant;
  readonly released: Set<CustodianId>;
  readonly refused: Set<CustodianId>;
  finished: boolean;
  /** Digest of the release that the result names; null before the end. */
  output: Digest | null;
  readonly delivered: Set<Digest>;
}

/** What an audit remembers of the leaves before. Grows while one audit runs, and belongs to that audit alone. */
export interface AuditState {
  readonly verifierKey: string;
  readonly ownerKey: SigningKey | undefined;
  readonly policies: Map<Digest, PublishedPolicy>;
  /** Per program: its first policy, the root of trust, and its newest. */
  readonly programs: Map<ProgramId, { readonly first: PublishedPolicy; newest: PublishedPolicy }>;
  readonly builds: Map<BuildId, KnownBuild>;
  /** Recipients whom the owner registered. */
  readonly recipients: Set<Digest>;
  readonly commitments: Set<Digest>;
  /** Tombstones that segments would have: what an erasure may name. */
  readonly sealed: Set<Digest>;
  /** Tombstones so far, of segments and of day keys. */
  readonly erased: Set<Digest>;
}

/** A rule checks a leaf of its kind against the leaves before it, records it, and returns what is wrong. */
export type Rule<Kind extends LeafKind> = (
  state: AuditState,
  leaf: Extract<Leaf, { kind: Kind }>,
) => Promise<readonly FindingCode[]>;

/** The state before the first leaf. */
export function emptyAuditState(verifierKey: string, ownerKey: SigningKey | undefined): AuditState {
  return {
    verifierKey,
    ownerKey,
    policies: new Map(),
    programs: new Map(),
    builds: new Map(),
    recipients: new Set(),
    commitments: new Set(),
    sealed: new Set(),
    erased: new Set(),
  };
}
