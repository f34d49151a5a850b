import {
  consentSchema,
  dayKeySchema,
  digestOf,
  openSigned,
  policySchema,
  segmentManifestSchema,
  type BuildInputs,
  type BuildRequest,
  type Consent,
  type DayKey,
  type Digest,
  type Policy,
  type SegmentManifest,
  type Signed,
  type Tier,
} from '@assent/contracts';
import { DatasetError } from '../errors.ts';

/** A segment that may be opened for this build, with everything that says so. */
export interface AdmittedSegment {
  readonly manifest: Signed<SegmentManifest>;
  readonly deposit: Signed<DayKey>;
  /** The policy version the participant consented to; also names what may be captured. */
  readonly policy: Policy;
  /** The policy version whose custodians hold the day key's shares. */
  readonly custody: Policy;
  /** The lower of what the participant gave then and gives now. */
  readonly tier: Extract<Tier, 'steps-with-snapshots' | 'steps-only'>;
}

/** Why a whole segment stays closed. Counted in the dataset's quality report. */
export type ExclusionReason = 'erased' | 'consent-withdrawn' | 'tier' | 'outside-days';

/**
 * What the ledger says was erased, by name. A collector whose backup was restored may hand it over again; it stays closed
 * all the same (P8).
 */
export interface ErasedNames {
  readonly segments: readonly Digest[];
  readonly dayKeys: readonly Digest[];
}

/** What a build may open, and what it must leave closed. */
export interface Admission {
  readonly segments: readonly AdmittedSegment[];
  readonly excluded: Readonly<Record<ExclusionReason, number>>;
}

/**
 * Decides which segments a build may open. Everything the collector hands over is foreign: signatures, keys, digests
 * and consents are checked here before a single byte is decrypted. Throws a `DatasetError`: `request-mismatch` or
 * `input-untrusted`, and a `ContractsError` on a document that does not parse or verify.
 */
export async function admitSegments(
  request: Signed<BuildRequest>,
  inputs: BuildInputs,
  erased: ErasedNames,
): Promise<Admission> {
  const buried = new Set<string>([...erased.segments, ...erased.dayKeys]);
  const policies = await openPolicies(request, inputs);
  const consents = await openConsents(request, inputs);
  const deposits = await openDeposits(inputs);
  const segments: AdmittedSegment[] = [];
  const excluded = { erased: 0, 'consent-withdrawn': 0, tier: 0, 'outside-days': 0 };
  for (const input of inputs.manifests) {
    const manifest = await openSigned(segmentManifestSchema, input, { key: input.body.context.device });
    const { ciphertext, context } = manifest.body;
    const decision =
      buried.has(ciphertext) || buried.has(context.dayKey)
        ? 'erased'
        : judge(request.body, manifest, { policies, consents, deposits });
    if (typeof decision === 'string') excluded[decision]++;
    else segments.push(decision);
  }
  return { segments, excluded };
}

interface Known {
  readonly policies: ReadonlyMap<Digest, Policy>;
  readonly consents: Consents;
  readonly deposits: ReadonlyMap<string, Signed<DayKey>>;
}

interface Consents {
  readonly byDigest: ReadonlyMap<Digest, Consent>;
  readonly newest: ReadonlyMap<string, Consent>;
}

function judge(
  request: BuildRequest,
  manifest: Signed<SegmentManifest>,
  { policies, consents, deposits }: Known,
): AdmittedSegment | ExclusionReason {
  const { context, ciphertext } = manifest.body;
  const untrusted = (why: string): DatasetError => new DatasetError('input-untrusted', `segment ${ciphertext}: ${why}`);
  if (context.program !== request.program || context.purpose !== request.purpose) {
    throw untrusted('made for another program or purpose');
  }
  // Deny by default: a segment without its policy, consent or day key is not opened but refused with the whole input.
  const policy = policies.get(context.policy);
  if (policy === undefined) throw untrusted('its policy is not among the inputs');
  const consent = consents.byDigest.get(context.consent);
  if (consent === undefined) throw untrusted('its consent is not among the inputs');
  if (
    consent.participant !== context.participant ||
    consent.device !== context.device ||
    consent.policy !== context.policy ||
    consent.decision !== 'given'
  ) {
    throw untrusted('its consent is not for this participant, device and policy');
  }
  const deposit = deposits.get(context.dayKey);
  if (deposit === undefined) throw untrusted('its day key is not among the inputs');
  const custody = policies.get(deposit.body.policy);
  if (custody === undefined) throw untrusted('the policy of its day key is not among the inputs');
  if (
    deposit.body.participant !== context.participant ||
    deposit.body.program !== context.program ||
    deposit.body.purpose !== context.purpose ||
    deposit.body.day !== context.day
  ) {
    throw untrusted('its day key belongs elsewhere');
  }
  if (context.day < request.days.from || context.day > request.days.to) return 'outside-days';
  const newest = consents.newest.get(context.participant);
  if (newest === undefined || newest.decision === 'withdrawn') return 'consent-withdrawn';
  const tier = lowerTier(consent.tier, newest.tier);
  return tier === null || request.tiers?.includes(tier) === false
    ? 'tier'
    : { manifest, deposit, policy, custody, tier };
}

function lowerTier(a: Tier, b: Tier): AdmittedSegment['tier'] | null {
  const both = [a, b];
  if (both.every((tier) => tier === 'steps-with-snapshots')) return 'steps-with-snapshots';
  return both.every((tier) => tier === 'steps-with-snapshots' || tier === 'steps-only') ? 'steps-only' : null;
}

async function openPolicies(request: Signed<BuildRequest>, inputs: BuildInputs): Promise<ReadonlyMap<Digest, Policy>> {
  const policies = new Map<Digest, Policy>();
  for (const input of inputs.policies) {
    const { body } = await openSigned(policySchema, input, { key: request.key });
    if (body.program !== request.body.program || body.purpose !== request.body.purpose) {
      throw new DatasetError('input-untrusted', 'a policy belongs to another program or purpose');
    }
    policies.set(await digestOf(body), body);
  }
  if (!policies.has(request.body.policy)) {
    throw new DatasetError('request-mismatch', 'the policy that the request names is not among the inputs');
  }
  return policies;
}

async function openConsents(request: Signed<BuildRequest>, inputs: BuildInputs): Promise<Consents> {
  const byDigest = new Map<Digest, Consent>();
  const newest = new Map<string, Consent>();
  for (const input of inputs.consents) {
    const { body } = await openSigned(consentSchema, input, { key: input.body.device });
    if (body.program !== request.body.program) {
      throw new DatasetError('input-untrusted', 'a consent belongs to another program');
    }
    byDigest.set(await digestOf(body), body);
    const known = newest.get(body.participant);
    if (known === undefined || isNewer(body, known)) newest.set(body.participant, body);
  }
  return { byDigest, newest };
}

/** Of two records of one instant the withdrawal counts. */
function isNewer(a: Consent, b: Consent): boolean {
  return a.at > b.at || (a.at === b.at && a.decision === 'withdrawn');
}

async function openDeposits(inputs: BuildInputs): Promise<ReadonlyMap<string, Signed<DayKey>>> {
  const deposits = new Map<string, Signed<DayKey>>();
  for (const input of inputs.deposits) {
    const deposit = await openSigned(dayKeySchema, input, { key: input.body.device });
    deposits.set(deposit.body.dayKey, deposit);
  }
  return deposits;
}
