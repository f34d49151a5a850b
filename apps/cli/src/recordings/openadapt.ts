import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { actionColumns, factsOfRow, inputOfRow, noFacts, recordingColumns, windowOfRow } from '@assent/steps/import';
import { fileIn, objectIn } from './files.ts';
import { RecordingError, type Located, type Recording } from './recording.ts';

type Row = Readonly<Record<string, unknown>>;

/** The name of the database in a capture's folder. */
const databaseName = 'recording.db';

/** Opens an openadapt-capture recording: its folder, or its database alone. Reads only. */
export async function openOpenAdapt(path: string): Promise<Recording> {
  const file = await fileIn(path, databaseName);
  const database = openDatabase(file);
  const recordings = await failing(file, () => recordingsIn(database));
  const remarks = file === path ? [] : await remarksIn(dirname(file));
  if (recordings.length > 1)
    remarks.push(`${databaseName} holds ${recordings.length} recordings: read one after the other`);
  return {
    facts: recordings[0] === undefined ? { ...noFacts, clock: 'epoch' } : factsOfRow(recordings[0]),
    remarks,
    inputs: () => inputsIn(file, database, recordings),
  };
}

async function* inputsIn(
  file: string,
  database: DatabaseSync,
  recordings: readonly Row[],
): AsyncGenerator<Located, void> {
  try {
    const each = recordings.length === 0 ? [null] : recordings.map(({ id }) => id);
    for (const [at, id] of each.entries()) {
      if (at > 0) yield { recorded: { kind: 'restart' }, where: databaseName };
      yield* recordedIn(database, id);
    }
  } catch (cause) {
    throw unreadable(file, cause);
  } finally {
    database.close();
  }
}

/** Inputs and window titles by time; a title before the input of its moment. */
function* recordedIn(database: DatabaseSync, recording: unknown): Generator<Located, void> {
  const windows = [...rowsOf(database, 'window_event', ['timestamp', 'title'], recording)].flatMap((row) => {
    const window = windowOfRow(row);
    return window === null || window.kind !== 'window' ? [] : [window];
  });
  let next = 0;
  for (const row of rowsOf(database, 'action_event', actionColumns, recording)) {
    const recorded = inputOfRow(row);
    const until = 'time' in recorded ? recorded.time : -Infinity;
    for (; (windows[next]?.time ?? Infinity) <= until; next++) {
      const window = windows[next];
      if (window !== undefined) yield { recorded: window, where: 'window_event' };
    }
    yield { recorded, where: `action_event row ${String(row['id'])}` };
  }
}

/** Copies of a recording (cleaned of private data, say) are left out: the same input twice would be invented. */
function recordingsIn(database: DatabaseSync): readonly Row[] {
  const columns = columnsOf(database, 'recording');
  const chosen = recordingColumns.filter((column) => columns.has(column));
  if (!columns.has('id')) return [];
  const originals = columns.has('original_recording_id') ? 'WHERE original_recording_id IS NULL' : '';
  const order = columns.has('timestamp') ? 'timestamp, id' : 'id';
  return database.prepare(`SELECT ${chosen.join(', ')} FROM recording ${originals} ORDER BY ${order}`).all();
}

function rowsOf(database: DatabaseSync, table: string, wanted: readonly string[], recording: unknown) {
  const columns = columnsOf(database, table);
  const chosen = ['id', ...wanted].filter((column) => columns.has(column));
  if (!columns.has('timestamp')) return ([] as Record<string, never>[]).values();
  const order = ['timestamp', 'source_ordinal', 'id'].filter((column) => columns.has(column)).join(', ');
  const bound = recording !== null && columns.has('recording_id') && typeof recording === 'number' ? [recording] : [];
  const where = bound.length > 0 ? 'WHERE recording_id = ?' : '';
  // Every name comes from the lists in this program, none from the database.
  const statement = database.prepare(`SELECT ${chosen.join(', ')} FROM ${table} ${where} ORDER BY ${order}`);
  return statement.iterate(...bound);
}

function columnsOf(database: DatabaseSync, table: string): ReadonlySet<string> {
  const rows = database.prepare(`PRAGMA table_info(${table})`).all();
  return new Set(rows.map((row) => String(row['name'])));
}

function openDatabase(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { readOnly: true });
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

async function failing<Result>(file: string, read: () => Result): Promise<Result> {
  try {
    return read();
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): RecordingError {
  return new RecordingError('unreadable', `${basename(file)} is not a database that can be read`, { cause });
}

async function remarksIn(folder: string): Promise<string[]> {
  const state = await objectIn(join(folder, 'capture-state.json'));
  if (state === null) return [];
  const whole = state !== 'malformed' && state['complete'] === true && state['integrity_verified'] === true;
  return whole ? [] : ['capture-state.json does not say that the recording is complete'];
}
