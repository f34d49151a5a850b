import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assignSplits } from './splits.ts';

it('puts a tenth of the participants into test, never all, whatever their order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 60 }), (pseudonyms) => {
      const splits = assignSplits(pseudonyms);
      expect(splits.size).toBe(pseudonyms.length);
      expect([...splits.values()].filter((split) => split === 'test')).toHaveLength(Math.floor(pseudonyms.length / 10));
      expect(assignSplits(pseudonyms.toReversed())).toEqual(splits);
    }),
  );
});
