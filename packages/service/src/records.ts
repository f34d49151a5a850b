import type {
  BuildFinished,
  BuildId,
  BuildRefusal,
  BuildRequest,
  Consent,
  CustodianId,
  Day,
  DayKey,
  DayKeyId,
  Delivery,
  Digest,
  Instant,
  ParticipantId,
  Policy,
  RecipientCard,
  SealedNote,
  SegmentManifest,
  ShareRelease,
  Side,
  Signed,
  SigningKey,
} from '@assent/contracts';
import type { Hash, Tree } from '@assent/ledger';

/** A published policy version, named by the digest of its body. */
export interface PolicyRecord {
  readonly digest: Digest;
  readonly document: Signed<Policy>;
  readonly leafIndex: number;
}

/** One consent record, named by the digest of its body. */
export interface ConsentRecord {
  readonly digest: Digest;
  readonly document: Signed<Consent>;
  /** What the ledger says of it. */
  readonly commitment: Digest;
  readonly leafIndex: number;
}

/** A deposited day key. After its erasure only its id stays, so that it can never be deposited again. */
export interface DayKeyRecord {
  readonly dayKey: DayKeyId;
  readonly digest: Digest;
  /** Null once erased: shares and the participant's own copy are gone. */
  readonly document: Signed<DayKey> | null;
}

/** The position of a segment in its device's chain. */
export interface ChainPosition {
  readonly device: SigningKey;
  readonly seq: number;
}

/** An accepted segment. After its erasure only the place and the manifest's digest stay, to hold the chain together. */
export interface SegmentRow extends ChainPosition {
  /** Digest of the manifest's body: what the device's next segment names as `previous`. */
  readonly digest: Digest;
  readonly leafIndex: number;
  readonly at: Instant;
  /** Null once erased. */
  readonly manifest: Signed<SegmentManifest> | null;
}

/** Which live segments are meant; every given part must hold. */
export interface SegmentFilter {
  readonly ciphertexts?: readonly Digest[];
  readonly participant?: ParticipantId;
  readonly days?: readonly Day[];
  readonly policy?: Digest;
  readonly range?: { readonly from: Day; readonly to: Day };
  /** At most so many, the first in order. */
  readonly limit?: number;
}

/** What an erasure did, named by the digest of its order. It does not say whose order it was (P7). */
export interface ErasureRecord {
  readonly digest: Digest;
  readonly segments: number;
  readonly dayKeys: number;
  readonly leafIndex: number;
  readonly at: Instant;
}

/** A requested build. */
export interface BuildRecord {
  readonly build: BuildId;
  readonly request: Signed<BuildRequest>;
  /** The collector's time of acceptance: the objection window runs from here, whatever the request says. */
  readonly acceptedAt: Instant;
  readonly leafIndex: number;
  readonly result: Signed<BuildFinished> | null;
}

/** One custodian's answer to a build. */
export type CustodianAnswer =
  | {
      readonly kind: 'release';
      readonly custodian: CustodianId;
      readonly side: Side;
      readonly digest: Digest;
      /** Null once the build is finished: released shares are not kept longer than they are needed. */
      readonly document: Signed<ShareRelease> | null;
    }
  | {
      readonly kind: 'refusal';
      readonly custodian: CustodianId;
      readonly side: Side;
      readonly digest: Digest;
      readonly document: Signed<BuildRefusal>;
    };

/** Somebody registered to receive datasets, named by the digest of their card's body. */
export interface RecipientRecord {
  readonly digest: Digest;
  readonly card: Signed<RecipientCard>;
  readonly leafIndex: number;
}

/** A copy of a release sealed to a recipient, and its canary note sealed to each custodian. */
export interface DeliveryRecord {
  readonly delivery: Signed<Delivery>;
  readonly notes: readonly SealedNote[];
  readonly leafIndex: number;
}

/** The current ledger: a compact tree, and the checkpoint signed over it. */
export interface LedgerHead {
  readonly tree: Tree;
  readonly checkpoint: string;
}

/** A hash of the tree as tiles hold it: tile level 0 are leaf hashes, level n the roots of full tiles of level n − 1. */
export interface TileHash {
  readonly level: number;
  readonly index: number;
  readonly hash: Hash;
}

/** What one transaction adds to the ledger. */
export interface LedgerAppend {
  readonly firstIndex: number;
  readonly entries: readonly Uint8Array[];
  readonly hashes: readonly TileHash[];
  readonly head: LedgerHead;
}
