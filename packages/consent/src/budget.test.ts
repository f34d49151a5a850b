import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetSpent, plentyOfRoom, type Room } from './budget.ts';

const now = 1_790_000_000_000;
const full: Room = { ...plentyOfRoom, heldBytes: 95, maxBytes: 100 };

describe('budgetSpent', () => {
  it('lets capture go on below the quota while today’s cap holds nothing back', () => {
    expect(budgetSpent(plentyOfRoom, now)).toBeNull();
    expect(budgetSpent({ ...full, heldBytes: 94 }, now)).toBeNull();
  });

  it('rests when the device is full, until it is emptier by a margin and not by the first byte', () => {
    expect(budgetSpent({ ...full, wasFull: true, heldBytes: 85 }, now)).toMatchObject({ why: 'device-full' });
    expect(budgetSpent(full, now)).toEqual({ why: 'device-full', until: null });
    expect(budgetSpent({ ...full, heldBytes: 94, wasFull: true }, now)).toMatchObject({ why: 'device-full' });
    expect(budgetSpent({ ...full, heldBytes: 84, wasFull: true }, now)).toBeNull();
  });

  it('rests on a spent day exactly until uploading goes on', () => {
    const capped = { ...plentyOfRoom, sendsAgainAt: now + 1000 };
    expect(budgetSpent(capped, now + 999)).toEqual({ why: 'daily-cap', until: now + 1000 });
    expect(budgetSpent(capped, now + 1000)).toBeNull();
  });

  it('is spent where a number makes no sense', () => {
    expect(budgetSpent({ ...plentyOfRoom, heldBytes: Number.NaN }, now)).not.toBeNull();
    expect(budgetSpent({ ...plentyOfRoom, maxBytes: Number.NaN }, now)).not.toBeNull();
  });

  it('for any fill and drain never begins again while the device is fuller than when capture last began to rest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 40 }), (levels) => {
        let wasFull = false;
        let restedAt = 0;
        for (const heldBytes of levels) {
          const spent = budgetSpent({ heldBytes, maxBytes: 100, sendsAgainAt: null, wasFull }, now);
          if (spent !== null && !wasFull) restedAt = heldBytes;
          if (spent === null && wasFull) expect(heldBytes).toBeLessThan(restedAt);
          expect(spent === null).toBe(heldBytes < (wasFull ? 85 : 95));
          wasFull = spent !== null;
        }
      }),
    );
  });
});
