import type { Button, Modifier } from '@assent/contracts';
import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import { describe, expect, test } from 'vitest';
import { describeSteps, stepsOf } from './testing/run.ts';

const button = scriptTarget('save');
const page = scriptTarget('page', { role: 'generic', tag: 'body' });
const field = scriptField('subject');
const script = () => new EventScript().document();
const two = () => script().in(1).document().in(0);
const described = (events: EventScript) => describeSteps(stepsOf(events.events));
const clicks = (...counts: readonly number[]) =>
  counts.reduce((events, count) => events.click(button, { clicks: count }), script());

describe('a release', () => {
  test.each([
    [126, 110, 'left click on save'],
    [127, 110, 'left drag 120,110 to 127,110 on save'],
    [120, 104, 'left click on save'],
    [120, 103, 'left drag 120,110 to 120,103 on save'],
  ])('R5.1, R6.1: at %s makes a click up to 6 px from the press, a drag beyond', (x, y, expected) => {
    expect(described(script().press(button).release({ x, y }))).toEqual([expected]);
  });

  test('R6.1: makes a drag if any point of the path was farther, even if the pointer came back', () => {
    const events = script()
      .press(button)
      .release({
        path: [
          [121, 110, 10],
          [127, 110, 20],
          [121, 110, 30],
        ],
      });
    expect(described(events)).toEqual(['left drag 120,110 to 120,110 on save']);
  });

  test('R5.7: without its press, or of another button, is nothing', () => {
    expect(described(script().release())).toEqual([]);
    expect(described(script().press(button).release({ button: 'right' }).wait(50).release())).toEqual([
      'left click on save',
    ]);
    expect(described(script().press(button).release({ button: 'right' }))).toEqual(['left click on save (incomplete)']);
  });

  test('R5.8: after the browser cancelled the press is nothing, and the press is incomplete', () => {
    expect(described(script().press(button).add('cancel', {}).release())).toEqual(['left click on save (incomplete)']);
    expect(described(two().press(button).in(1).add('cancel', {}).in(0).release())).toEqual(['left click on save']);
  });
});

describe('a multi-click', () => {
  test('R5.3: has the count of the platform, if each click is the next one', () => {
    expect(described(clicks(1, 2))).toEqual(['left double_click on save']);
    expect(described(clicks(1, 2, 3))).toEqual(['left triple_click on save']);
    expect(described(clicks(1, 1))).toEqual(['left click on save', 'left click on save']);
    expect(described(clicks(1, 3))).toEqual(['left click on save', 'left click on save (incomplete)']);
    expect(described(clicks(1, 2, 2))).toEqual(['left double_click on save', 'left click on save (incomplete)']);
  });

  test('R5.5: of four is four clicks, and so is each click after them', () => {
    expect(described(clicks(1, 2, 3, 4, 5))).toEqual(Array.from({ length: 5 }, () => 'left click on save'));
    expect(described(clicks(1, 2, 3, 1))).toEqual(['left triple_click on save', 'left click on save']);
    expect(described(clicks(1, 2, 4))).toEqual(['left double_click on save', 'left click on save (incomplete)']);
    expect(described(clicks(1, 2, 3, 5))).toEqual(['left triple_click on save', 'left click on save (incomplete)']);
  });

  const plain = { button: 'left' as Button, modifiers: [] as Modifier[] };
  test.each([
    [plain, { ...plain, button: 'right' as const }],
    [{ ...plain, button: 'right' as const }, plain],
    [
      { ...plain, button: 'middle' as const },
      { ...plain, button: 'middle' as const },
    ],
    [plain, { ...plain, modifiers: ['Control' as const] }],
    [{ ...plain, modifiers: ['Shift' as const] }, plain],
  ])('R5.4: is made of plain left clicks only (%#)', (first, second) => {
    const steps = stepsOf(
      script()
        .click(button, first)
        .click(button, { ...second, clicks: 2 }).events,
    );
    expect(steps.map((step) => step.action.type)).not.toContain('double_click');
    expect(steps).toHaveLength(2);
  });

  test('R5.4: is made in one document', () => {
    expect(described(two().click(button).in(1).click(button, { clicks: 2 }))).toEqual([
      'left click on save',
      'left click on save (incomplete)',
    ]);
  });

  test('R5.6: whose earlier clicks were not seen is an incomplete click', () => {
    expect(described(clicks(2))).toEqual(['left click on save (incomplete)']);
    expect(described(clicks(2, 3))).toEqual(['left click on save (incomplete)', 'left click on save']);
  });

  test.each([
    [2000, ['left double_click on save']],
    [2001, ['left click on save', 'left click on save']],
  ])('R2.1: waits for its next press, here %s ms, up to the multi-click wait', (pause, expected) => {
    const events = script().press(button).release().wait(pause).click(button, { clicks: 2 });
    expect(described(events)).toEqual(expected);
  });

  test.each([
    [60_000, ['left click on save']],
    [60_001, ['left click on save (incomplete)']],
  ])('R2.1: a press waits for its release, here %s ms, up to the press wait', (pause, expected) => {
    expect(described(script().press(button).wait(pause).release())).toEqual(expected);
  });
});

describe('a drag', () => {
  const dragged = (events: EventScript) => events.press(page).wait(100).release({ x: 300 });

  test('keeps the modifiers held at its press', () => {
    const [step] = stepsOf(
      script()
        .press(page, { modifiers: ['Shift'] })
        .release({ x: 300 }).events,
    );
    expect(step?.action).toMatchObject({ type: 'drag', modifiers: ['Shift'] });
  });

  test('R6.2: takes the scrolling during it, and not what came after', () => {
    expect(described(script().press(page).scroll().wait(50).release({ x: 300 }))).toEqual([
      'left drag 120,110 to 300,110 on page',
    ]);
    expect(described(dragged(script()).scroll())).toHaveLength(2);
  });

  test('R6.2: returns the lost events and the snapshot of that scrolling to the next step', () => {
    const events = script().press(page).snapshot('a').scroll().release({ x: 300 }).click(button);
    expect(stepsOf(events.events).map((step) => step.observation?.shot[0] ?? null)).toEqual([null, 'a']);
  });

  test.each([
    [1000, 1],
    [1001, 2],
  ])('R6.3: takes the text that it moves, here after %s ms, up to the clipboard echo', (pause, count) => {
    const events = script().press(page).release({ x: 300 }).wait(pause);
    expect(
      stepsOf(events.input(field, { inputType: 'insertFromDrop', origin: 'drop', data: 'a', value: 'a' }).events),
    ).toHaveLength(count);
  });

  test('R5.3: at the end of a double click comes after the complete first click', () => {
    expect(described(script().click(button).press(button, { clicks: 2 }).wait(50).release({ x: 300 }))).toEqual([
      'left click on save',
      'left drag 120,110 to 300,110 on save',
    ]);
  });

  test('whose count was not seen from the start is incomplete', () => {
    expect(described(script().press(button, { clicks: 2 }).release({ x: 300 }))).toEqual([
      'left drag 120,110 to 300,110 on save (incomplete)',
    ]);
  });
});

describe('a press while Meta waits', () => {
  test('R8.5: makes Meta a modifier if it is held, and leaves it a key if it is not', () => {
    expect(
      described(
        script()
          .key('Meta', page)
          .click(button, { modifiers: ['Meta'] }),
      ),
    ).toEqual(['Meta left click on save']);
    expect(described(script().key('Meta', page).click(button))).toEqual(['key Meta on page', 'left click on save']);
  });
});

describe('a press into a frame', () => {
  const frame = scriptTarget('frame', { role: 'frame', tag: 'iframe', name: '' });

  test('R5.11: ends what has begun and is incomplete at once', () => {
    const events = script()
      .type('a', field)
      .press(frame, { into: [1] });
    expect(described(events)).toEqual(['append "a" on subject', 'left click on frame (incomplete)']);
  });

  test('R1.5: of a document that has not been shown is counted as lost', () => {
    const events = new EventScript().press(frame, { into: [1] });
    expect(described(events)).toEqual([]);
    expect(stepsOf(events.document().click(button).events)).toMatchObject([{ missed: 1 }]);
  });
});

test('R5.13: a hover ends what has begun, and is a step before the press', () => {
  const events = script().type('a', field).add('hover', { x: 1, y: 2, target: page }).click(button);
  expect(described(events)).toEqual(['append "a" on subject', 'hover', 'left click on save']);
});
