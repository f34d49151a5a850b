import {
  digestSchema,
  equalBytes,
  leafSchema,
  toHex,
  type Digest,
  type Instant,
  type Leaf,
  type LeafKind,
  type SigningKey,
} from '@assent/contracts';
import { LedgerError } from '../errors.ts';
import { leafHash, type Hash } from '../hash.ts';
import { parseVerifierKey } from '../key.ts';
import { decodeLeaf } from '../leaf.ts';
import { appendLeaf, emptyTree, treeRoot, type Tree } from '../tree.ts';
import { faults, findingOf, type Attack, type AuditFinding, type FindingCode } from './finding.ts';
import { readHead, type Head } from './heads.ts';
import { replayLeaf } from './replay.ts';
import { emptyAuditState } from './state.ts';
import { isDatedAfter, isDatedBefore } from './time.ts';

/** What an auditor brings along. Only the keys are trusted. */
export interface AuditInput {
  /** The checkpoint note to audit. */
  readonly checkpoint: string;
  /** All entries in order, unchecked. */
  readonly entries: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** The log's verifier key, as the policy spells it. */
  readonly verifierKey: string;
  /** A checkpoint note kept from before: shows rollback, fork and rewriting since. */
  readonly earlier?: string;
  /** The program owner's key, if known from elsewhere. Without it the key of each program's first policy counts as the owner's. */
  readonly ownerKey?: SigningKey;
  /** Verifier keys of witnesses, whose cosignatures on either checkpoint bound the leaves' times. */
  readonly witnesses?: readonly string[];
  /** Segments that receipts promise, with their leaf indexes. The checkpoint has to be newer than the receipts. */
  readonly promised?: readonly { readonly leafIndex: number; readonly ciphertext: Digest }[];
}

/** What an audit found. The ledger checks out if and only if `findings` is empty. */
export interface AuditReport {
  /** The origin that the checkpoint states; null when it cannot be read. */
  readonly origin: string | null;
  /** How many entries were replayed, and the root that they make. */
  readonly size: number;
  readonly root: Digest;
  readonly findings: readonly AuditFinding[];
  /** The kinds of attack that the findings may come from. */
  readonly attacks: readonly Attack[];
  /** Leaves by kind; malformed entries are in none. */
  readonly counts: Readonly<Record<LeafKind, number>>;
}

/**
 * Replays a whole ledger and reports everything that is wrong with it. Faults of the ledger are findings, never errors;
 * throws only `malformed-key` for the auditor's own keys and whatever `entries` throws.
 */
export async function auditLedger(input: AuditInput): Promise<AuditReport> {
  const key = parseVerifierKey(input.verifierKey);
  const witnesses = (input.witnesses ?? []).map(parseVerifierKey);
  const head = await readHead(input.checkpoint, key, witnesses, 'checkpoint-forged');
  const earlier = input.earlier === undefined ? null : await readHead(input.earlier, key, witnesses, 'earlier-forged');
  const replayed = await replay(input, head, earlier);
  const findings = [
    ...[...head.faults, ...(earlier?.faults ?? [])].map((code) => findingOf(code)),
    ...compareHead(head, replayed.tree).map((code) => findingOf(code)),
    ...(earlier === null ? [] : compareEarlier(earlier, replayed)).map((code) => findingOf(code)),
    ...replayed.findings,
  ];
  return {
    origin: head.stated?.origin ?? null,
    size: replayed.tree.size,
    root: digestSchema.parse(toHex(treeRoot(replayed.tree))),
    findings,
    attacks: [...new Set(findings.map(({ attack }) => attack))],
    counts: replayed.counts,
  };
}

interface Replayed {
  readonly tree: Tree;
  /** The root at the earlier checkpoint's size; null if the entries do not reach it. */
  readonly earlierRoot: Hash | null;
  readonly findings: readonly AuditFinding[];
  readonly counts: Readonly<Record<LeafKind, number>>;
}

async function replay(input: AuditInput, head: Head, earlier: Head | null): Promise<Replayed> {
  const state = emptyAuditState(input.verifierKey, input.ownerKey);
  const promised = new Map(input.promised?.map(({ leafIndex, ciphertext }) => [leafIndex, ciphertext]));
  const counts = noCounts();
  const findings: AuditFinding[] = [];
  const earlierSize = earlier?.stated?.size;
  let tree = emptyTree();
  let earlierRoot = earlierSize === 0 ? treeRoot(tree) : null;
  let newest: Instant = 0;

  for await (const entry of input.entries) {
    const index = tree.size;
    tree = appendLeaf(tree, leafHash(entry));
    if (tree.size === earlierSize) earlierRoot = treeRoot(tree);

    const leaf = readLeaf(entry);
    const codes: FindingCode[] = [...promiseFaults(promised, index, leaf)];
    if (leaf === null) codes.push('leaf-malformed');
    else {
      counts[leaf.kind] += 1;
      codes.push(...faults([leaf.t < newest, 'time-backwards']), ...witnessFaults(index, leaf.t, head, earlier));
      codes.push(...(await replayLeaf(state, leaf)));
      newest = Math.max(newest, leaf.t);
    }
    findings.push(...codes.map((code) => findingOf(code, index)));
  }
  for (const index of promised.keys()) {
    if (index >= tree.size) findings.push(findingOf('promise-broken', index));
  }
  return { tree, earlierRoot, findings, counts };
}

function readLeaf(entry: Uint8Array): Leaf | null {
  try {
    return decodeLeaf(entry);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

function promiseFaults(
  promised: ReadonlyMap<number, Digest>,
  index: number,
  leaf: Leaf | null,
): readonly FindingCode[] {
  const ciphertext = promised.get(index);
  const kept = leaf?.kind === 'segment.sealed' && leaf.ciphertext === ciphertext;
  return faults([ciphertext !== undefined && !kept, 'promise-broken']);
}

/** A witness that saw a checkpoint bounds the times of the leaves in it from above, and of those after it from below. */
function witnessFaults(index: number, time: Instant, head: Head, earlier: Head | null): readonly FindingCode[] {
  const within = [head, earlier].filter((seen) => seen !== null && index < (seen.stated?.size ?? 0));
  const beyond = earlier !== null && index >= (earlier.stated?.size ?? Infinity) ? earlier.seenAt : [];
  return faults(
    [within.some((seen) => seen?.seenAt.some((moment) => isDatedAfter(time, moment))), 'dated-after-witness'],
    [beyond.some((moment) => isDatedBefore(time, moment)), 'dated-before-witness'],
  );
}

/** The newest checkpoint against the entries. */
function compareHead({ stated }: Head, tree: Tree): readonly FindingCode[] {
  if (stated === null) return [];
  return faults(
    [tree.size < stated.size, 'entries-missing'],
    [tree.size > stated.size, 'entries-beyond-checkpoint'],
    [tree.size === stated.size && !equalBytes(treeRoot(tree), stated.root), 'root-mismatch'],
  );
}

/** The earlier checkpoint against the entries: is this the same history, and has it only grown? */
function compareEarlier({ stated, faults: known }: Head, { tree, earlierRoot }: Replayed): readonly FindingCode[] {
  // A checkpoint that the log never signed proves nothing about its history.
  if (stated === null || known.includes('earlier-forged')) return [];
  if (earlierRoot === null) return ['rolled-back'];
  if (equalBytes(earlierRoot, stated.root)) return [];
  return stated.size === tree.size ? ['forked'] : ['rewritten'];
}

function noCounts(): Record<LeafKind, number> {
  const kinds = leafSchema.options.map((option) => option.shape.kind.value);
  // There is one entry for each kind of the schema, as the type requires.
  return Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<LeafKind, number>;
}
