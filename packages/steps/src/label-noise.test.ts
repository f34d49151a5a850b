import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import { describe, expect, test } from 'vitest';
import { reduce } from './reduce.ts';
import { freshState, stepsOf, describeSteps } from './testing/run.ts';

/**
 * The ways in which other reducers are known to turn good recordings into wrong labels, one test each.
 * The numbers are those of the list in `spec/steps.md`. Number 21 (an editor's changes overwritten by the original) is
 * about software this package does not have; the last test states why it cannot arise here.
 */

const button = scriptTarget('save');
const link = scriptTarget('link', { role: 'link', tag: 'a' });
const subject = scriptField('subject');
const body = scriptField('body', { kind: 'multiline' });
const page = scriptTarget('page', { role: 'generic', tag: 'body' });

const script = () => new EventScript().document();
const described = (events: EventScript, sensor: 'browser' | 'desktop' = 'browser') =>
  describeSteps(stepsOf(events.events, sensor));

describe('known label noise', () => {
  test('1: a gap in the stream is a boundary, not an error', () => {
    const events = script().type('ab', subject).add('gap', {}).wait(5000).type('cd', subject, 'ab');
    const steps = stepsOf(events.events);
    expect(describeSteps(steps)).toEqual(['append "ab" on subject', 'append "cd" on subject']);
    expect(steps.map((step) => step.episode)).toEqual([0, 1]);
  });

  test('2: a key without a name is an unknown key, and the recording goes on', () => {
    expect(described(script().key(null, page).wait(2000).click(button))).toEqual([
      'key Unidentified on page',
      'left click on save',
    ]);
  });

  test('3: a scroll that comes last is kept', () => {
    expect(described(script().click(button).wait(3000).scroll())).toEqual([
      'left click on save',
      'scroll 0,100 in document',
    ]);
  });

  test('4: a drag that comes last stays a drag', () => {
    const events = script()
      .press(button)
      .wait(400)
      .release({ x: 300, y: 110, path: [[200, 110, 200]] });
    expect(described(events)).toEqual(['left drag 120,110 to 300,110 on save']);
  });

  test('5: a double click that comes first is one double click', () => {
    const [step, ...more] = stepsOf(script().click(button).wait(100).click(button, { clicks: 2 }).events);
    expect(more).toEqual([]);
    expect(step).toMatchObject({ action: { type: 'double_click', x: 120, y: 110 }, duration: 280, complete: true });
  });

  test('6: a modifier held over several keys makes as many chords, and several taps of one key are counted', () => {
    const held = { modifiers: ['Control' as const] };
    const events = script().key('Control', page).key('c', page, held).wait(200).key('v', page, held);
    expect(described(events)).toEqual(['key Control+c on page', 'key Control+v on page']);
    const alt = { modifiers: ['Alt' as const] };
    expect(described(script().key('Alt', page).key('Tab', page, alt).wait(100).key('Tab', page, alt))).toEqual([
      'key Alt+Tab x2 on page',
    ]);
  });

  test('7: Control+click twice is two clicks with Control, each at its place', () => {
    const held = { modifiers: ['Control' as const] };
    const steps = stepsOf(
      script()
        .click(button, { ...held, x: 10 })
        .wait(50)
        .click(link, { ...held, x: 12, clicks: 2 }).events,
    );
    expect(describeSteps(steps)).toEqual(['Control left click on save', 'Control left click on link']);
    expect(steps.map(({ action }) => 'x' in action && action.x)).toEqual([10, 12]);
  });

  test('8: a dollar sign is text', () => {
    expect(described(script().type('cost$5', subject))).toEqual(['append "cost$5" on subject']);
    expect(described(script().type('a$b$c', body))).toEqual(['append "a$b$c" on body']);
  });

  test('9: text after a drag is text, whatever letter it begins with', () => {
    const events = script()
      .press(button)
      .wait(2000)
      .release({ x: 300, path: [[200, 110, 900]] })
      .wait(100)
      .type('copy', subject);
    expect(described(events)).toEqual(['left drag 120,110 to 300,110 on save', 'append "copy" on subject']);
  });

  test('10: one place clicked a minute apart is two clicks', () => {
    expect(described(script().click(button).wait(60_000).click(button))).toEqual([
      'left click on save',
      'left click on save',
    ]);
  });

  test('11: Shift with any character is text, and clicks of any button and count are kept', () => {
    const events = script()
      .key('É', subject, { modifiers: ['Shift'] })
      .input(subject, { data: 'É', value: 'É' });
    expect(described(events)).toEqual(['append "É" on subject']);
    const middle = { button: 'middle' as const };
    expect(
      described(
        script()
          .click(link, middle)
          .click(link, { ...middle, clicks: 2 }),
      ),
    ).toEqual(['middle click on link', 'middle click on link']);
    const right = { button: 'right' as const };
    const triple = script()
      .click(link, right)
      .click(link, { ...right, clicks: 2 })
      .click(link, { ...right, clicks: 3 });
    expect(described(triple)).toEqual(Array.from({ length: 3 }, () => 'right context_click on link'));
  });

  test('12: typing or scrolling taken up again later, or elsewhere, is another action', () => {
    const typing = script().type('ab', body).wait(5000).type('cd', body, 'ab');
    expect(described(typing)).toEqual(['append "ab" on body', 'append "cd" on body']);
    expect(described(script().scroll().wait(5000).scroll())).toHaveLength(2);
    expect(described(script().scroll().wait(100).scroll({ y: 900 }))).toHaveLength(2);
    expect(described(script().scroll().wait(100).scroll({ container: 'e7' }))).toHaveLength(2);
    expect(described(script().scroll().wait(100).scroll({ dy: -100 }))).toHaveLength(2);
  });

  test('13: Shift+Tab and Shift+Left are chords', () => {
    const held = { modifiers: ['Shift' as const] };
    const events = script().key('Shift', subject).key('Tab', subject, held).key('ArrowLeft', body, held);
    expect(described(events)).toEqual(['key Shift+Tab on subject', 'key Shift+ArrowLeft on body']);
  });

  test('14: Backspaces beyond what was typed are kept as keys', () => {
    const filled = scriptField('subject', { value: 'filled' });
    const erase = (events: EventScript, value: string | null) =>
      events.key('Backspace', filled).input(filled, { inputType: 'deleteContentBackward', value }).wait(100);
    const known = script().type('a', filled, 'hello');
    for (const value of ['hello', 'hell', 'hel']) erase(known, value);
    known.type('b', filled, 'hel');
    expect(described(known)).toEqual(['key Backspace x2 on subject', 'append "b" on subject']);
    const unknown = script().key('a', filled).input(filled, { data: 'a' }).wait(100);
    for (let i = 0; i < 3; i++) erase(unknown, null);
    unknown.key('b', filled).input(filled, { data: 'b' });
    expect(described(unknown)).toEqual(['key Backspace x2 on subject', 'append "b" on subject']);
    const keysOnly = script().key('a', filled);
    for (let i = 0; i < 3; i++) keysOnly.wait(100).key('Backspace', filled);
    keysOnly.wait(100).key('b', filled);
    expect(described(keysOnly, 'desktop')).toEqual(['key Backspace x2 on subject', 'append "b" on subject']);
  });

  test('15: a drag with the right button is one with the right button', () => {
    const events = script().press(page, { button: 'right' }).wait(300).release({ button: 'right', x: 400, path: [] });
    expect(described(events)).toEqual(['right drag 120,110 to 400,110 on page']);
  });

  test('16: button, count and duration of clicks are kept', () => {
    expect(described(script().click(page, { button: 'back' }))).toEqual(['back click on page']);
    const right = { button: 'right' as const };
    expect(
      described(
        script()
          .click(page, right)
          .click(page, { ...right, clicks: 2 }),
      ),
    ).toHaveLength(2);
    const [long] = stepsOf(script().press(button).wait(1800).release().events);
    expect(long).toMatchObject({ action: { type: 'click' }, duration: 1800 });
    const four = script();
    for (const clicks of [1, 2, 3, 4]) four.click(button, { clicks });
    expect(described(four)).toEqual(Array.from({ length: 4 }, () => 'left click on save'));
    const three = script();
    for (const clicks of [1, 2, 3]) three.click(button, { clicks });
    expect(described(three)).toEqual(['left triple_click on save']);
  });

  test('17: a press without a release is an incomplete click', () => {
    expect(described(script().press(button).wait(500).click(link))).toEqual([
      'left click on save (incomplete)',
      'left click on link',
    ]);
  });

  test('18: Meta alone is a key, because it opens the launcher', () => {
    expect(described(script().key('Meta', page).wait(3000).click(button))).toEqual([
      'key Meta on page',
      'left click on save',
    ]);
    expect(
      described(
        script()
          .key('Meta', page)
          .key('c', page, { modifiers: ['Meta'] }),
      ),
    ).toEqual(['key Meta+c on page']);
  });

  test('19: text, Tab or Enter, text are as many steps, each on its own field', () => {
    const events = script().type('ab', subject).key('Tab', subject).type('cd', body);
    expect(described(events)).toEqual(['append "ab" on subject', 'key Tab on subject', 'append "cd" on body']);
    const entered = script()
      .type('ab', subject)
      .key('Enter', subject)
      .in(1)
      .document({ cause: 'load' })
      .type('cd', body);
    expect(described(entered)).toEqual(['append "ab" on subject', 'key Enter on subject', 'append "cd" on body']);
  });

  test('20: an unknown key is named as unknown, alone and in a chord', () => {
    const events = script()
      .type('a', subject)
      .key(null, subject)
      .wait(2000)
      .key(null, page, { modifiers: ['Control'] });
    expect(described(events)).toEqual([
      'append "a" on subject',
      'key Unidentified on subject',
      'key Control+Unidentified on page',
    ]);
  });

  test('22: a stop gives out everything that has begun', () => {
    expect(described(script().type('ab', subject))).toEqual(['append "ab" on subject']);
    expect(described(script().press(button))).toEqual(['left click on save (incomplete)']);
    expect(described(script().key('Escape', page))).toEqual(['key Escape on page']);
  });

  test('23: a merged action has the observation of its first press', () => {
    const events = script().snapshot('a').click(button).snapshot('b').click(button, { clicks: 2 });
    expect(stepsOf(events.events)).toMatchObject([{ observation: { shot: 'a'.repeat(64) } }]);
    const typing = script()
      .snapshot('a')
      .type('ab', subject)
      .snapshot('b')
      .type('cd', subject, 'ab')
      .wait(3000)
      .click(button);
    expect(stepsOf(typing.events).map((step) => step.observation?.shot[0])).toEqual(['a', 'b']);
  });

  test('24: slow typing is one action', () => {
    const events = script();
    let value = '';
    for (const character of 'slowly typed') {
      value += character;
      events.key(character, subject).input(subject, { data: character, value }).wait(1400);
    }
    expect(described(events)).toEqual(['append "slowly typed" on subject']);
  });

  test('25: scrolled distance has one unit, pixels, and is the sum', () => {
    const [step] = stepsOf(script().scroll({ dy: 120, endY: 120 }).wait(50).scroll({ dy: 120, endY: 240 }).events);
    expect(step?.action).toMatchObject({ dx: 0, dy: 240, endY: 240 });
  });

  test('21: there is one copy of a step, given out once, so no other copy can overwrite a change to it', () => {
    const events = script().click(button).wait(3000).click(link).events;
    let state = freshState();
    for (const event of events) ({ state } = reduce(state, event));
    expect(JSON.stringify(state)).not.toContain('"ref":"save"');
  });
});
