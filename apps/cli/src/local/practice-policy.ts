import {
  programIdSchema,
  type Custodian,
  type Digest,
  type IdentityKind,
  type Instant,
  type Policy,
} from '@assent/contracts';

/** What differs between the demo and an installation to live with. */
export interface PracticePolicySettings {
  readonly issuedAt: Instant;
  readonly origins: { readonly invoices: string; readonly desk: string };
  readonly custodians: readonly Custodian[];
  readonly verifierKey: string;
  /** The witness that must have seen a build request. */
  readonly witnessKey: string;
  readonly safeguards: Policy['safeguards'];
  readonly codeDigest: Digest;
  readonly coolingOffSeconds: number;
  readonly objectionWindowSeconds: number;
  readonly identities?: IdentityKind;
}

export const practiceProgram = programIdSchema.parse('practice');

// Labels of the two practice apps beside the general interface vocabulary.
const billingWords = [
  'Billing',
  'Invoices',
  'Invoice',
  'Customer',
  'Amount',
  'Overdue',
  'Draft',
  'Paid',
  'Notes',
  'Copy',
];
const deskWords = ['Desk', 'Tickets', 'Ticket', 'Priority', 'Urgent', 'Reply', 'Internal', 'Subject'];

/** The policy of the local practice program: two apps, ambient mode, both sides needed. */
export function practicePolicy(settings: PracticePolicySettings): Policy {
  return {
    type: 'policy',
    v: 1,
    program: practiceProgram,
    version: 1,
    previous: null,
    issuedAt: settings.issuedAt,
    title: 'Practice program',
    organisation: 'Quillwater Practice Office',
    purpose: 'train-computer-use-models',
    summary:
      'We would like to learn how office work is done in two small apps, Billing and Desk, so that assistants can learn ' +
      'to do it too. Only these two apps are recorded, only while the indicator is visible, and only what the rules let through. ' +
      'Taking part is your choice; you can pause, delete or leave at any time and nobody will know.',
    sites: [
      { origin: settings.origins.invoices, name: 'Billing', mode: 'ambient', interfaceWords: billingWords },
      { origin: settings.origins.desk, name: 'Desk', mode: 'ambient', interfaceWords: deskWords },
    ],
    tiers: ['steps-with-snapshots', 'steps-only', 'none'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: settings.coolingOffSeconds },
    snapshots: { maxPerMinute: 6 },
    retentionDays: 365,
    safeguards: settings.safeguards,
    proposals: [
      {
        id: 'ticket-subject',
        origin: settings.origins.desk,
        field: { name: 'Subject', role: 'textbox' },
        keep: 'literal',
        why: 'Subjects show how people name the work they pass on. With most words hidden, nobody can learn that.',
      },
    ],
    custody: {
      custodians: [...settings.custodians],
      thresholds: { employer: 2, worker: 1 },
      ...(settings.identities === undefined ? {} : { identities: settings.identities }),
    },
    builds: {
      objectionWindowSeconds: settings.objectionWindowSeconds,
      codeDigests: [settings.codeDigest],
      // One participant practises here; a real program asks for more.
      minParticipants: 1,
    },
    ledger: {
      verifierKey: settings.verifierKey,
      witnesses: { keys: [settings.witnessKey], quorum: 1 },
    },
  };
}

/** The custodians of the practice program: two of the employer's side, two of the workers'. */
export const practiceCustodians = [
  { id: 'program-owner', side: 'employer', name: 'Program owner' },
  { id: 'privacy-officer', side: 'employer', name: 'Privacy officer' },
  { id: 'works-council', side: 'worker', name: 'Works council' },
  { id: 'delegate', side: 'worker', name: 'Elected delegate' },
] as const;
