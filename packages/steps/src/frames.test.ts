import { EventScript, scriptTarget } from '@assent/testkit';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { offsetIn } from './frames.ts';
import { stepsOf } from './testing/run.ts';

const button = scriptTarget('pay');
const view = (screen: [number, number]) => ({ width: 1280, height: 720, scale: 1, scrollX: 0, scrollY: 0, screen });
const foreign = (path: number[]) => ({ path, origin: 'https://pay.example', sameOriginAsTop: false });

/** A top document and a frame in it, each with its position on the screen. */
function framed(
  top: { screen: [number, number]; pitch?: number },
  frame: { screen: [number, number]; pitch?: number },
) {
  const pitch = (at: { pitch?: number }) => (at.pitch === undefined ? {} : { pitch: at.pitch });
  return new EventScript()
    .document({ view: view(top.screen), ...pitch(top) })
    .in(1)
    .document({ frame: foreign([0]), view: { ...view(frame.screen), width: 300 }, ...pitch(frame) });
}

describe('a frame of another origin', () => {
  test('has its position in the tab from the corners of both on the screen', () => {
    const [step] = stepsOf(
      framed({ screen: [0, 80], pitch: 1 }, { screen: [400, 280], pitch: 1 }).click(button).events,
    );
    expect(step).toMatchObject({ action: { x: 520, y: 310 }, target: { box: [500, 300, 80, 24] } });
    expect(step?.view.width).toBe(1280);
    expect(step?.frame.offset).toEqual([400, 200, 1]);
  });

  test.each([
    [{ screen: [0, 80] as [number, number] }, { screen: [400, 280] as [number, number], pitch: 1 }],
    [{ screen: [0, 80] as [number, number], pitch: 1 }, { screen: [400, 280] as [number, number] }],
  ])('keeps its own coordinates where one pitch is not known', (top, frame) => {
    const [step] = stepsOf(framed(top, frame).click(button).events);
    expect(step).toMatchObject({ action: { x: 120, y: 110 } });
    expect(step?.frame.offset).toBeUndefined();
  });

  test('whose event comes after the end of the top document keeps its position', () => {
    const events = framed({ screen: [0, 80], pitch: 1 }, { screen: [400, 280], pitch: 1 });
    events.in(0).add('end', {});
    events.in(1).click(button);
    const [step] = stepsOf(events.events);
    expect(step).toMatchObject({ action: { x: 520, y: 310 }, view: { width: 1280 } });
    expect(step?.frame.offset).toEqual([400, 200, 1]);
  });

  test('is not placed by a document of another tab', () => {
    const events = framed({ screen: [0, 80], pitch: 1 }, { screen: [400, 280], pitch: 1 });
    events
      .in(2)
      .document({ frame: foreign([0]), tab: 2, view: view([0, 0]), pitch: 1 })
      .click(button);
    expect(stepsOf(events.events)[0]?.frame.offset).toBeUndefined();
  });

  test('has the position of its path through all frames around it, and its own coordinates come back', () => {
    const part = fc.double({ min: -500, max: 1500, noNaN: true });
    const scale = fc.constantFrom(0.5, 0.75, 1, 1.25, 2);
    const frames = fc.array(fc.tuple(part, part, scale), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(frames, fc.tuple(part, part), scale, fc.tuple(part, part), (way, corner, zoom, [x, y]) => {
        let placed: [number, number, number] = [0, 0, 1];
        for (const [left, top, s] of way) {
          placed = [placed[0] + left * placed[2], placed[1] + top * placed[2], placed[2] * s];
        }
        const screen: [number, number] = [corner[0] + placed[0] * zoom, corner[1] + placed[1] * zoom];
        const offset = offsetIn({ view: view(corner), pitch: zoom }, { view: view(screen), pitch: placed[2] * zoom });
        if (offset === null) throw new TypeError('both places are known');
        // Scales are rounded to a thousandth.
        expect(Math.abs(offset[0] + x * offset[2] - (placed[0] + x * placed[2]))).toBeLessThanOrEqual(1);
        expect(Math.abs(offset[1] + y * offset[2] - (placed[1] + y * placed[2]))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a press into a frame that is not seen into', () => {
  const frame = scriptTarget('frame', { role: 'frame', tag: 'iframe', name: '' });

  test('is an incomplete click on the frame', () => {
    const [step] = stepsOf(new EventScript().document().press(frame, { into: [1] }).events);
    expect(step).toMatchObject({ action: { type: 'click' }, complete: false, target: { role: 'frame' } });
  });

  test('is nothing where the frame reports for itself, until it is gone', () => {
    const events = framed({ screen: [0, 0] }, { screen: [0, 0] })
      .in(0)
      .press(frame, { into: [0] });
    expect(stepsOf(events.events)).toEqual([]);
    events
      .in(1)
      .add('end', {})
      .in(0)
      .press(frame, { into: [0] });
    expect(stepsOf(events.events)).toHaveLength(1);
  });
});
