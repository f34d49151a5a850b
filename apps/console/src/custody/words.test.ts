import type { ReleaseOutcome } from '@assent/client';
import { expect, test } from 'vitest';
import { outcomeWords } from './words.ts';

test('what became of an answer is said for each outcome', () => {
  const facts = { shares: 1, erased: 0, withoutConsent: 0 };
  const of = (outcome: object) => outcomeWords(outcome as ReleaseOutcome);
  expect(of({ outcome: 'released', ...facts })).toBe('You released 1 share to this build and no other.');
  expect(of({ outcome: 'refused', reason: 'scope' })).toMatch(/^Refused: it asks for too much\./);
  expect(of({ outcome: 'waiting', until: 0 })).toMatch(/^The objection period runs until .*Nothing was released\.$/);
});

test('an unknown outcome is neither called a release nor said to be none', () => {
  const words = outcomeWords({ outcome: 'settled' } as unknown as ReleaseOutcome);
  expect(words).toBe('The outcome is unknown. Check the public log before you answer again.');
});
