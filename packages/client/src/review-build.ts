import {
  canonicalJson,
  dayOf,
  kindOfRecipient,
  type BuildRefusal,
  type BuildRequest,
  type CustodianId,
  type Digest,
  type Instant,
  type Leaf,
  type Policy,
  type ProgramId,
  type Signed,
} from '@assent/contracts';

/** What a custodian knows about a build request, each fact verified by the custodian's own client. */
export interface BuildFacts {
  readonly now: Instant;
  /** The custodian's program and seat. */
  readonly program: ProgramId;
  readonly custodian: CustodianId;
  /** The request; its signature is the program owner's. */
  readonly request: Signed<BuildRequest>;
  /** The policy version that the request names, as it stands in the ledger; null when none does. */
  readonly policy: { readonly policy: Policy; readonly digest: Digest } | null;
  /** The leaf proven to stand at the request's place; null when the proof does not hold. */
  readonly leaf: Leaf | null;
  /** When this custodian first learned of the request; null when it keeps no such memory. */
  readonly firstSeenAt: Instant | null;
  /** Code digests this custodian accepts; null accepts what the policy lists. */
  readonly allowedCode: readonly Digest[] | null;
  /** Recipients whom the ledger shows to be registered by the owner; none where left out. */
  readonly recipients?: ReadonlySet<Digest>;
}

/** What a custodian should do. */
export type BuildDecision =
  | { readonly decision: 'release' }
  | { readonly decision: 'wait'; readonly until: Instant }
  | { readonly decision: 'refuse'; readonly reason: BuildRefusal['reason'] };

/**
 * The custodian's judgement of a build request. Pure. A reason to refuse weighs more than a running window: nobody has to
 * wait for a no. The window counts from the latest of what the ledger, the owner and the custodian say: a collector that
 * dates a leaf back shortens nothing for a custodian that remembers.
 */
export function reviewBuildRequest(facts: BuildFacts): BuildDecision {
  const request = facts.request.body;
  // P9: without a proof that the request is public there is no release.
  if (facts.leaf?.kind !== 'build.requested') return refuse('not-in-ledger');
  if (canonicalJson(facts.leaf.request) !== canonicalJson(facts.request)) return refuse('not-in-ledger');
  // P9: a version that is not public is not in force.
  if (facts.policy === null || facts.policy.digest !== request.policy) return refuse('policy-mismatch');
  const { policy } = facts.policy;
  if (request.program !== facts.program || policy.program !== facts.program) return refuse('policy-mismatch');
  // P6: only a seat of this very policy has a say.
  if (!policy.custody.custodians.some(({ id }) => id === facts.custodian)) return refuse('policy-mismatch');
  // What the policy keeps closed to a quantum computer is not sealed again to a key that is not.
  if (policy.custody.identities === 'hybrid' && kindOfRecipient(request.recipient) !== 'hybrid') {
    return refuse('policy-mismatch');
  }
  // P7: one purpose, the one people consented to.
  if (request.purpose !== policy.purpose) return refuse('purpose');
  // P9: only code that the policy lists, and that this custodian accepts.
  if (!policy.builds.codeDigests.includes(request.code)) return refuse('code-not-allowed');
  if (facts.allowedCode !== null && !facts.allowedCode.includes(request.code)) return refuse('code-not-allowed');
  // P9: copies go to people whom the owner let in, in public, before asking.
  if (request.deliverTo?.some((recipient) => facts.recipients?.has(recipient) !== true)) return refuse('scope');
  // Days that have not been when the request was made cannot have been asked for.
  const { from, to } = request.days;
  if (from > to || to > dayOf(request.requestedAt)) return refuse('scope');

  const announced = Math.max(facts.leaf.t, request.requestedAt, facts.firstSeenAt ?? 0);
  const until = announced + policy.builds.objectionWindowSeconds * 1000;
  return facts.now < until ? { decision: 'wait', until } : { decision: 'release' };
}

function refuse(reason: BuildRefusal['reason']): BuildDecision {
  return { decision: 'refuse', reason };
}
