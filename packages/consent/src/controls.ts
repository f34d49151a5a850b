import {
  parseAs,
  participantControlsSchema,
  type Digest,
  type Exemption,
  type ExemptionScope,
  type Instant,
  type MediaKind,
  type ParticipantControls,
  type ParticipantRules,
  type Tier,
} from '@assent/contracts';

/** Controls of someone who has not touched any. `tier` is what they chose when they consented. */
export function initialControls(tier: Tier): ParticipantControls {
  return { v: 1, pause: null, excludedOrigins: [], exemptions: [], tier, clock: null };
}

/**
 * Controls as read back from a device's storage. Throws a `ContractsError` (`malformed`); the caller must then
 * capture nothing, because a pause may be among what could not be read (P2).
 */
export function parseControls(input: unknown): ParticipantControls {
  return parseAs(participantControlsSchema, 'participant controls', input);
}

/** Takes a site out. No reason is asked for, and nobody is notified. */
export function excludeOrigin(controls: ParticipantControls, origin: string): ParticipantControls {
  if (controls.excludedOrigins.includes(origin)) return controls;
  return { ...controls, excludedOrigins: [...controls.excludedOrigins, origin] };
}

/** Puts a site back that the participant had taken out. The policy and the floor still decide whether it is in scope. */
export function includeOrigin(controls: ParticipantControls, origin: string): ParticipantControls {
  return { ...controls, excludedOrigins: controls.excludedOrigins.filter((excluded) => excluded !== origin) };
}

/** Sets the highest tier that the participant gives on this device; the gate takes the lower of this and the consent's tier. */
export function chooseTier(controls: ParticipantControls, tier: Tier): ParticipantControls {
  return { ...controls, tier };
}

/** Accepts a proposal of the policy to keep more, by its digest. */
export function acceptProposal(controls: ParticipantControls, proposal: Digest): ParticipantControls {
  const accepted = controls.accepted ?? [];
  return accepted.includes(proposal) ? controls : { ...controls, accepted: [...accepted, proposal] };
}

/** Takes an acceptance back: from the next step on, the proposal changes nothing. */
export function revokeProposal(controls: ParticipantControls, proposal: Digest): ParticipantControls {
  return { ...controls, accepted: (controls.accepted ?? []).filter((accepted) => accepted !== proposal) };
}

/** Sets what the participant wants hidden beyond what everybody's rules hide. */
export function chooseRules(controls: ParticipantControls, rules: ParticipantRules): ParticipantControls {
  return { ...controls, rules };
}

/** Lets a kind of content stay visible in snapshots, or takes that back. Changes nothing that the policy does not keep. */
export function chooseMedia(controls: ParticipantControls, kind: MediaKind, stays: boolean): ParticipantControls {
  const others = (controls.media ?? []).filter((each) => each !== kind);
  return { ...controls, media: stays ? [...others, kind] : others };
}

/** Lets no kind of content stay visible any more. */
export function chooseNoMedia(controls: ParticipantControls): ParticipantControls {
  return { ...controls, media: [] };
}

/** Asks for an exemption. Its scope is off at once and stays off while it is pending. `id` must be fresh. */
export function requestExemption(
  controls: ParticipantControls,
  request: { readonly id: Digest; readonly scope: ExemptionScope; readonly now: Instant },
): ParticipantControls {
  const exemption: Exemption = {
    id: request.id,
    scope: request.scope,
    state: 'pending',
    requestedAt: request.now,
  };
  return { ...controls, exemptions: [...controls.exemptions, exemption] };
}

/** Notes that an exemption was granted, by decision or because its term ran out without one. */
export function grantExemption(controls: ParticipantControls, id: Digest): ParticipantControls {
  return {
    ...controls,
    exemptions: controls.exemptions.map((exemption) =>
      exemption.id === id ? { ...exemption, state: 'granted' } : exemption,
    ),
  };
}

/** Gives an exemption up. The participant's own act. */
export function withdrawExemption(controls: ParticipantControls, id: Digest): ParticipantControls {
  return { ...controls, exemptions: controls.exemptions.filter((exemption) => exemption.id !== id) };
}

/** The exemption that takes this page out now, or undefined. Pending ones count like granted ones. */
export function exemptionFor(
  controls: ParticipantControls,
  page: { readonly origin: string; readonly now: Instant },
): Exemption | undefined {
  return controls.exemptions.find(({ scope }) => takesOut(scope, page));
}

function takesOut(scope: ExemptionScope, page: { readonly origin: string; readonly now: Instant }): boolean {
  if (scope.what === 'site') return scope.origin === page.origin;
  if (scope.what === 'period') return page.now >= scope.from && page.now < scope.until;
  return true;
}
