import { rawStepSchema } from '@assent/contracts';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reducerVersion } from '../limits.ts';
import { describeSteps } from '../testing/run.ts';
import { parsePeerAction } from './compare/peer-action.ts';
import { compareReductions, type DifferentialReport } from './compare/report.ts';
import { RecordingScript } from './testing/recording-script.ts';
import { importLines, importRows, type Imported } from './testing/run.ts';

/**
 * The known failures of other reducers (`spec/steps.md` §14), each as a recording in the form its tool writes and with
 * the right answer. They are published as `spec/vectors/import`; run with `-u` to write them anew, and read the
 * difference before committing it.
 */
interface Recording {
  readonly name: string;
  readonly shows: string;
  readonly format: 'agentnet' | 'ducktrack' | 'openadapt';
  readonly files: Readonly<Record<string, unknown>>;
  readonly imported: Imported;
  /** How ours differs from the recording's own reduction, where the failure is in that. */
  readonly differences?: DifferentialReport['differences'];
  readonly right: readonly string[];
}

function agentnet(name: string, shows: string, script: RecordingScript, right: readonly string[]): Recording {
  const files = { 'events.jsonl': script.lines };
  return { name, shows, format: 'agentnet', files, imported: importLines(script.lines), right };
}

function openadapt(
  name: string,
  shows: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  right: readonly string[],
): Recording {
  const recording = { id: 1, timestamp: 1_700_000_000, monitor_width: 1280, monitor_height: 800, platform: 'linux' };
  const files = { 'recording.db': { recording: [recording], action_event: rows } };
  return { name, shows, format: 'openadapt', files, imported: importRows(recording, rows), right };
}

const script = () => new RecordingScript();
const t0 = 1_700_000_000;
const press = (at: number, key_char: string) => ({ name: 'press', timestamp: t0 + at, key_char });
const release = (at: number, key_char: string) => ({ name: 'release', timestamp: t0 + at, key_char });
const button = (at: number, mouse_pressed: 0 | 1, shot: number) => ({
  name: 'click',
  timestamp: t0 + at,
  screenshot_timestamp: t0 + shot,
  mouse_x: 400,
  mouse_y: 300,
  mouse_button_name: 'left',
  mouse_pressed,
});
const repeated = (count: number, text: string) => Array.from({ length: count }, () => text);

const recordings: readonly Recording[] = [
  agentnet(
    '01-pause',
    'a pause is a gap: nothing spans it, and what the file holds of it is not taken',
    script().type('ab').event('pause').wait(50).type('secret').wait(5000).event('resume').wait(50).type('cd'),
    ['append "ab" on screen', 'append "cd" on screen'],
  ),
  agentnet('02-null-key', 'a key without a name is an unknown key', script().type('a').tap(null).type('b'), [
    'append "a" on screen',
    'key Unidentified on screen',
    'append "b" on screen',
  ]),
  agentnet('03-scroll-last', 'a scroll that comes last is kept', script().click().wait(3000).scroll(-1).scroll(-1), [
    'left click on screen',
    'scroll 0,200 in document',
  ]),
  agentnet('04-drag-last', 'a drag that comes last is a drag', script().click().wait(3000).drag(600, 300), [
    'left click on screen',
    'left drag 400,300 to 600,300 on screen',
  ]),
  agentnet('05-double-click-first', 'a double click that comes first is one', script().click().click(), [
    'left double_click on screen',
  ]),
  agentnet(
    '06-held-modifier',
    'one hold, as many chords as keys',
    script()
      .holding(['ctrl_l'], (held) => held.tap('C', 'V'))
      .wait(2000)
      .holding(['alt_l'], (held) => held.tap('tab', 'tab')),
    ['key Control+c on screen', 'key Control+v on screen', 'key Alt+Tab x2 on screen'],
  ),
  agentnet(
    '07-modified-clicks',
    'Control+click twice is two clicks with Control, each at its place',
    script().holding(['ctrl_l'], (held) => held.click().move(402, 300).click()),
    ['Control left click on screen', 'Control left click on screen'],
  ),
  agentnet('08-dollar', 'a dollar sign is text', script().type('cost$5').wait(2000).type('a$b$c'), [
    'append "cost$5" on screen',
    'append "a$b$c" on screen',
  ]),
  agentnet(
    '09-text-after-drag',
    'text after a drag or a long hold is text, whatever letter it begins with',
    script().drag(600, 300).wait(200).type('copy').wait(2000).click('left', 1600).wait(200).type('c'),
    [
      'left drag 400,300 to 600,300 on screen',
      'append "copy" on screen',
      'left click on screen',
      'append "c" on screen',
    ],
  ),
  agentnet('10-far-apart', 'one place clicked a minute apart is two clicks', script().click().wait(60_000).click(), [
    'left click on screen',
    'left click on screen',
  ]),
  agentnet(
    '11-any-character-any-click',
    'Shift with any character is text; clicks of any button and count are kept',
    script()
      .holding(['shift'], (held) => held.type('É'))
      .wait(2000)
      .click('middle')
      .click('middle')
      .wait(2000)
      .click('right')
      .click('right')
      .click('right'),
    ['append "É" on screen', ...repeated(2, 'middle click on screen'), ...repeated(3, 'right context_click on screen')],
  ),
  agentnet(
    '12-resumed',
    'typing taken up again later, and scrolling later or elsewhere, is another action',
    script().type('ab').wait(6000).type('cd').wait(2000).scroll(-1).wait(8000).scroll(-1).move(400, 800).scroll(-1),
    [
      'append "ab" on screen',
      'append "cd" on screen',
      'scroll 0,100 in document',
      'scroll 0,100 in document',
      'scroll 0,100 in document',
    ],
  ),
  agentnet(
    '13-shift-chords',
    'Shift+Tab and Shift+Left are chords',
    script().holding(['shift'], (held) => held.tap('tab', 'left')),
    ['key Shift+Tab on screen', 'key Shift+ArrowLeft on screen'],
  ),
  agentnet(
    '14-surplus-backspace',
    'Backspaces beyond what was typed are kept: they delete older text',
    script().type('a').tap('backspace', 'backspace', 'backspace').type('b'),
    ['key Backspace x2 on screen', 'append "b" on screen'],
  ),
  agentnet('15-right-drag', 'a drag with the right button is one', script().drag(600, 300, 'right'), [
    'right drag 400,300 to 600,300 on screen',
  ]),
  agentnet(
    '16-button-count-duration',
    'side buttons, double right clicks, long presses and four fast clicks are what they are',
    script()
      .click('x1')
      .wait(2000)
      .click('right')
      .click('right')
      .wait(2000)
      .click('left', 1800)
      .wait(2000)
      .click()
      .click()
      .click()
      .click(),
    ['back click on screen', ...repeated(2, 'right context_click on screen'), ...repeated(5, 'left click on screen')],
  ),
  agentnet(
    '17-no-release',
    'a press without its release is an incomplete click',
    script().down().wait(500).type('a').wait(2000).down(),
    ['left click on screen (incomplete)', 'append "a" on screen', 'left click on screen (incomplete)'],
  ),
  agentnet(
    '18-meta-alone',
    'Meta alone opens the launcher; held for another key, however long, it is a modifier',
    script()
      .tap('cmd')
      .wait(3000)
      .holding(['cmd'], (held) => held.wait(4000).tap('e')),
    ['key Meta on screen', 'key Meta+e on screen'],
  ),
  agentnet(
    '19-several-fields',
    'text, Tab or Enter, text are as many actions',
    script().type('ab').tap('tab').type('cd').tap('enter').type('ef'),
    [
      'append "ab" on screen',
      'key Tab on screen',
      'append "cd" on screen',
      'key Enter on screen',
      'append "ef" on screen',
    ],
  ),
  agentnet(
    '20-unknown-key',
    'an unknown key is named as unknown, alone, in typing and in a chord',
    script()
      .type('a')
      .tap('$Unknown (255)$')
      .wait(2000)
      .holding(['ctrl_l'], (held) => held.tap('$Unknown (255)$')),
    ['append "a" on screen', 'key Unidentified on screen', 'key Control+Unidentified on screen'],
  ),
  {
    name: '21-annotator-edit',
    shows: 'what a person changed or took out of a reduction is reported, and never overwritten',
    format: 'agentnet',
    ...edited(),
    right: ['left click on screen', 'append "ab" on screen'],
  },
  {
    name: '22-lost-tail',
    shows: 'a file cut off in the middle of a line gives all that came before, and says that something is lost',
    format: 'ducktrack',
    ...cutOff(new RecordingScript({ numbered: false }).click().wait(2500).type('tail')),
    right: ['left click on screen', 'append "tail" on screen (incomplete)'],
  },
  openadapt(
    '23-first-frame',
    'a merged action is that of its first press: its time is from before the application reacted',
    [button(1, 1, 0.9), button(1.08, 0, 1), button(1.2, 1, 1.1), button(1.28, 0, 1.2)],
    ['left double_click on screen'],
  ),
  openadapt(
    '24-slow-typing',
    'slow typing is one action',
    Array.from('slowly').flatMap((character, at) => [press(at * 1.4, character), release(at * 1.4 + 0.1, character)]),
    ['append "slowly" on screen'],
  ),
  agentnet('25-one-unit', 'scrolled distance has one unit, and is the sum', script().scroll(-2).scroll(-2), [
    'scroll 0,400 in document',
  ]),
];

function cutOff(recording: RecordingScript): Pick<Recording, 'files' | 'imported'> {
  const lines = [...recording.lines, '{"time_stamp": 15.8, "action": "pre'];
  return { files: { 'events.jsonl': lines }, imported: importLines(lines) };
}

/** A recording whose reduction a person worked on: one description changed, one action taken out. */
function edited(): Pick<Recording, 'files' | 'imported' | 'differences'> {
  const { lines } = script().click().wait(1880).type('ab');
  const complete = [
    '{"action": "click", "start_time": 12.5, "end_time": 12.58, "description": "Single left Click", "vis": true, "click_type": 1, "button": "left", "pressed": true, "coordinate": {"x": 400, "y": 300}, "id": 0}',
    '{"action": "type", "start_time": 14.5, "end_time": 14.82, "description": "⌨️ Type: ab", "vis": true, "key_names": ["a", "b"], "time_trace": [14.5, 14.62], "id": 1}',
  ];
  const vis = [
    '{"id": 0, "action": "click", "description": "Click the button that saves", "start_time": 12.5, "end_time": 12.58, "depth": 0, "target": {"mark": false}, "axtree": null}',
  ];
  const imported = importLines(lines);
  const parse = (list: readonly string[]) => list.flatMap((line, at) => parsePeerAction(line, at + 1) ?? []);
  const peer = { complete: parse(complete), vis: parse(vis) };
  return {
    files: { 'events.jsonl': lines, 'reduced_events_complete.jsonl': complete, 'reduced_events_vis.jsonl': vis },
    imported,
    differences: compareReductions(imported.steps, peer, (seconds) => (seconds - 12.5) * 1000).differences,
  };
}

test.each(recordings)('$name: $shows', ({ imported, right }) => {
  expect(describeSteps(imported.steps)).toEqual(right);
  for (const step of imported.steps) rawStepSchema.parse(step);
});

test.each(recordings)(
  'recording $name is published as it is made here',
  async ({ name, shows, format, files, imported, differences }) => {
    const failure = Number(name.slice(0, 2));
    const vector = { reducer: reducerVersion, failure, shows, format, files, output: imported.output, differences };
    const folder = '../../../../spec/vectors/import';
    await expect(`${JSON.stringify(vector, null, 1)}\n`).toMatchFileSnapshot(`${folder}/${name}.json`);
  },
);

test('no recording is published that is not made here', () => {
  const published = readdirSync(new URL('../../../../spec/vectors/import/', import.meta.url));
  expect(published.toSorted()).toEqual(recordings.map(({ name }) => `${name}.json`).toSorted());
});

const byName = (name: string) => recordings.find((recording) => recording.name === name)?.imported;

test('1: what is before and after a pause are two episodes, and what lay in it is counted', () => {
  const imported = byName('01-pause');
  expect(imported?.steps.map(({ episode }) => episode)).toEqual([0, 1]);
  expect(imported?.report.paused).toBe(12);
});

test('16: how long a press lasted is kept', () => {
  expect(byName('16-button-count-duration')?.steps.map(({ duration }) => duration)).toContain(1800);
});

test('21: an edit and a removal are reported as such', () => {
  const { differences = [] } = recordings.find(({ name }) => name === '21-annotator-edit') ?? {};
  expect(differences.map(({ kind, failure }) => [kind, failure])).toEqual([
    ['edited', 21],
    ['removed', 21],
  ]);
});

test('22: the end of a cut-off recording is counted as lost', () => {
  expect(byName('22-lost-tail')?.report.lost['not-json']).toBe(1);
});

test('23: a merged action begins with its first press and lasts to its last release', () => {
  expect(byName('23-first-frame')?.steps).toMatchObject([{ t: (t0 + 1) * 1000, duration: 280 }]);
});
