import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import { describe, expect, test } from 'vitest';
import { stepsOf, describeSteps } from './testing/run.ts';

const field = scriptField('subject');
const filled = scriptField('subject', { value: 'filled' });
const area = scriptField('body', { kind: 'multiline' });
const password = scriptField('password', { secret: 'password' });
const button = scriptTarget('save');
const script = () => new EventScript().document();
const described = (events: EventScript) => describeSteps(stepsOf(events.events));

describe('typing', () => {
  test('is one step with the text, the target as of the first key, and a click before it stays a click', () => {
    const steps = stepsOf(script().click(field).type('Hello', field).events);
    expect(describeSteps(steps)).toEqual(['left click on subject', 'append "Hello" on subject']);
    expect(steps[1]).toMatchObject({ duration: 410, target: { state: { value: 'empty' } }, complete: true });
  });

  test('is split by a longer pause, and after Enter by a shorter one', () => {
    expect(described(script().type('ab', field).wait(1500).type('cd', field, 'ab'))).toHaveLength(2);
    expect(described(script().type('ab', field).wait(1300).type('cd', field, 'ab'))).toEqual([
      'append "abcd" on subject',
    ]);
    const lines = (pause: number) =>
      script()
        .type('ab', area)
        .key('Enter', area)
        .input(area, { inputType: 'insertLineBreak', value: 'ab\n' })
        .wait(pause)
        .type('cd', area, 'ab\n');
    expect(described(lines(200))).toEqual(['append "ab\\ncd" on body']);
    expect(described(lines(400))).toEqual(['append "ab\\n" on body', 'append "cd" on body']);
  });

  test('is ended by Enter that breaks no line, and what follows is typed anew', () => {
    const chat = script().type('hello', field).key('Enter', field).wait(100).type('h', field);
    expect(described(chat)).toEqual(['append "hello" on subject', 'key Enter on subject', 'append "h" on subject']);
  });

  test('corrected while typing has its final text', () => {
    const events = script().type('helo', field).key('Backspace', field);
    events.input(field, { inputType: 'deleteContentBackward', value: 'hel' }).wait(100).type('lo', field, 'hel');
    expect(described(events)).toEqual(['append "hello" on subject']);
  });

  test('that changes nothing in the end is no step', () => {
    const events = script().type('a', field).key('Backspace', field);
    events.input(field, { inputType: 'deleteContentBackward', value: '' }).wait(3000).click(button);
    const steps = stepsOf(events.events);
    expect(describeSteps(steps)).toEqual(['left click on save']);
    expect(steps[0]?.seq).toBe(0);
  });

  test('over the whole value replaces it', () => {
    expect(
      described(script().key('n', filled).input(filled, { data: 'n', value: 'n' }).wait(50).type('ew', filled, 'n')),
    ).toEqual(['replace "new" on subject']);
  });

  test('over a selected word is what was typed', () => {
    const events = script().type('foo hello', filled, '').wait(3000).click(filled, { clicks: 2 });
    events.key('h', filled).input(filled, { data: 'h', value: 'foo h' }).wait(50).type('elp', filled, 'foo h');
    expect(described(events).at(-1)).toBe('append "help" on subject');
  });

  test('into a field whose value is not reported is the sum of what was inserted', () => {
    const rich = scriptField('rich', { kind: 'rich' });
    const events = script();
    for (const data of ['a', 'b', '👍']) events.key(data, rich).input(rich, { data }).wait(50);
    events.key('Backspace', rich).input(rich, { inputType: 'deleteContentBackward' });
    expect(described(events)).toEqual(['append "ab" on rich']);
  });

  test('longer than the limit is split, so that the state stays bounded', () => {
    const rich = scriptField('rich', { kind: 'rich' });
    const half = 'x'.repeat(40_000);
    const steps = stepsOf(script().input(rich, { data: half }).wait(50).input(rich, { data: half }).events);
    expect(steps).toHaveLength(2);
  });

  test('with a composition is the composed text', () => {
    const rich = scriptField('rich', { kind: 'rich' });
    const events = script();
    for (const data of ['k', 'か', 'かn', 'かん', '漢']) {
      events.add('key', { key: 'Process', code: null, modifiers: [], repeat: false, composing: true, target: rich });
      events.input(rich, { data, inputType: 'insertCompositionText', origin: 'ime' }).wait(80);
    }
    const [step] = stepsOf(events.events);
    expect(step).toMatchObject({ origin: 'ime', action: { value: { text: '漢' }, mode: 'append' } });
  });

  test('of another origin is another step', () => {
    const events = script()
      .type('ab', field)
      .input(field, { data: 'cd', value: 'abcd', origin: 'autofill', inputType: '' });
    expect(stepsOf(events.events).map((step) => step.origin)).toEqual(['user', 'autofill']);
  });

  test('by a key that writes only with Alt belongs to the text', () => {
    const events = script()
      .type('ab', field)
      .key('@', field, { modifiers: ['Alt'] });
    events.input(field, { data: '@', value: 'ab@' }).wait(50).type('c', field, 'ab@');
    expect(described(events)).toEqual(['append "ab@c" on subject']);
    expect(
      described(
        script()
          .key('@', field, { modifiers: ['Alt'] })
          .input(field, { data: '@', value: '@' }),
      ),
    ).toEqual(['append "@" on subject']);
    expect(
      described(
        script()
          .type('ab', field)
          .key('f', field, { modifiers: ['Alt'] }),
      ),
    ).toEqual(['append "ab" on subject', 'key Alt+f on subject']);
  });

  test('is ended by leaving the field', () => {
    const events = script().type('ab', field).add('blur', { target: field }).wait(50).type('c', field, 'ab');
    expect(described(events)).toEqual(['append "ab" on subject', 'append "c" on subject']);
  });

  test('by keys alone is text for a desktop sensor, and incomplete for a browser', () => {
    const plain = scriptTarget('window');
    const keys = script()
      .key('h', plain)
      .wait(90)
      .key('i', plain)
      .wait(90)
      .key('!', plain, { modifiers: ['Shift'] });
    expect(describeSteps(stepsOf(keys.events, 'desktop'))).toEqual(['append "hi!" on window']);
    expect(described(script().key('h', field).wait(90).key('i', field))).toEqual([
      'append "hi" on subject (incomplete)',
    ]);
  });

  test('does not swallow a scroll that happens meanwhile', () => {
    expect(described(script().type('ab', area).scroll().wait(100).type('cd', area, 'ab'))).toEqual([
      'append "abcd" on body',
      'scroll 0,100 in document',
    ]);
  });
});

describe('a secret', () => {
  test('has its class and slot, never its text, and no duration', () => {
    const steps = stepsOf(script().type('hunter2', password).input(password, { slot: 'k1' }).events);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({
      action: { type: 'type', value: { secret: 'k1', class: 'password' }, mode: 'append' },
      duration: 0,
    });
  });

  test('leaves no trace in the output even if a sensor sends its characters', () => {
    const events = script()
      .key('q', password)
      .input(password, { data: 'qzqz', value: 'qzqz' })
      .wait(50)
      .key('z', password);
    events.add('change', { change: { control: 'value', value: 'qzqz' }, target: password });
    const steps = stepsOf(events.events);
    expect(describeSteps(steps)).toEqual(['append secret password on password']);
    expect(JSON.stringify(steps)).not.toContain('qz');
  });

  test('takes Backspace as part of it and Enter as a key', () => {
    const events = script()
      .type('ab', password)
      .key('Backspace', password)
      .input(password, { inputType: 'deleteContentBackward' });
    events.wait(50).key('Enter', password);
    expect(described(events)).toEqual(['append secret password on password', 'key Enter on password']);
  });

  const naming = { inputType: '', slot: 'k1' };

  test('is named when its typing ends, however long the pause in it', () => {
    const events = script().input(password, { inputType: '' }).wait(50_000).input(password, naming).click(button);
    const steps = stepsOf(events.events);
    expect(describeSteps(steps)).toEqual(['append secret password on password', 'left click on save']);
    expect(steps[0]).toMatchObject({ action: { value: { secret: 'k1' } }, duration: 0, complete: true });
    expect(steps[0]?.t).toBe(script().now);
  });

  test('named too late stays a secret of its own, and the name is no second one', () => {
    const events = script().input(password, { inputType: '' }).wait(60_001).input(password, naming).click(button);
    const steps = stepsOf(events.events);
    expect(describeSteps(steps)).toEqual(['append secret password on password', 'left click on save']);
    expect(steps[0]).toMatchObject({ action: { value: { secret: '' } } });
  });

  test('without typing is not invented by a name for it', () => {
    const other = scriptField('other', { secret: 'password' });
    expect(described(script().input(password, naming))).toEqual([]);
    const steps = stepsOf(script().input(password, { inputType: '' }).wait(50).input(other, naming).events);
    expect(steps).toMatchObject([{ action: { value: { secret: '' } }, target: { ref: 'password' } }]);
  });

  test('pasted has no size', () => {
    const control = { modifiers: ['Control' as const] };
    const events = script().key('v', password, control);
    events.add('clipboard', { operation: 'paste', size: '9-16', target: password });
    events.input(password, { inputType: 'insertFromPaste', origin: 'paste' });
    const steps = stepsOf(events.events);
    expect(describeSteps(steps)).toEqual(['append secret password on password']);
    expect(steps[0]?.origin).toBe('paste');
  });

  test('filled in by the browser has that origin, and the nameless key that comes with it is no step', () => {
    const events = script().key(null, field).input(field, { origin: 'autofill', inputType: '', secret: 'autofill' });
    const steps = stepsOf(events.events);
    expect(describeSteps(steps)).toEqual(['append secret autofill on subject']);
    expect(steps[0]?.origin).toBe('autofill');
  });
});
