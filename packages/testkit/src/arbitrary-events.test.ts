import { eventSchema } from '@assent/contracts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryEventStream } from './arbitrary-events.ts';

test('every arbitrary event fits the schema', () => {
  fc.assert(
    fc.property(arbitraryEventStream({ maxLength: 20 }), (events) => {
      for (const event of events) expect(eventSchema.parse(event)).toEqual(event);
    }),
    { numRuns: 50 },
  );
});
