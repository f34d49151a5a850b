import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tiers, type Policy } from '@assent/contracts';
import { describePolicy, policyDifference, sectionIds } from './describe.ts';
import { digest, samplePolicy } from './testing.ts';

const twoOfThree = {
  custodians: [
    samplePolicy().custody.custodians[0],
    {
      id: 'counsel',
      side: 'employer',
      name: 'Counsel',
      recipient: `age1${'z'.repeat(58)}`,
      signingKey: 'B'.repeat(43),
    },
    samplePolicy().custody.custodians[1],
  ],
  thresholds: { employer: 2, worker: 1 },
};

describe('describePolicy', () => {
  it('has every section, each with something to say', () => {
    const sections = describePolicy(samplePolicy());
    expect(sections.map(({ id }) => id)).toEqual(sectionIds);
    expect(sections.every(({ points }) => points.length > 0)).toBe(true);
  });

  it('reads like this', () => {
    const proposal = (id: string, role: string | null) => ({
      id,
      origin: 'https://tickets.example.com',
      field: { name: 'Title', role },
      keep: 'literal',
      why: 'To learn how tickets are named.',
    });
    const proposals = [proposal('any-role', null), proposal('one-role', 'textbox')];
    const sections = describePolicy(samplePolicy({ proposals, custody: twoOfThree }));
    expect(Object.fromEntries(sections.map(({ title, points }) => [title, points]))).toEqual({
      'What it is for': [
        'Example GmbH runs “Pilot” (pilot).',
        'Recordings are used to train models that use computers, and for nothing else: not to judge you or your work.',
        'We want models that can fill in forms.',
      ],
      'Where it records': [
        'Tickets (https://tickets.example.com): ordinary work; private words are hidden.',
        'Practice (http://localhost:4400): assigned tasks on made-up data; text may be kept as typed.',
        'Optional (any-role): the field "Title" on https://tickets.example.com is kept exactly as you type it. You decide this separately. To learn how tickets are named.',
        'Optional (one-role): the field "Title" (textbox) on https://tickets.example.com is kept exactly as you type it. You decide this separately. To learn how tickets are named.',
      ],
      'What you can share': [
        'Steps together with masked snapshots of the screen.',
        'Steps only, without snapshots of the screen.',
        'You can change this or leave at any time. Nobody is told.',
      ],
      Pausing: ['One press pauses for up to 30 minutes, as often as you like, or for the rest of the day.'],
      'Before anything leaves this device': ['Steps wait 1 day on this device, where you can look at and delete them.'],
      'Snapshots of the screen': [
        'At most 6 masked snapshots a minute, if you choose to share them.',
        'On sites for assigned tasks words stay readable in snapshots, apart from text whose form shows that it is private, such as e-mail addresses and card numbers.',
      ],
      'How long it is kept': ['Kept for 365 days, then erased.'],
      'Who must agree before anyone can open it': [
        'Recordings can be opened only with 2 keys of the employer side and 1 key of the worker side.',
        'Owner (owner) holds a key for the employer side.',
        'Counsel (counsel) holds a key for the employer side.',
        'Works council (council) holds a key for the worker side.',
      ],
      'How recordings become training data': [
        'Every request is public for 1 day before anything is opened.',
        'A pattern that fewer than 5 people share is left out.',
      ],
      'Technical details': [
        `Safeguard rules 1, digest ${digest('5')}.`,
        'Ledger ledger.example.com/pilot+abcdef01+AAAA.',
        `Build code that may run: ${digest('c')}.`,
        `Custodian owner receives at age1${'q'.repeat(58)}.`,
        `Custodian owner signs with ${'A'.repeat(43)}.`,
        `Custodian counsel receives at age1${'z'.repeat(58)}.`,
        `Custodian counsel signs with ${'B'.repeat(43)}.`,
        `Custodian council receives at age1${'p'.repeat(58)}.`,
        `Custodian council signs with ${'A'.repeat(43)}.`,
        'Interface word of https://tickets.example.com that stays readable: "Escalate".',
      ],
    });
  });

  it('names every tier in words', () => {
    const sections = describePolicy(samplePolicy({ tiers: [...tiers] }));
    expect(sections.find(({ id }) => id === 'participation')?.points.slice(0, 4)).toEqual([
      'Steps together with masked snapshots of the screen.',
      'Steps only, without snapshots of the screen.',
      'Statistics only: noised counts, no steps.',
      'Nothing: you do not take part.',
    ]);
  });

  const waits: readonly (readonly [seconds: number, text: string])[] = [
    [1, 'Steps wait 1 second on'],
    [60, 'Steps wait 1 minute on'],
    [3599, 'Steps wait 59 minutes 59 seconds on'],
    [7200, 'Steps wait 2 hours on'],
    [90_061, 'Steps wait 1 day 1 hour 1 minute 1 second on'],
    [0, 'Steps are sealed without waiting for your review.'],
  ];
  it.each(waits)('says in words that steps wait %s seconds', (coolingOffSeconds, text) => {
    const points = describePolicy(samplePolicy({ review: { coolingOffSeconds } })).flatMap((section) => section.points);
    expect(points.filter((point) => point.includes(text))).toHaveLength(1);
  });

  it('says so where nobody has time to object', () => {
    const builds = { ...samplePolicy().builds, objectionWindowSeconds: 0 };
    expect(describePolicy(samplePolicy({ builds })).flatMap(({ points }) => points)).toContain(
      'Every request is public for 0 seconds before anything is opened.',
    );
  });

  it('says how many people have to share a pattern', () => {
    const points = (minParticipants: number) =>
      describePolicy(samplePolicy({ builds: { ...samplePolicy().builds, minParticipants } })).flatMap((s) => s.points);
    expect(points(1)).toContain('A pattern is published even if only 1 person shares it.');
    expect(points(2)).toContain('A pattern that fewer than 2 people share is left out.');
  });
});

describe('the points about snapshots', () => {
  const points = (snapshots: Policy['snapshots'], mode: 'ambient' | 'task' = 'ambient') => {
    const [first] = samplePolicy().sites;
    const sites = [
      { ...first, mode },
      { ...first, origin: 'https://other.example.com', mode: 'ambient' },
    ];
    return describePolicy(samplePolicy({ snapshots, sites })).find(({ id }) => id === 'snapshots')?.points ?? [];
  };

  it('names small grey snapshots only where the policy takes them, and as something new', () => {
    expect(points({ maxPerMinute: 6 }).join()).not.toMatch(/grey/);
    expect(points({ maxPerMinute: 6, fallback: 'small-grey' }).join()).toMatch(/at most 400 pixels.*shades of grey/);
    const change = policyDifference(
      samplePolicy(),
      samplePolicy({ snapshots: { maxPerMinute: 6, fallback: 'small-grey' } }),
    );
    expect(change).toMatchObject([
      { id: 'snapshots', removed: [], added: [expect.stringContaining('very large can')] },
    ]);
  });

  it('names what may stay only where the policy keeps it, kind by kind, and as something new', () => {
    expect(points({ maxPerMinute: 6 }).join()).not.toMatch(/allow/);
    const said = points({ maxPerMinute: 6, keep: ['images', 'canvas'] });
    expect(said.filter((point) => point.startsWith('Only if you allow it'))).toHaveLength(2);
    expect(said.join()).toMatch(/faces or private papers; nothing can cover what is inside/);
    expect(said).toContain(
      'What you do not allow is covered. In the data that looks as if the program did not keep it at all.',
    );
    const change = policyDifference(
      samplePolicy({ snapshots: { maxPerMinute: 6, keep: ['images'] } }),
      samplePolicy({ snapshots: { maxPerMinute: 6, keep: ['images', 'video'] } }),
    );
    expect(change).toMatchObject([{ id: 'snapshots', removed: [], added: [expect.stringContaining('videos')] }]);
  });

  it('says that words stay readable where tasks are assigned', () => {
    expect(points({ maxPerMinute: 6 }, 'task').join()).toMatch(/words stay readable/);
    expect(points({ maxPerMinute: 6 }).join()).not.toMatch(/readable/);
    expect(points({ maxPerMinute: 0 }, 'task')).toEqual(['No snapshots are taken.']);
  });
});

describe('policyDifference', () => {
  it('is empty for a version that only counts on', () => {
    const next = samplePolicy({ version: 2, previous: digest('a'), issuedAt: 1_790_000_900_000 });
    expect(policyDifference(samplePolicy(), next)).toEqual([]);
  });

  it('names what is gone and what is new', () => {
    const [change, ...more] = policyDifference(samplePolicy(), samplePolicy({ retentionDays: 1 }));
    expect(more).toEqual([]);
    expect(change).toEqual({
      id: 'retention',
      title: 'How long it is kept',
      removed: ['Kept for 365 days, then erased.'],
      added: ['Kept for 1 day, then erased.'],
    });
  });

  it('mentions any change to anything a participant consents to', () => {
    const base = samplePolicy();
    const custodians = base.custody.custodians;
    const changes: fc.Arbitrary<Partial<Record<keyof Policy, unknown>>> = fc.oneof(
      fc.string({ minLength: 1, maxLength: 50 }).map((title) => ({ title })),
      fc.string({ minLength: 1, maxLength: 50 }).map((organisation) => ({ organisation })),
      fc.string({ minLength: 1, maxLength: 50 }).map((summary) => ({ summary })),
      fc.integer({ min: 1, max: 1440 }).map((capMinutes) => ({ pause: { capMinutes } })),
      fc.integer({ min: 0, max: 2_592_000 }).map((coolingOffSeconds) => ({ review: { coolingOffSeconds } })),
      fc.integer({ min: 0, max: 60 }).map((maxPerMinute) => ({ snapshots: { maxPerMinute } })),
      fc.constant({ snapshots: { ...base.snapshots, fallback: 'small-grey' } }),
      fc
        .subarray(['images', 'video', 'canvas'], { minLength: 1 })
        .map((keep) => ({ snapshots: { ...base.snapshots, keep } })),
      fc.integer({ min: 1, max: 3650 }).map((retentionDays) => ({ retentionDays })),
      fc.constantFrom({ tiers: ['none'] }, { tiers: ['steps-only', 'statistics-only'] }),
      fc.string({ maxLength: 40 }).map((version) => ({ safeguards: { ...base.safeguards, version } })),
      fc.constant({ safeguards: { ...base.safeguards, digest: digest('9') } }),
      fc.constant({ ledger: { verifierKey: 'other' } }),
      fc
        .constantFrom('objectionWindowSeconds', 'minParticipants')
        .chain((field) =>
          fc.integer({ min: 1, max: 1000 }).map((value) => ({ builds: { ...base.builds, [field]: value } })),
        ),
      fc.constant({ builds: { ...base.builds, codeDigests: [digest('c'), digest('8')] } }),
      fc.constantFrom('mode', 'name', 'origin', 'interfaceWords').map((field) => {
        const values = {
          mode: 'task',
          name: 'Other',
          origin: 'https://o.example',
          interfaceWords: ['Escalate', 'x y'],
        };
        const [first, ...rest] = base.sites;
        return { sites: [{ ...first, [field]: values[field] }, ...rest] };
      }),
      fc.constantFrom('id', 'field', 'why', 'origin').map((changed) => ({
        proposals: [
          {
            id: changed === 'id' ? 'other' : 'ticket-title',
            origin: base.sites[changed === 'origin' ? 1 : 0]?.origin,
            field: { name: changed === 'field' ? 'Note' : 'Title', role: null },
            keep: 'literal',
            why: changed === 'why' ? 'Because.' : 'To learn how tickets are named.',
          },
        ],
      })),
      fc.constantFrom('id', 'name', 'side', 'recipient', 'signingKey').map((field) => {
        const values = {
          id: 'other',
          name: 'Other',
          side: 'worker',
          recipient: `age1${'z'.repeat(58)}`,
          signingKey: 'B'.repeat(43),
        };
        const extra = { ...custodians[0], id: 'spare' };
        const custody = { ...base.custody, custodians: [...custodians, extra] };
        const changed = {
          ...base.custody,
          custodians: [...custodians, { ...extra, [field]: values[field] }],
        };
        return { custody: changed, version: custody.custodians.length };
      }),
    );
    fc.assert(
      fc.property(changes, (change) => {
        const after = samplePolicy(change);
        const same = JSON.stringify({ ...after, version: 0 }) === JSON.stringify({ ...base, version: 0 });
        expect(policyDifference(base, after).length > 0).toBe(!same);
      }),
      { numRuns: 500 },
    );
  });
});
