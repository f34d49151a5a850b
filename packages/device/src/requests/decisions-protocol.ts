import {
  type Channel,
  type MediaKind,
  mediaKindSchema,
  originSchema,
  type Mode,
  type ParticipantRules,
  type ReasonCode,
  type Step,
  type Target,
} from '@assent/contracts';
import type { GateState, RuleChange } from '@assent/consent';
import type { ContentFate, PreviewPart } from '@assent/safeguards';
import { z } from 'zod';

/** What the pages on which a participant decides ask of the runtime, and the answers. */

const proposal = z.string().regex(/^[0-9a-f]{64}$/);
const long = z.string().max(200_000);
const ruleChangeSchema: z.ZodType<RuleChange> = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('add-words'), words: long }),
  z.strictObject({ what: z.literal('remove-word'), word: long }),
  z.strictObject({ what: z.literal('add-field'), origin: originSchema, name: long }),
  z.strictObject({ what: z.literal('remove-field'), origin: originSchema, name: long }),
  z.strictObject({ what: z.literal('add-strict'), origin: originSchema }),
  z.strictObject({ what: z.literal('remove-strict'), origin: originSchema }),
]);

/** Kinds of text that a preview can be had of. A whole address is never kept, only its path. */
const previewChannels = ['text', 'name', 'title', 'path'] as const satisfies readonly Channel[];
export type PreviewChannel = (typeof previewChannels)[number];
/** Longest text that a preview is made of, UTF-16 units. */
export const maxPreview = 10_000;

export const decisionRequests = [
  z.strictObject({ type: z.literal('decisions') }),
  z.strictObject({ type: z.literal('accept-proposal'), proposal }),
  z.strictObject({ type: z.literal('revoke-proposal'), proposal }),
  z.strictObject({ type: z.literal('change-rules'), change: ruleChangeSchema }),
  z.strictObject({ type: z.literal('allow-media'), kind: mediaKindSchema, allowed: z.boolean() }),
  z.strictObject({
    type: z.literal('preview-text'),
    origin: originSchema,
    channel: z.enum(previewChannels),
    text: z.string().max(maxPreview),
    /** The field it would be entered into, by name; null for none in particular. */
    field: z.string().max(200).nullable(),
  }),
  z.strictObject({ type: z.literal('preview-page'), tab: z.int().nonnegative() }),
  z.strictObject({ type: z.literal('last-step') }),
] as const;

/** A proposal of the policy to keep more, as it is put to the participant. */
export interface Proposal {
  readonly digest: string;
  readonly site: string;
  readonly origin: string;
  readonly field: string;
  readonly why: string;
  readonly accepted: boolean;
  /** A made-up text entered there: what is kept without the acceptance, and with it. */
  readonly without: readonly PreviewPart[];
  readonly with: readonly PreviewPart[];
}

/** Everything a participant can decide, and has decided. */
export interface DecisionsView {
  /** Whether a new policy version waits for an answer: nothing can be accepted before. */
  readonly changed: boolean;
  readonly sites: readonly { readonly origin: string; readonly name: string; readonly mode: Mode }[];
  readonly proposals: readonly Proposal[];
  readonly rules: ParticipantRules;
  /** What may stay to be seen in snapshots: what the policy keeps, and what of it the participant allowed. */
  readonly media: {
    /** Whether snapshots were agreed to at all. */
    readonly snapshots: boolean;
    readonly offered: readonly MediaKind[];
    readonly allowed: readonly MediaKind[];
  };
  /** Steps that wait for review. They were made under the rules of their time and stay as they are. */
  readonly waitingSteps: number;
}

/** A control, or several that look alike. */
export interface ControlPreview {
  readonly role: string;
  readonly name: readonly PreviewPart[];
  /** What becomes of what is entered into it; null where nothing can be. */
  readonly entered: ContentFate | null;
  readonly count: number;
}

/** What would be kept of a page, or why nothing would. */
export type PagePreview =
  | {
      readonly state: 'seen';
      readonly site: string;
      readonly origin: string;
      readonly paused: boolean;
      readonly title: readonly PreviewPart[];
      readonly path: readonly PreviewPart[];
      readonly controls: readonly ControlPreview[];
      readonly more: boolean;
      /** Frames of other sites; they are never looked at. */
      readonly otherFrames: number;
    }
  | { readonly state: 'not-looked'; readonly origin: string | null; readonly gate: GateState };

/** The newest step on this device, with the reasons that occur in it in plain words. */
export interface LastStep {
  readonly step: Pick<Step, 'action' | 'page' | 'redactions' | 't'> & { readonly target: Target | null };
  readonly reasons: Readonly<Partial<Record<ReasonCode, string>>>;
}

/** What each of these requests is answered with. */
export interface DecisionAnswers {
  readonly decisions: DecisionsView;
  readonly 'accept-proposal': DecisionsView;
  readonly 'revoke-proposal': DecisionsView;
  readonly 'change-rules': DecisionsView;
  readonly 'allow-media': DecisionsView;
  readonly 'preview-text': { readonly parts: readonly PreviewPart[] };
  readonly 'preview-page': PagePreview;
  readonly 'last-step': LastStep | null;
}
