import type { Event } from '@assent/contracts';
import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import { describe, expect, test } from 'vitest';
import { flush, reduce, tick } from './reduce.ts';
import { describeSteps, freshState, stepsOf } from './testing/run.ts';

const button = scriptTarget('save');
const link = scriptTarget('link', { role: 'link', tag: 'a' });
const field = scriptField('subject');
const filled = scriptField('subject', { value: 'filled' });
const password = scriptField('password', { secret: 'password' });
const script = () => new EventScript().document();
const described = (events: EventScript) => describeSteps(stepsOf(events.events));
const stateAfter = (events: readonly Event[]) =>
  events.reduce((state, event) => reduce(state, event).state, freshState());

describe('activity', () => {
  const naming = { inputType: '', slot: 'k1' };
  const none: readonly (readonly [string, (events: EventScript) => EventScript])[] = [
    ['a focus', (events) => events.add('focus', { target: field })],
    ['a blur', (events) => events.add('blur', { target: field })],
    ['a cancel', (events) => events.add('cancel', {})],
    ['the name of a secret', (events) => events.input(password, naming)],
  ];

  test.each(none)('R7.24, R13.1: %s is none: the idle limit counts on from the action before it', (_, act) => {
    const events = act(script().click(button).wait(200_000)).wait(200_000).click(button);
    expect(stepsOf(events.events).map((step) => step.episode)).toEqual([0, 1]);
  });

  test.each(none)('R7.24, R12.3: %s explains no page, and takes no explanation from the action before it', (_, act) => {
    const alone = act(script()).wait(100).in(1).document({ cause: 'load', referred: true });
    expect(described(alone)).toEqual(['navigate load']);
    const after = act(script().click(link).wait(100)).wait(100).in(1).document({ cause: 'load' });
    expect(described(after)).toEqual(['left click on link']);
  });

  test.each([
    [300_000, [0, 0]],
    [300_001, [0, 1]],
  ])('R13.1: %s ms before the next action go on with the episode up to the idle limit', (pause, episodes) => {
    const events = script().press(button).release().wait(pause).click(button);
    expect(stepsOf(events.events).map((step) => step.episode)).toEqual(episodes);
  });

  test('R13.1: is also a change of tabs', () => {
    const events = script().click(button).wait(200_000).add('tab', { operation: 'switch', tab: 2, window: 1 });
    expect(stepsOf(events.wait(200_000).click(button).events).map((step) => step.episode)).toEqual([0, 0, 0]);
  });

  test('R13.1: of one document that arrives late does not shorten the time since that of another', () => {
    const late = script().in(1).document().in(0).click(button).events;
    const [first] = new EventScript(1_795_000_000_000 - 200_000).in(1).document().click(link).events.slice(1);
    const end = new EventScript(1_795_000_000_000 + 200_000).in(0).document().click(button).events.slice(1);
    const renumber = (event: (typeof end)[number], index: number) => ({ ...event, seq: 3 + index });
    const renumbered = end.map(renumber);
    const steps = stepsOf([...late, { ...first!, seq: 1 }, ...renumbered]);
    expect(steps.map((step) => step.episode)).toEqual([0, 0, 0]);
  });
});

describe('what a field held', () => {
  const overwrite = (events: EventScript) => described(events.input(filled, { data: 'n', value: 'n' })).at(-1);

  test('R7.8: is known from the last press or focus', () => {
    expect(overwrite(script())).toBe('append "n" on subject');
    expect(overwrite(script().click(filled))).toBe('replace "n" on subject');
    expect(overwrite(script().add('focus', { target: filled }))).toBe('replace "n" on subject');
    expect(overwrite(script().add('focus', { target: field }))).toBe('append "n" on subject');
    expect(overwrite(script().add('blur', { target: filled }))).toBe('append "n" on subject');
  });

  test('R7.8: stays known over a press that does not show it, and over one elsewhere that is no text field', () => {
    const focused = () => script().add('focus', { target: filled });
    const unknown = scriptField('subject', { value: 'unknown' });
    expect(overwrite(focused().click(unknown))).toBe('replace "n" on subject');
    const state = { disabled: false, checked: null, expanded: null, selected: null, value: 'filled' as const };
    expect(overwrite(focused().click(scriptTarget('box', { state })))).toBe('replace "n" on subject');
    expect(overwrite(focused().click(scriptField('body')))).toBe('append "n" on subject');
  });
});

describe('a document', () => {
  test('R1.4: that ends gives out at once what had begun in it, and not what began in another', () => {
    const outputOfEnd = (events: EventScript) => {
      const [last] = events.events.slice(-1);
      const turn = reduce(stateAfter(events.events.slice(0, -1)), last!);
      return turn.output.length;
    };
    expect(outputOfEnd(script().type('ab', field).add('end', {}))).toBe(1);
    expect(outputOfEnd(script().in(1).document().in(0).type('ab', field).in(1).add('end', {}))).toBe(0);
  });

  test('R4.1: that is not known yet keeps no snapshot', () => {
    const events = new EventScript().snapshot('a').document().click(button);
    expect(stepsOf(events.events)).toMatchObject([{ observation: null }]);
  });

  test('R4.4, R5.6: that lost events does not know the click before', () => {
    const events = script().click(button).lose(1).click(button, { clicks: 2 });
    expect(described(events)).toEqual(['left click on save', 'left click on save (incomplete)']);
  });

  test('R7.4: whose focus leaves another field goes on with the typing', () => {
    const events = script().type('a', field).add('blur', { target: button }).type('b', field, 'a');
    expect(described(events)).toEqual(['append "ab" on subject']);
  });
});

describe('the state', () => {
  const everything = script()
    .snapshot('a')
    .in(1)
    .document({ frame: { path: [0], origin: 'https://pay.example', sameOriginAsTop: false }, pitch: 2 })
    .in(0)
    .click(button)
    .scroll()
    .type('ab', field)
    .in(1)
    .key('c', button, { modifiers: ['Control'] });

  test('R3.6: is plain JSON, without a property that is undefined', () => {
    let state = freshState();
    for (const event of everything.events) {
      ({ state } = reduce(state, event));
      expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
    }
  });

  test('R3.5: gives out nothing at a tick before any limit is passed, and everything at a flush', () => {
    const state = stateAfter(everything.events);
    expect(tick(state, everything.now).output).toEqual([]);
    expect(flush(state, everything.now)).toMatchObject({ output: [{ kind: 'step' }], state: { pending: null } });
  });
});
