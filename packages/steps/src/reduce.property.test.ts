import { episodeNoteSchema, rawStepSchema, type Event, type RawStep } from '@assent/contracts';
import { arbitraryEventStream } from '@assent/testkit';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flush, reduce, tick } from './reduce.ts';
import type { ReducerOutput, ReducerState } from './state.ts';
import { freshState, reduceAll } from './testing/run.ts';

const stream = arbitraryEventStream();
const runs = { numRuns: 250 };

function stepsIn(output: readonly ReducerOutput[]): readonly RawStep[] {
  return output.flatMap((out) => (out.kind === 'step' ? [out.step] : []));
}

function feed(events: readonly Event[], between: (state: ReducerState, next: Event) => ReducerState): string {
  let state = freshState();
  const output: ReducerOutput[] = [];
  for (const event of events) {
    state = between(state, event);
    const turn = reduce(state, event);
    state = turn.state;
    output.push(...turn.output);
  }
  output.push(...flush(state, 0).output);
  return JSON.stringify(output);
}

describe('for any stream of events', () => {
  test('the reducer never throws, and all that comes out fits the schemas', () => {
    fc.assert(
      fc.property(stream, fc.constantFrom('browser' as const, 'desktop' as const), (events, sensor) => {
        for (const out of reduceAll(events, sensor)) {
          if (out.kind === 'step') rawStepSchema.parse(out.step);
          else episodeNoteSchema.parse(out.note);
        }
      }),
      runs,
    );
  });

  test('steps are numbered without a hole, and episodes never go back', () => {
    fc.assert(
      fc.property(stream, (events) => {
        const steps = stepsIn(reduceAll(events));
        expect(steps.map((step) => step.seq)).toEqual(steps.map((_, index) => index));
        const episodes = steps.map((step) => step.episode);
        expect(episodes).toEqual(episodes.toSorted((a, b) => a - b));
      }),
      runs,
    );
  });

  test('each step begins at an event of its own document and ends at another', () => {
    fc.assert(
      fc.property(stream, (events) => {
        const times = new Set(events.map((event) => event.t));
        const latest = Math.max(...times);
        for (const step of stepsIn(reduceAll(events))) {
          expect(times.has(step.t)).toBe(true);
          expect(step.t + step.duration).toBeLessThanOrEqual(latest);
        }
      }),
      runs,
    );
  });

  test('there are never more steps than events that can cause one', () => {
    const causes = new Set([
      'document',
      'hover',
      'press',
      'key',
      'input',
      'change',
      'scroll',
      'clipboard',
      'tab',
      'task',
    ]);
    fc.assert(
      fc.property(stream, (events) => {
        const able = events.filter((event) => causes.has(event.kind)).length;
        expect(stepsIn(reduceAll(events)).length).toBeLessThanOrEqual(able);
      }),
      runs,
    );
  });

  test('each kind of action has an event that causes it', () => {
    const causes: Record<string, readonly Event['kind'][]> = {
      click: ['press'],
      double_click: ['press'],
      triple_click: ['press'],
      context_click: ['press'],
      drag: ['press'],
      scroll: ['scroll'],
      hover: ['hover'],
      wait: ['press', 'release', 'hover', 'key', 'change', 'clipboard', 'tab'],
      type: ['key', 'input', 'change'],
      key: ['key', 'input'],
      select: ['press', 'key', 'change'],
      check: ['press', 'key', 'change'],
      navigate: ['document'],
      tab_open: ['tab'],
      tab_switch: ['tab'],
      tab_close: ['tab'],
      copy: ['key', 'clipboard'],
      cut: ['key', 'clipboard'],
      paste: ['key', 'clipboard'],
      upload: ['change'],
      done: ['task'],
    };
    fc.assert(
      fc.property(stream, (events) => {
        for (const step of stepsIn(reduceAll(events))) {
          const kinds = events.filter((event) => event.t === step.t).map((event) => event.kind);
          expect(kinds.some((kind) => causes[step.action.type]?.includes(kind))).toBe(true);
        }
      }),
      runs,
    );
  });

  test('the same events give the same output, in one go and one by one', () => {
    fc.assert(
      fc.property(stream, (events) => {
        expect(feed(events, (state) => state)).toBe(JSON.stringify(reduceAll(events)));
      }),
      runs,
    );
  });

  test('a process that dies after every event and restores its state gives the same output', () => {
    fc.assert(
      fc.property(stream, (events) => {
        const restored = feed(events, (state) => JSON.parse(JSON.stringify(state)) as ReducerState);
        expect(restored).toBe(feed(events, (state) => state));
      }),
      runs,
    );
  });

  test('the state handed in is never changed', () => {
    fc.assert(
      fc.property(stream, (events) => {
        feed(events, (state, next) => {
          const before = JSON.stringify(state);
          reduce(state, next);
          tick(state, next.t);
          flush(state, next.t);
          expect(JSON.stringify(state)).toBe(before);
          return state;
        });
      }),
      { numRuns: 60 },
    );
  });

  test('an event that comes twice changes nothing', () => {
    fc.assert(
      fc.property(stream, (events) => {
        const twice = events.flatMap((event) => [event, event]);
        expect(JSON.stringify(reduceAll(twice))).toBe(JSON.stringify(reduceAll(events)));
      }),
      runs,
    );
  });

  test('no secret field ever gives text or a character', () => {
    fc.assert(
      fc.property(stream, (events) => {
        for (const { action, target } of stepsIn(reduceAll(events))) {
          if (target === null || target.field.secret === null) continue;
          if (action.type === 'type') expect('secret' in action.value).toBe(true);
          if (action.type === 'paste') expect.fail('the size of a secret is in the steps');
          if (action.type === 'key') expect(action.keys).not.toMatch(/^(?:(?:Alt|Shift)\+)*.$/u);
        }
      }),
      runs,
    );
  });

  test('a name for a secret adds no step and changes none but the name', () => {
    const isNaming = (event: Event): boolean =>
      event.kind === 'input' &&
      event.inputType === '' &&
      event.slot !== null &&
      (event.origin === 'user' || event.origin === 'ime') &&
      (event.secret ?? event.target.field.secret) !== null;
    const unnamed = (events: readonly Event[]): readonly Event[] =>
      events.map((event) => {
        if (event.kind !== 'input') return event;
        const { v, source, seq, t, target } = event;
        return isNaming(event) ? { v, source, seq, t, kind: 'focus', target } : { ...event, slot: null };
      });
    fc.assert(
      fc.property(stream, (events) => {
        const plain = (steps: readonly RawStep[]): string =>
          JSON.stringify(steps).replaceAll(/"secret":"(?:x1|x2|)",/g, '"secret":"",');
        expect(plain(stepsIn(reduceAll(events)))).toBe(plain(stepsIn(reduceAll(unnamed(events)))));
      }),
      runs,
    );
  });

  test('flushing twice is flushing once', () => {
    fc.assert(
      fc.property(stream, (events) => {
        let state = freshState();
        for (const event of events) ({ state } = reduce(state, event));
        const first = flush(state, 0);
        expect(flush(first.state, 0)).toEqual({ state: first.state, output: [] });
      }),
      runs,
    );
  });
});

test('ticks change when a step comes out, never which', () => {
  // Ticks promise nothing about events that are still to come from before them, so here time only goes on.
  const ordered = stream.map((events) => {
    let t = 1_795_000_000_000;
    return events.map((event) => ({ ...event, t: (t += (event.t % 7) * 300) }));
  });
  fc.assert(
    fc.property(ordered, (events) => {
      let state = freshState();
      const output: ReducerOutput[] = [];
      for (const event of events) {
        const ticked = tick(state, event.t);
        const turn = reduce(ticked.state, event);
        state = turn.state;
        output.push(...ticked.output, ...turn.output);
      }
      output.push(...flush(state, 0).output);
      expect(JSON.stringify(output)).toBe(JSON.stringify(reduceAll(events)));
    }),
    runs,
  );
});
