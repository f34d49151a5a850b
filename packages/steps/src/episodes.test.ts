import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import { describe, expect, test } from 'vitest';
import { flush, reduce, tick } from './reduce.ts';
import { freshState, reduceAll, stepsOf, describeSteps } from './testing/run.ts';

const button = scriptTarget('save');
const field = scriptField('subject');
const script = () => new EventScript().document();

describe('episodes', () => {
  test('begin anew after a gap, and after five idle minutes, and no field shows which it was', () => {
    const gap = stepsOf(script().click(button).add('gap', {}).wait(400_000).click(button).events);
    const idle = stepsOf(script().click(button).wait(400_000).click(button).events);
    expect(gap).toEqual(idle);
    expect(idle.map((step) => step.episode)).toEqual([0, 1]);
  });

  test('go on over four idle minutes', () => {
    expect(stepsOf(script().click(button).wait(240_000).click(button).events).map((step) => step.episode)).toEqual([
      0, 0,
    ]);
  });

  test('that have no step are not counted', () => {
    const events = script().add('gap', {}).wait(400_000).add('gap', {}).click(button);
    expect(stepsOf(events.events).map((step) => step.episode)).toEqual([0]);
  });
});

describe('a gap', () => {
  test('ends a press, and the release after it is no action', () => {
    expect(describeSteps(stepsOf(script().press(button).add('gap', {}).wait(500).release().events))).toEqual([
      'left click on save (incomplete)',
    ]);
  });

  test('makes the second half of a double click an incomplete click', () => {
    expect(describeSteps(stepsOf(script().add('gap', {}).click(button, { clicks: 2 }).events))).toEqual([
      'left click on save (incomplete)',
    ]);
  });

  test('makes a key held across it no action', () => {
    const events = script()
      .key('ArrowDown', button)
      .add('gap', {})
      .wait(100)
      .key('ArrowDown', button, { repeat: true });
    expect(describeSteps(stepsOf(events.events))).toEqual(['key ArrowDown on save']);
  });

  test('makes a snapshot taken before it unusable', () => {
    expect(stepsOf(script().snapshot('a').add('gap', {}).click(button).events)).toMatchObject([{ observation: null }]);
  });
});

describe('a task', () => {
  test('has its own episode, its instruction as a note, and ends with done', () => {
    const events = script().click(button).wait(3000);
    events.add('task', { instruction: 'Pay the invoice', instructionSource: 'program' }).wait(500).click(button);
    events.wait(3000).add('task', { instruction: null, instructionSource: null }).wait(500).click(button);
    const output = reduceAll(events.events);
    expect(
      output.map((out) => (out.kind === 'step' ? `${out.step.episode} ${out.step.action.type}` : out.note)),
    ).toEqual([
      '0 click',
      { v: 1, session: 's_tttttttttttttttttttttt', episode: 1, instruction: 'Pay the invoice', source: 'program' },
      '1 click',
      '1 done',
      '2 click',
    ]);
  });

  test('interrupted by a gap repeats its instruction for the episode after it', () => {
    const events = script().add('task', { instruction: 'Pay', instructionSource: 'program' }).click(button);
    const output = reduceAll(events.add('gap', {}).wait(500).click(button).events);
    const notes = output.flatMap((out) => (out.kind === 'episode' ? [out.note.episode] : []));
    expect(notes).toEqual([0, 1]);
  });

  test('that never began cannot end', () => {
    expect(stepsOf(script().add('task', { instruction: null, instructionSource: null }).events)).toEqual([]);
  });
});

describe('tick', () => {
  test('gives out what has waited long enough, and only that', () => {
    let state = freshState();
    const script = new EventScript().document().type('ab', field);
    for (const event of script.events) ({ state } = reduce(state, event));
    const last = script.events.at(-1)!.t;
    expect(tick(state, last + 1500).output).toEqual([]);
    const { output, state: after } = tick(state, last + 1501);
    expect(output).toMatchObject([{ kind: 'step', step: { action: { type: 'type' }, episode: 0 } }]);
    expect(tick(after, last + 9000).output).toEqual([]);
  });

  test('a scroll and a click are given out as well, and a flush gives out everything', () => {
    let state = freshState();
    const script = new EventScript().document().click(button).scroll();
    for (const event of script.events) ({ state } = reduce(state, event));
    const steps = (output: ReturnType<typeof tick>['output']) =>
      output.map((out) => out.kind === 'step' && out.step.action.type);
    expect(steps(tick(state, script.now + 1500).output)).toEqual([]);
    expect(steps(tick(state, script.now + 2500).output)).toEqual(['click', 'scroll']);
    expect(steps(flush(state, script.now).output)).toEqual(['click', 'scroll']);
  });
});

describe('an episode', () => {
  const episodes = (events: EventScript) => stepsOf(events.events).map((step) => step.episode);
  const task = (events: EventScript) => events.add('task', { instruction: 'Pay', instructionSource: null });

  test('R13.1: goes on after the first action behind a gap', () => {
    expect(episodes(script().add('gap', {}).click(button).click(button))).toEqual([0, 0]);
    expect(episodes(script().click(button).add('gap', {}).click(button).click(button))).toEqual([0, 1, 1]);
  });

  test('R13.3: of a task that follows a gap is one, and its note alone makes it count', () => {
    expect(episodes(task(script().click(button).add('gap', {})).click(button))).toEqual([0, 1]);
    const output = reduceAll(task(script()).add('gap', {}).click(button).events);
    expect(output.map((out) => (out.kind === 'step' ? out.step.episode : out.note))).toMatchObject([
      { episode: 0, source: 'program' },
      { episode: 1, source: 'program' },
      1,
    ]);
  });

  test('R12.9: shows the page acted in last where its source shows none, and no page before any action', () => {
    const opened = (events: EventScript) =>
      stepsOf(events.in(9).add('tab', { operation: 'open', tab: 2, window: 1 }).events).at(-1)?.page;
    expect(opened(script().click(button))).toEqual({ url: 'https://mail.example/inbox', title: 'Inbox' });
    expect(opened(script())).toEqual({ url: '', title: '' });
    expect(opened(script().click(button).add('end', {}))).toEqual({ url: '', title: '' });
  });
});
