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
import type { DecisionAnswers, DecisionsView, LastStep, Proposal } from '../panel-decisions.ts';
import type { Device } from './device.ts';
import { ExtensionError } from './errors.ts';
import { noteLoosened } from './loosened.ts';
import { registeredOrigins, tellPictures } from './scripts.ts';
import { pendingShots } from './snapshots/pending.ts';

/** A made-up text that shows what a proposal would change. */
const sample = 'Ask Vanterpool about order 4711';

/** Everything that can be decided here, and has been. Throws an `ExtensionError` where nobody has joined. */
export async function decisions(device: Device): Promise<DecisionsView> {
  const policy = policyOf(device);
  const waiting = await device.spool.episodes();
  return {
    changed: device.profile?.next !== null,
    sites: policy.sites.map(({ origin, name, mode }) => ({ origin, name, mode })),
    proposals: await Promise.all((policy.proposals ?? []).map((proposal) => proposalView(device, policy, proposal))),
    rules: device.profile?.controls.rules ?? noRules,
    media: {
      pictures: device.facts.consent?.consent.tier === 'steps-with-snapshots' && policy.snapshots.maxPerMinute > 0,
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
export async function accept(device: Device, proposal: string): Promise<DecisionsView> {
  const policy = policyOf(device);
  // P1: a new version is agreed to first, and may propose something else.
  if (device.profile?.next !== null) throw new ExtensionError('consent-first', 'a new policy version waits');
  const known = await Promise.all((policy.proposals ?? []).map(proposalDigest));
  const digest = known.find((each) => each === proposal);
  if (digest === undefined) throw new ExtensionError('proposal-changed', 'the policy does not propose this');
  await loosen(device, (controls) => {
    // What an earlier version proposed is not carried along for ever.
    const accepted = (controls.accepted ?? []).filter((each) => known.includes(each));
    return acceptProposal({ ...controls, accepted }, digest);
  });
  return decisions(device);
}

/** Takes an acceptance back, from the next step on and for what is open. */
export async function revoke(device: Device, proposal: string): Promise<DecisionsView> {
  policyOf(device);
  await device.control((controls) => revokeProposal(controls, digestSchema.parse(proposal)));
  return decisions(device);
}

/** Changes the participant's own rules; all of them or nothing. */
export async function change(device: Device, wanted: RuleChange): Promise<DecisionsView> {
  policyOf(device);
  const changed = changeRules(device.profile?.controls.rules ?? noRules, wanted);
  if ('problem' in changed) throw new ExtensionError('rule-refused', changed.problem);
  const choose = (controls: ParticipantControls) => chooseRules(controls, changed.rules);
  if (keepsMore(wanted)) {
    await loosen(device, choose);
  } else {
    await device.control(choose);
    // Pictures that wait for their steps were covered under the rules of before.
    await pendingShots.clear();
  }
  return decisions(device);
}

/**
 * Lets a kind of content stay to be seen in pictures, or takes that back: from the next picture on, and none that waits
 * for its step and shows it is kept.
 */
export async function allowMedia(device: Device, kind: MediaKind, isAllowed: boolean): Promise<DecisionsView> {
  const { snapshots } = policyOf(device);
  // P1: a new version is agreed to first. Taking back is always possible.
  if (isAllowed && device.profile?.next !== null)
    throw new ExtensionError('consent-first', 'a new policy version waits');
  if (isAllowed && snapshots.keep?.includes(kind) !== true)
    throw new ExtensionError('proposal-changed', 'the policy does not keep this');
  await device.control((controls) => chooseMedia(controls, kind, isAllowed));
  await pendingShots.clear();
  if (device.profile?.controls.tier === 'steps-with-snapshots') {
    // Pages at rest hold a picture from before: they ask for another one.
    const origins = await registeredOrigins();
    await tellPictures(origins, false);
    await tellPictures(origins, true);
  }
  return decisions(device);
}

/** What would be kept of a text. Nothing of it is stored. */
export function textPreview(
  device: Device,
  request: { readonly origin: string; readonly channel: 'text' | 'name' | 'title' | 'path' } & {
    readonly text: string;
    readonly field: string | null;
  },
): DecisionAnswers['preview-text'] {
  const policy = policyOf(device);
  const site = policy.sites.find(({ origin }) => origin === request.origin);
  if (site === undefined) throw new ExtensionError('not-listed', 'no such site in the policy');
  const name = request.channel === 'text' ? request.field : null;
  const field = name === null ? {} : { field: fieldNamed(name, request.origin, policy) };
  return { parts: previewAt(request.channel, request.text, { ...device.decisions, site, ...field }).parts };
}

/** The newest step that waits on this device; null if none does. */
export async function lastStep(device: Device): Promise<LastStep | null> {
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
async function loosen(device: Device, change: (controls: ParticipantControls) => ParticipantControls): Promise<void> {
  const now = Date.now();
  const inForce = device.inForce();
  if (inForce !== null) await device.recorder.flush(inForce, now);
  await noteLoosened(now);
  await device.control(change);
}

function policyOf({ profile, facts }: Device): Policy {
  if (profile === null || profile.farewell !== null || facts.policy === null) {
    throw new ExtensionError('not-joined', 'nobody has joined here');
  }
  return facts.policy.policy;
}

async function proposalView(device: Device, policy: Policy, proposal: KeepProposal): Promise<Proposal> {
  const digest: Digest = await proposalDigest(proposal);
  const { origin, field, why } = proposal;
  const site = policy.sites.find((each) => each.origin === origin);
  const { participant } = device.decisions;
  const shown = (accepted: readonly KeepProposal[]): readonly PreviewPart[] => {
    if (site === undefined) return [];
    const place = {
      site,
      accepted,
      field: fieldNamed(field.name, origin, policy),
      ...(participant && { participant }),
    };
    return previewAt('text', sample, place).parts;
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

/** A field of which only the name is known: of the role that a proposal for it says, else one to type into. */
function fieldNamed(name: string, origin: string, policy: Policy): ContentField {
  const plain = name.trim().toLowerCase();
  const meant = policy.proposals?.find((each) => each.origin === origin && each.field.name.toLowerCase() === plain);
  return { name, role: meant?.field.role ?? 'textbox', field: { kind: 'text', secret: null } };
}
