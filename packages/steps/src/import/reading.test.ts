import { describe, expect, test } from 'vitest';
import { describeSteps } from '../testing/run.ts';
import { AgentNetReader, parseWindowTitle } from './agentnet.ts';
import { ClickCounter } from './clicks.ts';
import { RecordingClock } from './clock.ts';
import { factsOfRow, inputOfRow } from './openadapt.ts';
import { PressPath } from './path.ts';
import { RecordingScript } from './testing/recording-script.ts';
import { importLines, importRows } from './testing/run.ts';

const script = () => new RecordingScript();

describe('a line of events.jsonl', () => {
  test.each([
    ['{"time_stamp": 1, "action": "mo', 'not-json'],
    ['[1]', 'not-an-event'],
    ['null', 'not-an-event'],
    ['{"action": "move", "x": 1, "y": 2}', 'no-time'],
    ['{"time_stamp": -1, "action": "move", "x": 1, "y": 2}', 'no-time'],
    ['{"time_stamp": 1, "action": "move", "x": null, "y": 2}', 'no-place'],
    ['{"time_stamp": 1, "action": "click", "x": 1, "y": 2, "button": "button12", "pressed": true}', 'unknown-button'],
    ['{"time_stamp": 1, "action": "click", "x": 1, "y": 2, "button": "left", "pressed": null}', 'not-an-event'],
    ['{"time_stamp": 1, "action": "scroll", "x": 1, "y": 2, "dx": 0, "dy": "1"}', 'not-an-event'],
  ])('%s is lost as %s', (line, why) => {
    expect(new AgentNetReader().read(line)).toEqual([{ kind: 'lost', count: 1, why }]);
  });

  test('that is lost breaks what it lay in, is counted in the next step, and stops nothing', () => {
    const recording = script().type('ab').raw('garbage').type('cd').wait(2000).click();
    const { steps, report } = importLines(recording.lines);
    expect(describeSteps(steps)).toEqual([
      'append "ab" on screen (incomplete)',
      'append "cd" on screen',
      'left click on screen',
    ]);
    expect(steps.map(({ missed }) => missed)).toEqual([0, 1, 0]);
    expect(report.lost['not-json']).toBe(1);
  });

  test('of a kind that is not known is left out, and breaks nothing', () => {
    const recording = script().type('ab').event('app_opened', { name: 'Mail' }).event('note').type('cd');
    const { steps, report } = importLines(recording.lines);
    expect(describeSteps(steps)).toEqual(['append "abcd" on screen']);
    expect(report.other).toBe(2);
  });

  test('whose number skips some says how many are lost; a second recording in the file is a gap', () => {
    const lines = [
      '{"time_stamp": 5, "action": "press", "name": "a", "event_idx": 3}',
      '{"time_stamp": 5.1, "action": "press", "name": "b", "event_idx": 6}',
      '{"time_stamp": 1, "action": "press", "name": "c", "event_idx": 0}',
    ];
    const { steps, report } = importLines(lines);
    expect(describeSteps(steps)).toEqual([
      'append "a" on screen (incomplete)',
      'append "b" on screen',
      'append "c" on screen',
    ]);
    expect(steps.map(({ missed, episode, t }) => [missed, episode, t])).toEqual([
      [0, 0, 0],
      [2, 0, 100],
      [0, 1, 100],
    ]);
    expect(report.lost['skipped-index']).toBe(2);
  });

  test('of DuckTrack has no number and may have broken pixels', () => {
    const line =
      '{"time_stamp": 150160.5, "action": "click", "x": 1175.421875, "y": 50.19, "button": "left", "pressed": true}';
    expect(importLines([line]).steps[0]?.action).toMatchObject({ x: 1175.421875, y: 50.19 });
  });
});

describe('window titles', () => {
  const windows = [
    { time: 12.4, title: 'Mail' },
    { time: 14, title: 'Sheet' },
  ];

  test('are those in front at the press, in the page and in the target', () => {
    const { steps } = importLines(script().click().wait(3000).click().lines, { windows });
    expect(steps.map(({ page, target }) => [page.title, target?.name, target?.role])).toEqual([
      ['Mail', 'Mail', 'window'],
      ['Sheet', 'Sheet', 'window'],
    ]);
  });

  test('do not split typing when they change under it', () => {
    const typing = script().wait(1400).type('abc');
    expect(describeSteps(importLines(typing.lines, { windows }).steps)).toEqual(['append "abc" on screen']);
  });

  test('seen in a pause are not taken, and those from before it are not kept', () => {
    const paused = script().click().event('pause').wait(3000).type('x').event('resume').wait(10).click();
    expect(importLines(paused.lines, { windows }).steps.map(({ page }) => page.title)).toEqual(['Mail', '']);
  });

  test('are read from lines of any kind', () => {
    expect(parseWindowTitle('{"time_stamp": 1.5, "top_window_name": "Mail"}')).toEqual({ time: 1.5, title: 'Mail' });
    for (const line of ['', '{', '[]', '{"time_stamp": "1", "top_window_name": "Mail"}', '{"time_stamp": 1}']) {
      expect(parseWindowTitle(line)).toBeNull();
    }
  });
});

describe('a row of openadapt', () => {
  const at = (more: object) => ({ timestamp: 1_700_000_000, ...more });

  test('is an input, or lost, or removed by a person', () => {
    expect(inputOfRow(at({ name: 'press', key_name: 'space', key_char: ' ' }))).toMatchObject({ key: ' ' });
    expect(inputOfRow(at({ name: 'press', key_name: 'eacute', key_char: 'é' }))).toMatchObject({ key: 'é' });
    expect(inputOfRow(at({ name: 'press' }))).toMatchObject({ kind: 'key', key: null });
    expect(inputOfRow(at({ name: 'press', key_char: 'a', disabled: 1 }))).toEqual({ kind: 'removed' });
    expect(inputOfRow(at({ name: 'mouse.singleclick', mouse_x: 1, mouse_y: 1 }))).toEqual({ kind: 'other' });
    expect(inputOfRow(at({ name: 'click', mouse_x: 1, mouse_y: 1, mouse_button_name: 'left' }))).toMatchObject({
      why: 'not-an-event',
    });
    expect(inputOfRow(at({ name: 'scroll', mouse_x: 1, mouse_y: 1, mouse_dx: null, mouse_dy: -2 }))).toMatchObject({
      dx: 0,
      dy: 2,
    });
  });

  test('counts clicks by what the platform was set to', () => {
    const row = (seconds: number, mouse_pressed: number) =>
      at({
        name: 'click',
        timestamp: 1_700_000_000 + seconds,
        mouse_x: 1,
        mouse_y: 1,
        mouse_button_name: 'left',
        mouse_pressed,
      });
    const rows = [row(0, 1), row(0.1, 0), row(0.8, 1), row(0.9, 0)];
    expect(describeSteps(importRows({}, rows).steps)).toHaveLength(2);
    expect(describeSteps(importRows({ double_click_interval_seconds: 0.9 }, rows).steps)).toEqual([
      'left double_click on screen',
    ]);
  });

  test('of a recording has the screen, the system and the task; nonsense counts as unknown', () => {
    expect(
      factsOfRow({ monitor_width: 1280, pixel_ratio: 2, platform: 'darwin', task_description: 'Pay' }),
    ).toMatchObject({
      screen: { width: 1280, height: 0, scale: 2 },
      isMac: true,
      task: 'Pay',
    });
    expect(factsOfRow({ monitor_width: -1, pixel_ratio: 0, double_click_interval_seconds: 'x' })).toMatchObject({
      screen: { width: 0, scale: 1 },
      multiClick: { interval: 500 },
      task: null,
    });
  });
});

test('a task is the note of its episode', () => {
  const { output } = importLines(script().click().lines, { facts: { task: 'Pay the invoice' } });
  expect(output[0]).toMatchObject({ kind: 'episode', note: { instruction: 'Pay the invoice', source: 'participant' } });
});

test('the clock begins at 0, never runs backwards, and starts anew where it jumps back', () => {
  const clock = new RecordingClock('relative');
  const times = [100, 100.25, 100.2, 3, 3.5].map((seconds) => [clock.advance(seconds).restarted, clock.now]);
  expect(times).toEqual([
    [false, 0],
    [false, 250],
    [false, 250],
    [true, 250],
    [false, 750],
  ]);
});

test('presses count up by button, pause and place, each from the one before', () => {
  const counter = new ClickCounter({ interval: 500, distance: 4 });
  const count = (t: number, x = 0, button: 'left' | 'right' = 'left') => counter.press(button, x, 0, t);
  expect([count(0), count(450), count(900), count(1500), count(1600, 5), count(1700, 5, 'right')]).toEqual([
    1, 2, 3, 1, 1, 1,
  ]);
});

test('a drag between two presses makes them two', () => {
  const dragged = script().drag(410, 300).move(400, 300).click();
  expect(describeSteps(importLines(dragged.lines).steps)).toEqual([
    'left drag 400,300 to 410,300 on screen',
    'left click on screen',
  ]);
});

describe('the way of a press', () => {
  test('is nothing while the pointer stays about where it was', () => {
    const path = new PressPath(0, 0, 0);
    for (let t = 0; t < 1000; t += 100) path.move(2, 2, t);
    expect(path.points()).toEqual([]);
  });

  test('holds its farthest point even between two samples, so that there and back is a drag', () => {
    const path = new PressPath(0, 0, 0);
    path.move(1, 0, 60);
    path.move(30, 0, 70);
    path.move(1, 0, 80);
    path.move(0, 0, 120);
    expect(path.points()).toEqual([
      [1, 0, 60],
      [30, 0, 70],
      [0, 0, 120],
    ]);
  });

  test('stays bounded and in order over an hour', () => {
    const path = new PressPath(0, 0, 0);
    for (let t = 0; t < 3_600_000; t += 8) path.move(t % 1000, 0, t);
    const points = path.points();
    expect(points.length).toBeLessThanOrEqual(2000);
    expect(points.length).toBeGreaterThan(900);
    expect(points.every(([, , t], index) => t >= (points[index - 1]?.[2] ?? 0))).toBe(true);
  });
});
