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
  /** The policy version that the request names, as recorded in the ledger; null when none does. */
  readonly policy: { readonly policy: Policy; readonly digest: Digest } | null;
  /** The leaf proven to be at the position of the request; null when the proof does not hold. */
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

/** What is asked of a build request, in the order of weight, beside the window. */
export const requestChecks = ['in-ledger', 'policy', 'seat', 'purpose', 'code', 'recipients', 'scope'] as const;
type RequestCheck = (typeof requestChecks)[number];

/** The result of each check. A check that rests on one that failed fails with it. */
export type RequestCheckResults = Readonly<Record<RequestCheck, boolean>>;

/** Each check of a build request on its own. Pure. */
export function checkBuildRequest(facts: BuildFacts): RequestCheckResults {
  const request = facts.request.body;
  const policy = facts.policy?.policy ?? null;
  const { from, to } = request.days;
  return {
    // P9: without a proof that the request is public there is no release.
    'in-ledger':
      facts.leaf?.kind === 'build.requested' && canonicalJson(facts.leaf.request) === canonicalJson(facts.request),
    // P9: a version that is not public is not in force.
    policy:
      facts.policy?.digest === request.policy &&
      request.program === facts.program &&
      facts.policy.policy.program === facts.program &&
      // What the policy keeps closed to a quantum computer is not sealed again to a key that is not.
      (policy?.custody.identities !== 'hybrid' || kindOfRecipient(request.recipient) === 'hybrid'),
    // P6: only a seat of this very policy has a say.
    seat: policy?.custody.custodians.some(({ id }) => id === facts.custodian) ?? false,
    // P7: one purpose, the one people consented to.
    purpose: request.purpose === policy?.purpose,
    // P9: only code that the policy lists, and that this custodian accepts.
    code:
      (policy?.builds.codeDigests.includes(request.code) ?? false) &&
      (facts.allowedCode === null || facts.allowedCode.includes(request.code)),
    // P9: copies go to people whom the owner let in, in public, before asking.
    recipients: request.deliverTo?.every((recipient) => facts.recipients?.has(recipient) === true) ?? true,
    // Days that have not been when the request was made cannot have been asked for.
    scope:
      from <= to &&
      to <= dayOf(request.requestedAt) &&
      // Nor apps and tiers that people were never asked about.
      (request.apps?.every((app) => policy?.sites.some(({ origin }) => origin === app)) ?? true) &&
      (request.tiers?.every((tier) => policy?.tiers.includes(tier)) ?? true),
  };
}

/**
 * The custodian's judgement of a build request. Pure. A reason to refuse weighs more than a running window: nobody has to
 * wait for a no. The window counts from the latest of what the ledger, the owner and the custodian say: a collector that
 * dates a leaf back shortens nothing for a custodian that remembers.
 */
export function reviewBuildRequest(facts: BuildFacts): BuildDecision {
  const results = checkBuildRequest(facts);
  const failed = requestChecks.find((check) => !results[check]);
  if (failed !== undefined) return { decision: 'refuse', reason: refusals[failed] };
  // Deny by default; both exist, or the checks above had failed.
  if (facts.leaf === null || facts.policy === null) return { decision: 'refuse', reason: 'not-in-ledger' };
  const announced = Math.max(facts.leaf.t, facts.request.body.requestedAt, facts.firstSeenAt ?? 0);
  const until = announced + facts.policy.policy.builds.objectionWindowSeconds * 1000;
  return facts.now < until ? { decision: 'wait', until } : { decision: 'release' };
}

const refusals: Readonly<Record<RequestCheck, BuildRefusal['reason']>> = {
  'in-ledger': 'not-in-ledger',
  policy: 'policy-mismatch',
  seat: 'policy-mismatch',
  purpose: 'purpose',
  code: 'code-not-allowed',
  recipients: 'scope',
  scope: 'scope',
};
