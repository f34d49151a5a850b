import {
  digestOf,
  openSigned,
  policySchema,
  recipientRegistrationSchema,
  type BuildInputs,
  type Digest,
  type Leaf,
  type Policy,
  type RecipientRegistration,
  type SigningKey,
} from '@assent/contracts';
import {
  decodeLeaf,
  LedgerError,
  openCheckpoint,
  parseVerifierKey,
  readLedger,
  tombstoneOf,
  type LedgerSource,
} from '@assent/ledger';
import { ClientError } from './errors.ts';
import { mustContinue, mustBeWitnessed, type WitnessTrust } from './ledger-history.ts';

/** What one reading of the whole ledger proves. All of it is proven under one checkpoint. */
export interface LedgerFacts {
  /** The checkpoint note, to be remembered for the next time. */
  readonly checkpoint: string;
  /** The leaf at the index asked for; null where there is none. */
  readonly leaf: Leaf | null;
  /** The policy version asked for, signed by the owner; null where there is none. */
  readonly policy: { readonly policy: Policy; readonly digest: Digest } | null;
  /** Tombstones of erased segments and day keys. */
  readonly tombstones: ReadonlySet<Digest>;
  /** Recipients whom the owner let in. */
  readonly recipients: ReadonlySet<Digest>;
}

/** What to look for, and against what to hold the ledger. */
export interface LedgerFactsQuery {
  readonly source: LedgerSource;
  readonly verifierKey: string;
  readonly ownerKey: SigningKey;
  readonly leafIndex: number;
  readonly policy: Digest;
  /** A checkpoint note kept from an earlier reading: the ledger has to continue it. */
  readonly remembered?: string;
  /** Who else must have seen the leaf. */
  readonly witnesses?: WitnessTrust;
}

/**
 * Reads the whole ledger once and proves what a custodian or builder rests on. Null when the ledger does not check out: it
 * then proves nothing (P9). Throws a `ClientError`: `ledger-diverged` when it does not continue what is remembered or
 * what a witness saw, `unwitnessed` when too few witnesses have seen the leaf (one's own, and those that the policy
 * names), `untrusted` for a policy that somebody else signed; and whatever the source throws when it gives no answer.
 */
export async function readLedgerFacts(question: LedgerFactsQuery): Promise<LedgerFacts | null> {
  const { verifierKey, remembered, witnesses, leafIndex } = question;
  const log = parseVerifierKey(verifierKey);
  // Before the checkpoint: what witnesses saw can then be no newer than it.
  const cosigned = (await question.source.cosigned?.()) ?? [];
  // One checkpoint for everything: a collector that shows several histories in one act gains nothing.
  const note = await question.source.checkpoint();
  const source: LedgerSource = { checkpoint: async () => note, tile: (path) => question.source.tile(path) };
  const now = await unlessDisproved(() => openCheckpoint(note, log));
  if (now === null) return null;
  if (remembered !== undefined) await mustContinue(source, log, remembered, now);
  if (witnesses !== undefined) await mustBeWitnessed(source, log, { now, leafIndex, witnesses });
  const facts = await factsAt({ ...question, source }, note);
  const named = agreedWitnesses(facts, [note, ...cosigned, ...(witnesses?.checkpoints ?? [])]);
  if (named !== null) await mustBeWitnessed(source, log, { now, leafIndex, witnesses: named });
  return facts;
}

/** What the ledger proves at one checkpoint. Null when it does not check out. */
export async function factsAt(question: LedgerFactsQuery, note: string): Promise<LedgerFacts | null> {
  return unlessDisproved(() => gather(question, note));
}

/**
 * The witnesses that the policy asked for names; null where it names none. P9: what participants agreed to applies
 * whether or not a reader has witnesses of its own.
 */
export function agreedWitnesses(facts: LedgerFacts | null, checkpoints: readonly string[]): WitnessTrust | null {
  const named = facts?.policy?.policy.ledger.witnesses;
  return named === undefined ? null : { ...named, checkpoints };
}

async function gather(question: LedgerFactsQuery, note: string): Promise<LedgerFacts> {
  const reading = await readLedger(question.source, parseVerifierKey(question.verifierKey));
  let index = 0;
  let leafThere: Leaf | null = null;
  let policy: Policy | null = null;
  const tombstones = new Set<Digest>();
  const recipients = new Set<Digest>();
  let newest = 0;
  // To the very end: only then has it been checked that these entries make the signed root.
  for await (const entry of reading.entries()) {
    const leaf = decodeLeaf(entry);
    // Times run forward in an honest ledger: a request dated back would shorten its window.
    if (leaf.t < newest)
      throw new LedgerError('malformed-leaf', 'a leaf states an earlier time than the one before it');
    newest = leaf.t;
    if (index === question.leafIndex) leafThere = leaf;
    index += 1;
    if (leaf.kind === 'policy.published' && (await digestOf(leaf.policy.body)) === question.policy) {
      policy = await ownersPolicy(leaf.policy, question.ownerKey);
    }
    if (leaf.kind === 'recipient.registered') {
      recipients.add((await ownersRegistration(leaf.registration, question.ownerKey)).recipient);
    }
    if (leaf.kind === 'erasure.executed') {
      for (const tombstone of [...leaf.tombstones, ...(leaf.dayKeys ?? [])]) tombstones.add(tombstone);
    }
  }
  return {
    checkpoint: note,
    leaf: leafThere,
    policy: policy === null ? null : { policy, digest: question.policy },
    tombstones,
    recipients,
  };
}

async function ownersRegistration(document: unknown, owner: SigningKey): Promise<RecipientRegistration> {
  try {
    return (await openSigned(recipientRegistrationSchema, document, { key: owner })).body;
  } catch (cause) {
    throw new ClientError('untrusted', 'a recipient is not registered by the program owner', { cause });
  }
}

async function ownersPolicy(document: unknown, owner: SigningKey): Promise<Policy> {
  try {
    return (await openSigned(policySchema, document, { key: owner })).body;
  } catch (cause) {
    throw new ClientError('untrusted', 'a policy is not signed by the program owner', { cause });
  }
}

async function unlessDisproved<T>(run: () => Promise<T>): Promise<T | null> {
  try {
    return await run();
  } catch (error) {
    // A ledger that does not check out proves nothing (P9). That it cannot be reached is another matter and passes through.
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

/** What of a build's inputs the ledger says was erased, whichever server delivers it. */
export function erasedAmong(
  inputs: Pick<BuildInputs, 'manifests' | 'deposits'>,
  tombstones: ReadonlySet<Digest>,
): { readonly segments: readonly Digest[]; readonly dayKeys: readonly Digest[] } {
  const buried = (name: Digest) => tombstones.has(tombstoneOf(name));
  return {
    segments: inputs.manifests.map(({ body }) => body.ciphertext).filter(buried),
    dayKeys: inputs.deposits.map(({ body }) => body.dayKey).filter(buried),
  };
}
