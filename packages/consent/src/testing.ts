import {
  parseAs,
  participantIdSchema,
  policySchema,
  consentSchema,
  digestSchema,
  type Consent,
  type Digest,
  type Policy,
} from '@assent/contracts';
import { unusedQuota } from './budget.ts';
import type { Situation } from './gate.ts';
import { initialControls } from './controls.ts';

/** Values for this package's tests. */

export function digest(fill: string): Digest {
  return digestSchema.parse(fill.repeat(64).slice(0, 64));
}

const rules = digest('5');
const key = 'A'.repeat(43);

export function samplePolicy(changes: Partial<Record<keyof Policy, unknown>> = {}): Policy {
  return parseAs(policySchema, 'policy', {
    type: 'policy',
    v: 1,
    program: 'pilot',
    version: 1,
    previous: null,
    issuedAt: 1_790_000_000_000,
    title: 'Pilot',
    organisation: 'Example GmbH',
    purpose: 'train-computer-use-models',
    summary: 'We want models that can fill in forms.',
    sites: [
      { origin: 'https://tickets.example.com', name: 'Tickets', mode: 'ambient', interfaceWords: ['Escalate'] },
      { origin: 'http://localhost:4400', name: 'Practice', mode: 'task', interfaceWords: [] },
    ],
    tiers: ['steps-with-snapshots', 'steps-only'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: 86_400 },
    snapshots: { maxPerMinute: 6 },
    retentionDays: 365,
    safeguards: { version: '1', digest: rules },
    custody: {
      custodians: [
        { id: 'owner', side: 'employer', name: 'Owner', recipient: `age1${'q'.repeat(58)}`, signingKey: key },
        { id: 'council', side: 'worker', name: 'Works council', recipient: `age1${'p'.repeat(58)}`, signingKey: key },
      ],
      thresholds: { employer: 1, worker: 1 },
    },
    builds: { objectionWindowSeconds: 86_400, codeDigests: [digest('c')], minParticipants: 5 },
    ledger: { verifierKey: 'ledger.example.com/pilot+abcdef01+AAAA' },
    ...changes,
  });
}

export function sampleConsent(changes: Partial<Record<keyof Consent, unknown>> = {}): Consent {
  return parseAs(consentSchema, 'consent', {
    type: 'consent',
    v: 1,
    program: 'pilot',
    policy: digest('a'),
    participant: participantIdSchema.parse(`p_${'x'.repeat(22)}`),
    device: key,
    decision: 'given',
    tier: 'steps-with-snapshots',
    at: 1_790_000_100_000,
    notice: digest('d'),
    previous: null,
    ...changes,
  });
}

/** A situation in which everything is as it must be. */
export function goodSituation(): Situation {
  return {
    now: 1_790_000_200_000,
    policy: { policy: samplePolicy(), digest: digest('a') },
    consent: { consent: sampleConsent(), digest: digest('b') },
    controls: initialControls('steps-with-snapshots'),
    page: { origin: 'https://tickets.example.com', incognito: false, hints: [] },
    indicatorShown: true,
    safeguards: rules,
    permitted: true,
    suspended: false,
    storage: unusedQuota,
  };
}
