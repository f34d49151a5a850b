import type { Digest } from '@assent/contracts';
import { digestSchema } from '@assent/contracts';
import { expect, it } from 'vitest';
import { acceptProposal, chooseRules, initialControls, parseControls, revokeProposal } from './controls.ts';

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
