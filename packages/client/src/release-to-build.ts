import {
  buildIdSchema,
  buildRequestSchema,
  digestOf,
  openSigned,
  signDocument,
  type BuildId,
  type BuildRefusal,
  type BuildRequest,
  type BuildStatus,
  type CustodianId,
  type DayKey,
  type Digest,
  type Instant,
  type ProgramId,
  type ShareRelease,
  type Signed,
  type Signer,
  type SigningKey,
} from '@assent/contracts';
import { tombstoneOf } from '@assent/ledger';
import { releaseShares } from '@assent/sealing';
import type { Client } from './client.ts';
import { ClientError } from './errors.ts';
import { readLedgerFacts, type LedgerFacts } from './ledger-facts.ts';
import type { WitnessTrust } from './ledger-history.ts';
import { reviewBuildRequest, type BuildFacts } from './review-build.ts';
import { standingAmong } from './standing-consents.ts';

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
  /** The checkpoint note of this custodian's last act: the ledger has to continue it. */
  readonly remembered?: string;
  /** Witnesses who must have seen the request. Without them the log is believed unless it contradicts itself. */
  readonly witnesses?: WitnessTrust;
  /** The custodian's own will; it refuses even where everything is in order. A reason says why; `true` gives none. */
  readonly refuse?: boolean | BuildRefusal['reason'];
}

/** What a custodian's client did. */
export type ReleaseOutcome = (
  | {
      readonly outcome: 'released';
      readonly shares: number;
      /** Day keys that were served although the ledger says they were erased; their shares stay closed. */
      readonly erased: number;
      /** Day keys that were served without a consent in force; their shares stay closed. */
      readonly withoutConsent: number;
      readonly status: BuildStatus;
    }
  | { readonly outcome: 'refused'; readonly reason: BuildRefusal['reason']; readonly status: BuildStatus }
  | { readonly outcome: 'waiting'; readonly until: Instant }
) & {
  /** To be remembered for the next act; null where the ledger did not check out. */
  readonly checkpoint: string | null;
};

/**
 * A custodian's whole act. Its own client verifies the request's signature, that request and policy are in the ledger,
 * purpose, code, days and the elapsed window; then it opens its own share of each day key and seals it again to this one
 * build, or refuses. Either answer is recorded in the ledger.
 *
 * Day keys whose tombstone is in the ledger stay closed, whichever server delivers them (P8).
 *
 * Throws a `ClientError` when the collector cannot be reached or answers with something that nobody signed, when the ledger
 * does not continue what this custodian or a witness has seen, or when too few witnesses have seen the request; and a
 * `SealingError` when a share does not open. None of these is a refusal, and nothing has been released then.
 */
export async function releaseToBuild(input: ReleaseInput): Promise<ReleaseOutcome> {
  // A no needs no proof of anything: a custodian can refuse whatever the collector shows.
  const will = reasonOf(input);
  if (will !== null) return refuse(input, will, null);
  const { facts, ledger, status } = await gatherFacts(input);
  const result = reviewBuildRequest(facts);
  const checkpoint = ledger?.checkpoint ?? null;
  // Two clocks determine when the window ends, and both have to have passed it.
  if (result.decision === 'release' && status.state === 'window') {
    return { outcome: 'waiting', until: status.windowEndsAt, checkpoint };
  }
  if (result.decision === 'wait') return { outcome: 'waiting', until: result.until, checkpoint };
  if (result.decision === 'refuse') return refuse(input, result.reason, checkpoint);
  // Deny by default: without a ledger that checks out the review has refused above.
  return ledger === null ? refuse(input, 'not-in-ledger', null) : release(input, facts.request.body, ledger);
}

/** Why the custodian itself says no; null when it does not. */
function reasonOf({ refuse }: ReleaseInput): BuildRefusal['reason'] | null {
  if (refuse === undefined || refuse === false) return null;
  return refuse === true ? 'custodian-decision' : refuse;
}

async function gatherFacts(
  input: ReleaseInput,
): Promise<{ readonly facts: BuildFacts; readonly ledger: LedgerFacts | null; readonly status: BuildStatus }> {
  const { client, trust, seat, build } = input;
  const status = await client.build(build);
  const request = await ownersRequest(status, trust.ownerKey);
  if (buildIdSchema.parse(await digestOf(request.body)) !== build) {
    throw new ClientError('untrusted', 'the collector answered with another build');
  }
  const ledger = await readLedgerFacts({
    source: client.ledger,
    verifierKey: trust.verifierKey,
    ownerKey: trust.ownerKey,
    leafIndex: status.leafIndex,
    policy: request.body.policy,
    ...(input.remembered === undefined ? {} : { remembered: input.remembered }),
    ...(input.witnesses === undefined ? {} : { witnesses: input.witnesses }),
  });
  return {
    facts: {
      now: input.now,
      program: trust.program,
      custodian: seat.id,
      request,
      policy: ledger?.policy ?? null,
      leaf: ledger?.leaf ?? null,
      firstSeenAt: input.firstSeenAt ?? null,
      allowedCode: input.allowedCode ?? null,
      ...(ledger === null ? {} : { recipients: ledger.recipients }),
    },
    ledger,
    status,
  };
}

async function release(input: ReleaseInput, request: BuildRequest, ledger: LedgerFacts): Promise<ReleaseOutcome> {
  const { checkpoint } = ledger;
  const { client, seat, build, trust, now } = input;
  const { deposits, erased, withoutConsent, stray } = await requestedDays(input, request, ledger);
  // P6: a custodian opens what was asked for in public and nothing else.
  if (stray > 0) return refuse(input, 'scope', checkpoint);
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
  const status = await client.releaseShares(document);
  return {
    outcome: 'released',
    shares: shares.length,
    erased,
    withoutConsent,
    status,
    checkpoint,
  };
}

/** The days a build asks for, as served and sorted: what may be released, and how many not, each for one reason. */
export interface RequestedDays {
  readonly deposits: readonly Signed<DayKey>[];
  readonly erased: number;
  readonly withoutConsent: number;
  /** Days that the request does not name. */
  readonly stray: number;
}

/** Asks for the deposits of a build and leaves out what stays closed. Throws a `ClientError`. */
export async function requestedDays(
  { client, build, seat }: Pick<ReleaseInput, 'client' | 'build' | 'seat'>,
  request: BuildRequest,
  { tombstones }: LedgerFacts,
): Promise<RequestedDays> {
  const { deposits: served, consents } = await client.buildShares(build, seat.signer);
  // P8: what was erased stays closed, although a restored backup may serve it again.
  const live = served.filter(({ body }) => !tombstones.has(tombstoneOf(body.dayKey)));
  // P1: so does what nobody has agreed to, or not any more.
  const standing = await standingAmong(live, consents, request.tiers);
  const deposits = live.filter(({ body }) => standing.has(body.dayKey));
  return {
    deposits,
    erased: served.length - live.length,
    withoutConsent: live.length - deposits.length,
    stray: live.filter((deposit) => !withinScope(deposit, request)).length,
  };
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

async function refuse(
  { client, trust, seat, build, now }: ReleaseInput,
  reason: BuildRefusal['reason'],
  checkpoint: string | null,
): Promise<ReleaseOutcome> {
  const refusal = await signDocument<BuildRefusal>(
    { type: 'build-refusal', v: 1, program: trust.program, build, custodian: seat.id, at: now, reason },
    seat.signer,
  );
  return { outcome: 'refused', reason, status: await client.refuseBuild(refusal), checkpoint };
}

export async function ownersRequest(status: BuildStatus, owner: SigningKey): Promise<Signed<BuildRequest>> {
  try {
    return await openSigned(buildRequestSchema, status.request, { key: owner });
  } catch (cause) {
    throw new ClientError('untrusted', 'the request is not signed by the program owner', { cause });
  }
}
