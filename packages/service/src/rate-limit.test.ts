import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSegmentIntake, depositDayKey, publishPolicy, recordConsent } from './index.ts';
import { createRateLimit } from './rate-limit.ts';
import { createParticipant, createWorld, makePolicy } from './testing/index.ts';

describe('a rate limit', () => {
  it('lets a burst through, then so many a second, and says how long to wait', () => {
    const limit = createRateLimit({ burst: 3, perSecond: 2, devices: 10 });
    expect([0, 0, 0, 0].map((at) => limit.take('a', at))).toEqual([null, null, null, 500]);
    expect(limit.take('a', 499)).toBe(1);
    expect(limit.take('a', 500)).toBeNull();
    expect(limit.take('b', 500)).toBeNull();
  });

  it('over any times lets through what burst and rate allow, and a wait it names is enough and never long', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 60 });
    fc.assert(
      fc.property(gaps, (steps) => {
        const limit = createRateLimit({ burst: 5, perSecond: 1, devices: 10 });
        const start = 1_000_000;
        let now = start;
        let through = 0;
        for (const step of steps) {
          now += step;
          const wait = limit.take('a', now) ?? 0;
          expect(wait).toBeLessThanOrEqual(1000);
          now += wait;
          if (wait > 0) expect(limit.take('a', now)).toBeNull();
          through += 1;
          expect(through).toBeLessThanOrEqual(5 + (now - start) / 1000);
        }
      }),
    );
  });

  it('punishes nobody for a clock that was set back', () => {
    const limit = createRateLimit({ burst: 2, perSecond: 1, devices: 10 });
    limit.take('a', 1_000_000);
    limit.take('a', 1_000_000);
    expect(limit.take('a', 1000)).toBeNull();
  });

  it('remembers so many devices and no more, and the active ones longest', () => {
    const limit = createRateLimit({ burst: 1, perSecond: 0.001, devices: 3 });
    for (const device of ['a', 'b', 'c', 'a', 'd']) limit.take(device, 0);
    // `b` was seen least recently and begins anew; `a` is still known.
    expect(limit.take('b', 0)).toBeNull();
    expect(limit.take('a', 0)).not.toBeNull();
  });
});

describe('a device that floods', () => {
  it('is asked to wait, and is served again afterwards; others are not held up', async () => {
    const world = await createWorld();
    const { policy } = await publishPolicy(world.ports, await makePolicy(world));
    const join = async () => {
      const who = await createParticipant(world);
      const { consent } = await recordConsent(world.ports, await who.consent(policy));
      const dayKey = await who.dayKey(policy);
      await depositDayKey(world.ports, dayKey);
      return async () => who.segment({ policy, consent, dayKey: dayKey.body });
    };
    const intake = createSegmentIntake(world.ports, { burst: 2, perSecond: 1, devices: 10 });
    const [flooding, calm] = [await join(), await join()];
    const segments = [await flooding(), await flooding(), await flooding()];
    for (const { manifest, bytes } of segments.slice(0, 2)) await intake.accept(manifest, bytes);
    const [, , third] = segments;
    const again = async () => intake.accept(third?.manifest, third?.bytes ?? new Uint8Array());
    await expect(again()).rejects.toMatchObject({ code: 'too-many', retryAfterMs: 1000 });
    const other = await calm();
    await expect(intake.accept(other.manifest, other.bytes)).resolves.toBeDefined();
    world.pass(1000);
    await expect(again()).resolves.toBeDefined();
  });
});
