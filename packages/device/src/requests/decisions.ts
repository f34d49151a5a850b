import {
  acceptProposal,
  changeRules,
  chooseMedia,
  chooseRules,
  keepsMore,
  noRules,
  revokeProposal,
  type RuleChange,
} from '@assent/consent';
import {
  digestSchema,
  type Digest,
  type KeepProposal,
  type MediaKind,
  type ParticipantControls,
  type Policy,
} from '@assent/contracts';
import { explainReason, previewAt, proposalDigest, type ContentField, type PreviewPart } from '@assent/safeguards';
import { DeviceError } from '../errors.ts';
import type { OpenDevice } from '../open-device.ts';
import { noteRulesRelaxed } from '../recording/rules-relaxed-at.ts';
import type { DecisionAnswers, DecisionsView, LastStep, Proposal } from './decisions-protocol.ts';

/** A made-up text that shows what a proposal would change. */
const sample = 'Ask Vanterpool about order 4711';

/** Everything that can be decided here, and has been. Throws a `DeviceError` where nobody has joined. */
export async function decisions(device: OpenDevice): Promise<DecisionsView> {
  const policy = policyOf(device);
  const waiting = await device.spool.episodes();
  return {
    changed: device.profile?.next !== null,
    sites: policy.sites.map(({ origin, name, mode }) => ({ origin, name, mode })),
    proposals: await Promise.all((policy.proposals ?? []).map((proposal) => proposalView(device, policy, proposal))),
    rules: device.profile?.controls.rules ?? noRules,
    media: {
      snapshots: device.facts.consent?.consent.tier === 'steps-with-snapshots' && policy.snapshots.maxPerMinute > 0,
      offered: policy.snapshots.keep ?? [],
      allowed: device.decisions.media ?? [],
    },
    waitingSteps: waiting.reduce((sum, { steps }) => sum + steps, 0),
  };
}

/**
 * Accepts a proposal of exactly the policy that was agreed to. What is open is closed under the old rules first: what was
 * done before the yes is not kept by it.
 */
export async function accept(device: OpenDevice, proposal: string): Promise<DecisionsView> {
  const policy = policyOf(device);
  // P1: a new version is agreed to first, and may propose something else.
  if (device.profile?.next !== null) throw new DeviceError('consent-first', 'a new policy version waits');
  const known = await Promise.all((policy.proposals ?? []).map(proposalDigest));
  const digest = known.find((each) => each === proposal);
  if (digest === undefined) throw new DeviceError('proposal-changed', 'the policy does not propose this');
  await relax(device, (controls) => {
    // What an earlier version proposed is not carried along for ever.
    const accepted = (controls.accepted ?? []).filter((each) => known.includes(each));
    return acceptProposal({ ...controls, accepted }, digest);
  });
  return decisions(device);
}

/** Takes an acceptance back, from the next step on and for what is open. */
export async function revoke(device: OpenDevice, proposal: string): Promise<DecisionsView> {
  policyOf(device);
  await device.control((controls) => revokeProposal(controls, digestSchema.parse(proposal)));
  return decisions(device);
}

/** Changes the participant's own rules; all of them or nothing. */
export async function change(device: OpenDevice, wanted: RuleChange): Promise<DecisionsView> {
  policyOf(device);
  const changed = changeRules(device.profile?.controls.rules ?? noRules, wanted);
  if ('problem' in changed) throw new DeviceError('rule-refused', changed.problem);
  const choose = (controls: ParticipantControls) => chooseRules(controls, changed.rules);
  if (keepsMore(wanted)) {
    await relax(device, choose);
  } else {
    await device.control(choose);
    // Snapshots that wait for their steps were covered under the rules of before.
    await device.pendingSnapshots.clear();
  }
  return decisions(device);
}

/**
 * Lets a kind of content stay to be seen in snapshots, or takes that back: from the next snapshot on, and none that waits
 * for its step and shows it is kept.
 */
export async function allowMedia(device: OpenDevice, kind: MediaKind, isAllowed: boolean): Promise<DecisionsView> {
  const { snapshots } = policyOf(device);
  // P1: a new version is agreed to first. Taking back is always possible.
  if (isAllowed && device.profile?.next !== null) throw new DeviceError('consent-first', 'a new policy version waits');
  if (isAllowed && snapshots.keep?.includes(kind) !== true)
    throw new DeviceError('proposal-changed', 'the policy does not keep this');
  await device.control((controls) => chooseMedia(controls, kind, isAllowed));
  await device.pendingSnapshots.clear();
  if (device.profile?.controls.tier === 'steps-with-snapshots') {
    // Documents at rest hold a snapshot from before: they ask for another one.
    const { sensor, snapshots: taking } = device.ports;
    const origins = await sensor.enabledOrigins();
    await taking.switch(origins, false);
    await taking.switch(origins, true);
  }
  return decisions(device);
}

/** What would be kept of a text. Nothing of it is stored. */
export function textPreview(
  device: OpenDevice,
  request: { readonly origin: string; readonly channel: 'text' | 'name' | 'title' | 'path' } & {
    readonly text: string;
    readonly field: string | null;
  },
): DecisionAnswers['preview-text'] {
  const policy = policyOf(device);
  const site = policy.sites.find(({ origin }) => origin === request.origin);
  if (site === undefined) throw new DeviceError('not-listed', 'no such site in the policy');
  const name = request.channel === 'text' ? request.field : null;
  const field = name === null ? {} : { field: fieldNamed(name, request.origin, policy) };
  return { parts: previewAt(request.channel, request.text, { ...device.decisions, site, ...field }).parts };
}

/** The newest step that waits on this device; null if none does. */
export async function lastStep(device: OpenDevice): Promise<LastStep | null> {
  const waiting = await device.spool.episodes();
  const newest = waiting.toSorted((a, b) => a.to - b.to).at(-1);
  const step = newest === undefined ? undefined : (await device.spool.readEpisode(newest)).steps.at(-1);
  if (step === undefined) return null;
  const reasons: Record<string, string> = {};
  for (const { reason } of step.redactions) reasons[reason] = explainReason(reason);
  const { action, target, page, redactions, t } = step;
  return { step: { action, target, page, redactions, t }, reasons };
}

/** A change after which more is kept: nothing that was done before comes under it. */
async function relax(
  device: OpenDevice,
  change: (controls: ParticipantControls) => ParticipantControls,
): Promise<void> {
  const now = device.now();
  await device.closeSteps();
  await noteRulesRelaxed(device.ports.session, now);
  await device.control(change);
}

function policyOf({ profile, facts }: OpenDevice): Policy {
  if (profile === null || profile.pendingWithdrawal !== null || facts.policy === null) {
    throw new DeviceError('not-joined', 'nobody has joined here');
  }
  return facts.policy.policy;
}

async function proposalView(device: OpenDevice, policy: Policy, proposal: KeepProposal): Promise<Proposal> {
  const digest: Digest = await proposalDigest(proposal);
  const { origin, field, why } = proposal;
  const site = policy.sites.find((each) => each.origin === origin);
  const { participant } = device.decisions;
  const shown = (accepted: readonly KeepProposal[]): readonly PreviewPart[] => {
    if (site === undefined) return [];
    const context = {
      site,
      accepted,
      field: fieldNamed(field.name, origin, policy),
      ...(participant && { participant }),
    };
    return previewAt('text', sample, context).parts;
  };
  return {
    digest,
    site: site?.name ?? origin,
    origin,
    field: field.name,
    why,
    accepted: device.profile?.controls.accepted?.includes(digest) ?? false,
    without: shown([]),
    with: shown([proposal]),
  };
}

/** A field of which only the name is known: of the role that a proposal gives it, else one to type into. */
function fieldNamed(name: string, origin: string, policy: Policy): ContentField {
  const plain = name.trim().toLowerCase();
  const meant = policy.proposals?.find((each) => each.origin === origin && each.field.name.toLowerCase() === plain);
  return { name, role: meant?.field.role ?? 'textbox', field: { kind: 'text', secret: null } };
}
