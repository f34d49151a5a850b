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
const reported = (value: string | null): EventOf<'change'>['change'] => ({ control: 'value', value });
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

  test('without any press or key is a step of its own', () => {
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

describe('a value reported on leaving a field', () => {
  const date = scriptField('due', { kind: 'date' });
  const range = scriptField('volume', { kind: 'range' });
  const text = scriptField('subject');

  test('is no step after typing', () => {
    expect(described(changed(script().type('ab', text), reported('ab'), text))).toEqual(['append "ab" on subject']);
    expect(described(changed(script().type('ab', text).wait(2000), reported('AB'), text))).toEqual([
      'append "ab" on subject',
    ]);
  });

  test('is what was typed where nothing else reported it', () => {
    expect(described(changed(script().click(date).wait(5000), reported('2026-11-24'), date))).toEqual([
      'left click on due',
      'replace "2026-11-24" on due',
    ]);
    expect(described(changed(script().key('ArrowUp', date), reported('2026-11-24'), date))).toEqual([
      'replace "2026-11-24" on due',
    ]);
    expect(described(changed(script().key('2', date), reported('2026-11-24'), date))).toEqual([
      'replace "2026-11-24" on due',
    ]);
  });

  test('set by Enter leaves Enter a key', () => {
    expect(described(changed(script().key('2', date).key('Enter', date), reported('2026-11-24'), date))).toEqual([
      'replace "2026-11-24" on due',
      'key Enter on due',
    ]);
  });

  test('of a slider is no step after the drag or keys that moved it', () => {
    const dragged = script().press(range).wait(300).release({ x: 200 });
    expect(described(changed(dragged, reported('70'), range))).toEqual(['left drag 120,110 to 200,110 on volume']);
    expect(described(changed(script().key('ArrowRight', range), reported('70'), range))).toEqual([
      'key ArrowRight on volume',
    ]);
    expect(described(changed(script(), reported('70'), range))).toEqual(['replace "70" on volume']);
  });

  test('that is withheld counts as missed', () => {
    const steps = stepsOf(changed(script(), reported(null), text).click(other).events);
    expect(steps).toMatchObject([{ action: { type: 'click' }, missed: 1 }]);
  });
});

test('files have extensions and a count, and come after the click that asked for them', () => {
  const file = scriptField('file', { kind: 'file' });
  const events = changed(script().click(file).wait(9000), { control: 'file', extensions: ['pdf'], count: 1 }, file);
  expect(described(events)).toEqual(['left click on file', 'upload 1']);
});

describe('what a choice takes', () => {
  const two = () => script().in(1).document().in(0);
  const plain = (target: Target, events = script()) => events.press(target).release();
  const control = { modifiers: ['Control' as const] };

  test('R9.1: the click on its own field in its own document, and of a box the target before the change', () => {
    const box = (checked: boolean) => scriptField('agree', { kind: 'toggle', value: checked ? 'filled' : 'empty' });
    expect(stepsOf(changed(script().click(box(false)), toggle(true), box(true)).events)).toMatchObject([
      { action: { type: 'check' }, target: { state: { value: 'empty' } } },
    ]);
    expect(described(changed(two().click(status).in(1), pick('Paid', 2), status))).toEqual([
      'left click on status',
      'select Paid on status',
    ]);
    expect(described(changed(two().click(box(false)).in(1), toggle(true), box(true)))).toHaveLength(2);
  });

  test.each([[control], [{ button: 'right' as const }], [{ button: 'middle' as const }]])(
    'R9.1: no click but a plain left one (%#)',
    (change) => {
      expect(described(changed(script().click(status, change), pick('Paid', 2), status))).toHaveLength(2);
    },
  );

  test('R9.4: no multi-click', () => {
    const twice = script().click(status).click(status, { clicks: 2 });
    expect(described(changed(twice, pick('Paid', 2), status))).toEqual([
      'left double_click on status',
      'select Paid on status',
    ]);
    const box = scriptField('agree', { kind: 'toggle' });
    const events = script().click(box).click(box, { clicks: 2 });
    expect(described(changed(events, toggle(false), box))).toEqual(['left double_click on agree']);
  });

  test('R9.1: no key on another control, and no Tab, which leaves the field', () => {
    expect(described(changed(script().key('Enter', other), pick('Paid', 2), status))).toEqual([
      'key Enter on other',
      'select Paid on status',
    ]);
    expect(described(changed(script().key('Tab', status), pick('Paid', 2), status))).toEqual([
      'key Tab on status',
      'select Paid on status',
    ]);
    const both = script().key('Tab', status).key('ArrowDown', status);
    expect(described(changed(both, pick('Paid', 2), status))).toHaveLength(3);
  });

  test.each([
    [300, ['check on agree']],
    [301, ['left click on other', 'check on agree']],
  ])('R9.5: a click elsewhere %s ms before a box, up to the label delay', (pause, expected) => {
    expect(described(changed(plain(other).wait(pause), toggle(true), box))).toEqual(expected);
  });

  test('R9.5: a click elsewhere only for a box, and only in its document', () => {
    expect(described(changed(plain(other), pick('Paid', 2), status))).toHaveLength(2);
    expect(described(changed(plain(other, two()).in(1), toggle(true), box))).toHaveLength(2);
  });

  test('R9.5: gives the observation of the click and the target of the box', () => {
    const [step] = stepsOf(changed(plain(other, script().snapshot('a')), toggle(true), box).events);
    expect(step).toMatchObject({ target: { ref: 'agree' }, observation: { shot: 'a'.repeat(64) } });
  });

  test.each([
    [1500, ['select Open on status']],
    [1501, ['select Paid on status', 'select Open on status']],
  ])('R9.3: a choice %s ms before another one on the field, up to the key wait', (pause, expected) => {
    const events = changed(script(), pick('Paid', 2), status).wait(pause);
    expect(described(changed(events, pick('Open', 0), status))).toEqual(expected);
  });

  test('R9.3: no choice on another field', () => {
    const events = changed(script(), pick('Paid', 2), status);
    expect(described(changed(events, pick('High', 0), scriptField('urgency', { kind: 'choice' })))).toHaveLength(2);
  });

  test('R9.2: at most eight different keys, counted one by one where no choice comes', () => {
    const keys = (count: number) =>
      Array.from('abcdefghij'.slice(0, count)).reduce((events, key) => events.key(key, status), script());
    expect(described(changed(keys(8), pick('Paid', 2), status))).toEqual(['select Paid on status']);
    expect(described(changed(keys(9), pick('Paid', 2), status))).toHaveLength(9);
    expect(described(keys(3))).toEqual(['key a on status', 'key b on status', 'key c on status']);
  });

  test.each([
    ['key', 30_000, 1],
    ['key', 30_001, 2],
    ['click', 30_000, 1],
    ['click', 30_001, 2],
  ] as const)(
    'R2.1: a %s on a choice field waits for the choice, here %s ms, up to the choice wait',
    (by, pause, count) => {
      const begun = by === 'key' ? script().key('a', status).wait(-10) : plain(status);
      expect(described(changed(begun.wait(pause), pick('Paid', 2), status))).toHaveLength(count);
    },
  );
});

describe('an arrow on a radio', () => {
  const radio = (ref: string, role = 'radio') =>
    scriptTarget(ref, { role, tag: 'input', field: { kind: 'toggle', secret: null } });
  const chosen = (events: EventScript, checked = true) => described(changed(events, toggle(checked), radio('two')));
  const alone = (key: string) => [`key ${key} on one`, 'check on two'];

  test('R9.6: is the check of another in its document up to the label delay', () => {
    for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
      expect(chosen(script().key(key, radio('one')))).toEqual(['check on two']);
    }
    expect(chosen(script().key('ArrowDown', radio('one')).wait(290))).toEqual(['check on two']);
    expect(chosen(script().key('ArrowDown', radio('one')).wait(291))).toEqual(alone('ArrowDown'));
    const elsewhere = script().in(1).document().in(0).key('ArrowDown', radio('one')).in(1);
    expect(chosen(elsewhere)).toEqual(alone('ArrowDown'));
  });

  test('R9.6: is not the check of another by another key, of another kind of control, or its clearing', () => {
    expect(chosen(script().key('Enter', radio('one')))).toEqual(alone('Enter'));
    expect(chosen(script().key('ArrowDown', radio('one', 'checkbox')))).toEqual(alone('ArrowDown'));
    expect(chosen(script().key('ArrowDown', scriptTarget('one', { role: 'radio' })))).toEqual(alone('ArrowDown'));
    expect(chosen(script().key('ArrowDown', radio('one')), false)).toEqual(['key ArrowDown on one', 'uncheck on two']);
  });
});

describe('a whole value', () => {
  const date = scriptField('due', { kind: 'date' });
  const range = scriptField('volume', { kind: 'range' });
  const text = scriptField('subject');
  const number = scriptField('amount', { kind: 'number' });

  test('R9.1: of a date is a step after the click on it, however soon it comes', () => {
    expect(described(changed(script().click(date), reported('2026-11-24'), date))).toEqual([
      'left click on due',
      'replace "2026-11-24" on due',
    ]);
  });

  test('R9.7: of a date that Enter confirms is not a second step', () => {
    const events = changed(script().key('2', date), reported('2026-11-24'), date).key('Enter', date);
    expect(described(changed(events, reported('2026-11-24'), date))).toEqual([
      'replace "2026-11-24" on due',
      'key Enter on due',
    ]);
  });

  test('R9.8: of another field by keys is one step for each value', () => {
    const colour = scriptField('colour', { kind: 'none' });
    const events = changed(script().key('Enter', colour), reported('#ff0000'), colour).wait(100);
    expect(described(changed(events.key('Enter', colour), reported('#00ff00'), colour))).toEqual([
      'replace "#ff0000" on colour',
      'replace "#00ff00" on colour',
    ]);
  });

  test('R9.10: that typing or a change of the text reported is no second step', () => {
    const typed = script().key('5', number);
    expect(described(changed(typed, reported('5'), number))).toEqual(['replace "5" on amount']);
    const filled = script().input(text, { data: 'ab', value: 'ab' }).click(other).wait(3000);
    expect(described(changed(filled, reported('ab'), text))).toEqual(['append "ab" on subject', 'left click on other']);
    expect(described(changed(filled, reported('cd'), scriptField('body'))).at(-1)).toBe('replace "cd" on body');
  });

  test('R3.2, R9.10: ends the typing in another field', () => {
    expect(described(changed(script().type('ab', text), reported('70'), range))).toEqual([
      'append "ab" on subject',
      'replace "70" on volume',
    ]);
  });

  test('R9.10: of a secret is never a step and never missed', () => {
    const password = scriptField('password', { secret: 'password' });
    const events = changed(changed(script(), reported('hunter2'), password), reported(null), password);
    expect(stepsOf(events.click(other).events)).toMatchObject([{ action: { type: 'click' }, missed: 0 }]);
  });

  test('R9.10: of a date that is withheld counts as missed, and leaves the keys incomplete', () => {
    const steps = stepsOf(changed(script().key('2', date), reported(null), date).click(other).events);
    expect(describeSteps(steps)).toEqual(['append "2" on due (incomplete)', 'left click on other']);
    expect(steps.map((step) => step.missed)).toEqual([0, 1]);
  });

  test.each([
    [1000, 1],
    [1001, 2],
  ])('R9.10: of a slider %s ms after its drag is no step up to the clipboard echo', (pause, count) => {
    const dragged = script().press(range).release({ x: 200 }).wait(pause);
    expect(described(changed(dragged, reported('70'), range))).toHaveLength(count);
  });

  test('R9.10: of a slider is a step after a click elsewhere or a drag in another document', () => {
    expect(described(changed(script().click(other), reported('70'), range))).toHaveLength(2);
    const dragged = script().in(1).document().in(0).press(range).release({ x: 200 }).in(1);
    expect(described(changed(dragged, reported('70'), range))).toHaveLength(2);
  });
});

test('R9.11: files that are chosen end what has begun', () => {
  const file = scriptField('file', { kind: 'file' });
  const upload = { control: 'file' as const, extensions: ['pdf'], count: 2 };
  const events = changed(script().type('a', scriptField('subject')), upload, file);
  expect(described(events)).toEqual(['append "a" on subject', 'upload 2']);
});
