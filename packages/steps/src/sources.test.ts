import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import type { Event } from '@assent/contracts';
import { describe, expect, test } from 'vitest';
import { reduce } from './reduce.ts';
import { freshState, stepsOf, describeSteps } from './testing/run.ts';

const button = scriptTarget('save');
const field = scriptField('subject');
const script = () => new EventScript().document();

describe('interleaved documents', () => {
  test('keep their own page, view and fields', () => {
    const events = script().in(1).document({ tab: 2, url: 'https://crm.example/', title: 'CRM' });
    events.in(0).type('ab', field).in(1).type('xy', field).in(0).type('cd', field, 'ab');
    const steps = stepsOf(events.events);
    expect(describeSteps(steps)).toEqual([
      'append "ab" on subject',
      'append "xy" on subject',
      'append "cd" on subject',
    ]);
    expect(steps.map((step) => step.page.title)).toEqual(['Inbox', 'CRM', 'Inbox']);
  });

  test('give a snapshot to the next action in the same document only', () => {
    const events = script().in(1).document({ tab: 2 }).snapshot('b').in(0).click(button).in(1).wait(3000).click(button);
    expect(stepsOf(events.events).map((step) => step.observation?.shot[0] ?? null)).toEqual([null, 'b']);
  });

  test('a release in another document than the press is no action', () => {
    const events = script().in(1).document().in(0).press(button).in(1).release();
    expect(describeSteps(stepsOf(events.events))).toEqual(['left click on save (incomplete)']);
  });
});

describe('lost events', () => {
  test('are counted in the next step, and end what had begun as incomplete', () => {
    const events = script().type('ab', field).lose(3).type('cd', field, 'abX');
    const steps = stepsOf(events.events);
    expect(describeSteps(steps)).toEqual(['append "ab" on subject (incomplete)', 'append "cd" on subject']);
    expect(steps.map((step) => step.missed)).toEqual([0, 3]);
  });

  test('counted by the sensor are counted the same', () => {
    const steps = stepsOf(script().click(button).wait(3000).add('drops', { count: 7 }).click(button).events);
    expect(steps.map((step) => step.missed)).toEqual([0, 7]);
  });

  test('add up over clicks that become one step', () => {
    const events = script().lose(2).click(button);
    const [first, ...rest] = stepsOf(events.events);
    expect(first?.missed).toBe(2);
    expect(rest).toEqual([]);
  });

  test('include events of a document never shown', () => {
    const steps = stepsOf(new EventScript().in(1).click(button).in(0).document().click(button).events);
    expect(steps).toMatchObject([{ missed: 2 }]);
  });
});

describe('numbers out of order', () => {
  test('that come again or too late are passed over', () => {
    const { events } = script().click(button).wait(3000).click(button);
    expect(stepsOf(events.flatMap((event) => [event, event]))).toEqual(stepsOf(events));
    const late = [events[0]!, events[1]!, events[3]!, events[2]!, events[4]!];
    const steps = stepsOf(late);
    expect(steps.map((step) => step.seq)).toEqual([0, 1]);
    expect(steps[1]?.missed).toBe(1);
  });

  test('after the document went away make no action', () => {
    const { events } = script().click(button).add('end', {});
    expect(stepsOf([...events, ...events])).toEqual(stepsOf(events));
  });
});

test('the state stays small over a day of pages', () => {
  let state = freshState();
  let t = 1_795_000_000_000;
  let largest = 0;
  for (let visit = 0; visit < 700; visit++) {
    const events: readonly Event[] = new EventScript(t)
      .in(visit)
      .document({ cause: 'load', tab: visit % 5 })
      .type('ab', field)
      .click(button).events;
    for (const event of events) ({ state } = reduce(state, event));
    t += 10_000;
    if (visit % 50 === 0) largest = Math.max(largest, JSON.stringify(state).length);
  }
  expect(largest).toBeLessThan(250_000);
  expect(Object.keys(state.others).length).toBeLessThanOrEqual(512);
});

describe('R3.7: beyond 512 documents', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => index).reduce(
      (events, index) => events.in(index).document(),
      new EventScript(),
    );
  /** The events of a forgotten document count as lost. */
  const isKnown = (events: EventScript, source: number) => stepsOf(events.in(source).click(button).events).length === 1;

  test('the one whose last event is oldest is forgotten', () => {
    expect(isKnown(many(512), 0)).toBe(true);
    expect(isKnown(many(513), 0)).toBe(false);
    expect(isKnown(many(513), 1)).toBe(true);
    expect(isKnown(many(512).in(0).document().in(512).document(), 0)).toBe(true);
  });

  test('an ended one is forgotten first', () => {
    const events = many(512).in(7).add('end', {}).in(512).document();
    expect(isKnown(events, 0)).toBe(true);
    const state = events.events.reduce((before, event) => reduce(before, event).state, freshState());
    expect(Object.values(state.others).every((source) => source.document !== null)).toBe(true);
  });
});

test('R5.6: a document remembers its last press while another one is used', () => {
  const events = script().in(1).document().in(0).click(button).in(1).click(button, { clicks: 1 }).in(0);
  expect(describeSteps(stepsOf(events.click(button, { clicks: 2 }).events)).at(-1)).toBe('left click on save');
});

test('R4.6: a snapshot that is returned does not replace a newer one, and is not kept for an ended document', () => {
  const observed = (events: EventScript) => stepsOf(events.events).at(-1)?.observation?.shot[0] ?? null;
  const page = scriptTarget('page', { role: 'generic', tag: 'body' });
  const panned = script().snapshot('a').press(page).add('cancel', {}).snapshot('b').scroll();
  expect(observed(panned)).toBe('b');
  const lost = script().snapshot('a').press(page).add('cancel', {}).scroll().wait(3000).click(button);
  expect(observed(lost)).toBe(null);
});
