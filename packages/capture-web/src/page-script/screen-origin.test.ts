import * as fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ScreenOrigin } from './screen-origin.ts';

beforeEach(() => {
  for (const [name, value] of Object.entries({ screenX: 10, screenY: 20, outerWidth: 1200, outerHeight: 900 })) {
    vi.stubGlobal(name, value);
  }
  vi.stubGlobal('innerWidth', 1190);
  vi.stubGlobal('innerHeight', 800);
  return () => vi.unstubAllGlobals();
});

/** A pointer event at a point of a document whose corner and pitch are given, as a browser rounds it. */
function seen(x: number, y: number, corner: readonly [number, number], pitch: number, timeStamp: number) {
  const [screenX, screenY] = [Math.round(corner[0] + x * pitch), Math.round(corner[1] + y * pitch)];
  return { clientX: x, clientY: y, screenX, screenY, timeStamp };
}

describe('where on the screen a document begins', () => {
  test('is guessed from the window until there is a pointer event', () => {
    const origin = new ScreenOrigin();
    expect(origin.corner).toEqual([15, 120]);
    expect(origin.pitch).toBeUndefined();
  });

  test('is learned from the events of a mouse in a frame that Chromium draws smaller', () => {
    const origin = new ScreenOrigin();
    // A frame of another origin at 440, 127 of the screen, scaled to three quarters: numbers of a real mouse.
    origin.learn({ clientX: 60, clientY: 45.33, screenX: 485, screenY: 161, timeStamp: 100 });
    expect(origin.learn({ clientX: 220, clientY: 134.67, screenX: 605, screenY: 228, timeStamp: 700 })).toBe(true);
    expect(origin).toMatchObject({ pitch: 0.75, corner: [440, 127] });
  });

  test('is no news while nothing moves', () => {
    const origin = new ScreenOrigin();
    expect(origin.learn(seen(5, 5, [40, 60], 1, 0))).toBe(true);
    expect(origin.learn(seen(300, 200, [40, 60], 1, 100))).toBe(false);
  });

  test('has no scale from two events between which the page may have moved', () => {
    const origin = new ScreenOrigin();
    origin.learn(seen(10, 10, [0, 0], 1, 0));
    origin.learn(seen(400, 400, [0, -300], 1, 5000));
    expect(origin).toMatchObject({ pitch: 1, corner: [0, -300] });
  });

  test('is found within a pixel and a half wherever the pointer went, at any zoom', () => {
    const coordinate = fc.integer({ min: 0, max: 1500 });
    const pitches = fc.constantFrom(0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.5, 2, 3);
    const ways = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(ways, fc.tuple(coordinate, coordinate), pitches, (way, corner, pitch) => {
        const origin = new ScreenOrigin();
        for (const [index, [x, y]] of way.entries()) origin.learn(seen(x, y, corner, pitch, index * 50));
        const [x, y] = way.at(-1) ?? [0, 0];
        // The last point is exact whatever the scale was taken for.
        expect(Math.abs(origin.corner[0] + x * (origin.pitch ?? 1) - (corner[0] + x * pitch))).toBeLessThanOrEqual(1.5);
        expect(Math.abs(origin.corner[1] + y * (origin.pitch ?? 1) - (corner[1] + y * pitch))).toBeLessThanOrEqual(1.5);
      }),
    );
  });
});
