import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PendingStops, switchesOff } from './pending-stops.ts';

const sites = ['https://a.example', 'https://b.example'] as const;

describe('what was just switched off', () => {
  test('is off since the first press, until the last one is written down, in exactly the sites it was for', () => {
    const press = fc.record({
      origin: fc.constantFrom<(string | null)[]>(null, ...sites),
      since: fc.nat(1000),
      ended: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(press, { maxLength: 6 }), (presses) => {
        const stops = new PendingStops();
        for (const { origin, since, ended } of presses) {
          const stop = stops.begin(origin, since);
          if (ended) stops.end(stop);
        }
        const running = presses.filter(({ ended }) => !ended);
        for (const site of sites) {
          const moments = running.filter(({ origin }) => origin === null || origin === site).map(({ since }) => since);
          expect(stops.since(site)).toBe(moments.length === 0 ? null : Math.min(...moments));
        }
        const all = running.filter(({ origin }) => origin === null).map(({ since }) => since);
        expect(stops.sinceEverywhere()).toBe(all.length === 0 ? null : Math.min(...all));
      }),
    );
  });

  test('is everything for a pause and for leaving, one site for taking it out, and nothing for looking', () => {
    expect(switchesOff({ type: 'pause', minutes: 30 })).toBeNull();
    expect(switchesOff({ type: 'pause-rest-of-day', utcOffsetMinutes: 0 })).toBeNull();
    expect(switchesOff({ type: 'withdraw' })).toBeNull();
    expect(switchesOff({ type: 'exclude', origin: sites[0] })).toBe(sites[0]);
    expect(switchesOff({ type: 'status' })).toBeUndefined();
    expect(switchesOff({ type: 'resume' })).toBeUndefined();
  });
});
