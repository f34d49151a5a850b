import { type BuildId, type Delivery, type Digest, type Signed, type SigningKey } from '@assent/contracts';
import { auditSource, decodeLeaf, parseVerifierKey, readLedger, type LedgerSource } from '@assent/ledger';
import { ClientError } from './errors.ts';

/** One thing that left a build, as recorded in the ledger: the release itself, or a copy that was sealed to a recipient. */
export interface LedgerExport {
  readonly leafIndex: number;
  readonly build: BuildId;
  /** The key that signed, which the build's request names. */
  readonly builder: SigningKey;
  /** Digest of the manifest of the dataset that left. */
  readonly output: Digest;
  /** Null for the release itself. */
  readonly delivery: Signed<Delivery> | null;
}

/** Where exports are looked up, and whom the reader trusts. */
export interface LedgerExportsQuery {
  readonly source: LedgerSource;
  readonly verifierKey: string;
  /** The program owner's key, if known from elsewhere. */
  readonly ownerKey?: SigningKey;
}

/**
 * Every release and delivery in a ledger that replays without a finding: each then has a request, an elapsed window,
 * releases of both sides and a result by the right key. Throws a `ClientError` (`untrusted`) when it does not replay.
 */
export async function readExports(question: LedgerExportsQuery): Promise<readonly LedgerExport[]> {
  const { verifierKey, ownerKey } = question;
  // Audited and read under one checkpoint, or the second reading could be of another ledger.
  const note = await question.source.checkpoint();
  const source: LedgerSource = { checkpoint: async () => note, tile: (path) => question.source.tile(path) };
  const { findings } = await auditSource(source, { verifierKey, ...(ownerKey === undefined ? {} : { ownerKey }) });
  const [first] = findings;
  if (first !== undefined) {
    throw new ClientError('untrusted', `the ledger does not replay: ${findings.length} findings, ${first.code} first`);
  }
  const exports: LedgerExport[] = [];
  let leafIndex = 0;
  for await (const entry of (await readLedger(source, parseVerifierKey(verifierKey))).entries()) {
    const leaf = decodeLeaf(entry);
    if (leaf.kind === 'build.finished') {
      const { body, key } = leaf.result;
      exports.push({ leafIndex, build: body.build, builder: key, output: body.output, delivery: null });
    }
    if (leaf.kind === 'export.delivered') {
      const { body, key } = leaf.delivery;
      exports.push({ leafIndex, build: body.build, builder: key, output: body.output, delivery: leaf.delivery });
    }
    leafIndex += 1;
  }
  return exports;
}
