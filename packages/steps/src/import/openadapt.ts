import { buttonOfName, isFiniteNumber, isTime, lost, type Foreign } from './foreign.ts';
import { keyOfName, unknownKey } from './key-names.ts';
import { importLimits } from './limits.ts';
import type { Recorded, RecordedKey } from './recorded.ts';
import { noFacts, type RecordingFacts } from './translator.ts';

/** The columns of `action_event` that are read; a database may lack any of them. */
export const actionColumns = [
  'name',
  'timestamp',
  'mouse_x',
  'mouse_y',
  'mouse_dx',
  'mouse_dy',
  'mouse_button_name',
  'mouse_pressed',
  'key_name',
  'key_char',
  'canonical_key_name',
  'canonical_key_char',
  'disabled',
] as const;

/** The columns of `recording` that are read. */
export const recordingColumns = [
  'id',
  'monitor_width',
  'monitor_height',
  'pixel_ratio',
  'double_click_interval_seconds',
  'double_click_distance_pixels',
  'platform',
  'task_description',
] as const;

/** The facts in a row of `recording`. Total: a missing or absurd value counts as unknown. */
export function factsOfRow(row: Foreign): RecordingFacts {
  const positive = (value: unknown, otherwise: number): number =>
    isFiniteNumber(value) && value > 0 ? value : otherwise;
  const task = row['task_description'];
  return {
    clock: 'epoch',
    screen: {
      width: positive(row['monitor_width'], 0),
      height: positive(row['monitor_height'], 0),
      scale: positive(row['pixel_ratio'], 1),
    },
    isMac: row['platform'] === 'darwin',
    multiClick: {
      interval: positive(row['double_click_interval_seconds'], importLimits.multiClick / 1000) * 1000,
      distance: positive(row['double_click_distance_pixels'], importLimits.multiClickDistance),
    },
    task: typeof task === 'string' && task !== '' ? task : noFacts.task,
  };
}

/**
 * What a row of `action_event` comes to. Total. Rows must come by time. `disabled` rows were removed by a person
 * afterwards: that edit wins.
 */
export function inputOfRow(row: Foreign): Recorded {
  if (row['disabled'] === 1) return { kind: 'removed' };
  const time = row['timestamp'];
  if (!isTime(time)) return lost('no-time');
  const { mouse_x: x, mouse_y: y } = row;
  switch (row['name']) {
    case 'press':
    case 'release':
      return { kind: 'key', time, pressed: row['name'] === 'press', ...keyOfRow(row) };
    case 'move':
    case 'click':
    case 'scroll':
      if (!isFiniteNumber(x) || !isFiniteNumber(y)) return lost('no-place');
      return row['name'] === 'move' ? { kind: 'move', time, x, y } : pointerOf(row, { time, x, y });
    default:
      // Also what the tool derived from the others: taking it too would invent actions.
      return { kind: 'other' };
  }
}

/** What a row of `window_event` comes to; null if it names no window. */
export function windowOfRow(row: Foreign): Recorded | null {
  const { timestamp: time, title } = row;
  return isTime(time) && typeof title === 'string' ? { kind: 'window', time, title } : null;
}

function pointerOf(row: Foreign, at: { readonly time: number; readonly x: number; readonly y: number }): Recorded {
  if (row['name'] === 'scroll') {
    const { mouse_dx: dx, mouse_dy: dy } = row;
    if (!isFiniteNumber(dx ?? 0) || !isFiniteNumber(dy ?? 0)) return lost('not-an-event');
    return { kind: 'scroll', ...at, dx: Number(dx ?? 0), dy: -Number(dy ?? 0) };
  }
  const button = buttonOfName(row['mouse_button_name']);
  if (button === undefined) return lost('unknown-button');
  const pressed = row['mouse_pressed'];
  if (pressed !== 0 && pressed !== 1) return lost('not-an-event');
  return { kind: 'button', ...at, button, pressed: pressed === 1 };
}

/** The key's own name where it has a known one, else its character: the name of a character key is its X11 name. */
function keyOfRow(row: Foreign): RecordedKey {
  const candidates = [row['key_name'], row['key_char'], row['canonical_key_name'], row['canonical_key_char']];
  const keys = candidates.map(keyOfName);
  return keys.find(({ key }) => key !== null) ?? keys.find(({ id }) => id !== null) ?? unknownKey;
}
