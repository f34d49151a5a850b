import {
  tiers,
  type Digest,
  type Instant,
  type Mode,
  type ParticipantControls,
  type Site,
  type Tier,
} from '@assent/contracts';
import { budgetSpent, type BudgetReason, type Room } from './budget.ts';
import { clockWentBack } from './clock.ts';
import { exemptionFor } from './controls.ts';
import { floorCategory, type FloorHit } from './floor.ts';
import type { FloorCategory } from './floor-list.ts';
import type { KnownConsent, KnownPolicy } from './in-force.ts';
import { pausedUntil } from './pause.ts';

/** Everything the gate decides by. What could not be found out is null or false: the gate then stays shut. */
export interface Situation {
  readonly now: Instant;
  /** The policy version in force, read by `readPolicy`; null when there is none or it could not be read. */
  readonly policy: KnownPolicy | null;
  /** This participant's newest record, read by `readConsent`; null when there is none. */
  readonly consent: KnownConsent | null;
  /** Null when the participant's settings could not be read back. */
  readonly controls: ParticipantControls | null;
  readonly page: {
    readonly origin: string;
    readonly incognito: boolean;
    /** What the sensor otherwise knows the page to be, for example from its application's own manifest. */
    readonly hints: readonly FloorCategory[];
  };
  /** Whether the indicator is on the screen right now. */
  readonly indicatorShown: boolean;
  /** Digest of the rule set that runs on this device. */
  readonly safeguards: Digest;
  /** Whether the browser or system permission to watch this page is still granted. */
  readonly permitted: boolean;
  /** Whether the program has suspended itself. */
  readonly suspended: boolean;
  /** The storage quota of the device; null when it could not be found out. */
  readonly room: Room | null;
}

export type NoConsentReason = 'none' | 'withdrawn' | 'other-version' | 'tier';
export type OutOfScopeReason = 'private-window' | 'floor' | 'not-listed' | 'excluded';
export type UnhealthyReason = 'policy' | 'controls' | 'clock' | 'safeguards' | 'permission' | 'indicator' | 'storage';

/** The result of the gate. Only `recording` captures; each other state says why not. */
export type GateState =
  | { readonly state: 'recording'; readonly site: Site; readonly mode: Mode; readonly snapshots: boolean }
  | { readonly state: 'paused'; readonly until: Instant }
  | { readonly state: 'exempt'; readonly exemption: Digest }
  | { readonly state: 'out-of-scope'; readonly why: OutOfScopeReason; readonly category: FloorHit | null }
  | { readonly state: 'suspended' }
  /** Capture rests, and goes on by itself: at `until`, or where that is null, once the device is emptier. */
  | { readonly state: 'budget'; readonly why: BudgetReason; readonly until: Instant | null }
  | { readonly state: 'no-consent'; readonly why: NoConsentReason }
  | { readonly state: 'unhealthy'; readonly why: UnhealthyReason };

/**
 * May this page be captured now? Pure and total: it never throws, and whatever it does not understand is a reason not
 * to capture. The order only decides which reason is reported when several hold.
 */
export function decide(situation: Situation): GateState {
  const { policy, controls } = situation;
  // P2: settings that cannot be read may hold a pause or an exemption.
  if (controls === null) return { state: 'unhealthy', why: 'controls' };
  // P2: an unreadable policy allows nothing.
  if (policy === null) return { state: 'unhealthy', why: 'policy' };

  const tier = givenTier(situation.consent, policy, controls);
  if (typeof tier !== 'string') return { state: 'no-consent', ...tier };

  // P2: a program that has suspended itself captures nowhere.
  if (situation.suspended) return { state: 'suspended' };

  const until = pausedUntil(controls.pause, situation.now);
  // P2: paused is off.
  if (until !== null) return { state: 'paused', until };

  // P2: a clock that was set back may have been set back across a pause or an exempt period.
  if (clockWentBack(controls, situation.now)) return { state: 'unhealthy', why: 'clock' };

  const exemption = exemptionFor(controls, { origin: situation.page.origin, now: situation.now });
  // P2: off from the moment it was asked for, decided or not.
  if (exemption !== undefined) return { state: 'exempt', exemption: exemption.id };

  const listed = scopeOf(situation, policy, controls);
  if ('state' in listed) return listed;

  const unhealthy = healthProblem(situation, policy);
  if (unhealthy !== null) return { state: 'unhealthy', why: unhealthy };

  // P2: the storage quota could not be found out, so it may be used up.
  if (situation.room === null) return { state: 'unhealthy', why: 'storage' };
  const spent = budgetSpent(situation.room, situation.now);
  // P11: what cannot be kept or sent is not captured.
  if (spent !== null) return { state: 'budget', ...spent };

  return { state: 'recording', site: listed, mode: listed.mode, snapshots: tier === 'steps-with-snapshots' };
}

/** The tier that consent and controls give together, if it gives steps at all; else why nothing is given. */
function givenTier(
  known: KnownConsent | null,
  { policy, digest }: KnownPolicy,
  controls: ParticipantControls,
): Tier | { readonly why: NoConsentReason } {
  // P1: no record, no capture.
  if (known === null) return { why: 'none' };
  const { consent } = known;
  // P1: the newest record counts, and it may be a withdrawal.
  if (consent.decision !== 'given') return { why: 'withdrawn' };
  // P1: consent is to exactly the version in force, of this very program.
  if (consent.policy !== digest || consent.program !== policy.program) return { why: 'other-version' };
  // P1: a tier the policy does not offer is nothing anyone consented to.
  if (!policy.tiers.includes(consent.tier)) return { why: 'tier' };
  const tier = lowerTier(consent.tier, controls.tier);
  // P1: the two lower tiers give no steps at all.
  return tier === 'steps-with-snapshots' || tier === 'steps-only' ? tier : { why: 'tier' };
}

function scopeOf(situation: Situation, { policy }: KnownPolicy, controls: ParticipantControls): Site | GateState {
  const { page } = situation;
  // P3: private windows never, whatever is listed.
  if (page.incognito) return outOfScope('private-window');
  const floor = floorCategory(page.origin) ?? page.hints[0] ?? null;
  // P3: the floor comes before the policy. Layers only ever remove.
  if (floor !== null) return outOfScope('floor', floor);
  const site = policy.sites.find(({ origin }) => origin === page.origin);
  // P3: everything that is not listed is out.
  if (site === undefined) return outOfScope('not-listed');
  // P3: the participant's own rules come last and can only take away.
  if (controls.excludedOrigins.includes(page.origin)) return outOfScope('excluded');
  return site;
}

function outOfScope(why: OutOfScopeReason, category: FloorHit | null = null): GateState {
  return { state: 'out-of-scope', why, category };
}

function healthProblem(situation: Situation, { policy }: KnownPolicy): UnhealthyReason | null {
  // P4: a device that runs another rule set than the one consented to captures nothing.
  if (situation.safeguards !== policy.safeguards.digest) return 'safeguards';
  // P2: a permission taken back is a no.
  if (!situation.permitted) return 'permission';
  // P2: never covert. No indicator, no capture.
  if (!situation.indicatorShown) return 'indicator';
  return null;
}

/** `tiers` is ordered from most to least. */
function lowerTier(a: Tier, b: Tier): Tier {
  return tiers.indexOf(a) > tiers.indexOf(b) ? a : b;
}
