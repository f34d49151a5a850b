import {
  buildIdSchema,
  buildRequestSchema,
  digestOf,
  openSigned,
  policySchema,
  signDocument,
  type BuildId,
  type BuildRefusal,
  type BuildRequest,
  type BuildStatus,
  type CustodianId,
  type DayKey,
  type Digest,
  type Instant,
  type Leaf,
  type Policy,
  type ProgramId,
  type ShareRelease,
  type Signed,
  type Signer,
  type SigningKey,
} from '@assent/contracts';
import {
  decodeLeaf,
  LedgerError,
  parseVerifierKey,
  readEntry,
  readLedger,
  type LedgerSource,
  type VerifierKey,
} from '@assent/ledger';
import { releaseShares } from '@assent/sealing';
import type { Client } from './client.ts';
import { ClientError } from './errors.ts';
import { reviewBuildRequest, type BuildFacts } from './review-build.ts';

/** What a custodian trusts without asking the collector. */
export interface ProgramTrust {
  readonly program: ProgramId;
  readonly ownerKey: SigningKey;
  /** The ledger's key as text, as policies name it. */
  readonly verifierKey: string;
}

/** A custodian's seat with its keys. `identity` opens its shares; `signer` signs its answers. */
export interface Seat {
  readonly id: CustodianId;
  readonly identity: string;
  readonly signer: Signer;
}

/** What a custodian needs to answer a build request. */
export interface ReleaseInput {
  readonly client: Client;
  readonly trust: ProgramTrust;
  readonly seat: Seat;
  readonly build: BuildId;
  readonly now: Instant;
  readonly firstSeenAt?: Instant;
  readonly allowedCode?: readonly Digest[];
  /** The custodian's own will; it refuses even where everything is in order. */
  readonly refuse?: boolean;
}

/** What a custodian's client did. */
export type ReleaseOutcome =
  | { readonly outcome: 'released'; readonly shares: number; readonly status: BuildStatus }
  | { readonly outcome: 'refused'; readonly reason: BuildRefusal['reason']; readonly status: BuildStatus }
  | { readonly outcome: 'waiting'; readonly until: Instant };

/**
 * A custodian's whole act. Its own client verifies the request's signature, that request and policy stand in the ledger,
 * purpose, code, days and the elapsed window; then it opens its own share of each day key and seals it again to this one
 * build, or refuses. Either answer stands in the ledger.
 *
 * Throws a `ClientError` when the collector cannot be reached or tells something that nobody signed, and a `SealingError`
 * when a share does not open; neither is a refusal, and nothing has been released then.
 */
export async function releaseToBuild(input: ReleaseInput): Promise<ReleaseOutcome> {
  const { facts, checkpoint } = await gatherFacts(input);
  const verdict = input.refuse === true ? willRefuse : reviewBuildRequest(facts);
  if (verdict.decision === 'wait') return { outcome: 'waiting', until: verdict.until };
  if (verdict.decision === 'release') return release(input, facts.request.body, checkpoint);
  return { outcome: 'refused', reason: verdict.reason, status: await sendRefusal(input, verdict.reason) };
}

const willRefuse = { decision: 'refuse', reason: 'custodian-decision' } as const;

async function gatherFacts(input: ReleaseInput): Promise<{ readonly facts: BuildFacts; readonly checkpoint: string }> {
  const { client, trust, seat, build } = input;
  const status = await client.build(build);
  const request = await trusted(() => openSigned(buildRequestSchema, status.request, { key: trust.ownerKey }));
  if (buildIdSchema.parse(await digestOf(request.body)) !== build) {
    throw new ClientError('untrusted', 'the collector answered with another build');
  }
  const log = parseVerifierKey(trust.verifierKey);
  const proven = await provenLeaf(client.ledger, log, status.leafIndex);
  return {
    facts: {
      now: input.now,
      program: trust.program,
      custodian: seat.id,
      request,
      policy: proven === null ? null : await publishedPolicy(client.ledger, log, trust.ownerKey, request.body.policy),
      leaf: proven?.leaf ?? null,
      firstSeenAt: input.firstSeenAt ?? null,
      allowedCode: input.allowedCode ?? null,
    },
    checkpoint: proven?.checkpoint ?? '',
  };
}

/** The leaf at an index with the checkpoint that proves it; null when the proof does not hold. */
async function provenLeaf(
  source: LedgerSource,
  log: VerifierKey,
  index: number,
): Promise<{ readonly leaf: Leaf; readonly checkpoint: string } | null> {
  return unlessDisproved(async () => {
    const { entry, receipt } = await readEntry(source, log, index);
    return { leaf: decodeLeaf(entry), checkpoint: receipt.slice(receipt.indexOf('\n\n') + 2) };
  });
}

/** The policy version with a digest, found in the ledger and signed by the owner; null when there is none. */
async function publishedPolicy(
  source: LedgerSource,
  log: VerifierKey,
  owner: SigningKey,
  digest: Digest,
): Promise<{ readonly policy: Policy; readonly digest: Digest } | null> {
  return unlessDisproved(async () => {
    let found: Policy | null = null;
    const reading = await readLedger(source, log);
    // To the very end: only then has it been checked that these entries make the signed root.
    for await (const entry of reading.entries()) {
      const leaf = decodeLeaf(entry);
      if (leaf.kind !== 'policy.published' || (await digestOf(leaf.policy.body)) !== digest) continue;
      found = (await trusted(() => openSigned(policySchema, leaf.policy, { key: owner }))).body;
    }
    return found === null ? null : { policy: found, digest };
  });
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

async function release(input: ReleaseInput, request: BuildRequest, checkpoint: string): Promise<ReleaseOutcome> {
  const { client, seat, build, trust, now } = input;
  const { deposits } = await client.buildShares(build, seat.signer);
  const stray = deposits.some((deposit) => !withinScope(deposit, request));
  // P6: a custodian opens what was asked for in public and nothing else.
  if (stray) return { outcome: 'refused', reason: 'scope', status: await sendRefusal(input, 'scope') };
  const shares = await releaseShares({
    deposits,
    custodian: { id: seat.id, identity: seat.identity },
    build,
    buildRecipient: request.recipient,
  });
  const document = await signDocument<ShareRelease>(
    {
      type: 'share-release',
      v: 1,
      program: trust.program,
      build,
      custodian: seat.id,
      at: now,
      checkpoint,
      shares: [...shares],
    },
    seat.signer,
  );
  return { outcome: 'released', shares: shares.length, status: await client.releaseShares(document) };
}

function withinScope({ body }: Signed<DayKey>, { program, purpose, policy, days }: BuildRequest): boolean {
  return (
    body.program === program &&
    body.purpose === purpose &&
    body.policy === policy &&
    body.day >= days.from &&
    body.day <= days.to
  );
}

async function sendRefusal(
  { client, trust, seat, build, now }: ReleaseInput,
  reason: BuildRefusal['reason'],
): Promise<BuildStatus> {
  const refusal = await signDocument<BuildRefusal>(
    { type: 'build-refusal', v: 1, program: trust.program, build, custodian: seat.id, at: now, reason },
    seat.signer,
  );
  return client.refuseBuild(refusal);
}

async function trusted<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw new ClientError('untrusted', 'a document is not signed by the program owner', { cause });
  }
}
