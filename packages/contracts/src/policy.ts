import { z } from 'zod';
import {
  custodianIdSchema,
  digestSchema,
  identityKinds,
  instantSchema,
  kindOfRecipient,
  programIdSchema,
  recipientSchema,
  signingKeySchema,
} from './ids.ts';

/** The only purposes a program can have. Nothing else can be written into a key, a grant or a licence (P7). */
export const purposes = ['train-computer-use-models'] as const;
export const purposeSchema = z.enum(purposes);
export type Purpose = z.infer<typeof purposeSchema>;

/** The two sides that must both act before anything opens (P6). */
export const sides = ['employer', 'worker'] as const;
export const sideSchema = z.enum(sides);
export type Side = z.infer<typeof sideSchema>;

/** How much a participant gives; chosen by the participant, never by the program. */
export const tiers = ['steps-with-snapshots', 'steps-only', 'statistics-only', 'none'] as const;
export const tierSchema = z.enum(tiers);
export type Tier = z.infer<typeof tierSchema>;

/** The tiers under which there are recordings. */
export const recordingTierSchema = z.enum(['steps-with-snapshots', 'steps-only']);
export type RecordingTier = z.infer<typeof recordingTierSchema>;

/** Ordinary work, or an assigned task on synthetic data whose text may be kept literally. */
export const modes = ['ambient', 'task'] as const;
export const modeSchema = z.enum(modes);
export type Mode = z.infer<typeof modeSchema>;

/**
 * Kinds of content that nothing can look into. They are covered in snapshots unless a policy and the participant both say
 * otherwise, kind by kind.
 */
export const mediaKinds = ['images', 'video', 'canvas'] as const;
export const mediaKindSchema = z.enum(mediaKinds);
export type MediaKind = z.infer<typeof mediaKindSchema>;

/** An http(s) origin as `URL.origin` spells it. */
export const originSchema = z
  .string()
  .max(300)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && url.origin === text && /^https?:$/.test(url.protocol);
  }, 'not an http(s) origin');

/** A site that may be captured. Everything not listed is out of scope. */
export const siteSchema = z.strictObject({
  origin: originSchema,
  /** What people call it; shown to the participant. */
  name: z.string().min(1).max(80),
  mode: modeSchema,
  /** Words of this site's interface that may stay readable beside the general vocabulary. */
  interfaceWords: z.array(z.string().min(1).max(40)).max(2000),
});
export type Site = z.infer<typeof siteSchema>;

/**
 * A program's proposal to keep more than the rules would: the literal text of one field of one site. It changes nothing for
 * anyone who has not accepted it, and it never lifts the floor.
 */
export const keepProposalSchema = z.strictObject({
  /** Names it within the policy. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  origin: originSchema,
  /** The field by its accessible name (ignoring case) and, unless null, its role. */
  field: z.strictObject({ name: z.string().min(1).max(200), role: z.string().min(1).max(40).nullable() }),
  keep: z.literal('literal'),
  /** Why, in plain language, for the participant. */
  why: z.string().min(1).max(500),
});
export type KeepProposal = z.infer<typeof keepProposalSchema>;

/** A custodian that holds custody shares. `recipient` is this epoch's age recipient. */
export const custodianSchema = z.strictObject({
  id: custodianIdSchema,
  side: sideSchema,
  name: z.string().min(1).max(80),
  recipient: recipientSchema,
  signingKey: signingKeySchema,
});
export type Custodian = z.infer<typeof custodianSchema>;

/**
 * A policy version: everything a participant consents to. Signed by the program owner, named by its digest,
 * and only in force once it is in the ledger.
 */
export const policySchema = z
  .strictObject({
    type: z.literal('policy'),
    v: z.literal(1),
    program: programIdSchema,
    version: z.int().min(1),
    /** Digest of the version before this one; null for the first. */
    previous: digestSchema.nullable(),
    issuedAt: instantSchema,
    title: z.string().min(1).max(120),
    organisation: z.string().min(1).max(120),
    purpose: purposeSchema,
    /** In plain language, for the participant. */
    summary: z.string().min(1).max(4000),
    sites: z.array(siteSchema).min(1).max(500),
    /** The tiers on offer; `none` always is. */
    tiers: z.array(tierSchema).min(1),
    pause: z.strictObject({
      capMinutes: z
        .int()
        .min(1)
        .max(24 * 60),
    }),
    /** How long steps wait on the device for review before they are sealed. */
    review: z.strictObject({
      coolingOffSeconds: z
        .int()
        .min(0)
        .max(30 * 86_400),
    }),
    snapshots: z.strictObject({
      maxPerMinute: z.int().min(0).max(60),
      /**
       * What is taken where words cannot be told from pixels (a drawn application, a very large page): a snapshot of at
       * most 400 px in width, in shades of grey. Absent: nothing is taken there.
       */
      fallback: z.literal('small-grey').optional(),
      /**
       * What may stay to be seen in snapshots of participants who allow it, each kind by itself. Absent: nothing, for
       * nobody.
       */
      keep: z
        .array(mediaKindSchema)
        .min(1)
        .refine((kinds) => new Set(kinds).size === kinds.length, 'a kind is listed twice')
        .optional(),
    }),
    retentionDays: z.int().min(1).max(3650),
    /** Rule set that the device must run: a device with another one captures nothing. */
    safeguards: z.strictObject({ version: z.string().max(40), digest: digestSchema }),
    /** What participants are asked to let be kept beyond the rules; absent in policies that ask for nothing. */
    proposals: z.array(keepProposalSchema).max(100).optional(),
    custody: z.strictObject({
      custodians: z.array(custodianSchema).min(2).max(32),
      /** What kind of age keys days, custodians and builds have; X25519 where absent. */
      identities: z.enum(identityKinds).optional(),
      /** How many custodians of each side must act. Employer: all-of or t-of-n; worker: from one up. */
      thresholds: z.strictObject({ employer: z.int().min(1).max(16), worker: z.int().min(1).max(16) }),
    }),
    builds: z.strictObject({
      objectionWindowSeconds: z
        .int()
        .min(0)
        .max(30 * 86_400),
      /** Digests of build code that custodians may release shares to. */
      codeDigests: z.array(digestSchema).min(1).max(50),
      /** Least number of participants a published pattern must come from. */
      minParticipants: z.int().min(1).max(1000),
    }),
    /** The ledger that holds this program's promises: the signed-note verifier key (C2SP signed-note). */
    ledger: z.strictObject({
      verifierKey: z.string().min(1).max(400),
      /**
       * Who watches this ledger for the participants: so many of these witnesses (C2SP tlog-witness verifier keys) must
       * have seen a build request before a custodian's client acts on it. Absent: the ledger is believed unless it
       * contradicts itself.
       */
      witnesses: z
        .strictObject({ keys: z.array(z.string().min(1).max(400)).min(1).max(16), quorum: z.int().min(1).max(16) })
        .optional(),
    }),
  })
  .superRefine((policy, context) => {
    for (const side of sides) {
      const custodians = policy.custody.custodians.filter((custodian) => custodian.side === side).length;
      if (custodians < policy.custody.thresholds[side]) {
        context.addIssue({ code: 'custom', path: ['custody', side], message: 'fewer custodians than the threshold' });
      }
    }
    if (new Set(policy.custody.custodians.map((custodian) => custodian.id)).size < policy.custody.custodians.length) {
      context.addIssue({ code: 'custom', path: ['custody', 'custodians'], message: 'a custodian is listed twice' });
    }
    if (new Set(policy.sites.map((site) => site.origin)).size < policy.sites.length) {
      context.addIssue({ code: 'custom', path: ['sites'], message: 'a site is listed twice' });
    }
    const { identities, custodians } = policy.custody;
    // A chain of seals holds as long as its weakest: one custodian with an older key would make the others' pointless.
    if (identities === 'hybrid' && custodians.some(({ recipient }) => kindOfRecipient(recipient) !== 'hybrid')) {
      context.addIssue({
        code: 'custom',
        path: ['custody', 'custodians'],
        message: 'a custodian without a hybrid key',
      });
    }
    const { witnesses } = policy.ledger;
    if (witnesses !== undefined && new Set(witnesses.keys).size < Math.max(witnesses.keys.length, witnesses.quorum)) {
      context.addIssue({ code: 'custom', path: ['ledger', 'witnesses'], message: 'fewer witnesses than the quorum' });
    }
    const proposals = policy.proposals ?? [];
    if (new Set(proposals.map(({ id }) => id)).size < proposals.length) {
      context.addIssue({ code: 'custom', path: ['proposals'], message: 'a proposal is listed twice' });
    }
    if (proposals.some(({ origin }) => !policy.sites.some((site) => site.origin === origin))) {
      context.addIssue({ code: 'custom', path: ['proposals'], message: 'a proposal for a site that is not listed' });
    }
  });
export type Policy = z.infer<typeof policySchema>;
