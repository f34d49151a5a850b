import { EventScript, scriptField } from '@assent/testkit';
import { expect, test } from 'vitest';
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

test('typing after a paste is told without what was pasted', () => {
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
