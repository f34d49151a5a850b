import { describe, expect, test } from 'vitest';
import { RecordingScript } from '../testing/recording-script.ts';
import { importLines } from '../testing/run.ts';
import { parsePeerAction, type PeerAction } from './peer-action.ts';
import { compareReductions, type DifferentialReport } from './report.ts';

/** When recordings of the script begin, seconds of their clock. */
const begin = 12.5;
const at = (ms: number) => begin + ms / 1000;

type Line = Readonly<Record<string, unknown>>;
let nextId = 0;

/** Actions as AgentNetTool writes them into `reduced_events_complete.jsonl`. */
const click = (from: number, to: number, description: string, more: Line = {}): Line => ({
  action: 'click',
  start_time: at(from),
  end_time: at(to),
  description,
  vis: true,
  click_type: description.startsWith('Double') ? 2 : description.startsWith('Triple') ? 3 : 1,
  button: description.split(' ')[1],
  pressed: true,
  coordinate: { x: 400, y: 300 },
  id: nextId++,
  ...more,
});
const type = (
  times: readonly number[],
  keys: readonly (string | null)[],
  description: string,
  more: Line = {},
): Line => ({
  action: 'type',
  start_time: at(times[0] ?? 0),
  end_time: at((times.at(-1) ?? 0) + 200),
  description: `⌨️ Type: ${description}`,
  vis: true,
  key_names: keys,
  time_trace: times.map(at),
  id: nextId++,
  ...more,
});
const press = (from: number, to: number, key: string, description: string, children: readonly Line[]): Line => ({
  action: description.includes('Long') ? 'long_press' : 'press',
  start_time: at(from),
  end_time: at(to),
  description: `⌨️ ${description}`,
  vis: true,
  key_name: key,
  pressed: true,
  id: nextId++,
  children: [...children, { action: 'press', start_time: at(to), end_time: at(to), key_name: key, pressed: false }],
});
const scroll = (times: readonly number[], dy: number, description: string): Line => ({
  action: 'scroll',
  start_time: at(times[0] ?? 0),
  end_time: at((times.at(-1) ?? 0) + 200),
  description,
  vis: true,
  trace: times.map(() => ({ x: 400, y: 300, dx: 0, dy })),
  time_trace: times.map(at),
  id: nextId++,
});

function parsed(lines: readonly (Line | null)[]): readonly PeerAction[] {
  return lines.flatMap((line, index) => parsePeerAction(JSON.stringify(line), index + 1) ?? []);
}

function compared(
  script: RecordingScript,
  complete: readonly (Line | null)[] | null,
  vis: readonly (Line | null)[] | null = null,
): DifferentialReport {
  const { steps } = importLines(script.lines);
  return compareReductions(
    steps,
    { complete: complete === null ? null : parsed(complete), vis: vis === null ? null : parsed(vis) },
    (seconds) => (seconds - begin) * 1000,
  );
}

/** Each difference in a word: kind, rule, number of the failure. */
function found(report: DifferentialReport): readonly string[] {
  return report.differences.map(({ kind, rule, failure }) =>
    [kind, rule, ...(failure === null ? [] : [failure])].join(' '),
  );
}

const script = () => new RecordingScript();

describe('the same actions give no difference:', () => {
  test('clicks, double clicks, drags, scrolls, typing and chords', () => {
    const events = script()
      .click()
      .wait(1880)
      .click()
      .click()
      .wait(1760)
      .type('a b')
      .wait(1640)
      .holding(['ctrl_l'], (held) => held.tap('C'))
      .wait(1760)
      .scroll(-1)
      .scroll(-1);
    const report = compared(events, [
      click(0, 80, 'Single left Click'),
      click(2000, 2200, 'Double left Click'),
      type([4000, 4120, 4240], ['a', 'space', 'b'], 'a$space$b'),
      press(6000, 6200, 'ctrl_l', 'Press: $ctrl$ + C', [type([6080], ['C'], 'C')]),
      scroll([8000, 8060], -1, 'Scroll ⬇️×2  '),
    ]);
    expect(found(report)).toEqual([]);
    expect(report).toMatchObject({ ours: 5, theirs: 5, same: 5, reasons: [] });
  });

  test('a long press, a key of its own, keys reported as typing', () => {
    const events = script().click('left', 1500).wait(1460).tap('enter').wait(880).tap('tab', 'tab');
    const report = compared(events, [
      click(0, 1500, 'Single left Click'),
      type([3000], ['enter'], '$enter$'),
      type([4000, 4120], ['tab', 'tab'], '$tab$$tab$'),
    ]);
    expect(found(report)).toEqual([]);
  });
});

describe('each known failure is named where it happened:', () => {
  test('1 and 2: no result at all', () => {
    const paused = script().type('a').event('pause').wait(100).event('resume').type('b');
    expect(found(compared(paused, []))).toEqual(['only-ours gap 1', 'only-ours gap 1']);
    expect(found(compared(script().tap(null), []))).toEqual(['only-ours unknown-key 2']);
  });

  test('3: the last scroll is missing', () => {
    expect(found(compared(script().click().wait(1880).scroll(-1), [click(0, 80, 'Single left Click')]))).toEqual([
      'only-ours all-kept 3',
    ]);
  });

  test('4: the last drag is described as a click', () => {
    const drag = { action: 'drag', children: [{ action: 'move', start_time: at(60), end_time: at(240), trace: [] }] };
    expect(found(compared(script().drag(600, 300), [click(0, 300, 'Single left Click', drag)]))).toEqual([
      'kind drag-distance 4',
    ]);
  });

  test('5: a double click at the start is two', () => {
    expect(
      found(
        compared(script().click().click(), [click(0, 80, 'Single left Click'), click(120, 200, 'Single left Click')]),
      ),
    ).toEqual(['merged platform-count 5']);
  });

  test('6: chords under one held key are one', () => {
    const events = script().holding(['ctrl_l'], (held) => held.tap('C', 'V'));
    const keys = type([80, 200], ['C', 'V'], 'CV');
    expect(found(compared(events, [press(0, 320, 'ctrl_l', 'Press: $ctrl$ + CV', [keys])]))).toEqual([
      'split chord-each 6',
    ]);
    const tabs = script().holding(['alt_l'], (held) => held.tap('tab', 'tab'));
    const twice = type([80, 200], ['tab', 'tab'], '$tab$$tab$');
    expect(found(compared(tabs, [press(0, 320, 'alt_l', 'Press: $alt$ + $tab$$tab$', [twice])]))).toEqual([
      'keys chord-each 6',
    ]);
  });

  test('7: modified clicks are a key', () => {
    const events = script().holding(['ctrl_l'], (held) => held.click().click());
    const clicks = [click(80, 160, 'Single left Click'), click(200, 280, 'Single left Click')];
    const hold = press(0, 320, 'ctrl_l', 'Long Press: $ctrl$ + 2 Clicks', clicks);
    expect(found(compared(events, [hold]))).toEqual(['split modified-click 7']);
  });

  test('8: a description that cannot be read back', () => {
    const keys = Array.from('a$tab$b');
    const times = keys.map((_, index) => index * 120);
    expect(found(compared(script().type('a$tab$b'), [type(times, keys, 'a$tab$b')]))).toEqual(['text text-as-typed 8']);
  });

  test('10: clicks far apart are a double click', () => {
    const double = click(0, 60_200, 'Double left Click');
    expect(found(compared(script().click().wait(60_000).click(), [double]))).toEqual(['split platform-count 10']);
  });

  test('11: Shift with a character is a chord', () => {
    const events = script().holding(['shift'], (held) => held.tap('É'));
    expect(found(compared(events, [press(0, 200, 'shift', 'Press: $shift$ + É', [type([80], ['É'], 'É')])]))).toEqual([
      'kind shift-writes 11',
    ]);
  });

  test('12: typing or scrolling spans a pause', () => {
    const typed = script().type('a').wait(6000).type('b');
    expect(found(compared(typed, [type([0, 6120], ['a', 'b'], 'ab')]))).toEqual(['split typing-gap 12']);
    const scrolled = script().scroll(-1).wait(6000).scroll(-1);
    expect(found(compared(scrolled, [scroll([0, 6060], -1, 'Scroll ⬇️×2  ')]))).toEqual(['split scroll-ends 12']);
  });

  test('13: Shift+Tab is Tab', () => {
    const events = script().holding(['shift'], (held) => held.tap('tab'));
    expect(found(compared(events, [type([80], ['tab'], '$tab$')]))).toEqual(['keys shift-chord 13']);
  });

  test('14: deletions of older text vanish', () => {
    const events = script().type('a').tap('backspace', 'backspace', 'backspace').type('b');
    const keys = ['a', 'backspace', 'backspace', 'backspace', 'b'];
    expect(
      found(compared(events, [type([0, 120, 240, 360, 480], keys, 'a$backspace$$backspace$$backspace$b')])),
    ).toEqual(['split surplus-backspace 14']);
  });

  test('15 and 16: button and count', () => {
    const drag = click(0, 300, 'Drag from (400, 300) to (600, 300)', { action: 'drag', button: 'left' });
    expect(found(compared(script().drag(600, 300, 'right'), [drag]))).toEqual(['button button-kept 15']);
    expect(found(compared(script().click('x1'), [click(0, 80, 'Single left Click')]))).toEqual([
      'button button-kept 16',
    ]);
    const four = [click(0, 320, 'Triple left Click'), click(360, 440, 'Single left Click')];
    expect(found(compared(script().click().click().click().click(), four))).toEqual(['split platform-count 16']);
  });

  test('17: a press without release is whole', () => {
    expect(found(compared(script().down(), [click(0, 500, 'Single left Click', { exception: true })]))).toEqual([
      'complete press-and-release 17',
    ]);
  });

  test('18: Meta alone is missing', () => {
    expect(found(compared(script().click().wait(1880).tap('cmd'), [click(0, 80, 'Single left Click')]))).toEqual([
      'only-ours meta-alone 18',
    ]);
  });

  test('19 and 20: text, Tab, text and unknown keys are one typing', () => {
    const keys = ['a', 'tab', 'b'];
    expect(found(compared(script().tap(...keys), [type([0, 120, 240], keys, 'a$tab$b')]))).toEqual([
      'split key-ends-typing 19',
    ]);
    const unknown = ['a', '$Unknown (255)$'];
    expect(found(compared(script().tap(...unknown), [type([0, 120], unknown, 'a$Unknown (255)$')]))).toEqual([
      'split unknown-key 20',
    ]);
  });

  test('21: what an annotator changed or took out is reported, and nothing else of it', () => {
    const events = script().click().wait(1880).click('right');
    const complete = [click(0, 80, 'Single left Click'), click(2000, 2080, 'Single right Click')];
    const edited = { ...complete[0], description: 'Click on the private thing' };
    const report = compared(events, complete, [edited, null]);
    expect(found(report)).toEqual(['edited edit-kept 21', 'removed edit-kept 21']);
    expect(report.same).toBe(2);
  });

  test('24: one stretch of typing is several', () => {
    const events = script().type('a').wait(600).type('b');
    expect(found(compared(events, [type([0], ['a'], 'a'), type([720], ['b'], 'b')]))).toEqual(['merged typing-gap 24']);
  });

  test('25: the description counts events, not notches', () => {
    expect(found(compared(script().scroll(-2).scroll(-2), [scroll([0, 60], -2, 'Scroll ⬇️×2  ')]))).toEqual([
      'distance scroll-distance 25',
    ]);
  });
});

test('modifiers and locks alone, and typing that comes to nothing, are only theirs', () => {
  const events = script().tap('shift').wait(1880).tap('a', 'backspace').wait(1760).tap('caps_lock').wait(880).scroll(0);
  const report = compared(events, [
    press(0, 60, 'shift', 'Press: $shift$', []),
    type([2000, 2120], ['a', 'backspace'], 'a$backspace$'),
    type([4000], ['caps_lock'], '$caps_lock$'),
  ]);
  expect(found(report)).toEqual([
    'only-theirs modifier-alone',
    'only-theirs typing-without-change',
    'only-theirs modifier-alone',
  ]);
});

test('Caps Lock shows in our letters', () => {
  expect(
    found(compared(script().tap('caps_lock').wait(880).type('ab'), [type([1000, 1120], ['a', 'b'], 'ab')])),
  ).toEqual(['text caps-lock']);
});

test('without the complete file the shown one is compared, by what its descriptions say', () => {
  const shown = (line: Line): Line => ({
    action: line['action'],
    start_time: line['start_time'],
    end_time: line['end_time'],
    description: line['description'],
    id: line['id'],
    target: { mark: false },
  });
  const events = script().click().click().wait(1760).tap('a', 'space', 'b').wait(1640).scroll(-1);
  const lines = [
    click(0, 200, 'Double left Click'),
    type([2000, 2120, 2240], ['a', 'space', 'b'], 'a$space$b'),
    scroll([4000], -1, 'Scroll ⬇️×1  '),
  ].map(shown);
  expect(found(compared(events, null, lines))).toEqual([]);
});

test('a report names kinds, times and lengths, and nothing that was typed', () => {
  const events = script().type('hunter2').tap('tab').type('swordfish');
  const keys = [...Array.from('hunter2'), 'tab', ...Array.from('swordfish')];
  const report = compared(events, [
    type(
      keys.map((_, index) => index * 120),
      keys,
      'hunter2$tab$swordfish',
    ),
  ]);
  expect(report.differences).toMatchObject([
    {
      ours: [{ number: 0, what: 'type 7 characters' }, { what: 'key Tab' }, { what: 'type 9 characters' }],
      theirs: [{ number: 1, what: 'type 16 characters and Tab', from: 0 }],
    },
  ]);
  expect(JSON.stringify(report)).not.toMatch(/hunter|sword/u);
  expect(report.reasons).toMatchObject([{ rule: 'key-ends-typing', at: 'spec/steps.md §7', count: 1 }]);
});
