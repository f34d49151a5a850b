import { digestSchema, mediaKinds, type Digest, type Exemption, type MediaKind } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acceptProposal,
  chooseMedia,
  chooseNoMedia,
  chooseRules,
  excludeOrigin,
  exemptionFor,
  grantExemption,
  includeOrigin,
  initialControls,
  parseControls,
  requestExemption,
  revokeProposal,
  withdrawExemption,
} from './controls.ts';

const proposal = (digit: string): Digest => digestSchema.parse(digit.repeat(64));

it('an acceptance is remembered once, survives storage and can be taken back', () => {
  const once = acceptProposal(initialControls('steps-only'), proposal('a'));
  const both = acceptProposal(acceptProposal(once, proposal('a')), proposal('b'));
  expect(parseControls(JSON.parse(JSON.stringify(both))).accepted).toEqual([proposal('a'), proposal('b')]);
  expect(revokeProposal(both, proposal('a')).accepted).toEqual([proposal('b')]);
  expect(revokeProposal(initialControls('none'), proposal('a')).accepted).toEqual([]);
});

it('controls that cannot be read are refused as malformed', () => {
  expect(() => parseControls({})).toThrow(expect.objectContaining({ code: 'malformed' }));
});

it('what the participant wants hidden survives storage', () => {
  const rules = {
    hiddenWords: ['zeppelin'],
    hiddenFields: [{ origin: 'https://tickets.example.com', name: 'Note' }],
    strictOrigins: ['https://tickets.example.com'],
  };
  const controls = chooseRules(initialControls('steps-only'), rules);
  expect(parseControls(JSON.parse(JSON.stringify(controls))).rules).toEqual(rules);
});

it('controls stored before there were proposals still read', () => {
  expect(parseControls(initialControls('steps-only'))).not.toHaveProperty('accepted');
});

it('a site that was taken out can be put back, and nothing else changes', () => {
  const start = initialControls('steps-only');
  const [a, b] = ['https://a.example', 'https://b.example'];
  const both = excludeOrigin(excludeOrigin(excludeOrigin(start, a), b), a);
  expect(both).toEqual({ ...start, excludedOrigins: [a, b] });
  expect(includeOrigin(both, a)).toEqual({ ...start, excludedOrigins: [b] });
  expect(includeOrigin(start, a)).toEqual(start);
});

describe('an exemption', () => {
  const start = initialControls('steps-only');
  const origin = 'https://a.example';
  const scope = { what: 'site', origin } as const;
  const first = { id: proposal('1'), scope, state: 'pending', requestedAt: 5 } as const;
  const second = { id: proposal('2'), scope: { what: 'everything' }, state: 'pending', requestedAt: 6 } as const;

  it('is pending from when it was asked for until it is granted or given up', () => {
    const requested = requestExemption(requestExemption(start, { id: first.id, scope, now: 5 }), {
      id: second.id,
      scope: second.scope,
      now: 6,
    });
    expect(requested).toEqual({ ...start, exemptions: [first, second] });
    expect(grantExemption(requested, first.id).exemptions).toEqual([{ ...first, state: 'granted' }, second]);
    expect(withdrawExemption(requested, first.id)).toEqual({ ...start, exemptions: [second] });
    expect(grantExemption(requested, proposal('3'))).toEqual(requested);
  });

  it('takes out its own scope and nothing else', () => {
    const taken = (exemption: Exemption, at: string, now: number) =>
      exemptionFor({ ...start, exemptions: [exemption] }, { origin: at, now });
    expect(taken(first, origin, 0)).toEqual(first);
    expect(taken(first, 'https://b.example', 0)).toBeUndefined();
    expect(taken(second, 'https://b.example', 0)).toEqual(second);
    const period: Exemption = { ...first, scope: { what: 'period', from: 10, until: 20 } };
    expect([9, 10, 19, 20].map((now) => taken(period, origin, now) === period)).toEqual([false, true, true, false]);
  });
});

it('what may stay visible in snapshots is chosen kind by kind, and all of it taken back at once', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...mediaKinds), fc.boolean())), (choices) => {
      const start = initialControls('steps-with-snapshots');
      const controls = choices.reduce((now, [kind, stays]) => chooseMedia(now, kind, stays), start);
      const last = (kind: MediaKind) => choices.findLast(([each]) => each === kind)?.[1] ?? false;
      expect([...(controls.media ?? [])].sort()).toEqual(mediaKinds.filter(last).toSorted());
      expect(parseControls(controls)).toEqual(controls);
      expect(chooseNoMedia(controls)).toEqual({ ...start, media: [] });
    }),
  );
});
