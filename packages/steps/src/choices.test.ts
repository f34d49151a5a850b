import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import type { EventOf, Target } from '@assent/contracts';
import { describe, expect, test } from 'vitest';
import { stepsOf, describeSteps } from './testing/run.ts';

const status = scriptField('status', { kind: 'choice' });
const box = scriptField('agree', { kind: 'toggle' });
const other = scriptTarget('other');
const script = () => new EventScript().document();
const described = (events: EventScript) => describeSteps(stepsOf(events.events));
const pick = (label: string, index: number): EventOf<'change'>['change'] => ({ control: 'select', label, index });
const toggle = (checked: boolean): EventOf<'change'>['change'] => ({ control: 'check', checked });
const tells = (value: string | null): EventOf<'change'>['change'] => ({ control: 'value', value });
const changed = (events: EventScript, change: EventOf<'change'>['change'], target: Target) =>
  events.add('change', { change, target });

describe('select', () => {
  test('is one step with the click that opened the list, however long that stays open', () => {
    const events = script().snapshot('a').click(status).wait(9000);
    const steps = stepsOf(changed(events, pick('Paid', 2), status).wait(3000).click(other).events);
    expect(describeSteps(steps)).toEqual(['select Paid on status', 'left click on other']);
    expect(steps[0]).toMatchObject({ action: { index: 2 }, observation: { shot: 'a'.repeat(64) }, duration: 9100 });
  });

  test('is complete although the open list takes the release away', () => {
    expect(described(changed(script().press(status).wait(2000), pick('Paid', 2), status))).toEqual([
      'select Paid on status',
    ]);
  });

  test('by keys is one step, with the last choice', () => {
    const events = script();
    for (const [index, label] of ['Open', 'Sent', 'Paid'].entries()) {
      changed(events.key('ArrowDown', status), pick(label, index), status).wait(300);
    }
    expect(described(events.key('Tab', status))).toEqual(['select Paid on status', 'key Tab on status']);
    const typed = script().key('p', status).key('a', status).key('Enter', status);
    expect(described(changed(typed, pick('Paid', 2), status))).toEqual(['select Paid on status']);
  });

  test('that never comes leaves the keys as they were', () => {
    expect(described(script().key('ArrowDown', status).key('ArrowDown', status).key('Escape', status))).toEqual([
      'key ArrowDown x2 on status',
      'key Escape on status',
    ]);
  });

  test('without any press or key stands alone', () => {
    expect(described(changed(script().click(other).wait(3000), pick('Paid', 2), status))).toEqual([
      'left click on other',
      'select Paid on status',
    ]);
  });
});

describe('check', () => {
  test('is one step with its click, and the target is as it was before', () => {
    const steps = stepsOf(changed(script().click(box), toggle(true), box).events);
    expect(describeSteps(steps)).toEqual(['check on agree']);
  });

  test('by its label is one step on the box', () => {
    const label = scriptTarget('label', { tag: 'label' });
    expect(described(changed(script().click(label), toggle(true), box))).toEqual(['check on agree']);
  });

  test('by a key is one step', () => {
    expect(described(changed(script().key(' ', box), toggle(false), box))).toEqual(['uncheck on agree']);
  });

  test('twice in a hurry is two steps', () => {
    const events = changed(script().click(box), toggle(true), box).wait(50).click(box, { clicks: 2 });
    expect(described(changed(events, toggle(false), box))).toEqual(['check on agree', 'uncheck on agree']);
  });

  test('with a modifier stays the click, which says more', () => {
    const events = changed(script().click(box, { modifiers: ['Shift'] }), toggle(true), box);
    expect(described(events)).toEqual(['Shift left click on agree']);
  });

  test('of something not clicked does not swallow the click', () => {
    expect(described(changed(script().click(other).wait(1000), toggle(true), box))).toEqual([
      'left click on other',
      'check on agree',
    ]);
  });
});

describe('a value told on leaving a field', () => {
  const date = scriptField('due', { kind: 'date' });
  const range = scriptField('volume', { kind: 'range' });
  const text = scriptField('subject');

  test('is no news after typing', () => {
    expect(described(changed(script().type('ab', text), tells('ab'), text))).toEqual(['append "ab" on subject']);
    expect(described(changed(script().type('ab', text).wait(2000), tells('AB'), text))).toEqual([
      'append "ab" on subject',
    ]);
  });

  test('is what was typed where nothing else told it', () => {
    expect(described(changed(script().click(date).wait(5000), tells('2026-11-24'), date))).toEqual([
      'left click on due',
      'replace "2026-11-24" on due',
    ]);
    expect(described(changed(script().key('ArrowUp', date), tells('2026-11-24'), date))).toEqual([
      'replace "2026-11-24" on due',
    ]);
    expect(described(changed(script().key('2', date), tells('2026-11-24'), date))).toEqual([
      'replace "2026-11-24" on due',
    ]);
  });

  test('set by Enter leaves Enter a key', () => {
    expect(described(changed(script().key('2', date).key('Enter', date), tells('2026-11-24'), date))).toEqual([
      'replace "2026-11-24" on due',
      'key Enter on due',
    ]);
  });

  test('of a slider is no news after the drag or keys that moved it', () => {
    const dragged = script().press(range).wait(300).release({ x: 200 });
    expect(described(changed(dragged, tells('70'), range))).toEqual(['left drag 120,110 to 200,110 on volume']);
    expect(described(changed(script().key('ArrowRight', range), tells('70'), range))).toEqual([
      'key ArrowRight on volume',
    ]);
    expect(described(changed(script(), tells('70'), range))).toEqual(['replace "70" on volume']);
  });

  test('that is withheld counts as missed', () => {
    const steps = stepsOf(changed(script(), tells(null), text).click(other).events);
    expect(steps).toMatchObject([{ action: { type: 'click' }, missed: 1 }]);
  });
});

test('files are told by extension and count, after the click that asked for them', () => {
  const file = scriptField('file', { kind: 'file' });
  const events = changed(script().click(file).wait(9000), { control: 'file', extensions: ['pdf'], count: 1 }, file);
  expect(described(events)).toEqual(['left click on file', 'upload 1']);
});
