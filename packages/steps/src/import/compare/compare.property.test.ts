import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordingScript } from '../testing/recording-script.ts';
import { doAndReduce, type PeerInput } from '../testing/peer-reducer.ts';
import { importLines } from '../testing/run.ts';
import { align } from './align.ts';
import { parsePeerAction } from './peer-action.ts';
import { namesInDescription, textOfKeys } from './peer-text.ts';
import { compareReductions } from './report.ts';
import { rules } from './rules.ts';

const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('shift', 'a', 'tab', 'left', null, -0, 1e300));
const time = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: 12, max: 40, noNaN: true }) },
  { weight: 1, arbitrary: anything },
);
const description = fc.oneof(
  fc.constantFrom(
    'Double left Click',
    'Drag from (1, 2) to (3, 4)',
    'Scroll ⬇️×3  ',
    '⌨️ Type: a$tab$b$',
    '⌨️ Press: $ctrl$ + c',
  ),
  fc.string(),
  anything,
);
const child = fc.record(
  { action: anything, start_time: time, end_time: time, key_names: anything, key_name: anything },
  { requiredKeys: [] },
);
const action = fc.record(
  {
    action: fc.oneof(fc.constantFrom('click', 'drag', 'scroll', 'type', 'press', 'long_press'), anything),
    start_time: time,
    end_time: time,
    description,
    vis: fc.oneof(fc.constant(true), anything),
    key_names: fc.oneof(fc.array(fc.constantFrom('a', 'tab', 'backspace', '$', null)), anything),
    key_name: anything,
    button: anything,
    click_type: fc.oneof(fc.integer({ min: 1, max: 3 }), anything),
    coordinate: fc.oneof(fc.record({ x: anything, y: anything }), anything),
    trace: fc.oneof(fc.array(fc.record({ dx: fc.integer(), dy: fc.integer() })), anything),
    time_trace: fc.oneof(fc.array(time), anything),
    id: fc.oneof(fc.nat(5), anything),
    children: fc.oneof(fc.array(child), anything),
  },
  { requiredKeys: [] },
);
const script = fc
  .array(fc.constantFrom('click', 'drag', 'scroll', 'type', 'tab', 'chord', 'wait', 'pause'), { maxLength: 20 })
  .map((inputs) => {
    const recording = new RecordingScript();
    for (const input of inputs) {
      if (input === 'click') recording.click();
      else if (input === 'drag') recording.drag(700, 300).move(400, 300);
      else if (input === 'scroll') recording.scroll(-1);
      else if (input === 'type') recording.type('ab');
      else if (input === 'tab') recording.tap('tab');
      else if (input === 'chord') recording.holding(['ctrl_l'], (held) => held.tap('C'));
      else if (input === 'pause') recording.event('pause').wait(50).event('resume');
      else recording.wait(3000);
    }
    return recording.lines;
  });

test('any lines of another reducer are compared without a throw, and every difference has a rule', () => {
  fc.assert(
    fc.property(
      script,
      fc.array(action, { maxLength: 12 }),
      fc.array(action, { maxLength: 6 }),
      (lines, complete, vis) => {
        const { steps } = importLines(lines);
        const parse = (list: readonly object[]) =>
          list.flatMap((each, at) => parsePeerAction(JSON.stringify(each), at + 1) ?? []);
        const peer = { complete: parse(complete), vis: parse(vis) };
        const report = compareReductions(steps, peer, (seconds) => (seconds - 12.5) * 1000);
        expect(report.ours).toBe(steps.length);
        for (const { rule, ours, theirs } of report.differences) {
          expect(rules).toHaveProperty(rule);
          expect(ours.length + theirs.length).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('every step and every action is in just one group', () => {
  const spans = fc.array(fc.tuple(fc.nat(20_000), fc.nat(3000)), { maxLength: 20 });
  fc.assert(
    fc.property(script, spans, (lines, list) => {
      const { steps } = importLines(lines);
      const peer = parsePeerAction('{"action": "type", "start_time": 1}', 1);
      const actions = list.flatMap(([from, length], at) =>
        peer === null ? [] : [{ action: { ...peer, line: at + 1 }, from, to: from + length }],
      );
      const groups = align(steps, actions);
      expect(groups.flatMap(({ ours }) => ours.map(({ seq }) => seq)).toSorted((a, b) => a - b)).toEqual(
        steps.map(({ seq }) => seq),
      );
      expect(groups.flatMap(({ theirs }) => theirs.map(({ line }) => line)).toSorted((a, b) => a - b)).toEqual(
        actions.map((_, at) => at + 1),
      );
    }),
    { numRuns: 200 },
  );
});

test('a description without a dollar sign is read back as the keys it was made of', () => {
  const key = fc.oneof(
    fc.constantFrom('tab', 'enter', 'backspace', 'space'),
    fc.string({ minLength: 1, maxLength: 1 }).filter((each) => each !== '$'),
  );
  fc.assert(
    fc.property(fc.array(key), (keys) => {
      const notation = keys.map((each) => (each.length > 1 ? `$${each}$` : each)).join('');
      expect(textOfKeys(namesInDescription(notation))).toEqual(textOfKeys(keys));
    }),
  );
});

const input: fc.Arbitrary<PeerInput> = fc.oneof(
  fc
    .array(fc.constantFrom('a', 'b', 'space', 'tab', 'enter', 'backspace', 'left'), { minLength: 1, maxLength: 5 })
    .map((names) => ({
      do: 'keys' as const,
      names,
    })),
  fc.constantFrom('left' as const, 'right' as const).map((button) => ({ do: 'click' as const, button })),
  fc.constantFrom(1, -1, -2).map((dy) => ({ do: 'scroll' as const, dy })),
  fc.constantFrom(['C'], ['C', 'V']).map((names) => ({ do: 'chord' as const, modifier: 'ctrl_l' as const, names })),
  fc.constantFrom(['tab'], ['É']).map((names) => ({ do: 'chord' as const, modifier: 'shift' as const, names })),
  fc.constantFrom(100, 600, 1200, 1600, 6000).map((ms) => ({ do: 'wait' as const, ms })),
);

test('what a reducer of the other tool’s rules makes of a person’s day differs only in ways that a rule explains', () => {
  fc.assert(
    fc.property(fc.array(input, { maxLength: 15 }), (inputs) => {
      const { lines, reduced } = doAndReduce(inputs);
      const complete = reduced.flatMap((line, at) => parsePeerAction(line, at + 1) ?? []);
      expect(complete).toHaveLength(reduced.length);
      const { steps } = importLines(lines);
      const first = JSON.parse(lines[0] ?? '{"time_stamp": 0}') as { time_stamp: number };
      const report = compareReductions(
        steps,
        { complete, vis: null },
        (seconds) => (seconds - first.time_stamp) * 1000,
      );
      expect(report.differences.filter(({ rule }) => rule === 'unexplained')).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
