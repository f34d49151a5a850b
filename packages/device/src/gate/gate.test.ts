import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { initialControls, pause, unusedQuota, readConsent, readPolicy } from '@assent/consent';
import {
  digestOf,
  generateSigningKeyPair,
  participantIdSchema,
  programIdSchema,
  signDocument,
  signerFromKeyPair,
  type Consent,
} from '@assent/contracts';
import { TestCollector } from '../testing/collector.ts';
import { gateAt, mayTake, type GateFacts } from './gate.ts';
import type { Profile } from '../membership/profile.ts';

const origin = 'https://orders.example';
const page = { origin, incognito: false, indicatorShown: true };
const now = 1_800_000_000_000;

let facts: GateFacts;
let profile: Profile;

beforeAll(async () => {
  const collector = await TestCollector.create({ sites: [{ origin, name: 'Orders' }], coolingOffSeconds: 0 });
  const device = await signerFromKeyPair(await generateSigningKeyPair());
  const body: Consent = {
    type: 'consent',
    v: 1,
    program: programIdSchema.parse('office-study'),
    policy: await digestOf(collector.policy.body),
    participant: participantIdSchema.parse(`p_${'x'.repeat(22)}`),
    device: device.publicKey,
    decision: 'given',
    tier: 'steps-only',
    at: now - 1000,
    notice: await digestOf('notice'),
    previous: null,
  };
  const consent = await signDocument(body, device);
  facts = {
    policy: await readPolicy(collector.policy, collector.policy.key),
    consent: await readConsent(consent, device.publicKey),
    safeguards: collector.policy.body.safeguards.digest,
    permitted: () => true,
    indicatorShown: true,
    quota: unusedQuota,
  };
  profile = {
    v: 2,
    address: {
      collector: collector.url,
      program: body.program,
      ownerKey: collector.policy.key,
      collectorKey: device.publicKey,
    },
    participant: body.participant,
    commitmentKey: 'AAAA',
    policy: collector.policy,
    consent,
    controls: initialControls('steps-only'),
    vault: null,
    open: { from: now, to: null },
    next: null,
    earlier: [],
    pendingWithdrawal: null,
  };
});

describe('the gate of a device', () => {
  test('is open for a listed site under consent', () => {
    expect(gateAt(facts, profile.controls, page, now).state).toBe('recording');
    expect(mayTake(facts, profile, page, now)).not.toBeNull();
  });

  test('takes an event only from a stretch in which capture was open', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), fc.nat(40_000), (from, length, t) => {
        const open = { from: now + from, to: now + from + length };
        const taken = mayTake(facts, { ...profile, open }, page, now + t) !== null;
        expect(taken).toBe(t >= from && t < from + length);
      }),
    );
  });

  test('takes what happened before a pause and arrived in it, and nothing of the pause', () => {
    const controls = pause(profile.controls, { now: now + 5000, minutes: 30, capMinutes: 30 });
    const paused = { ...profile, controls, open: { from: now, to: now + 5000 } };
    expect(mayTake(facts, paused, page, now + 4999)).not.toBeNull();
    expect(mayTake(facts, paused, page, now + 5000)).toBeNull();
    expect(mayTake(facts, paused, page, now + 60_000)).toBeNull();
  });

  test('takes what happened before the device was full and arrived after it, and nothing of the rest', () => {
    const full = { ...facts, quota: { ...unusedQuota, heldBytes: 1 } };
    const resting = { ...profile, open: { from: now, to: now + 5000 } };
    expect(gateAt(full, profile.controls, page, now + 5000)).toMatchObject({ state: 'budget', why: 'device-full' });
    expect(mayTake(full, resting, page, now + 4999)).not.toBeNull();
    expect(mayTake(full, resting, page, now + 5000)).toBeNull();
  });

  test.each<[string, Partial<GateFacts>, Partial<typeof page>]>([
    ['no policy that holds', { policy: null }, {}],
    ['no consent that holds', { consent: null }, {}],
    ['no permission of the platform', { permitted: () => false }, {}],
    ['no indicator', { indicatorShown: false }, {}],
    ['no indicator in the document', {}, { indicatorShown: false }],
    ['a private window', {}, { incognito: true }],
    ['a site that is not listed', {}, { origin: 'https://other.example' }],
  ])('is shut with %s', (_, changedFacts, changedPage) => {
    const changed = { ...facts, ...changedFacts };
    expect(gateAt(changed, profile.controls, { ...page, ...changedPage }, now).state).not.toBe('recording');
    expect(mayTake(changed, profile, { ...page, ...changedPage }, now)).toBeNull();
  });

  test('is shut before capture was ever opened', () => {
    expect(mayTake(facts, { ...profile, open: null }, page, now)).toBeNull();
  });

  test('is shut for a site the participant has taken out, also for what is still on its way', () => {
    const controls = { ...profile.controls, excludedOrigins: [origin] };
    expect(mayTake(facts, { ...profile, controls }, page, now)).toBeNull();
  });
});
