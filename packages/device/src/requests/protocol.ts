import { z } from 'zod';
import {
  originSchema,
  recipientSchema,
  signingKeySchema,
  tierSchema,
  type Instant,
  type ParticipantId,
  type ReasonCode,
  type SessionId,
  type Step,
  type Tier,
} from '@assent/contracts';
import type { GateState, PolicySection, SectionDifference } from '@assent/consent';
import { passkeySealedSchema, type PasskeySealed } from '@assent/sealing';
import type { DeviceErrorCode } from '../errors.ts';
import type { Budget } from '../snapshots/budget.ts';
import { decisionRequests, type DecisionAnswers } from './decisions-protocol.ts';

/**
 * What the participant's pages ask of the runtime. Requests are parsed: they come from this software only, but a page
 * left open over an update may speak an older version.
 */
const ofSession = { session: z.string().regex(/^s_[\w-]{22}$/) };
export const participantRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('status') }),
  z.strictObject({ type: z.literal('look-up'), collector: z.string().max(300) }),
  z.strictObject({
    type: z.literal('join'),
    collector: z.string().max(300),
    code: z.string().max(64),
    policy: z.string().regex(/^[0-9a-f]{64}$/),
    fingerprint: z.string().max(40),
    tier: tierSchema,
  }),
  z.strictObject({ type: z.literal('renewal') }),
  z.strictObject({ type: z.literal('renew'), policy: z.string().regex(/^[0-9a-f]{64}$/), tier: tierSchema }),
  z.strictObject({ type: z.literal('withdraw') }),
  z.strictObject({ type: z.literal('pause'), minutes: z.int().min(1).max(1440) }),
  z.strictObject({ type: z.literal('pause-rest-of-day'), utcOffsetMinutes: z.int().min(-900).max(900) }),
  z.strictObject({ type: z.literal('extend'), minutes: z.int().min(1).max(1440) }),
  z.strictObject({ type: z.literal('resume') }),
  z.strictObject({ type: z.literal('exclude'), origin: originSchema }),
  z.strictObject({ type: z.literal('include'), origin: originSchema }),
  z.strictObject({ type: z.literal('episodes') }),
  z.strictObject({ type: z.literal('delete-step'), ...ofSession, seq: z.int().nonnegative() }),
  z.strictObject({ type: z.literal('delete-episode'), ...ofSession, episode: z.int().nonnegative() }),
  z.strictObject({ type: z.literal('delete-range'), from: z.int().nonnegative(), to: z.int().nonnegative() }),
  z.strictObject({
    type: z.literal('erase'),
    segments: z
      .array(z.string().regex(/^[0-9a-f]{64}$/))
      .min(1)
      .max(1000),
  }),
  z.strictObject({ type: z.literal('snapshot'), digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ type: z.literal('switch-snapshots'), on: z.boolean() }),
  z.strictObject({ type: z.literal('send-now') }),
  z.strictObject({ type: z.literal('vault') }),
  z.strictObject({
    type: z.literal('keep-vault'),
    how: z.enum(['printed', 'passkey']),
    recipient: recipientSchema,
    reader: signingKeySchema,
    sealed: passkeySealedSchema.nullable(),
  }),
  z.strictObject({ type: z.literal('drop-vault') }),
  ...decisionRequests,
]);
export type ParticipantRequest = z.infer<typeof participantRequestSchema>;

/** A site of the policy and the gate's decision on it now. */
export interface SiteStatus {
  readonly origin: string;
  readonly name: string;
  readonly excluded: boolean;
  readonly state: GateState;
}

/** Everything the popup shows. */
export interface Status {
  readonly now: Instant;
  /** Null when nobody has joined a program on this device. */
  readonly program: {
    readonly title: string;
    readonly organisation: string;
    readonly tier: Tier;
    readonly pauseCapMinutes: number;
    readonly coolingOffSeconds: number;
    /** Whether a new policy version waits for the participant's answer. */
    readonly changed: boolean;
    /** Whether snapshots are taken. `not-permitted`: agreed to, but the platform's own permission is missing. */
    readonly snapshots: 'on' | 'off' | 'not-permitted' | 'not-agreed';
    /** Why there are fewer snapshots just now than the policy allows, or none; null if nothing holds them back. */
    readonly snapshotsHeldBy: Budget['heldBy'];
  } | null;
  readonly pause: { readonly until: Instant; readonly restOfDay: boolean; readonly resumesSoon: boolean } | null;
  readonly sites: readonly SiteStatus[];
  readonly queue: QueueStatus;
}

/** What is on the device and what has left it. */
export interface QueueStatus {
  readonly waitingSteps: number;
  readonly sealedSegments: number;
  readonly uploadedSegments: number;
  readonly deletedSteps: number;
  readonly droppedSteps: number;
  /** When the oldest waiting step will be sealed; null when nothing waits. */
  readonly nextSealAt: Instant | null;
  /** Why the last upload did not work; null when it did. */
  readonly uploadProblem: string | null;
  /** What does not add up in the program's ledger; null when all is as promised. */
  readonly ledgerProblem: string | null;
}

/** A policy as it is put to someone who may join. */
export interface Invitation {
  readonly collector: string;
  readonly policy: string;
  readonly title: string;
  readonly organisation: string;
  readonly summary: string;
  readonly tiers: readonly Tier[];
  readonly sections: readonly PolicySection[];
  /** Match patterns to ask the platform's permission for. */
  readonly origins: readonly string[];
  /** Program and keys in a few digits, to be compared with the invitation on paper. */
  readonly fingerprint: string;
}

/** A new version of the policy, and what has changed since the one agreed to. */
export interface Renewal extends Omit<Invitation, 'fingerprint'> {
  readonly version: number;
  readonly changes: readonly SectionDifference[];
}

/** An episode that waits on the device. */
export interface ReviewEpisode {
  readonly session: SessionId;
  readonly episode: number;
  readonly from: Instant;
  readonly to: Instant;
  readonly steps: readonly Step[];
  readonly sealsAt: Instant;
}

/** A sealed segment: it cannot be read here any more, but its participant can have it erased. */
export interface SentPart {
  readonly ciphertext: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly steps: number;
  readonly uploaded: boolean;
  /** Asked to be erased, and not confirmed yet. */
  readonly erasing: boolean;
}

/** What there is to review. */
export interface Review {
  readonly episodes: readonly ReviewEpisode[];
  readonly sent: readonly SentPart[];
  readonly queue: QueueStatus;
  /** Why things were hidden, in plain words, for the reasons that occur. */
  readonly reasons: Readonly<Partial<Record<ReasonCode, string>>>;
}

/** Proof of joining, for the participant's own keeping. */
export interface Joined {
  readonly receipt: unknown;
  readonly leafIndex: number;
  /** That the consent is in the ledger, checkable without it; null when the ledger gave no answer just now. */
  readonly proof: string | null;
}

/** Whether the participant keeps a copy of what is sealed, and what a recovery sheet has to say. */
export interface VaultStatus {
  readonly how: 'none' | 'printed' | 'passkey';
  /** The secret half under a passkey; null where there is none on the device. */
  readonly sealed: PasskeySealed | null;
  readonly collector: string;
  readonly participant: ParticipantId;
}

/** What each request is answered with. */
export interface ParticipantAnswers extends DecisionAnswers {
  readonly status: Status;
  readonly 'look-up': Invitation;
  readonly join: Joined;
  readonly renewal: Renewal;
  readonly renew: Joined;
  readonly withdraw: Status;
  readonly pause: Status;
  readonly 'pause-rest-of-day': Status;
  readonly extend: Status;
  readonly resume: Status;
  readonly exclude: Status;
  readonly include: Status;
  readonly episodes: Review;
  readonly 'delete-step': Review;
  readonly 'delete-episode': Review;
  readonly 'delete-range': Review;
  readonly erase: Review;
  /** The image as an address for an `img`; null when it is not on the device any more. */
  readonly snapshot: { readonly address: string | null };
  readonly 'switch-snapshots': Status;
  readonly 'send-now': Review;
  readonly vault: VaultStatus;
  readonly 'keep-vault': VaultStatus;
  readonly 'drop-vault': VaultStatus;
}

/** An answer, or a code for what went wrong. */
export type ParticipantReply<Type extends ParticipantRequest['type']> =
  | { readonly ok: true; readonly answer: ParticipantAnswers[Type] }
  | { readonly ok: false; readonly code: DeviceErrorCode };

/** A page's request as it is sent. */
export interface ParticipantMessage {
  readonly kind: 'participant-request';
  readonly request: ParticipantRequest;
}
