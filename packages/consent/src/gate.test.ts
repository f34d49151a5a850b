import { tiers, type ParticipantControls, type Tier } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plentyOfRoom, type Room } from './budget.ts';
import { chooseTier, excludeOrigin, initialControls, requestExemption } from './controls.ts';
import { decide, type Situation } from './gate.ts';
import { pause, pauseRestOfDay } from './pause.ts';
import { digest, goodSituation, sampleConsent, samplePolicy } from './testing.ts';

const good = goodSituation();
const now = good.now;

describe('decide', () => {
  it('records a listed site when everything is in order', () => {
    const [site] = samplePolicy().sites;
    expect(decide(good)).toEqual({ state: 'recording', site, mode: 'ambient', snapshots: true });
  });

  it('takes the mode from the site', () => {
    const page = { ...good.page, origin: 'http://localhost:4400' };
    expect(decide({ ...good, page })).toMatchObject({ state: 'recording', mode: 'task' });
  });

  it('takes no snapshots on the steps-only tier, whether consent or controls say so', () => {
    const consent = { consent: sampleConsent({ tier: 'steps-only' }), digest: digest('b') };
    expect(decide({ ...good, consent })).toMatchObject({ state: 'recording', snapshots: false });
    expect(decide({ ...good, controls: initialControls('steps-only') })).toMatchObject({ snapshots: false });
  });

  const outOfScope = (why: string, category: string | null = null) => ({ state: 'out-of-scope', why, category });
  const refusals: readonly (readonly [string, Partial<Situation>, object])[] = [
    ['no policy could be read', { policy: null }, { state: 'unhealthy', why: 'policy' }],
    ['the settings could not be read', { controls: null }, { state: 'unhealthy', why: 'controls' }],
    ['there is no consent', { consent: null }, { state: 'no-consent', why: 'none' }],
    [
      'consent was withdrawn',
      { consent: { consent: sampleConsent({ decision: 'withdrawn' }), digest: digest('b') } },
      { state: 'no-consent', why: 'withdrawn' },
    ],
    [
      'consent is to another version',
      { consent: { consent: sampleConsent({ policy: digest('e') }), digest: digest('b') } },
      { state: 'no-consent', why: 'other-version' },
    ],
    [
      'consent is to another program',
      { consent: { consent: sampleConsent({ program: 'other' }), digest: digest('b') } },
      { state: 'no-consent', why: 'other-version' },
    ],
    [
      'the tier is not on offer',
      { consent: { consent: sampleConsent({ tier: 'statistics-only' }), digest: digest('b') } },
      { state: 'no-consent', why: 'tier' },
    ],
    ['the participant gives nothing now', { controls: initialControls('none') }, { state: 'no-consent', why: 'tier' }],
    ['the program is suspended', { suspended: true }, { state: 'suspended' }],
    ['the window is private', { page: { ...good.page, incognito: true } }, outOfScope('private-window')],
    [
      'the page is hinted to be on the floor',
      { page: { ...good.page, hints: ['health'] } },
      outOfScope('floor', 'health'),
    ],
    ['the site is not listed', { page: { ...good.page, origin: 'https://example.com' } }, outOfScope('not-listed')],
    [
      'only the scheme differs',
      { page: { ...good.page, origin: 'http://tickets.example.com' } },
      outOfScope('not-listed'),
    ],
    [
      'the page is the browser’s own',
      { page: { ...good.page, origin: 'chrome://settings' } },
      outOfScope('floor', 'not-a-website'),
    ],
    [
      'the participant took the site out',
      { controls: excludeOrigin(initialControls('steps-only'), good.page.origin) },
      outOfScope('excluded'),
    ],
    [
      'the participant paused',
      { controls: pause(initialControls('steps-only'), { now, minutes: 1, capMinutes: 30 }) },
      { state: 'paused', until: now + 60_000 },
    ],
    ['the rule set is another', { safeguards: digest('6') }, { state: 'unhealthy', why: 'safeguards' }],
    ['the permission is gone', { permitted: false }, { state: 'unhealthy', why: 'permission' }],
    ['the indicator is not shown', { indicatorShown: false }, { state: 'unhealthy', why: 'indicator' }],
    ['the storage quota is unknown', { room: null }, { state: 'unhealthy', why: 'storage' }],
    [
      'the device is full',
      { room: { ...plentyOfRoom, heldBytes: 1 } },
      { state: 'budget', why: 'device-full', until: null },
    ],
    [
      'today’s upload is used up',
      { room: { ...plentyOfRoom, sendsAgainAt: now + 1 } },
      { state: 'budget', why: 'daily-cap', until: now + 1 },
    ],
  ];
  it.each(refusals)('captures nothing when %s', (_, change, expected) => {
    expect(decide({ ...good, ...change })).toEqual(expected);
  });

  it('captures nothing under a tier that the policy does not offer, even a lower one', () => {
    const policy = { policy: samplePolicy({ tiers: ['steps-with-snapshots'] }), digest: digest('a') };
    const consent = { consent: sampleConsent({ tier: 'steps-only' }), digest: digest('b') };
    expect(decide({ ...good, policy, consent })).toEqual({ state: 'no-consent', why: 'tier' });
  });

  it('captures nothing on a floor site even if a policy lists it', () => {
    const origin = 'https://www.examplebank.com';
    const policy = samplePolicy({ sites: [{ origin, name: 'Bank', mode: 'task', interfaceWords: [] }] });
    const situation = { ...good, policy: { policy, digest: digest('a') }, page: { ...good.page, origin } };
    expect(decide(situation)).toMatchObject({ state: 'out-of-scope', why: 'floor', category: 'banking' });
  });

  it('captures nothing when the clock went back behind the last reading', () => {
    const stateAfter = (ms: number) => {
      const controls = { ...initialControls('steps-only'), clock: { now: now + ms, uptime: 5, run: 'r' } };
      return decide({ ...good, controls });
    };
    expect(stateAfter(2001)).toEqual({ state: 'unhealthy', why: 'clock' });
    expect(stateAfter(2000)).toMatchObject({ state: 'recording' });
  });

  it('stays paused until the pause is over and its notice has been shown for ten seconds', () => {
    const stateWith = (until: number, noticeAt: number | null) => {
      const controls = { ...initialControls('steps-only'), pause: { startedAt: 0, until, restOfDay: false, noticeAt } };
      return decide({ ...good, controls });
    };
    expect(stateWith(now, now - 10_000)).toMatchObject({ state: 'recording' });
    expect(stateWith(now + 1, now - 10_000)).toEqual({ state: 'paused', until: now + 1 });
    expect(stateWith(now, now - 9999)).toEqual({ state: 'paused', until: now + 1 });
    expect(stateWith(now - 1, null)).toEqual({ state: 'paused', until: now + 10_000 });
    expect(stateWith(now + 60_000, null)).toEqual({ state: 'paused', until: now + 60_000 });
  });

  it('is exempt from the first moment of a period to the last one', () => {
    const stateFor = (from: number, until: number) => {
      const scope = { what: 'period', from, until } as const;
      const controls = requestExemption(initialControls('steps-only'), { id: digest('1'), scope, now });
      return decide({ ...good, controls }).state;
    };
    expect(stateFor(now, now + 1)).toBe('exempt');
    expect(stateFor(now + 1, now + 2)).toBe('recording');
    expect(stateFor(now - 1, now)).toBe('recording');
  });

  const given: readonly (readonly [consent: Tier, controls: Tier, result: object])[] = [
    ['steps-with-snapshots', 'steps-with-snapshots', { state: 'recording', snapshots: true }],
    ['steps-with-snapshots', 'steps-only', { state: 'recording', snapshots: false }],
    ['steps-only', 'steps-with-snapshots', { state: 'recording', snapshots: false }],
    ['steps-only', 'statistics-only', { state: 'no-consent', why: 'tier' }],
    ['statistics-only', 'steps-only', { state: 'no-consent', why: 'tier' }],
    ['none', 'steps-with-snapshots', { state: 'no-consent', why: 'tier' }],
    ['steps-with-snapshots', 'none', { state: 'no-consent', why: 'tier' }],
  ];
  it.each(given)('takes the lower of the consent’s tier %s and the controls’ tier %s', (consented, chosen, result) => {
    const policy = { policy: samplePolicy({ tiers: [...tiers] }), digest: digest('a') };
    const consent = { consent: sampleConsent({ tier: consented }), digest: digest('b') };
    expect(decide({ ...good, policy, consent, controls: initialControls(chosen) })).toMatchObject(result);
  });

  it('is off for an exemption from the moment it is asked for', () => {
    const scope = { what: 'site', origin: good.page.origin } as const;
    const controls = requestExemption(initialControls('steps-only'), { id: digest('1'), scope, now });
    expect(decide({ ...good, controls })).toEqual({ state: 'exempt', exemption: digest('1') });
  });
});

/** Situations near the good one: each part is right more often than wrong, so that all combinations come up. */
const mostly = <T>(right: T, ...wrong: readonly T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });

const tier = mostly<Tier>('steps-with-snapshots', 'steps-only', 'statistics-only', 'none');
const listed = mostly<string>(
  'https://tickets.example.com',
  'http://localhost:4400',
  'https://example.com',
  'about:blank',
);

const controlsArbitrary: fc.Arbitrary<ParticipantControls> = fc
  .record({
    tier,
    pause: mostly<'none' | 'short' | 'day' | 'over'>('none', 'short', 'day', 'over'),
    excluded: mostly<readonly string[]>([], ['https://tickets.example.com'], ['https://elsewhere.example']),
    exempt: mostly<'none' | 'site' | 'period' | 'past' | 'everything'>('none', 'site', 'period', 'past', 'everything'),
    clock: mostly<number | null>(null, -1000, 1000, 3_600_000),
  })
  .map(({ tier, pause: kind, excluded, exempt, clock }) => {
    let controls = initialControls(tier);
    if (kind === 'short') controls = pause(controls, { now: now - 60_000, minutes: 5, capMinutes: 30 });
    if (kind === 'day') controls = pauseRestOfDay(controls, { now, utcOffsetMinutes: 60 });
    if (kind === 'over') {
      const until = now - 3_600_000;
      controls = { ...controls, pause: { startedAt: until - 60_000, until, restOfDay: false, noticeAt: until } };
    }
    for (const origin of excluded) controls = excludeOrigin(controls, origin);
    const id = digest('1');
    if (exempt === 'site') {
      controls = requestExemption(controls, {
        id,
        scope: { what: 'site', origin: 'https://tickets.example.com' },
        now,
      });
    }
    if (exempt === 'period' || exempt === 'past') {
      const from = exempt === 'past' ? now - 20_000 : now - 10_000;
      controls = requestExemption(controls, { id, scope: { what: 'period', from, until: from + 15_000 }, now });
    }
    if (exempt === 'everything') controls = requestExemption(controls, { id, scope: { what: 'everything' }, now });
    return Object.assign({}, controls, { clock: clock === null ? null : { now: now + clock, uptime: 1, run: 'r' } });
  });

const situationArbitrary: fc.Arbitrary<Situation> = fc.record({
  now: fc.constant(now),
  policy: mostly(good.policy, null, { policy: samplePolicy({ tiers: ['steps-only'] }), digest: digest('a') }),
  consent: fc
    .record({
      missing: mostly(false, true),
      policy: mostly(digest('a'), digest('e')),
      decision: mostly<'given' | 'withdrawn'>('given', 'withdrawn'),
      program: mostly('pilot', 'other'),
      tier,
    })
    .map(({ missing, ...changes }) => (missing ? null : { consent: sampleConsent(changes), digest: digest('b') })),
  controls: fc.oneof({ weight: 8, arbitrary: controlsArbitrary }, { weight: 1, arbitrary: fc.constant(null) }),
  page: fc.record({
    origin: listed,
    incognito: mostly(false, true),
    hints: mostly<Situation['page']['hints']>([], ['health']),
  }),
  indicatorShown: mostly(true, false),
  safeguards: mostly(good.safeguards, digest('6')),
  permitted: mostly(true, false),
  suspended: mostly(false, true),
  room: mostly<Room | null>(
    plentyOfRoom,
    null,
    { ...plentyOfRoom, heldBytes: 0.95 },
    { ...plentyOfRoom, heldBytes: 0.9, wasFull: true },
    { ...plentyOfRoom, sendsAgainAt: now + 1 },
    { ...plentyOfRoom, sendsAgainAt: now },
  ),
});

/** Every precondition of recording, written down on its own from the promises and not from the gate. */
function mayRecord(s: Situation): boolean {
  if (s.policy === null || s.consent === null || s.controls === null || s.room === null) return false;
  const { policy } = s.policy;
  const { consent } = s.consent;
  const c = s.controls;
  const giving = new Set<string>(['steps-only', 'steps-with-snapshots']);
  const checks = [
    consent.decision === 'given',
    consent.policy === s.policy.digest,
    consent.program === policy.program,
    giving.has(consent.tier) && giving.has(c.tier) && policy.tiers.includes(consent.tier),
    !s.suspended,
    s.permitted,
    s.indicatorShown,
    s.safeguards === policy.safeguards.digest,
    !s.page.incognito && s.page.hints.length === 0,
    policy.sites.some((site) => site.origin === s.page.origin),
    !c.excludedOrigins.includes(s.page.origin),
    c.exemptions.every(
      ({ scope }) =>
        (scope.what === 'site' && scope.origin !== s.page.origin) ||
        (scope.what === 'period' && (s.now < scope.from || s.now >= scope.until)),
    ),
    s.room.heldBytes / s.room.maxBytes < (s.room.wasFull ? 0.85 : 0.95),
    s.room.sendsAgainAt === null || s.room.sendsAgainAt <= s.now,
    c.clock === null || s.now >= c.clock.now - 2000,
    c.pause === null || (s.now >= c.pause.until && c.pause.noticeAt !== null && s.now >= c.pause.noticeAt + 10_000),
  ];
  return checks.every(Boolean);
}

describe('for any situation', () => {
  it('records exactly if every precondition holds', () => {
    let recorded = 0;
    fc.assert(
      fc.property(situationArbitrary, (situation) => {
        const recording = decide(situation).state === 'recording';
        if (recording) recorded++;
        expect(recording).toBe(mayRecord(situation));
      }),
      { numRuns: 3000 },
    );
    expect(recorded).toBeGreaterThan(20);
  });

  it('never turns to recording because more waits on the device or the day is spent', () => {
    const less = fc.record({ more: fc.double({ min: 0, max: 2, noNaN: true }), capped: fc.boolean() });
    fc.assert(
      fc.property(situationArbitrary, less, (situation, { more, capped }) => {
        fc.pre(situation.room !== null);
        if (situation.room === null) return;
        const { heldBytes, sendsAgainAt } = situation.room;
        const room = {
          ...situation.room,
          heldBytes: heldBytes + more,
          sendsAgainAt: capped ? Math.max(sendsAgainAt ?? 0, now + 60_000) : sendsAgainAt,
        };
        const after = decide({ ...situation, room });
        if (after.state === 'recording') expect(decide(situation).state).toBe('recording');
        // It is reported last: somebody who paused, left or took a site out reads that, and not how full the device is.
        if (after.state === 'budget') expect(['recording', 'budget']).toContain(decide(situation).state);
      }),
      { numRuns: 2000 },
    );
  });

  it('never turns to recording because the participant added a rule', () => {
    const rule = fc.oneof(
      fc
        .constantFrom(good.page.origin, 'https://elsewhere.example')
        .map((origin) => (controls: ParticipantControls) => excludeOrigin(controls, origin)),
      fc
        .constantFrom('steps-only' as const, 'none' as const)
        .map(
          (lower) => (controls: ParticipantControls) =>
            controls.tier === 'none' ? controls : chooseTier(controls, lower),
        ),
      fc
        .integer({ min: 1, max: 30 })
        .map((minutes) => (controls: ParticipantControls) => pause(controls, { now, minutes, capMinutes: 30 })),
      fc.constant((controls: ParticipantControls) =>
        requestExemption(controls, { id: digest('2'), scope: { what: 'everything' }, now }),
      ),
    );
    const stricter = fc.tuple(situationArbitrary, fc.array(rule, { minLength: 1, maxLength: 5 }));
    fc.assert(
      fc.property(stricter, ([situation, added]) => {
        fc.pre(situation.controls !== null && situation.controls.tier !== 'statistics-only');
        if (situation.controls === null) return;
        const controls = added.reduce((value, add) => add(value), situation.controls);
        const after = decide({ ...situation, controls });
        if (after.state === 'recording') expect(decide(situation).state).toBe('recording');
      }),
      { numRuns: 2000 },
    );
  });
});
