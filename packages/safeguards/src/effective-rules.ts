import {
  digestOf,
  type Digest,
  type KeepProposal,
  type MediaKind,
  type ParticipantControls,
  type ParticipantRules,
  type Policy,
  type Site,
  type Target,
} from '@assent/contracts';
import { rulesOf, type Rules } from './redact.ts';

/**
 * The rules in effect for a site, a field and a participant. Three layers, each of which only removes from what the one before leaves: the floor and rules
 * of this package, the program's policy (which sites, which words), the participant. The one way to keep more is a
 * proposal in the policy that this participant accepted, and that never reaches the floor or the detectors.
 */
export interface Decisions {
  /** The policy's proposals that this participant accepted and has not revoked. */
  readonly accepted?: readonly KeepProposal[];
  /** What this participant wants hidden beyond the rules. */
  readonly participant?: ParticipantRules;
  /** What stays visible in snapshots: kept by the policy and allowed by this participant. Nothing where absent. */
  readonly media?: readonly MediaKind[];
}

/** What a participant agrees to when accepting a proposal: its whole content, so that a changed one needs a new yes. */
export async function proposalDigest(proposal: KeepProposal): Promise<Digest> {
  return digestOf(proposal);
}

/** The proposals of a policy that a participant accepted. Anything else accepted changes nothing. */
export async function acceptedProposals(policy: Policy, accepted: readonly Digest[]): Promise<readonly KeepProposal[]> {
  const known = new Set(accepted);
  const proposals = await Promise.all(
    (policy.proposals ?? []).map(async (proposal) => ({ proposal, digest: await proposalDigest(proposal) })),
  );
  return proposals.filter(({ digest }) => known.has(digest)).map(({ proposal }) => proposal);
}

/** What a participant has decided under a policy, as the device remembers it. */
export async function decisionsOf(
  policy: Policy,
  controls: Pick<ParticipantControls, 'accepted' | 'rules' | 'media'>,
): Promise<Decisions> {
  const accepted = await acceptedProposals(policy, controls.accepted ?? []);
  const media = allowedMedia(policy, controls.media ?? []);
  return {
    accepted,
    ...(controls.rules === undefined ? {} : { participant: controls.rules }),
    ...(media.length === 0 ? {} : { media }),
  };
}

/** What both sides let stay: never more than the policy keeps, never more than the participant allows. */
function allowedMedia(policy: Policy, allowed: readonly MediaKind[]): readonly MediaKind[] {
  return (policy.snapshots.keep ?? []).filter((kind) => allowed.includes(kind));
}

/** What stays visible in snapshots of a site: nothing on a site that the participant keeps strict. */
export function mediaOn(site: Site, { participant, media }: Decisions): ReadonlySet<MediaKind> {
  return new Set(participant?.strictOrigins.includes(site.origin) === true ? [] : media);
}

/** The rules for everything on a site apart from what {@link contentRules} says. */
export function siteRules(site: Site, { participant }: Decisions): Rules {
  return rulesOf({
    interfaceWords: site.interfaceWords,
    hiddenWords: participant?.hiddenWords ?? [],
    strictness: participant?.strictOrigins.includes(site.origin)
      ? 'strict'
      : site.mode === 'task'
        ? 'literal'
        : 'standard',
  });
}

/** What of a control decides about what is entered into it. */
export type ContentField = Pick<Target, 'name' | 'role' | 'field'>;

/** The rules for what is entered into a field; `hidden` where the participant lets nothing of it stay. */
export function contentRules(site: Site, target: ContentField | null, decisions: Decisions): Rules | 'hidden' {
  const rules = siteRules(site, decisions);
  if (target === null) return rules;
  const isHidden = decisions.participant?.hiddenFields.some(
    ({ origin, name }) => origin === site.origin && sameName(name, target.name),
  );
  return isHidden === true ? 'hidden' : acceptedRules(rules, site, target, decisions.accepted);
}

/** The rules for what is entered into a field, with the proposals that were accepted. */
export function acceptedRules(
  rules: Rules,
  site: Site,
  target: ContentField | null,
  accepted: readonly KeepProposal[] | undefined,
): Rules {
  if (target === null) return rules;
  // A participant's choice of less beats an earlier acceptance of more.
  if (rules.strictness === 'strict' || !accepted?.some((proposal) => isMeant(proposal, site, target))) return rules;
  return { ...rules, strictness: 'literal' };
}

function isMeant({ origin, field }: KeepProposal, site: Site, target: ContentField): boolean {
  // Deny by default: a field that is secret or without a name is never meant.
  if (target.field.secret !== null || target.name.trim() === '') return false;
  return origin === site.origin && sameName(field.name, target.name) && (field.role ?? target.role) === target.role;
}

function sameName(a: string, b: string): boolean {
  const plain = (name: string): string => name.normalize('NFC').trim().toLowerCase();
  return plain(a) === plain(b);
}
