import {
  buildRequestSchema,
  custodianIdSchema,
  digestSchema,
  parseAs,
  policySchema,
  programIdSchema,
  type BuildRequest,
  type Leaf,
  type Policy,
  type Signed,
} from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reviewBuildRequest, type BuildFacts } from './review-build.ts';

const digest = (fill: string) => digestSchema.parse(fill.repeat(64));
const key = 'A'.repeat(43);
const requestedAt = Date.UTC(2026, 9, 2, 10, 0, 30);
const windowMs = 3_600_000;

const custodian = (id: string, side: string) => ({
  id,
  side,
  name: id,
  recipient: `age1${'q'.repeat(58)}`,
  signingKey: key,
});

const policy: Policy = parseAs(policySchema, 'policy', {
  type: 'policy',
  v: 1,
  program: 'pilot',
  version: 1,
  previous: null,
  issuedAt: 0,
  title: 'Pilot',
  organisation: 'Example',
  purpose: 'train-computer-use-models',
  summary: 'For tests.',
  sites: [{ origin: 'https://tickets.example.com', name: 'Tickets', mode: 'ambient', interfaceWords: [] }],
  tiers: ['steps-only'],
  pause: { capMinutes: 30 },
  review: { coolingOffSeconds: 0 },
  snapshots: { maxPerMinute: 0 },
  retentionDays: 30,
  safeguards: { version: '1', digest: digest('5') },
  custody: {
    custodians: [custodian('owner', 'employer'), custodian('council', 'worker')],
    thresholds: { employer: 1, worker: 1 },
  },
  builds: { objectionWindowSeconds: windowMs / 1000, codeDigests: [digest('c'), digest('e')], minParticipants: 1 },
  ledger: { verifierKey: 'ledger' },
});

function requestOf(changes: Partial<Record<keyof BuildRequest, unknown>> = {}): Signed<BuildRequest> {
  const body = parseAs(buildRequestSchema, 'request', {
    type: 'build-request',
    v: 1,
    program: 'pilot',
    purpose: 'train-computer-use-models',
    policy: digest('a'),
    requestedAt,
    days: { from: '2026-10-01', to: '2026-10-02' },
    code: digest('c'),
    recipient: `age1${'r'.repeat(58)}`,
    builder: key,
    ...changes,
  });
  return { body, key: body.builder, signature: 'B'.repeat(86) };
}

function leafOf(request: Signed<BuildRequest>): Leaf {
  return { v: 1, t: requestedAt - (requestedAt % 60_000), kind: 'build.requested', request };
}

function factsOf(changes: Partial<BuildFacts> = {}): BuildFacts {
  const request = changes.request ?? requestOf();
  return {
    now: requestedAt + windowMs,
    program: programIdSchema.parse('pilot'),
    custodian: custodianIdSchema.parse('council'),
    request,
    policy: { policy, digest: digest('a') },
    leaf: leafOf(request),
    firstSeenAt: null,
    allowedCode: null,
    ...changes,
  };
}

const refused = (reason: string) => ({ decision: 'refuse', reason });

describe('reviewBuildRequest', () => {
  it('releases when everything holds and the window has run', () => {
    expect(reviewBuildRequest(factsOf())).toEqual({ decision: 'release' });
  });

  it('waits to the last millisecond of the window', () => {
    const until = requestedAt + windowMs;
    expect(reviewBuildRequest(factsOf({ now: until - 1 }))).toEqual({ decision: 'wait', until });
  });

  it('releases for recipients only whom the ledger shows to be registered', () => {
    const request = requestOf({ deliverTo: [digest('7'), digest('8')] });
    expect(reviewBuildRequest(factsOf({ request }))).toEqual(refused('scope'));
    const one = new Set([digest('7')]);
    expect(reviewBuildRequest(factsOf({ request, recipients: one }))).toEqual(refused('scope'));
    const both = new Set([digest('7'), digest('8')]);
    expect(reviewBuildRequest(factsOf({ request, recipients: both }))).toEqual({ decision: 'release' });
  });

  it('counts the window from when it first saw the request, whatever the ledger says', () => {
    const firstSeenAt = requestedAt + 1_800_000;
    const waits = reviewBuildRequest(factsOf({ firstSeenAt }));
    expect(waits).toEqual({ decision: 'wait', until: firstSeenAt + windowMs });
  });

  const other = requestOf({ days: { from: '2026-01-01', to: '2026-10-02' } });
  const refusals: readonly (readonly [string, BuildFacts, string])[] = [
    ['no leaf is proven', factsOf({ leaf: null }), 'not-in-ledger'],
    ['the leaf carries another request', factsOf({ leaf: leafOf(other) }), 'not-in-ledger'],
    [
      'the leaf is something else',
      factsOf({ leaf: { v: 1, t: 0, kind: 'consent.recorded', commitment: digest('1') } }),
      'not-in-ledger',
    ],
    ['the policy is not in the ledger', factsOf({ policy: null }), 'policy-mismatch'],
    ['the policy is another', factsOf({ policy: { policy, digest: digest('f') } }), 'policy-mismatch'],
    ['the program is another', factsOf({ request: requestOf({ program: 'other' }) }), 'policy-mismatch'],
    ['the custodian is not one of it', factsOf({ custodian: custodianIdSchema.parse('nobody') }), 'policy-mismatch'],
    [
      'the policy wants hybrid keys and the build has none',
      factsOf({
        policy: {
          policy: { ...policy, custody: { ...policy.custody, identities: 'hybrid' } },
          digest: digest('a'),
        },
      }),
      'policy-mismatch',
    ],
    ['the code is not listed', factsOf({ request: requestOf({ code: digest('9') }) }), 'code-not-allowed'],
    ['the custodian does not accept the code', factsOf({ allowedCode: [digest('e')] }), 'code-not-allowed'],
    [
      'the days run backwards',
      factsOf({ request: requestOf({ days: { from: '2026-10-02', to: '2026-10-01' } }) }),
      'scope',
    ],
    [
      'days are asked for that have not been',
      factsOf({ request: requestOf({ days: { from: '2026-10-01', to: '2026-10-03' } }) }),
      'scope',
    ],
    [
      'an app is asked for that the policy does not list',
      factsOf({ request: requestOf({ apps: ['https://tickets.example.com', 'https://other.example.com'] }) }),
      'scope',
    ],
    [
      'a tier is asked for that the policy does not offer',
      factsOf({ request: requestOf({ tiers: ['steps-with-snapshots'] }) }),
      'scope',
    ],
  ];
  it('releases for some of the apps and tiers that the policy lists', () => {
    const request = requestOf({ apps: ['https://tickets.example.com'], tiers: ['steps-only'] });
    expect(reviewBuildRequest(factsOf({ request }))).toEqual({ decision: 'release' });
  });

  it.each(refusals)('refuses when %s', (_, facts, reason) => {
    expect(reviewBuildRequest(facts)).toEqual(refused(reason));
  });

  it('refuses without waiting for the window', () => {
    expect(reviewBuildRequest(factsOf({ leaf: null, now: requestedAt }))).toEqual(refused('not-in-ledger'));
  });

  it('never releases before the window has run from the latest of all announcements', () => {
    const at = fc.integer({ min: requestedAt - 2 * windowMs, max: requestedAt + 4 * windowMs });
    fc.assert(
      fc.property(at, fc.option(at), at, (now, firstSeenAt, leafAt) => {
        const t = leafAt - (leafAt % 60_000);
        const request = requestOf();
        const facts = factsOf({ now, firstSeenAt, request, leaf: { v: 1, t, kind: 'build.requested', request } });
        const announced = [t, requestedAt, ...(firstSeenAt === null ? [] : [firstSeenAt])];
        const over = announced.every((each) => now - each >= windowMs);
        expect(reviewBuildRequest(facts).decision).toBe(over ? 'release' : 'wait');
      }),
    );
  });
});
