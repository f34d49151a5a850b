import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import { describe, expect, test } from 'vitest';
import { flush, reduce } from './reduce.ts';
import type { ReducerState } from './state.ts';
import { describeSteps, freshState, stepsOf } from './testing/run.ts';

/** The sentences of `spec/steps.md` about typing that `typing.test.ts` does not hold, with their boundary values. */

const button = scriptTarget('save');
const page = scriptTarget('page', { role: 'generic', tag: 'body' });
const field = scriptField('subject');
const filled = scriptField('subject', { value: 'filled' });
const body = scriptField('body', { kind: 'multiline' });
const rich = scriptField('rich', { kind: 'rich' });
const number = scriptField('amount', { kind: 'number' });
const status = scriptField('status', { kind: 'choice' });
const password = scriptField('password', { secret: 'password' });
const alt = { modifiers: ['Alt' as const] };
const control = { modifiers: ['Control' as const] };
const script = () => new EventScript().document();
const two = () => script().in(1).document().in(0);
const described = (events: EventScript, sensor: 'browser' | 'desktop' = 'browser') =>
  describeSteps(stepsOf(events.events, sensor));
const deletion = (value: string | null, inputType = 'deleteContentBackward') => ({ inputType, value });
const typedRich = (...texts: readonly string[]) =>
  texts.reduce((events, data) => events.input(rich, { data }).wait(50), script());

describe('a type', () => {
  test.each([
    [1500, ['append "ab" on subject']],
    [1501, ['append "a" on subject', 'append "b" on subject']],
  ])('R7.4: goes on after a pause of %s ms up to the typing gap', (pause, expected) => {
    const events = script().input(field, { data: 'a', value: 'a' }).wait(pause);
    expect(described(events.input(field, { data: 'b', value: 'ab' }))).toEqual(expected);
  });

  test.each([
    [300, 1],
    [301, 2],
  ])('R7.4: goes on %s ms after a line break up to the typing gap after Enter', (pause, count) => {
    const events = script().input(body, { inputType: 'insertLineBreak', value: '\n' }).wait(pause);
    expect(described(events.input(body, { data: 'b', value: '\nb' }))).toHaveLength(count);
  });

  test('R7.5: takes a paragraph as a line break, and text after it ends the shorter gap', () => {
    const events = script().input(rich, { inputType: 'insertParagraph' }).wait(100).input(rich, { data: 'b' });
    expect(described(events.wait(1400).input(rich, { data: 'c' }))).toEqual(['append "\\nbc" on rich']);
  });

  test.each(['autofill', 'paste', 'drop', 'undo'] as const)('R7.4: is ended by a change of origin %s', (origin) => {
    const events = script().input(field, { data: 'a', value: 'a' }).input(field, { data: 'b', value: 'ab', origin });
    expect(stepsOf(events.events).map((step) => step.origin)).toEqual(['user', origin]);
  });

  test('R7.4: takes the origin of its first change if a key began it, and keys go on with it', () => {
    const composed = { origin: 'ime' as const, data: 'か', value: 'か', inputType: 'insertCompositionText' };
    const events = script().key('か', field).input(field, composed).key('x', field);
    expect(stepsOf(events.events)).toMatchObject([{ origin: 'ime', action: { value: { text: 'か' } } }]);
    const filledIn = script().input(field, { data: 'a', value: 'a', origin: 'autofill' }).key('b', field);
    expect(described(filledIn)).toHaveLength(2);
  });

  test('R7.4: is ended by typing in another field, in another document, and by a press', () => {
    expect(described(script().type('a', field).type('b', body))).toEqual([
      'append "a" on subject',
      'append "b" on body',
    ]);
    expect(described(two().type('a', field).in(1).type('b', field))).toHaveLength(2);
    expect(described(script().type('a', field).click(field).type('b', field, 'a'))).toHaveLength(3);
  });

  test('R7.4: of plain text is ended by a secret in the same field, by key or change', () => {
    const shown = scriptField('f');
    const hidden = scriptField('f', { secret: 'password' });
    expect(described(script().type('a', shown).key('b', hidden))).toEqual([
      'append "a" on f',
      'append secret password on f',
    ]);
    const changed = script().input(shown, { data: 'a', value: 'a' }).input(shown, { secret: 'password' });
    expect(described(changed)).toEqual(['append "a" on f', 'append secret password on f']);
  });

  test('R7.1: comes of no change of a choice field', () => {
    expect(described(script().input(status, { data: 'x', value: 'x' }))).toEqual([]);
  });

  test.each([
    [65_535, 1],
    [65_536, 2],
  ])('R2.1: of %s characters takes one more up to the limit of text', (length, count) => {
    expect(described(typedRich('x'.repeat(length), 'y'))).toHaveLength(count);
    const begun = script()
      .key('x', field)
      .events.reduce((state, event) => reduce(state, event).state, freshState());
    const long: ReducerState = JSON.parse(
      JSON.stringify(begun).replace('"keys":"x"', `"keys":"${'x'.repeat(length)}"`),
    );
    const [, , last] = script().key('x', field).key('y', field).events;
    const turn = reduce(long, last!);
    expect(turn.output.length + flush(turn.state, 0).output.length).toBe(count);
  });
});

describe('the text', () => {
  test('R7.9: is what differs from the value known before, also where its first character occurs again', () => {
    const known = script().input(field, { data: 'xba', value: 'xba' }).wait(3000);
    known.input(field, { data: 'a', value: 'aba' }).wait(50).input(field, { data: 'c', value: 'acba' });
    expect(described(known)).toEqual(['append "xba" on subject', 'append "ac" on subject']);
  });

  test('R7.9: is a replacement where the value before is known of another field only', () => {
    const events = script().input(body, { data: 'xba', value: 'xba' }).wait(3000);
    events.input(field, { data: 'a', value: 'aba' }).wait(50).input(field, { data: 'c', value: 'acba' });
    expect(described(events).at(-1)).toBe('replace "acba" on subject');
  });

  test('R7.7: that is no insertion is the whole value', () => {
    const events = script().input(field, { data: 'ab', value: 'abc' }).wait(50).input(field, deletion('b'));
    expect(described(events)).toEqual(['replace "b" on subject']);
  });

  test('R7.8: that replaced all is known from the key that began it, with Alt too, and from a press on a field emptied since', () => {
    expect(described(script().key('@', filled, alt).input(filled, { data: '@', value: '@' }))).toEqual([
      'replace "@" on subject',
    ]);
    const sent = script().input(field, { data: 'hello', value: 'hello' }).wait(3000);
    expect(described(sent.click(field).input(field, { data: 'h', value: 'h' })).at(-1)).toBe('append "h" on subject');
    const kept = script().input(field, { data: 'hello', value: 'hello' }).wait(3000);
    expect(described(kept.click(filled).input(field, { data: 'h', value: 'h' })).at(-1)).toBe('replace "h" on subject');
  });

  test('R7.8: that replaced all is known from the change before it where nothing else shows it', () => {
    const events = script().input(field, { data: 'hello', value: 'hello' }).wait(3000);
    expect(described(events.input(field, { data: 'h', value: 'h' })).at(-1)).toBe('replace "h" on subject');
  });

  test.each([
    [['hello world'], 'hello'],
    [['hello  ', 'world'], 'hello'],
    [['one two', ' three'], 'one two'],
  ])('R7.10: without a value loses its last word with the spaces before it: %o', (texts, expected) => {
    const events = typedRich(...texts).input(rich, deletion(null, 'deleteWordBackward'));
    expect(described(events)).toEqual([`append "${expected}" on rich`]);
  });

  test('R7.10: without a value loses its last character, whatever its length in units', () => {
    expect(described(typedRich('ab', '👍').input(rich, deletion(null)))).toEqual(['append "ab" on rich']);
    expect(described(typedRich('abc').input(rich, deletion(null)))).toEqual(['append "ab" on rich']);
  });

  const composing = (data: string | null) => ({ data, inputType: 'insertCompositionText', origin: 'ime' as const });

  test('R7.11: has a composition once, committed by its last state, by its own event or by the text after it', () => {
    const committed = { data: '漢', inputType: 'insertFromComposition', origin: 'ime' as const };
    expect(described(script().input(rich, composing('か')).input(rich, committed))).toEqual(['append "漢" on rich']);
    const later = script().input(rich, composing('か')).input(rich, { data: 'x', origin: 'ime' });
    expect(described(later)).toEqual(['append "かx" on rich']);
    const again = script().input(rich, { data: 'a', origin: 'ime' }).input(rich, composing('か'));
    expect(described(again.input(rich, composing('かん')))).toEqual(['append "aかん" on rich']);
    expect(described(script().input(rich, composing('か')).input(rich, composing(null)))).toEqual([]);
  });

  test('R7.13: that changed nothing leaves its snapshot and lost events to the next step', () => {
    const events = script().lose(2).snapshot('a').type('x', field).input(field, deletion('')).wait(3000).click(button);
    expect(stepsOf(events.events)).toMatchObject([
      { action: { type: 'click' }, missed: 2, observation: { shot: 'a'.repeat(64) } },
    ]);
  });

  test('R7.14: of keys alone loses the last of them by Backspace', () => {
    const keys = script().key('a', field).key('b', field).key('c', field).key('Backspace', field);
    expect(described(keys, 'desktop')).toEqual(['append "ab" on subject']);
  });
});

describe('Backspace', () => {
  test('R7.12: beyond what was typed is a key with the lost events and the snapshot of the typing', () => {
    const events = script().lose(2).snapshot('a').type('x', field, 'hello');
    for (const value of ['hello', 'hell']) events.key('Backspace', field).input(field, deletion(value));
    expect(stepsOf(events.events)).toMatchObject([
      { action: { type: 'key', keys: 'Backspace' }, missed: 2, observation: { shot: 'a'.repeat(64) } },
    ]);
  });

  test('R7.12: the other way is Delete', () => {
    const events = script().type('x', field, 'hello').input(field, deletion('hello'));
    expect(described(events.input(field, deletion('ello', 'deleteContentForward')))).toEqual(['key Delete on subject']);
  });

  test('R7.12: after a first change that deletes is typing', () => {
    expect(described(script().key('a', field).input(field, deletion('')))).toEqual(['replace "" on subject']);
  });

  test('R7.5: after a held Enter is a key, and so is a second held key', () => {
    const entered = () => script().type('a', body).key('Enter', body);
    const before = ['append "a" on body', 'key Enter on body'];
    expect(described(entered().key('Backspace', body))).toEqual([...before, 'key Backspace on body']);
    expect(described(entered().key('@', body, alt))).toEqual([...before, 'key Alt+@ on body']);
  });
});

describe('a held key', () => {
  test('R7.5: that a line break confirms leaves its snapshot to the next step', () => {
    const events = script().type('a', body).snapshot('b').key('Enter', body);
    events.input(body, { inputType: 'insertLineBreak', value: 'a\n' }).wait(3000).click(button);
    expect(stepsOf(events.events).map((step) => step.observation?.shot[0] ?? null)).toEqual([null, 'b']);
  });

  test('R7.2: with Alt is not confirmed by a line break, nor Enter by a character', () => {
    const events = script().type('a', body).key('@', body, alt);
    events.input(body, { inputType: 'insertLineBreak', value: 'a\n' });
    expect(described(events)).toEqual(['append "a" on body', 'key Alt+@ on body', 'append "\\n" on body']);
    const entered = script().type('a', body).key('Enter', body).input(body, { data: 'b', value: 'ab' });
    expect(described(entered)).toEqual(['append "a" on body', 'key Enter on body', 'append "b" on body']);
  });

  test('R7.2: with Alt pressed twice is a chord twice, whatever is written then', () => {
    const events = script().key('@', field, alt).key('@', field, alt).input(field, { data: '@', value: '@' });
    expect(described(events)).toEqual(['key Alt+@ x2 on subject', 'append "@" on subject']);
  });
});

describe('a change of text', () => {
  const after = (key: string | null, change: Parameters<EventScript['input']>[1], target = field) =>
    described(
      script()
        .key(key, target, key === 'z' || key === 'b' ? control : {})
        .input(target, change),
    );

  test.each([
    ['Backspace', deletion('a')],
    ['Delete', deletion('a', 'deleteContentForward')],
    ['Enter', { inputType: 'insertLineBreak', value: 'a\n' }],
    ['Enter', { inputType: 'insertParagraph', value: 'a\n' }],
    ['z', { inputType: '', origin: 'undo' as const, value: 'a' }],
    ['z', { inputType: 'historyUndo', value: 'a' }],
    ['b', { inputType: 'formatBold', value: 'a' }],
    ['Tab', { data: '\t', value: '\t' }],
  ])('R8.6: belongs to the key %s if that made it (%#)', (key, change) => {
    expect(after(key, change)).toHaveLength(1);
  });

  test.each([
    ['Tab', { data: 'x', value: 'x' }],
    ['F2', { data: '\t', value: '\t' }],
    ['F2', { inputType: '', value: 'x' }],
    ['F2', { data: 'x', value: 'x' }],
    [null, { data: 'x', value: 'x' }],
    [null, deletion('x')],
  ])('R8.6: is typing after the key %s if that did not make it (%#)', (key, change) => {
    expect(after(key, change)).toHaveLength(2);
  });

  test('R8.6: by an arrow belongs to it in a number field only, and by up and down only', () => {
    const turned = { inputType: '', value: '2' };
    expect(after('ArrowUp', turned, number)).toEqual(['key ArrowUp on amount']);
    expect(after('ArrowDown', turned, number)).toEqual(['key ArrowDown on amount']);
    expect(after('ArrowLeft', turned, number)).toHaveLength(2);
    expect(after('ArrowUp', { data: '2', value: '2' }, number)).toHaveLength(2);
    expect(after('ArrowUp', turned, field)).toHaveLength(2);
  });

  test('R8.6: belongs to a key on its own target in its own document only', () => {
    expect(described(script().key('Backspace', page).input(field, deletion('')))).toHaveLength(2);
    expect(described(two().key('Backspace', field).in(1).input(field, deletion('')))).toHaveLength(2);
  });

  test('R8.6: keeps the key waiting for the next change up to the key wait', () => {
    const events = script().key('Backspace', field).wait(1400).input(field, deletion('ab'));
    expect(described(events.wait(1500).input(field, deletion('a')))).toEqual(['key Backspace on subject']);
    expect(described(events.wait(1501).input(field, deletion('')))).toHaveLength(2);
  });

  test('R1.2: by a press on a stepper belongs to the press, unless text or a secret is written', () => {
    const pressed = (change: Parameters<EventScript['input']>[1], target = number, on = target) =>
      described(script().press(target).input(on, change).wait(50).release());
    expect(pressed({ inputType: '', value: '2' })).toEqual(['left click on amount']);
    expect(pressed({ data: '2', value: '2' })).toHaveLength(2);
    expect(pressed({ inputType: '' }, password)).toHaveLength(2);
    expect(pressed({ inputType: '', value: '2' }, number, field)).toHaveLength(2);
    const elsewhere = two().press(number).in(1).input(number, { inputType: '', value: '2' });
    expect(described(elsewhere)).toHaveLength(2);
  });

  test('R11.2: that is no paste leaves the paste waiting for its own', () => {
    const events = script().add('clipboard', { operation: 'paste', size: '1-4', target: field });
    events.input(field, { data: 'x', value: 'x' });
    events.input(field, { inputType: 'insertFromPaste', origin: 'paste', data: 'ab', value: 'xab' });
    expect(described(events)).toEqual(['paste 1-4', 'append "x" on subject']);
  });

  test.each([
    ['drop', 'insertFromDrop', 1],
    ['user', 'deleteByDrag', 1],
    ['user', 'insertText', 2],
  ] as const)('R6.3: of origin %s and type %s after a drag', (origin, inputType, count) => {
    const events = script().press(page).release({ x: 400 });
    expect(described(events.input(field, { origin, inputType, data: 'a', value: 'a' }))).toHaveLength(count);
  });
});

describe('text filled in by the browser', () => {
  const filling = { origin: 'autofill' as const, inputType: '', secret: 'autofill' as const };

  test('R8.8: leaves no nameless key, and what that had taken is in its step', () => {
    const events = script().lose(2).snapshot('a').key(null, field).input(field, filling);
    expect(stepsOf(events.events)).toMatchObject([
      { action: { type: 'type' }, origin: 'autofill', missed: 2, observation: { shot: 'a'.repeat(64) } },
    ]);
  });

  test('R8.8: leaves a key with a name', () => {
    expect(described(script().key('F2', field).input(field, filling))).toEqual([
      'key F2 on subject',
      'append secret autofill on subject',
    ]);
  });
});

describe('a secret', () => {
  const naming = { inputType: '', slot: 'k1' };
  const slots = (events: EventScript) =>
    stepsOf(events.events).map(({ action }) =>
      action.type === 'type' && 'secret' in action.value ? action.value.secret : null,
    );

  test('R1.6: leaves no character in the state, whatever a sensor sends', () => {
    for (const [target, secret] of [
      [password, 'password'],
      [password, null],
      [field, 'password'],
    ] as const) {
      let state = freshState();
      for (const event of script().input(target, { data: 'qzqz', value: 'qzqz', secret }).key('q', target).events) {
        ({ state } = reduce(state, event));
        if (event.kind === 'input') expect(JSON.stringify(state)).not.toContain('qz');
      }
    }
  });

  test('R7.20: replaces what a filled field held', () => {
    const replaced = scriptField('password', { secret: 'password', value: 'filled' });
    expect(described(script().input(replaced, {}))).toEqual(['replace secret password on password']);
  });

  test('R7.20: is one in a field of any kind', () => {
    for (const kind of ['none', 'choice', 'text'] as const) {
      const hidden = scriptField('f', { kind, secret: 'password' });
      expect(described(script().key('q', hidden))).toEqual(['append secret password on f']);
      expect(described(script().input(hidden, {}))).toEqual(['append secret password on f']);
    }
  });

  test('R7.21: takes Backspace before any change, too', () => {
    expect(described(script().key('q', password).key('Backspace', password))).toEqual([
      'append secret password on password',
    ]);
  });

  test.each(['user', 'ime'] as const)('R7.23: of origin %s waits for the secret wait', (origin) => {
    const named = (pause: number) =>
      slots(
        script()
          .input(password, { origin })
          .wait(pause)
          .input(password, { ...naming, origin }),
      );
    expect(named(60_000)).toEqual(['k1']);
    expect(named(60_001)).toEqual(['']);
  });

  test('R7.23: that was not typed waits for the typing gap only', () => {
    const again = (pause: number) =>
      slots(script().input(password, { origin: 'autofill' }).wait(pause).input(password, { origin: 'autofill' }));
    expect(again(1500)).toHaveLength(1);
    expect(again(1501)).toHaveLength(2);
  });

  test('R7.24: is named by an event without input type, of a person, in a secret field', () => {
    expect(slots(script().input(password, { slot: 'k1' }))).toEqual(['k1']);
    expect(slots(script().input(password, { ...naming, origin: 'autofill' }))).toEqual(['k1']);
    expect(slots(script().input(password, { inputType: '' }))).toEqual(['']);
    expect(described(script().input(field, { ...naming, value: 'x', data: 'x' }))).toEqual(['append "x" on subject']);
    expect(
      slots(
        script()
          .input(password, { secret: null })
          .input(password, { ...naming, secret: null }),
      ),
    ).toEqual(['k1']);
    const marked = script().input(field, { secret: 'password' }).wait(9000);
    expect(slots(marked.input(field, { ...naming, secret: 'password' }))).toEqual(['k1']);
  });

  test('R7.24: is not named by a name that came while plain text was typed', () => {
    const events = script()
      .key('a', field)
      .input(field, { ...naming, secret: 'password' });
    expect(slots(events.input(field, { secret: 'password' }))).toEqual(['']);
  });

  test('R7.24: keeps its name over further changes without one', () => {
    expect(slots(script().input(password, { slot: 'k1' }).input(password, {}))).toEqual(['k1']);
    expect(slots(script().input(password, { slot: 'k1' }).input(password, { slot: 'k2' }))).toEqual(['k2']);
  });
});
