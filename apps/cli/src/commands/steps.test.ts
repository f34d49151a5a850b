import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exitCodes, UsageError, type ExitCode, type Terminal } from '../command.ts';
import { RecordingError } from '../recordings/recording.ts';
import { steps } from './steps.ts';

type Row = Readonly<Record<string, SQLInputValue>>;

/** A published recording of another tool (`spec/vectors/import`). */
interface Vector {
  readonly format: string;
  readonly files: Readonly<Record<string, readonly string[] | Readonly<Record<string, readonly Row[]>>>>;
  readonly output: readonly ({ readonly kind: 'step'; readonly step: object } | { readonly kind: 'episode' })[];
  readonly differences?: readonly object[];
}

const vectors = new URL('../../../../spec/vectors/import/', import.meta.url);
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assent-steps-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

interface Run {
  readonly code: ExitCode;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

async function run(args: readonly string[], input: readonly string[] = []): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    async *lines() {
      yield* input;
    },
    cwd: folder,
    signal: new AbortController().signal,
  };
  return { code: await steps.run(args, terminal), out, err };
}

async function write(name: string, content: string): Promise<void> {
  await writeFile(join(folder, name), content);
}

async function writeVector({ files }: Vector): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    if (isLines(content)) await write(name, `${content.join('\n')}\n`);
    else writeDatabase(name, content);
  }
}

function isLines(content: Vector['files'][string]): content is readonly string[] {
  return Array.isArray(content);
}

/** A database with the columns the rows have. */
function writeDatabase(name: string, tables: Readonly<Record<string, readonly Row[]>>): void {
  const database = new DatabaseSync(join(folder, name));
  for (const [table, rows] of Object.entries(tables)) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const others = columns.filter((column) => column !== 'id');
    database.exec(`CREATE TABLE ${table} (${['id INTEGER PRIMARY KEY', ...others].join(', ')})`);
    for (const row of rows) {
      const names = Object.keys(row);
      const places = names.map(() => '?').join(', ');
      database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`).run(...Object.values(row));
    }
  }
  database.close();
}

/** Steps as the command prints them, without the session, which is the caller's. */
function unsessioned(lines: readonly object[]): readonly object[] {
  return lines.map((line) => ({ ...line, session: '' }));
}

const parsed = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('published recordings of other tools', async () => {
  const names = await readdir(vectors);

  test.each(names)('%s, as a folder, comes out as published', async (name) => {
    const vector = JSON.parse(await readFile(new URL(name, vectors), 'utf8')) as Vector;
    await writeVector(vector);
    const { code, out, err } = await run(['--from', vector.format, '.']);
    const expected = vector.output.map((each) => (each.kind === 'step' ? each.step : each));
    expect(unsessioned(parsed(out))).toEqual(unsessioned(expected));
    expect(code).toBe(exitCodes.ok);
    expect(err.at(-1)).toContain(`→ ${expected.length} steps in`);
    if (vector.differences === undefined) return;
    const compared = await run(['--from', vector.format, '.', '--compare', '--json']);
    expect(JSON.parse(compared.out[0] ?? '')).toMatchObject({ differences: vector.differences });
  });
});

const line = (time: number, body: string) => `{"time_stamp": ${time}, ${body}}`;
const tap = (time: number, name: string) => line(time, `"action": "press", "name": "${name}"`);

describe('an AgentNet folder', () => {
  test('prints the screen, the task and the window in front', async () => {
    await write('events.jsonl', tap(2, 'a'));
    await write('metadata.json', JSON.stringify({ system: 'Darwin', screen_width: 1512, screen_height: 982 }));
    await write('task_name.json', JSON.stringify({ task_name: 'pay', description: 'Pay the invoice' }));
    await write('top_window.jsonl', `${JSON.stringify({ time_stamp: 1, top_window_name: 'Mail' })}\nnonsense\n`);
    const { out, err } = await run(['--from', 'agentnet', '.']);
    expect(parsed(out)).toMatchObject([
      { instruction: 'Pay the invoice', source: 'participant' },
      { page: { title: 'Mail' }, view: { width: 1512, height: 982 }, target: { box: [0, 0, 1512, 982] } },
    ]);
    expect(err[0]).toBe('assent steps: top_window.jsonl: 1 lines name no window');
  });

  test('with broken files beside its events is read all the same, and says so', async () => {
    await write('events.jsonl', tap(2, 'a'));
    await write('metadata.json', '{"system": "Dar');
    await write('task_name.json', '[]');
    const { out, err } = await run(['--from', 'ducktrack', '.']);
    expect(out).toHaveLength(1);
    expect(err.join('\n')).toMatch(/metadata\.json is not.*\n.*task_name\.json is not/u);
  });

  test('with lost lines names file and line, never their content, and counts the rest', async () => {
    const bad = Array.from({ length: 12 }, () => '{"secret": "hunter2"');
    await write('events.jsonl', [tap(1, 'a'), ...bad].join('\n'));
    const { code, err } = await run(['--from', 'agentnet', '.']);
    expect(code).toBe(exitCodes.ok);
    expect(err[0]).toBe('assent steps: events.jsonl line 2: not-json, counted as lost');
    expect(err.at(-2)).toBe('assent steps: and 2 more like it');
    expect(err.at(-1)).toContain('12 inputs lost: the recording is partial');
    expect(err.join('\n')).not.toContain('hunter2');
  });

  test('may also be its events alone, or standard input', async () => {
    await write('events.jsonl', tap(1, 'a'));
    const alone = await run(['--from', 'agentnet', 'events.jsonl']);
    const piped = await run(['--from', 'agentnet', '-'], [tap(1, 'a')]);
    expect(alone.out).toHaveLength(1);
    expect(piped.out).toEqual(alone.out);
  });
});

describe('an openadapt folder', () => {
  const recording = { id: 1, timestamp: 1000, platform: 'linux', task_description: 'Pay', original_recording_id: null };
  const press = (id: number, timestamp: number, key_char: string, more: Row = {}): Row => ({
    id,
    recording_id: 1,
    name: 'press',
    timestamp,
    key_char,
    disabled: 0,
    ...more,
  });

  test('is read by time, without what a person disabled and without copies of it', async () => {
    writeDatabase('recording.db', {
      recording: [recording, { ...recording, id: 2, original_recording_id: 1 }],
      action_event: [
        press(1, 1001.1, 'b'),
        press(2, 1001, 'a'),
        press(3, 1001.2, 'x', { disabled: 1 }),
        press(4, 1001, 'y', { recording_id: 2 }),
      ],
      window_event: [
        { id: 1, recording_id: 1, timestamp: 1000.5, title: 'Mail' },
        { id: 2, recording_id: 1, timestamp: 1001.05, title: 'Later' },
      ],
    });
    await write('capture-state.json', JSON.stringify({ complete: true, integrity_verified: true }));
    const { out, err } = await run(['--from', 'openadapt', '.']);
    expect(parsed(out)).toMatchObject([
      { instruction: 'Pay' },
      { t: 1_001_000, action: { type: 'type', value: { text: 'ab' } }, page: { title: 'Mail' } },
    ]);
    expect(err).toEqual([
      'assent steps: 2 inputs → 1 steps in 1 episodes; nothing lost; 1 inputs removed by a person left out',
    ]);
  });

  test('that does not say it is complete is reported as incomplete; missing tables and columns stop nothing', async () => {
    writeDatabase('recording.db', { action_event: [{ id: 1, name: 'press', timestamp: 5, key_char: 'a' }] });
    await write('capture-state.json', JSON.stringify({ complete: false }));
    const { out, err } = await run(['--from', 'openadapt', '.']);
    expect(parsed(out)).toMatchObject([{ action: { value: { text: 'a' } } }]);
    expect(err[0]).toBe('assent steps: capture-state.json does not say that the recording is complete');
  });

  test('whose file is no database cannot be read', async () => {
    await write('recording.db', 'not a database, but long enough to be taken for one'.repeat(40));
    await expect(run(['--from', 'openadapt', '.'])).rejects.toThrow(RecordingError);
  });
});

describe('what cannot be read', () => {
  test.each([
    [['--from', 'agentnet', 'nowhere'], 'there is no such file or folder'],
    [['--from', 'agentnet', '.'], 'the folder holds no events.jsonl'],
    [['--from', 'openadapt', '.'], 'the folder holds no recording.db'],
    [['--from', 'agentnet', '.', '--compare'], 'the folder holds neither'],
  ])('%s', async (args, message) => {
    await expect(run(args)).rejects.toThrow(message);
  });

  test('is a file in which no line is of this kind', async () => {
    await write('letter.txt', 'Dear diary,\nnothing happened.\n');
    await expect(run(['--from', 'ducktrack', 'letter.txt'])).rejects.toThrow(/letter\.txt line 2: not-json/u);
  });

  test.each([
    [[]],
    [['--from', 'screenpipe', '.']],
    [['--from', 'agentnet']],
    [['--from', 'agentnet', '.', '--json']],
    [['--from', 'openadapt', '.', '--compare']],
    [['--from', 'openadapt', '-']],
  ])('a call like %j is a usage error', async (args) => {
    await expect(run(args)).rejects.toThrow(UsageError);
  });
});

test('a comparison is a table with a reason for each difference, and nothing typed in it', async () => {
  await write('events.jsonl', [tap(1, 's'), tap(1.2, 'tab'), tap(1.4, 'z')].join('\n'));
  const type = {
    action: 'type',
    start_time: 1,
    end_time: 1.6,
    description: '⌨️ Type: s$tab$z',
    key_names: ['s', 'tab', 'z'],
    time_trace: [1, 1.2, 1.4],
    id: 0,
  };
  await write('reduced_events_complete.jsonl', `${JSON.stringify(type)}\nnull\noops\n`);
  const { code, out, err } = await run(['--from', 'agentnet', '.', '--compare']);
  expect(code).toBe(exitCodes.ok);
  expect(out).toEqual([
    '3 steps of ours, 1 actions of the recording; 0 say the same',
    '',
    '0:00:00.00  split  type 2 characters and Tab → type 1 characters, key Tab, type 1 characters  [failure 19]',
    '',
    'Why:',
    '     1  a key that writes nothing ends typing and is an action (spec/steps.md §7)',
  ]);
  expect(err[0]).toBe('assent steps: reduced_events_complete.jsonl line 3: no action');
});
