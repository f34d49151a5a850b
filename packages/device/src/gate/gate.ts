import {
  decide,
  unusedQuota,
  readConsent,
  readPolicy,
  type GateState,
  type KnownConsent,
  type KnownPolicy,
  type StorageQuota,
} from '@assent/consent';
import type { Digest, Instant, ParticipantControls } from '@assent/contracts';
import type { Profile } from '../membership/profile.ts';

/** What the gate has to know besides the profile. */
export interface GateFacts {
  readonly policy: KnownPolicy | null;
  readonly consent: KnownConsent | null;
  readonly safeguards: Digest;
  /** Whether the platform lets this software look at an origin just now. */
  readonly permitted: (origin: string) => boolean;
  readonly indicatorShown: boolean;
  /** What the device's storage and today's upload still allow; null where that is unknown. */
  readonly quota: StorageQuota | null;
}

/** Reads policy and consent of a profile. What does not hold is null: the gate is then shut (P2). */
export async function readInForce(profile: Profile): Promise<Pick<GateFacts, 'policy' | 'consent'>> {
  const [policy, consent] = await Promise.all([
    // P1: the version in force counts, answered or not.
    readPolicy(profile.next ?? profile.policy, profile.address.ownerKey).catch(() => null),
    readConsent(profile.consent, profile.consent.body.device).catch(() => null),
  ]);
  return { policy, consent };
}

/** The gate's decision on one origin now. */
export function gateAt(
  facts: GateFacts,
  controls: ParticipantControls | null,
  page: { readonly origin: string; readonly incognito: boolean; readonly indicatorShown: boolean },
  now: Instant,
): GateState {
  return decide({
    now,
    policy: facts.policy,
    consent: facts.consent,
    controls,
    page: { origin: page.origin, incognito: page.incognito, hints: [] },
    indicatorShown: facts.indicatorShown && page.indicatorShown,
    safeguards: facts.safeguards,
    permitted: facts.permitted(page.origin),
    suspended: false,
    storage: facts.quota,
  });
}

/**
 * Whether an event of `t` may be taken in. Events arrive a little later than they happened: what happened while capture
 * was open counts even if a pause has begun since, or the storage quota is used up; a site that was excluded since, or
 * anything else that is off now, does not.
 */
export function mayTake(
  facts: GateFacts,
  profile: Profile,
  page: Parameters<typeof gateAt>[2],
  t: Instant,
): GateState | null {
  const { open, controls } = profile;
  // Deny by default: capture was never open, not yet, or not any more (P2).
  if (open === null || t < open.from || (open.to !== null && t >= open.to)) return null;
  const state = gateAt({ ...facts, quota: unusedQuota }, { ...controls, pause: null, clock: null }, page, t);
  return state.state === 'recording' ? state : null;
}
