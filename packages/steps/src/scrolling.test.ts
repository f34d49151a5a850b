import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeSteps, stepsOf } from './testing/run.ts';

const button = scriptTarget('save');
const page = scriptTarget('page', { role: 'generic', tag: 'body' });
const body = scriptField('body', { kind: 'multiline' });
const status = scriptField('status', { kind: 'choice' });
const script = () => new EventScript().document();
const two = () => script().in(1).document().in(0);
const described = (events: EventScript, sensor: 'browser' | 'desktop' = 'browser') =>
  describeSteps(stepsOf(events.events, sensor));
const one = 'scroll 0,200 in document';
const twice = ['scroll 0,100 in document', 'scroll 0,100 in document'];

describe('scroll events', () => {
  test.each([
    [1000, [one]],
    [1001, twice],
  ])('R10.1: with a pause of %s ms are one step up to the scroll gap', (pause, expected) => {
    expect(described(script().scroll().wait(pause).scroll())).toEqual(expected);
  });

  test('R10.1: with a pause beyond the gap are two steps although typing keeps both waiting', () => {
    const events = script().type('a', body).scroll().wait(1001);
    events.key('b', body).input(body, { data: 'b', value: 'ab' }).scroll();
    expect(described(events)).toEqual(['append "ab" on body', ...twice]);
  });

  test.each([
    [{ x: 660, y: 480 }, [one]],
    [{ x: 660, y: 481 }, twice],
    [{ x: 540, y: 320 }, [one]],
    [{ x: 539, y: 320 }, twice],
  ])('R10.1: belong together while the pointer stays within 100 px of where the scroll began (%#)', (at, expected) => {
    expect(described(script().scroll({ x: 600, y: 400 }).wait(50).scroll(at))).toEqual(expected);
  });

  test.each([
    [{ dx: 10, dy: 0 }, { dx: 10, dy: 0 }, 1],
    [{ dx: 10, dy: 0 }, { dx: -10, dy: 0 }, 2],
    [{ dx: 10, dy: 0 }, { dx: 0, dy: -5 }, 1],
    [{ dx: 10, dy: 5 }, { dx: 10, dy: -5 }, 2],
    [{ dx: -10, dy: -5 }, { dx: -10, dy: -5 }, 1],
  ])('R10.1: belong together while no axis turns (%#)', (first, second, count) => {
    expect(described(script().scroll(first).wait(50).scroll(second))).toHaveLength(count);
  });

  test('R10.1: of two documents are two steps, also where container and pointer are the same', () => {
    expect(described(two().scroll().in(1).scroll())).toEqual(twice);
  });

  test('R10.1: with other modifiers are another step', () => {
    const events = script()
      .scroll({ modifiers: ['Shift'] })
      .scroll()
      .scroll({ modifiers: ['Alt'] });
    expect(described(events)).toHaveLength(3);
  });

  test('R10.2: sum up their distances; the first pointer position and the last position of the container are kept', () => {
    const part = fc.tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 90 }));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const events = script();
        let [dx, dy] = [0, 0];
        for (const [right, down] of parts) {
          dx += right;
          dy += down;
          events.scroll({ x: 600 + right, y: 400, dx: right, dy: down, endX: dx, endY: 7 + dy }).wait(20);
        }
        const steps = stepsOf(events.events);
        expect(steps).toHaveLength(1);
        const x = 600 + (parts[0]?.[0] ?? 0);
        expect(steps[0]).toMatchObject({
          action: { x, y: 400, dx, dy, endX: dx, endY: 7 + dy },
          duration: 20 * (parts.length - 1),
        });
        expect(steps[0]?.action).not.toHaveProperty('modifiers');
      }),
    );
  });

  test('R10.3: without distance are no step, and do not lengthen one', () => {
    expect(described(script().scroll({ dy: 0 }))).toEqual([]);
    const events = script().scroll({ dx: 3, dy: 0 }).wait(900).scroll({ dx: 0, dy: 0 }).wait(900).scroll();
    expect(described(events)).toEqual(['scroll 3,0 in document', 'scroll 0,100 in document']);
  });
});

describe('a scroll after a key', () => {
  const down = (pause: number) =>
    script()
      .key('PageDown', page)
      .wait(pause - 10)
      .scroll();

  test.each([
    [500, ['key PageDown on page']],
    [501, ['key PageDown on page', 'scroll 0,100 in document']],
  ])('R10.5: by %s ms belongs to it up to the key scroll', (pause, expected) => {
    expect(described(down(pause))).toEqual(expected);
  });

  test('R10.5: that belongs to it carries the next one, each within the limit', () => {
    const [step, ...more] = stepsOf(down(400).wait(400).scroll().wait(400).scroll().events);
    expect(more).toEqual([]);
    expect(step).toMatchObject({ action: { type: 'key' }, duration: 0 });
  });

  test('R10.5: belongs to a chord of a scrolling key, to no other key, and to none with a desktop sensor', () => {
    const shifted = script()
      .key(' ', page, { modifiers: ['Shift'] })
      .scroll();
    expect(described(shifted)).toEqual(['key Shift+Space on page']);
    expect(described(script().key('j', page).scroll())).toEqual(['key j on page', 'scroll 0,100 in document']);
    expect(described(script().key('PageDown', page).scroll(), 'desktop')).toEqual([
      'key PageDown on page',
      'scroll 0,100 in document',
    ]);
  });

  test('R10.5: belongs to the last of several keys on a choice field', () => {
    expect(described(script().key('p', status).key('ArrowDown', status).scroll())).toEqual([
      'key p on status',
      'key ArrowDown on status',
    ]);
    expect(described(script().key('ArrowDown', status).key('p', status).scroll())).toHaveLength(3);
  });

  test('R10.5: in another document is a step', () => {
    expect(described(two().key('PageDown', page).in(1).scroll())).toHaveLength(2);
  });
});

describe('a scroll while an action is in progress', () => {
  test('R10.6: does not end a press, a click that waits, or typing in its document', () => {
    expect(described(script().press(button).scroll().wait(50).release())).toEqual([
      'left click on save',
      'scroll 0,100 in document',
    ]);
    expect(described(script().click(button).scroll().click(button, { clicks: 2 }))).toEqual([
      'left double_click on save',
      'scroll 0,100 in document',
    ]);
    expect(described(script().type('a', body).scroll().type('b', body, 'a'))).toEqual([
      'append "ab" on body',
      'scroll 0,100 in document',
    ]);
  });

  test('R10.6: ends them where it is in another document', () => {
    expect(described(two().press(button).in(1).scroll().in(0).release())).toEqual([
      'left click on save (incomplete)',
      'scroll 0,100 in document',
    ]);
    expect(described(two().type('a', body).in(1).scroll().in(0).type('b', body, 'a'))).toHaveLength(3);
  });

  test('R10.6: ends a choice, so that a further one is another step', () => {
    const pick = (events: EventScript, label: string) =>
      events.add('change', { change: { control: 'select', label, index: 1 }, target: status });
    expect(described(pick(pick(script(), 'Paid').scroll(), 'Open'))).toEqual([
      'select Paid on status',
      'scroll 0,100 in document',
      'select Open on status',
    ]);
  });

  test('R5.8: takes the place of a cancelled press, which returns its snapshot and lost events', () => {
    const events = script().lose(2).snapshot('a').press(page).add('cancel', {}).scroll();
    expect(stepsOf(events.events)).toMatchObject([
      { action: { type: 'scroll' }, missed: 2, observation: { shot: 'a'.repeat(64) } },
    ]);
  });

  test('R5.8: in another document leaves a cancelled press an incomplete click', () => {
    expect(described(two().press(page).add('cancel', {}).in(1).scroll())).toEqual([
      'left click on page (incomplete)',
      'scroll 0,100 in document',
    ]);
  });
});
