import { eventSchema, rawStepSchema, type RawStep } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeSteps } from '../testing/run.ts';
import { AgentNetReader } from './agentnet.ts';
import { factsOfRow, inputOfRow, windowOfRow } from './openadapt.ts';
import { lossReasons } from './recorded.ts';
import { RecordingScript } from './testing/recording-script.ts';
import { importAll, importLines } from './testing/run.ts';
import { noFacts, Translator } from './translator.ts';

/** Values that a field of a foreign line may hold, sensible and not. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.double({ noNaN: false }),
  fc.constantFrom('left', 'x1', 'ctrl_l', 'shift', 'cmd', 'a', 'É', '\u0003', '\ud800', '\uf704', '', 1e300, -1, true),
);
const time = fc.oneof(fc.double({ min: 0, max: 400, noNaN: true }), fc.double({ min: 0, noNaN: true }), anything);
const name = fc.oneof(
  fc.constantFrom('shift', 'ctrl_l', 'alt_gr', 'cmd', 'caps_lock', 'backspace', 'enter', 'tab', 'space', null),
  fc.string({ unit: 'binary', maxLength: 2 }),
);
const place = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -10, max: 3000, noNaN: true }) },
  { weight: 1, arbitrary: anything },
);
const foreignEvent = fc.record(
  {
    time_stamp: fc.oneof(
      { weight: 9, arbitrary: fc.double({ min: 0, max: 400, noNaN: true }) },
      { weight: 1, arbitrary: time },
    ),
    action: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom('move', 'click', 'scroll', 'press', 'release') },
      { weight: 1, arbitrary: fc.oneof(fc.constantFrom('pause', 'resume', 'type'), anything) },
    ),
    x: place,
    y: place,
    dx: fc.oneof(fc.integer({ min: -3, max: 3 }), anything),
    dy: fc.oneof(fc.integer({ min: -3, max: 3 }), anything),
    button: fc.oneof(fc.constantFrom('left', 'right', 'x2', 'button10'), anything),
    pressed: fc.oneof(fc.boolean(), anything),
    name,
    event_idx: fc.oneof(fc.nat(40), anything),
  },
  { requiredKeys: ['action'] },
);
const line = fc.oneof(
  { weight: 12, arbitrary: foreignEvent.map((event) => JSON.stringify(event)) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.string(),
      fc.jsonValue().map((value) => JSON.stringify(value)),
    ),
  },
);
const lines = fc.array(line, { maxLength: 60 });
const row = fc.record(
  {
    name: fc.oneof(fc.constantFrom('move', 'click', 'scroll', 'press', 'release', 'singleclick'), anything),
    timestamp: time,
    mouse_x: place,
    mouse_y: place,
    mouse_dx: anything,
    mouse_dy: anything,
    mouse_button_name: anything,
    mouse_pressed: fc.oneof(fc.constantFrom(0, 1), anything),
    key_name: fc.oneof(name, anything),
    key_char: fc.oneof(name, anything),
    disabled: fc.oneof(fc.constantFrom(0, 1, null), anything),
    title: anything,
  },
  { requiredKeys: [] },
);

function checked(steps: readonly RawStep[]): void {
  steps.forEach((step, at) => {
    rawStepSchema.parse(step);
    expect(step.seq).toBe(at);
    const before = steps[at - 1];
    if (before !== undefined) {
      expect(step.t).toBeGreaterThanOrEqual(before.t);
      expect(step.episode).toBeGreaterThanOrEqual(before.episode);
    }
  });
}

describe('for any lines of a foreign recording', () => {
  test('reading never throws, and steps fit the schema, in order of time and number', () => {
    fc.assert(
      fc.property(lines, (list) => checked(importLines(list).steps)),
      { numRuns: 300 },
    );
  });

  test('every event fits its schema, and a source’s clock never runs backwards', () => {
    fc.assert(
      fc.property(lines, (list) => {
        const reader = new AgentNetReader();
        const translator = new Translator(noFacts);
        const events = [
          ...list.flatMap((text) => reader.read(text)).flatMap((input) => translator.take(input)),
          ...translator.end(),
        ];
        let seq = 0;
        let t = 0;
        for (const event of events) {
          expect(event.t).toBeGreaterThanOrEqual(t);
          ({ t } = event);
          eventSchema.parse(event);
          expect(event.seq).toBe(seq++);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('every line is input, lost, empty, or a pause', () => {
    fc.assert(
      fc.property(lines, (list) => {
        for (const text of list) {
          const read = new AgentNetReader().read(text);
          expect(read.length).toBe(text.trim() === '' ? 0 : 1);
          for (const input of read) if (input.kind === 'lost') expect(lossReasons).toContain(input.why);
        }
      }),
    );
  });

  test('no action is invented: no more clicks and drags than presses, no more keys and characters than key presses', () => {
    fc.assert(
      fc.property(lines, (list) => {
        const reader = new AgentNetReader();
        const inputs = list.flatMap((text) => reader.read(text));
        const presses = inputs.filter((input) => input.kind === 'button' && input.pressed).length;
        const keys = inputs.filter((input) => input.kind === 'key' && input.pressed).length;
        const scrolls = inputs.filter((input) => input.kind === 'scroll').length;
        const { steps } = importLines(list);
        const count = (of: (step: RawStep) => number) => steps.reduce((sum, step) => sum + of(step), 0);
        const clicksOf = { click: 1, context_click: 1, drag: 1, double_click: 2, triple_click: 3 };
        expect(
          count(({ action }) => (action.type in clicksOf ? clicksOf[action.type as keyof typeof clicksOf] : 0)),
        ).toBeLessThanOrEqual(presses);
        expect(count(({ action }) => (action.type === 'scroll' ? 1 : 0))).toBeLessThanOrEqual(scrolls);
        expect(count(keyPresses)).toBeLessThanOrEqual(keys);
      }),
      { numRuns: 300 },
    );
  });
});

test('rows of any shape are read without a throw', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), fc.dictionary(fc.string(), anything), (rows, recording) => {
      for (const each of rows) windowOfRow(each);
      checked(importAll(rows.map(inputOfRow), factsOfRow(recording)).steps);
    }),
    { numRuns: 200 },
  );
});

/** The number of key presses in a step. */
function keyPresses({ action }: RawStep): number {
  if (action.type === 'key') return action.repeat;
  return action.type === 'type' && 'text' in action.value ? Array.from(action.value.text).length : 0;
}

const character = fc.oneof(
  fc.constantFrom('$', ' ', 'a', 'C', 'é', 'É', 'ß', '€', '漢', '😀', '+', '"', '\\'),
  fc.string({ minLength: 1, maxLength: 1 }),
);

test('every printable key is in the text, once, however fast and with whatever between', () => {
  const between = fc.constantFrom('nothing', 'move', 'pause', 'click', 'wait', 'tab', 'modifier');
  fc.assert(
    fc.property(fc.array(fc.tuple(character, between, fc.nat(1400)), { maxLength: 40 }), (typed) => {
      const script = new RecordingScript();
      for (const [each, then, ms] of typed) {
        script.type(each).wait(ms);
        if (then === 'move') script.move(ms, 10);
        if (then === 'pause') script.event('pause').wait(ms).event('resume');
        if (then === 'click') script.click();
        if (then === 'wait') script.wait(4000);
        if (then === 'tab') script.tap('tab');
        if (then === 'modifier') script.tap('ctrl_l', 'alt_l');
      }
      const text = importLines(script.lines).steps.map(({ action }) =>
        action.type === 'type' && 'text' in action.value ? action.value.text : '',
      );
      expect(text.join('')).toBe(typed.map(([each]) => each).join(''));
    }),
    { numRuns: 200 },
  );
});

interface PerformedInput {
  readonly right: readonly string[];
  readonly act: (script: RecordingScript) => unknown;
}

const input: fc.Arbitrary<PerformedInput> = fc.oneof(
  fc.array(character, { minLength: 1, maxLength: 8 }).map((characters) => ({
    right: [`append ${JSON.stringify(characters.join(''))} on screen`],
    act: (script: RecordingScript) => script.type(characters.join('')),
  })),
  fc.constantFrom('left', 'middle').map((button) => ({
    right: [`${button} click on screen`],
    act: (script: RecordingScript) => script.click(button),
  })),
  fc.constant({
    right: ['left double_click on screen'],
    act: (script: RecordingScript) => script.click().click(),
  }),
  fc.constant({
    right: ['left drag 400,300 to 700,300 on screen'],
    act: (script: RecordingScript) => script.move(400, 300).drag(700, 300).move(400, 300),
  }),
  fc.integer({ min: 1, max: 5 }).map((count) => ({
    right: [`scroll 0,${count * 100} in document`],
    act: (script: RecordingScript) => Array.from({ length: count }, () => script.scroll(-1)),
  })),
  fc.constantFrom('c', 'V', 'é').map((key) => ({
    right: [`key Control+Shift+${key.toLowerCase()} on screen`],
    act: (script: RecordingScript) => script.holding(['ctrl_l', 'shift'], (held) => held.tap(key)),
  })),
  fc.integer({ min: 1, max: 6 }).map((count) => ({
    right: [count === 1 ? 'key ArrowDown on screen' : `key ArrowDown x${count} on screen`],
    act: (script: RecordingScript) => Array.from({ length: count }, () => script.tap('down')),
  })),
  fc.constant({ right: ['key Meta on screen'], act: (script: RecordingScript) => script.tap('cmd') }),
  fc.constant({ right: [], act: (script: RecordingScript) => script.tap('shift', 'caps_lock', 'caps_lock') }),
);

test('whatever is done, one thing after the other, comes out as just that', () => {
  fc.assert(
    fc.property(fc.array(input, { maxLength: 15 }), (performed) => {
      const script = new RecordingScript();
      for (const { act } of performed) {
        act(script);
        script.wait(2500);
      }
      const { steps, report } = importLines(script.lines);
      expect(describeSteps(steps)).toEqual(performed.flatMap(({ right }) => right));
      expect(Object.values(report.lost).every((count) => count === 0)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
