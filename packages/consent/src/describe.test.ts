import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Policy } from '@assent/contracts';
import { describePolicy, policyDifference, sectionIds } from './describe.ts';
import { digest, samplePolicy } from './testing.ts';

describe('describePolicy', () => {
  it('has every section, each with something to say', () => {
    const sections = describePolicy(samplePolicy());
    expect(sections.map(({ id }) => id)).toEqual(sectionIds);
    expect(sections.every(({ points }) => points.length > 0)).toBe(true);
  });

  it('says how long in words', () => {
    const points = describePolicy(samplePolicy({ review: { coolingOffSeconds: 90_061 } })).flatMap((s) => s.points);
    expect(points).toContain(
      'Steps wait 1 day 1 hour 1 minute 1 second on this device, where you can look at and delete them.',
    );
  });
});

describe('what is said about pictures', () => {
  const points = (snapshots: Policy['snapshots'], mode: 'ambient' | 'task' = 'ambient') => {
    const [first] = samplePolicy().sites;
    const sites = [{ ...first, mode }];
    return describePolicy(samplePolicy({ snapshots, sites })).find(({ id }) => id === 'snapshots')?.points ?? [];
  };

  it('names small grey pictures only where the policy takes them, and as something new', () => {
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
    const change = policyDifference(
      samplePolicy({ snapshots: { maxPerMinute: 6, keep: ['images'] } }),
      samplePolicy({ snapshots: { maxPerMinute: 6, keep: ['images', 'video'] } }),
    );
    expect(change).toMatchObject([{ id: 'snapshots', removed: [], added: [expect.stringContaining('videos')] }]);
  });

  it('says that words stay readable where tasks are assigned', () => {
    expect(points({ maxPerMinute: 6 }, 'task').join()).toMatch(/words stay readable/);
    expect(points({ maxPerMinute: 6 }).join()).not.toMatch(/readable/);
    expect(points({ maxPerMinute: 0 }, 'task')).toEqual(['No pictures are taken.']);
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
    const seats = base.custody.custodians;
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
        const extra = { ...seats[0], id: 'spare' };
        const custody = { ...base.custody, custodians: [...seats, extra] };
        const changed = {
          ...base.custody,
          custodians: [...seats, { ...extra, [field]: values[field] }],
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
