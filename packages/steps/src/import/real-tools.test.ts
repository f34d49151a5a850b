import { describe, expect, test } from 'vitest';
import { describeSteps } from '../testing/run.ts';
import { RecordingScript } from './testing/recording-script.ts';
import { importLines, importRows } from './testing/run.ts';

/**
 * Recordings as the tools' own code writes them on each system (pynput's names, units and habits), with what a person at
 * the screen would say was done. None is a copy of anybody's recording.
 */

const mac = { facts: { isMac: true } };
const said = (lines: readonly string[], options = {}) => describeSteps(importLines(lines, options).steps);

describe('a recording of DuckTrack', () => {
  // Floats, no numbers, a counter that began long ago, a thousand moves a second.
  const event = (time: number, rest: string) => `{"time_stamp": ${time}, ${rest}}`;
  const moves = Array.from({ length: 900 }, (_, i) =>
    event(150_160.96 + i / 1000, `"action": "move", "x": ${1175.421875 + i / 4}, "y": 50.19140625`),
  );

  test('on a Mac keeps fractions of a pixel, and moving is nothing', () => {
    const click = (time: number, pressed: boolean) =>
      event(
        time,
        `"action": "click", "x": 1400.171875, "y": 50.19140625, "button": "left", "pressed": ${String(pressed)}`,
      );
    const { steps, report } = importLines([...moves, click(150_162, true), click(150_162.09, false)], mac);
    expect(steps).toMatchObject([{ action: { type: 'click', x: 1400.171875, y: 50.19140625 }, duration: 90 }]);
    expect(report.lost).toEqual(importLines([]).report.lost);
  });

  test('on a Mac makes one scroll of a wheel turned in many small parts', () => {
    const lines = [0, 1, 2, 3, 4, 5].map((i) =>
      event(10 + i / 60, `"action": "scroll", "x": 700.5, "y": 400.25, "dx": 0, "dy": ${i < 3 ? -1 : -2}`),
    );
    expect(importLines(lines, mac).steps).toMatchObject([{ action: { type: 'scroll', dx: 0, dy: 900 } }]);
  });
});

describe('keys as pynput names them', () => {
  const keys = (...names: readonly (string | null)[]) => new RecordingScript().tap(...names).lines;

  test('on Windows: Control makes control characters of letters, by whichever key it is held', () => {
    const copy = new RecordingScript().holding(['ctrl_l'], (s) => s.tap('\u0003').tap('\u0016'));
    expect(said(copy.lines)).toEqual(['key Control+c on screen', 'key Control+v on screen']);
  });

  test('on Linux: letters stay letters, and Shift makes them large itself', () => {
    const typed = new RecordingScript()
      .holding(['shift'], (s) => s.tap('H'))
      .type('i')
      .tap('space');
    expect(said(typed.lines)).toEqual(['append "Hi " on screen']);
    const chord = new RecordingScript().holding(['ctrl'], (s) => s.holding(['shift'], (t) => t.tap('T')));
    expect(said(chord.lines)).toEqual(['key Control+Shift+t on screen']);
  });

  test('on a Mac: Command chords, and Option writes characters', () => {
    const saved = new RecordingScript().holding(['cmd'], (s) => s.tap('s'));
    expect(said(saved.lines, mac)).toEqual(['key Meta+s on screen']);
    const written = new RecordingScript().holding(['alt'], (s) => s.tap('@'));
    expect(said(written.lines, mac)).toEqual(['append "@" on screen']);
  });

  test('AltGr on Windows, which reports Control first, writes its character', () => {
    const at = new RecordingScript().holding(['ctrl_l', 'alt_gr'], (s) => s.tap('@'));
    expect(said(at.lines)).toEqual(['append "@" on screen']);
  });

  test('a dead key is no text of its own, whatever comes after it', () => {
    // X11 and Windows tell the accent as a key without a name or as its code, then the composed letter.
    expect(said(keys(null, 'é')).at(-1)).toBe('append "é" on screen');
    expect(said(keys('<65027>', 'a')).at(-1)).toBe('append "a" on screen');
  });

  test('a key of the number pad writes its character', () => {
    expect(said(keys('numpad_1', 'numpad_add', 'numpad_2'))).toEqual(['append "1+2" on screen']);
  });

  test('a held key repeats as presses alone', () => {
    const held = new RecordingScript();
    for (let i = 0; i < 12; i++) held.press('backspace').wait(33);
    expect(said(held.release('backspace').lines)).toEqual(['key Backspace x12 on screen']);
    const letter = new RecordingScript();
    for (let i = 0; i < 5; i++) letter.press('a').wait(33);
    expect(said(letter.release('a').lines)).toEqual(['append "aaaaa" on screen']);
  });

  test('what an input method composes is the keys that were pressed', () => {
    expect(said(new RecordingScript().type('ni').tap('space').lines)).toEqual(['append "ni " on screen']);
  });
});

describe('a recording with faults', () => {
  test('a double click is four events, and drifts by a pixel', () => {
    const twice = new RecordingScript().move(400, 300).click().move(401, 300).click();
    expect(said(twice.lines)).toEqual(['left double_click on screen']);
  });

  test('a line cut off at the end is lost and all before it stays', () => {
    const cut = new RecordingScript().click().type('abc').raw('{"time_stamp": 15.2, "action": "rel');
    const { steps, report } = importLines(cut.lines);
    expect(describeSteps(steps)).toEqual(['left click on screen', 'append "abc" on screen (incomplete)']);
    expect(report.lost['not-json']).toBe(1);
  });

  test('a clock set back is a gap, and nothing runs backwards', () => {
    const { steps } = importLines([
      ...new RecordingScript({ numbered: false }).wait(60_000).click().lines,
      ...new RecordingScript({ numbered: false }).wait(1000).click('right').lines,
    ]);
    expect(steps.map(({ episode }) => episode)).toEqual([0, 1]);
    const [first, second] = steps;
    expect(second?.t).toBeGreaterThanOrEqual(first?.t ?? Infinity);
  });

  test('a modifier let go of while nobody looked does not hold for ever', () => {
    const lost = new RecordingScript().press('ctrl_l').wait(80).tap('c').wait(61_000).type('hi');
    expect(said(lost.lines)).toEqual(['key Control+c on screen', 'append "hi" on screen']);
  });
});

describe('rows of openadapt-capture', () => {
  const recording = {
    id: 1,
    timestamp: 1_795_000_000.25,
    monitor_width: 1512,
    monitor_height: 982,
    platform: 'darwin',
  };
  const at = (ms: number) => 1_795_000_000 + ms / 1000;
  const key = (name: 'press' | 'release', ms: number, own: Record<string, unknown>) => ({
    name,
    timestamp: at(ms),
    ...own,
  });
  const button = (ms: number, pressed: 0 | 1, x = 640.5) => ({
    name: 'click',
    timestamp: at(ms),
    mouse_x: x,
    mouse_y: 400.25,
    mouse_button_name: 'left',
    mouse_pressed: pressed,
  });

  test('carry the time of day, and booleans as SQLite does', () => {
    const { steps } = importRows(recording, [button(0, 1), button(90, 0)]);
    expect(steps).toMatchObject([{ action: { type: 'click', x: 640.5 }, t: at(0) * 1000, duration: 90 }]);
  });

  test('tell a chord by name and characters by key', () => {
    const { steps } = importRows(recording, [
      key('press', 0, { key_name: 'cmd', canonical_key_name: 'cmd' }),
      key('press', 60, { key_char: 'v', key_vk: '9', canonical_key_char: 'v' }),
      key('release', 120, { key_char: 'v', key_vk: '9', canonical_key_char: 'v' }),
      key('release', 160, { key_name: 'cmd', canonical_key_name: 'cmd' }),
      key('press', 3000, { key_char: 'o' }),
      key('release', 3060, { key_char: 'o' }),
      key('press', 3100, { key_char: 'k' }),
      key('release', 3160, { key_char: 'k' }),
    ]);
    expect(describeSteps(steps)).toEqual(['key Meta+v on screen', 'append "ok" on screen']);
  });

  test('tell a drag as a press, moves and a release', () => {
    const move = (ms: number, x: number) => ({ name: 'move', timestamp: at(ms), mouse_x: x, mouse_y: 400.25 });
    const { steps } = importRows(recording, [button(0, 1), move(60, 700), move(120, 800), button(200, 0, 800)]);
    expect(steps).toMatchObject([{ action: { type: 'drag', x: 640.5, endX: 800, button: 'left' } }]);
  });
});
