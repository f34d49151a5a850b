import {
  digestOf,
  fromUtf8,
  shareReleaseSchema,
  sides,
  type BuildId,
  type Custodian,
  type DayKey,
  type Policy,
  type ShareRelease,
  type Side,
  type Signed,
} from '@assent/contracts';
import { recipientOf } from './age.ts';
import { openDeposit } from './deposit.ts';
import { SealingError } from './errors.ts';
import { combineSecret } from './shamir.ts';
import { requireLabel } from './share-label.ts';
import { openReleasedShare } from './share-payload.ts';
import { openTrusted } from './trusted.ts';

/** Releases whose signatures have been checked once; recovers any number of day keys from them. */
export interface OpenedReleases {
  /**
   * The identity of a deposited day key. Secret: it opens that participant's day, and must not outlive the build.
   *
   * Throws `other-policy` (the deposit names another policy version), `not-a-custodian`, `share-duplicate`,
   * `share-other-…`, `below-threshold` (names the side), `shares-inconsistent`, `cannot-open`, `malformed`, and what
   * `openDeposit` throws.
   */
  recover(deposit: Signed<DayKey>): Promise<string>;
}

interface ReleaseInput {
  readonly releases: readonly Signed<ShareRelease>[];
  /** The policy version that the deposits name: its custodians, their keys and its thresholds count. */
  readonly policy: Policy;
  readonly build: BuildId;
  readonly buildIdentity: string;
}

/**
 * Verifies foreign releases against the custodians of a policy. Throws `bad-signature` (not signed by the custodian it names),
 * `share-other-build`, `share-other-program`, `malformed`. A release of a custodian whom this policy does not
 * name is kept apart: it may belong to another version's days.
 */
export async function openReleases(input: ReleaseInput): Promise<OpenedReleases> {
  const { policy, build, buildIdentity } = input;
  const policyDigest = await digestOf(policy);
  const custodians = new Map(policy.custody.custodians.map((custodian) => [custodian.id, custodian]));
  const opened: CustodianRelease[] = [];
  for (const [i, release] of input.releases.entries()) {
    // A custodian of the policy must have signed with its own key. Any key is accepted for others, whose shares are refused.
    const keyOf = (body: ShareRelease) => custodians.get(body.custodian)?.signingKey ?? release.key;
    const { body } = await openTrusted(shareReleaseSchema, `share release ${i + 1}`, release, keyOf);
    if (body.build !== build) {
      throw new SealingError('share-other-build', `${body.custodian} released to another build`);
    }
    if (body.program !== policy.program) {
      throw new SealingError('share-other-program', `${body.custodian} released for another program`);
    }
    opened.push({ custodian: custodians.get(body.custodian), sealedByDayKey: sealedByDayKey(body) });
  }

  return {
    recover: async (foreign) => {
      const { body: deposit } = await openDeposit(foreign);
      if (deposit.policy !== policyDigest) throw new SealingError('other-policy', 'the deposit names another policy');
      const shares = await openShares(opened, { deposit, policy, build, buildIdentity });
      return combineSides(shares, deposit, policy);
    },
  };
}

/**
 * Recovers one day identity from the releases of both sides: see `OpenedReleases.recover` and `openReleases` for what
 * is checked and thrown. To recover many, open the releases once.
 */
export async function recoverDayIdentity(input: ReleaseInput & { readonly deposit: Signed<DayKey> }): Promise<string> {
  return (await openReleases(input)).recover(input.deposit);
}

interface CustodianRelease {
  /** Undefined when the policy does not name this custodian. */
  readonly custodian: Custodian | undefined;
  readonly sealedByDayKey: ReadonlyMap<string, readonly string[]>;
}

interface OpenedShare {
  readonly side: Side;
  readonly share: Uint8Array;
}

function sealedByDayKey(release: ShareRelease): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...Map.groupBy(release.shares, (share) => share.dayKey)].map(([dayKey, shares]) => [
      dayKey,
      shares.map((share) => share.sealed),
    ]),
  );
}

async function openShares(
  releases: readonly CustodianRelease[],
  expected: {
    readonly deposit: DayKey;
    readonly policy: Policy;
    readonly build: BuildId;
    readonly buildIdentity: string;
  },
): Promise<readonly OpenedShare[]> {
  const { deposit, policy, build, buildIdentity } = expected;
  const shares: OpenedShare[] = [];
  const counted = new Set<string>();
  for (const { custodian, sealedByDayKey } of releases) {
    for (const sealed of sealedByDayKey.get(deposit.dayKey) ?? []) {
      if (custodian === undefined) {
        throw new SealingError('not-a-custodian', 'a share comes from no custodian of the policy');
      }
      const { id, side } = custodian;
      if (counted.has(id)) throw new SealingError('share-duplicate', `custodian ${id} released a share twice`);
      counted.add(id);
      const opened = await openReleasedShare(buildIdentity, sealed);
      if (opened.build !== build) {
        throw new SealingError('share-other-build', `custodian ${id}: share of another build`);
      }
      requireLabel(opened.label, { deposit, custodian: id, side });
      if (opened.label.threshold !== policy.custody.thresholds[side]) {
        throw new SealingError('share-other-threshold', `custodian ${id}: share made for another threshold`);
      }
      shares.push({ side, share: opened.share });
    }
  }
  return shares;
}

async function combineSides(shares: readonly OpenedShare[], deposit: DayKey, policy: Policy): Promise<string> {
  const halves: Uint8Array[] = [];
  for (const side of sides) {
    const own = shares.filter((share) => share.side === side).map(({ share }) => share);
    const threshold = policy.custody.thresholds[side];
    // Deny by default: nothing is combined before both sides are complete.
    if (own.length < threshold) {
      throw new SealingError('below-threshold', `${side} side: ${own.length} of ${threshold} custodians released`);
    }
    halves.push(await combineSecret(own, threshold));
  }
  return requireIdentityOf(deposit, halves);
}

/** Whatever went in, only the identity that the deposit's recipient belongs to comes out. */
async function requireIdentityOf(deposit: DayKey, halves: readonly Uint8Array[]): Promise<string> {
  try {
    const identity = fromUtf8(await combineSecret(halves, halves.length));
    if ((await recipientOf(identity)) === deposit.recipient) return identity;
  } catch {
    // Garbage can fail in many ways; all mean the same, and a cause could quote it.
  }
  throw new SealingError('shares-inconsistent', 'the shares do not combine to the deposited day key');
}
