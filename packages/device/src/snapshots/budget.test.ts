import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budgetFor, type Machine } from './budget.ts';

const plugged: Machine = { battery: { level: 1, charging: true }, saveData: false, metered: false };

describe('the snapshots a machine can afford', () => {
  test.each<[string, Partial<Machine>, number, string | null]>([
    ['as many as the policy says while it is plugged in', {}, 6, null],
    ['as many on a low battery that is being charged', { battery: { level: 0.1, charging: true } }, 6, null],
    ['as many on a full battery', { battery: { level: 0.5, charging: false } }, 6, null],
    ['few below half', { battery: { level: 0.49, charging: false } }, 2, 'battery'],
    ['none below a fifth', { battery: { level: 0.19, charging: false } }, 0, 'battery-low'],
    ['none where few data are asked for', { saveData: true }, 0, 'metered'],
    ['none where data are paid by volume', { metered: true }, 0, 'metered'],
    ['as many where nothing is known', { battery: null }, 6, null],
  ])('are %s', (_name, change, maxPerMinute, heldBy) => {
    expect(budgetFor({ ...plugged, ...change }, 6)).toEqual({ maxPerMinute, heldBy });
  });

  test('are never more than the policy says, and never none for no reason', () => {
    const machines = fc.record({
      battery: fc.option(fc.record({ level: fc.double({ min: 0, max: 1, noNaN: true }), charging: fc.boolean() })),
      saveData: fc.boolean(),
      metered: fc.boolean(),
    });
    fc.assert(
      fc.property(machines, fc.nat(60), (machine, policy) => {
        const budget = budgetFor(machine, policy);
        expect(budget.maxPerMinute).toBeLessThanOrEqual(policy);
        if (budget.heldBy === null) expect(budget.maxPerMinute).toBe(policy);
      }),
    );
  });
});
