import { EventScript, scriptField } from '@assent/testkit';
import { describe, expect, test } from 'vitest';
import { stepsOf, describeSteps } from './testing/run.ts';

const field = scriptField('body', { kind: 'multiline', value: 'filled' });
const script = () => new EventScript().document();
const described = (events: EventScript) => describeSteps(stepsOf(events.events));
const control = { modifiers: ['Control' as const] };

test('copy, cut and paste are one step each with their chord, and the text they change is no typing', () => {
  const events = script().key('c', field, control).add('clipboard', { operation: 'copy', size: '5-8', target: field });
  events.wait(500).key('x', field, control).add('clipboard', { operation: 'cut', size: '5-8', target: field });
  events.input(field, { inputType: 'deleteByCut', value: 'left' });
  events.wait(500).key('v', field, control).add('clipboard', { operation: 'paste', size: '5-8', target: field });
  events.input(field, {
    inputType: 'insertFromPaste',
    origin: 'paste',
    data: 'secret words',
    value: 'leftsecret words',
  });
  const steps = stepsOf(events.events);
  expect(describeSteps(steps)).toEqual(['copy 5-8', 'cut 5-8', 'paste 5-8']);
  expect(JSON.stringify(steps)).not.toContain('secret words');
});

test('typing after a paste is without what was pasted', () => {
  const events = script().key('v', field, control).add('clipboard', { operation: 'paste', size: '5-8', target: field });
  events.input(field, { inputType: 'insertFromPaste', origin: 'paste', data: 'pasted', value: 'pasted' }).wait(200);
  events.type('!', field, 'pasted');
  expect(described(events)).toEqual(['paste 5-8', 'append "!" on body']);
});

test('a paste from a menu is a step of its own', () => {
  const events = script().click(field, { button: 'right' }).wait(3000);
  events.add('clipboard', { operation: 'paste', size: '1-4', target: field });
  expect(described(events)).toEqual(['right context_click on body', 'paste 1-4']);
});

test('pasted text that no paste announced is typing of that origin', () => {
  const events = script().input(field, { inputType: 'insertFromPaste', origin: 'paste', data: 'ab', value: 'ab' });
  expect(stepsOf(events.events)).toMatchObject([{ origin: 'paste', action: { type: 'type', value: { text: 'ab' } } }]);
});

test('undo is its chord', () => {
  const events = script()
    .key('z', field, control)
    .input(field, { inputType: 'historyUndo', origin: 'undo', value: 'was' });
  expect(described(events.wait(500).type('x', field, 'was'))).toEqual(['key Control+z on body', 'append "x" on body']);
});

test('text dragged within the page is the drag', () => {
  const events = script().press(field).wait(400).release({ x: 500 });
  events.input(field, { inputType: 'deleteByDrag', value: '' });
  events.input(field, { inputType: 'insertFromDrop', origin: 'drop', data: 'word', value: 'word' });
  expect(described(events)).toEqual(['left drag 120,110 to 500,110 on body']);
});

describe('the chord of a copy, cut or paste', () => {
  const chords = [
    ['copy', 'c', 'Control'],
    ['copy', 'Insert', 'Control'],
    ['copy', 'c', 'Meta'],
    ['cut', 'x', 'Control'],
    ['cut', 'Delete', 'Shift'],
    ['paste', 'v', 'Control'],
    ['paste', 'Insert', 'Shift'],
  ] as const;

  test.each(chords)('R11.1: %s is one step with its chord (%#)', (operation, key, modifier) => {
    const events = script().key(key, field, { modifiers: [modifier] });
    expect(described(events.add('clipboard', { operation, size: '1-4', target: field }))).toEqual([`${operation} 1-4`]);
  });

  test.each([
    ['copy', 'x'],
    ['cut', 'c'],
    ['paste', 'c'],
  ] as const)('R11.1: %s does not take the chord of another operation', (operation, key) => {
    const events = script().key(key, field, control).add('clipboard', { operation, size: '1-4', target: field });
    expect(described(events)).toEqual([`key Control+${key} on body`, `${operation} 1-4`]);
  });

  test('R11.1: has a modifier, is pressed once and in the document of the operation', () => {
    const list = scriptField('list', { kind: 'choice' });
    const copied = (events: EventScript) =>
      described(events.add('clipboard', { operation: 'copy', size: '1-4', target: null }));
    expect(copied(script().key('Insert', list))).toEqual(['key Insert on list', 'copy 1-4']);
    expect(copied(script().key('c', list, control).key('c', list, control))).toEqual([
      'key Control+c x2 on list',
      'copy 1-4',
    ]);
    expect(
      copied(
        script()
          .key('ArrowDown', list)
          .key('Insert', list, { modifiers: ['Shift'] }),
      ),
    ).toHaveLength(3);
    expect(copied(script().in(1).document().in(0).key('c', list, control).in(1))).toEqual([
      'key Control+c on list',
      'copy 1-4',
    ]);
  });

  test('R3.2: an operation without its chord ends what has begun', () => {
    const events = script().type('a', field).add('clipboard', { operation: 'copy', size: '1-4', target: field });
    expect(described(events)).toEqual(['replace "a" on body', 'copy 1-4']);
  });

  test('R11.1: the origin of a paste is paste, and of copy and cut the person', () => {
    const origin = (operation: 'copy' | 'cut' | 'paste') =>
      stepsOf(script().add('clipboard', { operation, size: '1-4', target: field }).events)[0]?.origin;
    expect([origin('copy'), origin('cut'), origin('paste')]).toEqual(['user', 'user', 'paste']);
  });
});

describe('the change of text after an operation', () => {
  const pasted = (pause: number) =>
    script()
      .add('clipboard', { operation: 'paste', size: '1-4', target: field })
      .wait(pause)
      .input(field, { inputType: 'insertFromPaste', origin: 'paste', data: 'ab', value: 'ab' });

  test('R11.2: belongs to it up to the clipboard echo', () => {
    expect(described(pasted(1000))).toEqual(['paste 1-4']);
    expect(described(pasted(1001))).toEqual(['paste 1-4', 'append "ab" on body']);
  });

  test('R11.2: belongs to it once', () => {
    const events = pasted(10).input(field, { inputType: 'insertFromPaste', origin: 'paste', data: 'c', value: 'abc' });
    expect(described(events)).toEqual(['paste 1-4', 'append "c" on body']);
  });

  test('R11.2: belongs only to the operation of its kind; a copy changes nothing', () => {
    const after = (operation: 'copy' | 'cut' | 'paste', inputType: string, origin: 'user' | 'paste') =>
      described(
        script()
          .add('clipboard', { operation, size: '1-4', target: field })
          .input(field, { inputType, origin, data: 'x', value: 'x' }),
      ).length;
    expect(after('cut', 'deleteByCut', 'user')).toBe(1);
    expect(after('paste', 'insertFromPaste', 'user')).toBe(1);
    expect(after('paste', 'insertText', 'paste')).toBe(1);
    expect(after('paste', 'deleteByCut', 'user')).toBe(2);
    expect(after('cut', 'insertFromPaste', 'paste')).toBe(2);
    expect(after('copy', 'deleteByCut', 'user')).toBe(2);
    expect(after('copy', 'insertFromPaste', 'paste')).toBe(2);
    expect(after('paste', 'insertText', 'user')).toBe(2);
  });

  test('R11.2: belongs to it only in its document', () => {
    const events = script().in(1).document().in(0).add('clipboard', { operation: 'paste', size: '1-4', target: field });
    events.in(1).input(field, { inputType: 'insertFromPaste', origin: 'paste', data: 'ab', value: 'ab' });
    expect(described(events)).toEqual(['paste 1-4', 'append "ab" on body']);
  });
});

describe('a paste by the middle button', () => {
  const middle = { button: 'middle' as const };
  const paste = (events: EventScript) => events.add('clipboard', { operation: 'paste', size: '1-4', target: field });
  const insert = (events: EventScript) =>
    described(events.input(field, { inputType: 'insertFromPaste', origin: 'paste', data: 'ab', value: 'ab' }));

  test('R5.12: is its click, released or not, with the text', () => {
    expect(insert(paste(script().click(field, middle)))).toEqual(['middle click on body']);
    expect(insert(paste(script().press(field, middle)))).toEqual(['middle click on body (incomplete)']);
  });

  test('R5.12: is its click up to the clipboard echo', () => {
    const after = (pause: number) => described(paste(script().press(field, middle).release(middle).wait(pause)));
    expect(after(1000)).toEqual(['middle click on body']);
    expect(after(1001)).toEqual(['middle click on body', 'paste 1-4']);
  });

  test('R5.12: is no click of another button, of another document or of a key', () => {
    expect(described(paste(script().click(field)))).toEqual(['left click on body', 'paste 1-4']);
    expect(described(paste(script().in(1).document().in(0).click(field, middle).in(1)))).toEqual([
      'middle click on body',
      'paste 1-4',
    ]);
    expect(described(paste(script().key('F9', field)))).toEqual(['key F9 on body', 'paste 1-4']);
  });

  test('R5.12: copying after a middle click is a step', () => {
    const events = script().click(field, middle).add('clipboard', { operation: 'copy', size: '1-4', target: field });
    expect(described(events)).toEqual(['middle click on body', 'copy 1-4']);
  });
});

describe('a paste into a secret field', () => {
  const password = scriptField('password', { secret: 'password' });
  const pasted = (events: EventScript) =>
    events
      .add('clipboard', { operation: 'paste', size: '9-16', target: password })
      .input(password, { inputType: 'insertFromPaste', origin: 'paste' });

  test('R11.3: is only the secret, with what its chord had taken: lost events and the snapshot', () => {
    const steps = stepsOf(pasted(script().lose(3).snapshot('a').key('v', password, control)).events);
    expect(steps).toMatchObject([
      { action: { type: 'type', value: { class: 'password' } }, missed: 3, observation: { shot: 'a'.repeat(64) } },
    ]);
  });

  test('R11.3: without a chord is only the secret as well', () => {
    expect(described(pasted(script()))).toEqual(['append secret password on password']);
  });

  test('R11.3: a copy or cut in it has its size class, which the sensor withholds', () => {
    const events = script().add('clipboard', { operation: 'copy', size: '0', target: password });
    expect(described(events)).toEqual(['copy 0']);
  });
});
