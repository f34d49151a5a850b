import { buttonOfName, isFiniteNumber, isTime, lost, parseObject, type Foreign } from './foreign.ts';
import { keyOfName } from './key-names.ts';
import type { Recorded } from './recorded.ts';

/** A window title and when it was seen, in seconds of the recording's clock. */
export interface WindowTitle {
  readonly time: number;
  readonly title: string;
}

/**
 * Reads the `events.jsonl` of AgentNet and DuckTrack recordings, line by line. Total: a line that cannot be read
 * becomes `lost` with its reason and never stops the rest. Where lines carry `event_idx`, a skipped one is lost too.
 */
export class AgentNetReader {
  readonly #windows: readonly WindowTitle[];
  #nextWindow = 0;
  #nextIndex: number | null = null;

  /** `windows` by time, if the recording has them. */
  constructor(windows: readonly WindowTitle[] = []) {
    this.#windows = windows;
  }

  /** The input of one line; none for an empty one. */
  read(line: string): readonly Recorded[] {
    if (line.trim() === '') return [];
    const parsed = parseObject(line);
    if (typeof parsed === 'string') return [lost(parsed)];
    const recorded = inputOf(parsed);
    const before = [...this.#skipped(parsed['event_idx']), ...('time' in recorded ? this.#titles(recorded.time) : [])];
    return before.length === 0 ? [recorded] : [...before, recorded];
  }

  #skipped(index: unknown): readonly Recorded[] {
    if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) return [];
    const expected = this.#nextIndex;
    this.#nextIndex = index + 1;
    if (expected === null) return [];
    if (index > expected) return [lost('skipped-index', index - expected)];
    // The file was appended to by a second recording.
    return index === 0 && expected > 0 ? [{ kind: 'restart' }] : [];
  }

  /** The title that is in front at a time, if it changed since the last one asked for. */
  #titles(time: number): readonly Recorded[] {
    const from = this.#nextWindow;
    while ((this.#windows[this.#nextWindow]?.time ?? Infinity) <= time) this.#nextWindow += 1;
    const shown = this.#nextWindow > from ? this.#windows[this.#nextWindow - 1] : undefined;
    return shown === undefined ? [] : [{ kind: 'window', time, title: shown.title }];
  }
}

/** A line of `top_window.jsonl`; null if it is none. */
export function parseWindowTitle(line: string): WindowTitle | null {
  const parsed = parseObject(line);
  if (typeof parsed === 'string') return null;
  const { time_stamp: time, top_window_name: title } = parsed;
  return isTime(time) && typeof title === 'string' ? { time, title } : null;
}

function inputOf(event: Foreign): Recorded {
  const time = event['time_stamp'];
  if (!isTime(time)) return lost('no-time');
  switch (event['action']) {
    case 'move':
      return placed(event, (x, y) => ({ kind: 'move', time, x, y }));
    case 'click':
      return buttonOf(event, time);
    case 'scroll':
      return scrollOf(event, time);
    case 'press':
    case 'release':
      return { kind: 'key', time, pressed: event['action'] === 'press', ...keyOfName(event['name']) };
    case 'pause':
    case 'resume':
      return { kind: event['action'], time };
    default:
      return { kind: 'other' };
  }
}

function buttonOf(event: Foreign, time: number): Recorded {
  const { button: name, pressed } = event;
  const button = buttonOfName(name);
  if (button === undefined) return lost('unknown-button');
  if (typeof pressed !== 'boolean') return lost('not-an-event');
  return placed(event, (x, y) => ({ kind: 'button', time, x, y, button, pressed }));
}

function scrollOf(event: Foreign, time: number): Recorded {
  const { dx = 0, dy = 0 } = event;
  if (!isFiniteNumber(dx) || !isFiniteNumber(dy)) return lost('not-an-event');
  // Recorders count notches up.
  return placed(event, (x, y) => ({ kind: 'scroll', time, x, y, dx, dy: -dy }));
}

function placed(event: Foreign, make: (x: number, y: number) => Recorded): Recorded {
  const { x, y } = event;
  return isFiniteNumber(x) && isFiniteNumber(y) ? make(x, y) : lost('no-place');
}
