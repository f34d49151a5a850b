import { digestOf, type Digest, type Leaf, type SegmentReceipt } from '@assent/contracts';
import {
  continuityOf,
  decodeLeaf,
  LedgerError,
  openCheckpoint,
  parseVerifierKey,
  readEntry,
  type Continuity,
  type LedgerSource,
  type VerifierKey,
} from '@assent/ledger';
import { ClientError } from './errors.ts';

/** An entry that the ledger should contain at a position. */
export interface LedgerClaim {
  readonly leafIndex: number;
  holds(leaf: Leaf): boolean | Promise<boolean>;
}

/** What one check of the ledger found, all of it under one checkpoint. */
export type LedgerCheck =
  /** It goes on from what was remembered; `standing` answers for each claim, in order. */
  | { readonly outcome: 'continues'; readonly checkpoint: string; readonly standing: readonly boolean[] }
  /** It does not; `shown` is the checkpoint note it showed, evidence to be kept. */
  | { readonly outcome: 'diverged'; readonly how: Exclude<Continuity, 'continues'>; readonly shown: string };

/**
 * Checks whether the claimed entries are in a ledger that goes on from the checkpoint note kept from before, each proven to the
 * ledger's key. A claim whose proof does not hold is unproven.
 *
 * Throws a `ClientError`: `bad-answer` for what is no checkpoint of this ledger (which says nothing either way), and
 * `untrusted` when the note that was kept is none; and whatever the source throws when it gives no answer.
 */
export async function checkLedger(question: {
  readonly source: LedgerSource;
  readonly verifierKey: string;
  /** Null the first time: then the ledger is taken as it is, and remembered. */
  readonly remembered: string | null;
  readonly claims: readonly LedgerClaim[];
}): Promise<LedgerCheck> {
  const log = parseVerifierKey(question.verifierKey);
  const note = await question.source.checkpoint();
  const now = await opened(note, log, 'bad-answer');
  const source = pinned(question.source, note);
  if (question.remembered !== null) {
    const how = await continuityOf(source, await opened(question.remembered, log, 'untrusted'), now);
    if (how !== 'continues') return { outcome: 'diverged', how, shown: note };
  }
  const standing: boolean[] = [];
  for (const claim of question.claims) standing.push(await isInLedger(source, log, claim));
  return { outcome: 'continues', checkpoint: note, standing };
}

/** The claim of a segment's receipt. */
export function segmentClaim({ leafIndex, ciphertext }: SegmentReceipt): LedgerClaim {
  return { leafIndex, holds: (leaf) => leaf.kind === 'segment.sealed' && leaf.ciphertext === ciphertext };
}

/** The claim that a policy version is public. */
export function policyClaim(leafIndex: number, policy: Digest): LedgerClaim {
  return {
    leafIndex,
    holds: async (leaf) => leaf.kind === 'policy.published' && (await digestOf(leaf.policy.body)) === policy,
  };
}

/** The claim that a consent is recorded, by the commitment that its participant alone can open. */
export function consentClaim(leafIndex: number, commitment: Digest): LedgerClaim {
  return { leafIndex, holds: (leaf) => leaf.kind === 'consent.recorded' && leaf.commitment === commitment };
}

/** A device's way to the ledger: what its queue asks whether receipts are kept. */
export interface DeviceLedger {
  look(input: {
    readonly remembered: string | null;
    readonly receipts: readonly SegmentReceipt[];
  }): Promise<LedgerCheck>;
}

/** A device's check of a ledger, against the key that its policy names. */
export function deviceLedger(source: LedgerSource, verifierKey: string): DeviceLedger {
  return {
    look: async ({ remembered, receipts }) =>
      checkLedger({ source, verifierKey, remembered, claims: receipts.map(segmentClaim) }),
  };
}

async function isInLedger(source: LedgerSource, log: VerifierKey, { leafIndex, holds }: LedgerClaim): Promise<boolean> {
  try {
    return await holds(decodeLeaf((await readEntry(source, log, leafIndex)).entry));
  } catch (error) {
    // Deny by default: what is not proven is not in the ledger. A missing answer is reported as such.
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

/** One checkpoint for everything, and each tile fetched once: claims that lie close to each other share most of theirs. */
function pinned(source: LedgerSource, note: string): LedgerSource {
  const tiles = new Map<string, Promise<Uint8Array>>();
  return {
    checkpoint: async () => note,
    tile: async (path) => {
      const tile = tiles.get(path) ?? source.tile(path);
      tiles.set(path, tile);
      return tile;
    },
  };
}

async function opened(note: string, log: VerifierKey, code: 'bad-answer' | 'untrusted') {
  try {
    return await openCheckpoint(note, log);
  } catch (cause) {
    if (!(cause instanceof LedgerError)) throw cause;
    throw new ClientError(code, 'not a checkpoint of this ledger', { cause });
  }
}
