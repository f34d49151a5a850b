import * as fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ScreenPlace } from './screen-place.ts';

beforeEach(() => {
  for (const [name, value] of Object.entries({ screenX: 10, screenY: 20, outerWidth: 1200, outerHeight: 900 })) {
    vi.stubGlobal(name, value);
  }
  vi.stubGlobal('innerWidth', 1190);
  vi.stubGlobal('innerHeight', 800);
  return () => vi.unstubAllGlobals();
});

/** A pointer event at a place of a document whose corner and pitch are given, as a browser rounds it. */
function seen(x: number, y: number, corner: readonly [number, number], pitch: number, timeStamp: number) {
  const [screenX, screenY] = [Math.round(corner[0] + x * pitch), Math.round(corner[1] + y * pitch)];
  return { clientX: x, clientY: y, screenX, screenY, timeStamp };
}

describe('where a document lies on the screen', () => {
  test('is guessed from the window until a pointer tells', () => {
    const place = new ScreenPlace();
    expect(place.corner).toEqual([15, 120]);
    expect(place.pitch).toBeUndefined();
  });

  test('is learned from what a mouse told Chromium in a frame made smaller', () => {
    const place = new ScreenPlace();
    // A frame of another origin at 440, 127 of the screen, scaled to three quarters: numbers of a real mouse.
    place.learn({ clientX: 60, clientY: 45.33, screenX: 485, screenY: 161, timeStamp: 100 });
    expect(place.learn({ clientX: 220, clientY: 134.67, screenX: 605, screenY: 228, timeStamp: 700 })).toBe(true);
    expect(place).toMatchObject({ pitch: 0.75, corner: [440, 127] });
  });

  test('is no news while nothing moves', () => {
    const place = new ScreenPlace();
    expect(place.learn(seen(5, 5, [40, 60], 1, 0))).toBe(true);
    expect(place.learn(seen(300, 200, [40, 60], 1, 100))).toBe(false);
  });

  test('has no scale from two events between which the page may have moved', () => {
    const place = new ScreenPlace();
    place.learn(seen(10, 10, [0, 0], 1, 0));
    place.learn(seen(400, 400, [0, -300], 1, 5000));
    expect(place).toMatchObject({ pitch: 1, corner: [0, -300] });
  });

  test('is found within a pixel and a half wherever the pointer went, at any zoom', () => {
    const coordinate = fc.integer({ min: 0, max: 1500 });
    const pitches = fc.constantFrom(0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.5, 2, 3);
    const ways = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(ways, fc.tuple(coordinate, coordinate), pitches, (way, corner, pitch) => {
        const place = new ScreenPlace();
        for (const [index, [x, y]] of way.entries()) place.learn(seen(x, y, corner, pitch, index * 50));
        const [x, y] = way.at(-1) ?? [0, 0];
        // The last place is exact whatever the scale was taken for.
        expect(Math.abs(place.corner[0] + x * (place.pitch ?? 1) - (corner[0] + x * pitch))).toBeLessThanOrEqual(1.5);
        expect(Math.abs(place.corner[1] + y * (place.pitch ?? 1) - (corner[1] + y * pitch))).toBeLessThanOrEqual(1.5);
      }),
    );
  });
});
