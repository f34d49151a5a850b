import { digestSchema, mediaKinds, type Digest, type MediaKind } from '@assent/contracts';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  acceptProposal,
  chooseMedia,
  chooseNoMedia,
  chooseRules,
  initialControls,
  parseControls,
  revokeProposal,
} from './controls.ts';

const proposal = (digit: string): Digest => digestSchema.parse(digit.repeat(64));

it('an acceptance is remembered once, survives storage and can be taken back', () => {
  const once = acceptProposal(initialControls('steps-only'), proposal('a'));
  const both = acceptProposal(acceptProposal(once, proposal('a')), proposal('b'));
  expect(parseControls(JSON.parse(JSON.stringify(both))).accepted).toEqual([proposal('a'), proposal('b')]);
  expect(revokeProposal(both, proposal('a')).accepted).toEqual([proposal('b')]);
  expect(revokeProposal(initialControls('none'), proposal('a')).accepted).toEqual([]);
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

it('what may stay in pictures is chosen kind by kind, and all of it taken back at once', () => {
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
