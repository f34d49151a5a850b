import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsOf, describeSteps } from './testing/run.ts';

/** What a person does, how a sensor reports it, and the step that it must become. */
interface ScriptedAction {
  readonly expected: string;
  readonly act: (events: EventScript, values: Map<string, string>) => void;
}

const button = scriptTarget('save');
const status = scriptField('status', { kind: 'choice' });
const box = scriptField('agree', { kind: 'toggle' });

const text = fc
  .array(fc.oneof(fc.constantFrom('$', ' ', 'a', 'c', 'v', 'é', '⌘', '+'), fc.string({ minLength: 1, maxLength: 1 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((characters) => characters.join(''));

const actions: fc.Arbitrary<ScriptedAction> = fc.oneof(
  fc.record({ text, ref: fc.constantFrom('subject', 'body') }).map(({ text, ref }) => ({
    expected: `append ${JSON.stringify(text)} on ${ref}`,
    act: (events: EventScript, values: Map<string, string>) => {
      const before = values.get(ref) ?? '';
      events.type(text, scriptField(ref, { value: before === '' ? 'empty' : 'filled' }), before);
      values.set(ref, before + text);
    },
  })),
  fc.constantFrom('left' as const, 'middle' as const).map((button_) => ({
    expected: `${button_} click on save`,
    act: (events: EventScript) => void events.click(button, { button: button_ }),
  })),
  fc.constant({
    expected: 'left double_click on save',
    act: (events: EventScript) => void events.click(button).click(button, { clicks: 2 }),
  }),
  fc.integer({ min: 1, max: 9 }).map((count) => ({
    expected: count === 1 ? 'key ArrowDown on save' : `key ArrowDown x${count} on save`,
    act: (events: EventScript) => {
      for (let i = 0; i < count; i++) events.key('ArrowDown', button, { repeat: i > 0 }).wait(30);
    },
  })),
  fc.boolean().map((checked) => ({
    expected: checked ? 'check on agree' : 'uncheck on agree',
    act: (events: EventScript) =>
      void events.click(box).add('change', { change: { control: 'check', checked }, target: box }),
  })),
  fc.string({ maxLength: 6 }).map((label) => ({
    expected: `select ${label} on status`,
    act: (events: EventScript) =>
      void events
        .click(status)
        .wait(800)
        .add('change', { change: { control: 'select', label, index: 1 }, target: status }),
  })),
  fc.integer({ min: 1, max: 5 }).map((count) => ({
    expected: `scroll 0,${count * 40} in document`,
    act: (events: EventScript) => {
      for (let i = 0; i < count; i++) events.scroll({ dy: 40 }).wait(60);
    },
  })),
);

test('whatever a person does, one thing after the other, comes out as just that', () => {
  fc.assert(
    fc.property(fc.array(actions, { maxLength: 15 }), (list) => {
      const events = new EventScript().document();
      const values = new Map<string, string>();
      for (const action of list) {
        action.act(events, values);
        events.wait(2500);
      }
      const steps = stepsOf(events.events);
      expect(describeSteps(steps)).toEqual(list.map((action) => action.expected));
      expect(steps.every((step) => step.missed === 0 && step.episode === 0)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('whatever is typed comes out letter by letter, however fast', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 1490 }), (typed, pause) => {
      const field = scriptField('subject');
      const events = new EventScript().document();
      let value = '';
      for (const character of typed) {
        value += character;
        events.key(character, field).input(field, { data: character, value }).wait(pause);
      }
      expect(describeSteps(stepsOf(events.events))).toEqual([`append ${JSON.stringify(typed)} on subject`]);
    }),
  );
});
