import type { Modifier } from '@assent/contracts';
import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import { describe, expect, test } from 'vitest';
import { describeSteps, stepsOf } from './testing/run.ts';

const page = scriptTarget('page', { role: 'generic', tag: 'body' });
const field = scriptField('subject');
const body = scriptField('body', { kind: 'multiline' });
const password = scriptField('password', { secret: 'password' });
const status = scriptField('status', { kind: 'choice' });
const date = scriptField('due', { kind: 'date' });
const script = () => new EventScript().document();
const two = () => script().in(1).document().in(0);
const described = (events: EventScript, sensor: 'browser' | 'desktop' = 'browser') =>
  describeSteps(stepsOf(events.events, sensor));
const held = (...modifiers: Modifier[]) => ({ modifiers });
/** A key that takes no time, unlike that of the script, so that pauses are exact. */
const press = (events: EventScript, key: string, target = page) => events.key(key, target).wait(-10);

describe('the same chord again', () => {
  test.each([
    [500, ['key Escape x2 on page']],
    [501, ['key Escape on page', 'key Escape on page']],
  ])('R8.3: after %s ms is repetition up to the key repeat', (pause, expected) => {
    expect(described(press(press(script(), 'Escape').wait(pause), 'Escape'))).toEqual(expected);
  });

  test('R8.3: by auto-repeat is repetition after any pause in which it still waits', () => {
    const events = press(script(), 'ArrowDown').wait(1500).key('ArrowDown', page, { repeat: true });
    expect(described(events)).toEqual(['key ArrowDown x2 on page']);
  });

  test('R8.3: on another target, in another document or as another chord is another step', () => {
    expect(described(script().key('Escape', page).key('Escape', scriptTarget('other')))).toHaveLength(2);
    expect(described(two().key('Escape', page).in(1).key('Escape', page))).toHaveLength(2);
    expect(described(script().key('Escape', page).key('Escape', page, held('Shift')))).toHaveLength(2);
  });

  test('R8.3: counts and lasts to its last press', () => {
    const events = press(press(press(script(), 'Escape').wait(300), 'Escape').wait(300), 'Escape');
    expect(stepsOf(events.events)).toMatchObject([{ action: { keys: 'Escape', repeat: 3 }, duration: 600 }]);
  });

  test.each([
    [false, 300, ['append "a" on subject', 'key Enter x2 on subject']],
    [false, 301, ['append "a" on subject', 'key Enter on subject', 'key Enter on subject']],
    [true, 300, ['append "a" on subject', 'key Enter x2 on subject']],
  ])('R8.3: counts where the first was held back from typing (auto-repeat: %s, %s ms)', (repeat, pause, expected) => {
    const events = press(script().type('a', field), 'Enter', field).wait(pause);
    // After 300 ms the first Enter is out of the typing's hands.
    expect(described(events.key('Enter', field, { repeat }))).toEqual(expected);
  });

  test('R8.3: of a held key comes after the scroll that began between both', () => {
    const events = press(script().type('a', body), 'Enter', body).scroll().key('Enter', body);
    expect(described(events)).toEqual([
      'append "a" on body',
      'key Enter on body',
      'scroll 0,100 in document',
      'key Enter on body',
    ]);
  });

  test('R8.3: of a held key on another field is another step', () => {
    const events = script().type('a', field).key('Enter', field).key('Enter', body);
    expect(described(events)).toEqual(['append "a" on subject', 'key Enter on subject', 'key Enter on body']);
    const other = script().type('a', field).key('Enter', field).key('Escape', field);
    expect(described(other)).toEqual(['append "a" on subject', 'key Enter on subject', 'key Escape on subject']);
  });
});

describe('keys that are nothing', () => {
  test.each([
    'Shift',
    'Control',
    'Alt',
    'AltGraph',
    'CapsLock',
    'NumLock',
    'ScrollLock',
    'Fn',
    'FnLock',
    'Hyper',
    'Super',
    'Symbol',
    'SymbolLock',
    'Dead',
    'Process',
    'Compose',
  ])('R8.4: %s alone is nothing, and ends no typing', (key) => {
    expect(described(script().key(key, page))).toEqual([]);
    expect(described(script().type('a', field).key(key, field).type('b', field, 'a'))).toEqual([
      'append "ab" on subject',
    ]);
  });

  test('R8.4: a key of a running composition is nothing', () => {
    const key = { key: 'Enter', code: null, modifiers: [], repeat: false, composing: true, target: field };
    expect(described(script().add('key', key))).toEqual([]);
  });

  test('R8.7: auto-repeat is nothing until a key went down in the document', () => {
    expect(described(script().key('ArrowDown', page, { repeat: true }))).toEqual([]);
    const elsewhere = two().key('Escape', page).in(1).key('ArrowDown', page, { repeat: true });
    expect(described(elsewhere)).toEqual(['key Escape on page']);
    expect(described(script().key('Escape', page).key('ArrowDown', page, { repeat: true }))).toHaveLength(2);
  });
});

describe('Meta', () => {
  test('R8.5: alone is a key, held down it is one key', () => {
    expect(described(script().key('Meta', page))).toEqual(['key Meta on page']);
    const again = press(script(), 'Meta').wait(1000).key('Meta', page, { repeat: true }).wait(1000);
    expect(described(again.key('Meta', page, { repeat: true }))).toEqual(['key Meta on page']);
  });

  test.each([
    [1500, ['key Meta+c on page']],
    [1501, ['key Meta on page', 'key Meta+c on page']],
  ])('R8.5: held for %s ms before a key is its modifier up to the key wait', (pause, expected) => {
    expect(described(press(script(), 'Meta').wait(pause).key('c', page, held('Meta')))).toEqual(expected);
  });

  test('R8.5: not held for the key after it is a key, and its snapshot and lost events go with it', () => {
    expect(described(script().key('Meta', page).key('c', page))).toEqual(['key Meta on page', 'key c on page']);
    const chord = script().lose(2).snapshot('a').key('Meta', page).key('c', page, held('Meta'));
    expect(stepsOf(chord.events)).toMatchObject([{ missed: 2, observation: { shot: 'a'.repeat(64) } }]);
  });

  test('R8.5: held for something in another document after the key wait was a key', () => {
    const events = press(two(), 'Meta')
      .wait(1501)
      .in(1)
      .click(page, { modifiers: ['Meta'] });
    expect(described(events)).toEqual(['key Meta on page', 'Meta left click on page']);
  });

  test('R3.2: ends what has begun', () => {
    expect(described(script().type('a', field).key('Meta', field))).toEqual([
      'append "a" on subject',
      'key Meta on subject',
    ]);
  });
});

describe('a key while typing', () => {
  test.each(['Tab', 'Escape', 'ArrowLeft', 'Home', 'Delete'])('R7.1, R7.4: %s ends it and begins none', (key) => {
    expect(described(script().key(key, field))).toEqual([`key ${key} on subject`]);
    expect(described(script().type('a', field).key(key, field).type('b', field, 'a'))).toEqual([
      'append "a" on subject',
      `key ${key} on subject`,
      'append "b" on subject',
    ]);
  });

  test.each([['Control'], ['Meta'], ['Shift', 'Control']] as const)(
    'R7.1: a character with %s is a chord',
    (...modifiers) => {
      const [step] = stepsOf(script().key('s', field, held(...modifiers)).events);
      expect(step?.action.type).toBe('key');
    },
  );

  test('R7.5: Enter with a command ends typing, also if a line break follows', () => {
    const events = script().type('a', body).key('Enter', body, held('Control'));
    expect(described(events.input(body, { inputType: 'insertLineBreak', value: 'a\n' }))).toEqual([
      'append "a" on body',
      'key Control+Enter on body',
    ]);
  });

  test.each([
    [300, ['append "a\\n" on body']],
    [301, ['append "a" on body', 'key Enter on body', 'append "\\n" on body']],
  ])('R7.5: Enter waits %s ms for its line break, up to the typing gap after Enter', (pause, expected) => {
    const events = press(script().type('a', body), 'Enter', body).wait(pause);
    expect(described(events.input(body, { inputType: 'insertLineBreak', value: 'a\n' }))).toEqual(expected);
  });

  test('R7.2: with Alt is no text where Meta is held too, and none that writes something else', () => {
    const meta = script().type('a', field).key('@', field, held('Alt', 'Meta'));
    expect(described(meta.input(field, { data: '@', value: 'a@' })).at(-1)).toBe('append "@" on subject');
    const other = script().type('a', field).key('@', field, held('Alt'));
    expect(described(other.input(field, { data: 'x', value: 'ax' }))).toEqual([
      'append "a" on subject',
      'key Alt+@ on subject',
      'append "x" on subject',
    ]);
  });

  test('R7.2: with Alt comes out after the text if nothing confirms it', () => {
    const events = script().type('a', field).key('@', field, held('Alt')).key('b', field);
    expect(described(events.input(field, { data: 'b', value: 'ab' }))).toEqual([
      'append "a" on subject',
      'key Alt+@ on subject',
      'append "b" on subject',
    ]);
  });
});

describe('a desktop sensor', () => {
  test.each(['choice', 'toggle', 'file', 'range'] as const)('R7.3: types into no %s', (kind) => {
    expect(described(script().key('a', scriptField('f', { kind })), 'desktop')).toEqual(['key a on f']);
  });

  test.each(['none', 'text', 'rich'] as const)('R7.3: types into a target of kind %s', (kind) => {
    expect(described(script().key('a', scriptField('f', { kind })), 'desktop')).toEqual(['append "a" on f']);
  });

  test('R7.1: a browser types into text fields only', () => {
    for (const kind of ['text', 'multiline', 'rich', 'search', 'email', 'tel', 'url', 'number', 'date'] as const) {
      expect(described(script().key('a', scriptField('f', { kind })))).toEqual(['append "a" on f (incomplete)']);
    }
    for (const kind of ['none', 'choice', 'toggle', 'file', 'range'] as const) {
      expect(described(script().key('a', scriptField('f', { kind })))).toEqual(['key a on f']);
    }
  });
});

describe('a key in a secret field', () => {
  const secret = 'append secret password on password';

  test.each([
    ['q', []],
    [null, []],
    ['q', ['Shift']],
    ['q', ['Alt']],
    [null, ['Alt']],
    ['q', ['Control', 'Alt']],
  ] as const)('R1.6: is part of the secret if it may write: %s with %o', (key, modifiers) => {
    const events = script().key(key, password, held(...modifiers));
    expect(described(events)).toEqual([secret]);
    const state = JSON.stringify(stepsOf(events.events));
    expect(state).not.toContain('"q"');
  });

  test.each([
    ['c', ['Control']],
    ['c', ['Meta']],
    ['c', ['Alt', 'Meta']],
    ['Enter', []],
    ['Tab', []],
  ] as const)('R1.6: is a key if it writes nothing: %s with %o', (key, modifiers) => {
    expect(described(script().key(key, password, held(...modifiers)))).toEqual([
      `key ${[...modifiers, key].join('+')} on password`,
    ]);
  });
});

describe('an arrow in a date', () => {
  const typed = () =>
    script()
      .key('2', date)
      .add('change', { change: { control: 'value', value: '2026-01-02' }, target: date });

  test('R9.7: belongs to the date being typed; with a command, or as another key, it does not', () => {
    expect(described(typed().key('ArrowRight', date).key('ArrowUp', date))).toEqual(['replace "2026-01-02" on due']);
    expect(described(typed().key('ArrowUp', date, held('Control')))).toHaveLength(2);
    expect(described(typed().key('Home', date))).toHaveLength(2);
    expect(described(typed().key(null, date))).toHaveLength(2);
  });

  test('R9.7: keeps the date open for the typing gap', () => {
    const events = press(typed().wait(1400), 'ArrowUp', date).wait(1400);
    events.add('change', { change: { control: 'value', value: '2026-02-02' }, target: date });
    expect(described(events)).toEqual(['replace "2026-02-02" on due']);
  });
});

describe('keys on a choice field', () => {
  const picked = (events: EventScript) =>
    described(events.add('change', { change: { control: 'select', label: 'Paid', index: 2 }, target: status }));

  test.each([
    ['Escape', []],
    ['Tab', []],
    ['a', ['Control']],
    [null, []],
  ] as const)('R9.2: %s with %o does not wait with the keys before it', (key, modifiers) => {
    const events = script()
      .key('ArrowDown', status)
      .key(key, status, held(...modifiers));
    expect(described(events)).toHaveLength(2);
    expect(picked(events).length).toBeGreaterThan(1);
  });

  test('R9.2: come out one by one, in order, where the next key is on another target', () => {
    const other = scriptField('other', { kind: 'choice' });
    const events = script().key('a', status).key('b', status).key('c', other);
    expect(described(events)).toEqual(['key a on status', 'key b on status', 'key c on other']);
  });

  test('R9.2: repeat within the group, and the group keeps its order', () => {
    const keys = script().key('a', status).key('ArrowDown', status).key('ArrowDown', status).key('b', status);
    expect(described(keys)).toEqual(['key a on status', 'key ArrowDown x2 on status', 'key b on status']);
  });

  test('R9.3: after a choice belong to it, if they go on choosing', () => {
    const chosen = () =>
      script().add('change', { change: { control: 'select', label: 'Paid', index: 2 }, target: status });
    expect(described(chosen().key('ArrowDown', status))).toEqual(['select Paid on status']);
    expect(described(chosen().key('Tab', status))).toEqual(['select Paid on status', 'key Tab on status']);
    expect(described(chosen().wait(1400).key('ArrowDown', status).wait(1400).key('ArrowUp', status))).toHaveLength(1);
  });
});
