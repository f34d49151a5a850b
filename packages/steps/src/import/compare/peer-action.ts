import type { Button } from '@assent/contracts';
import { buttonOfName, isFiniteNumber, isForeign, parseObject, type Foreign } from '../foreign.ts';
import { keyOfName } from '../key-names.ts';
import { namesInDescription, textOfKeys, type PeerText } from './peer-text.ts';

/** One action of AgentNetTool's reducer. Times are in seconds of the recording's clock. */
export interface PeerAction {
  /** The number of its line, from 1. */
  readonly line: number;
  readonly id: number | null;
  /** The name the tool gives it. */
  readonly action: 'click' | 'drag' | 'scroll' | 'type' | 'press' | 'long_press' | 'mouse_press' | 'other';
  readonly start: number;
  readonly end: number;
  /** What its description calls it, which is what is shown and exported; null where it has none. */
  readonly described: PeerAction['action'] | null;
  readonly button: Button | null;
  readonly clicks: number;
  readonly place: { readonly x: number; readonly y: number } | null;
  readonly typed: PeerText | null;
  /** The same as its description would be read back. */
  readonly describedText: PeerText | null;
  /** The keys of a chord as the tool joins them: modifiers and whatever it put under them, DOM names. */
  readonly chord: readonly string[];
  /** Whether clicks or drags are nested under a held key. */
  readonly holdsPointer: boolean;
  /** Sum of a scroll in notches, right and down; null where only its description is known. */
  readonly scrolled: { readonly dx: number; readonly dy: number } | null;
  /** How many notches its description counts. */
  readonly describedNotches: number | null;
  readonly description: string | null;
  /** The tool shows it: what it hides is not part of its result. */
  readonly shown: boolean;
}

/** The tool adds this to the end of typing and scrolling, seconds. */
const addedToEnd = 0.2;

const actions = new Set(['click', 'drag', 'scroll', 'type', 'press', 'long_press', 'mouse_press'] as const);

/**
 * Reads a line of `reduced_events_complete.jsonl` or `reduced_events_vis.jsonl`. Total: null for a line that has no
 * action with a time (the second file holds `null` for hidden ones).
 */
export function parsePeerAction(text: string, line: number): PeerAction | null {
  const parsed = parseObject(text);
  if (typeof parsed === 'string' || !isFiniteNumber(parsed['start_time'])) return null;
  const action = actionOf(parsed['action']);
  const description = typeof parsed['description'] === 'string' ? parsed['description'] : null;
  const notation = description === null ? null : /⌨️ (?:Type|Press|Long Press): (.*)$/su.exec(description)?.[1];
  const names = typeof notation === 'string' ? namesInDescription(notation) : null;
  const typed = Array.isArray(parsed['key_names']) ? textOfKeys(parsed['key_names']) : null;
  const describedText = action === 'type' && names !== null ? textOfKeys(names) : null;
  return {
    line,
    id: isFiniteNumber(parsed['id']) ? parsed['id'] : null,
    action,
    ...spanOf(parsed, action),
    described: describedAction(description),
    button:
      buttonOfName(parsed['button']) ??
      buttonOfName(/(left|right|middle|x1|x2)/iu.exec(description ?? '')?.[1]) ??
      null,
    clicks: clicksOf(parsed, description),
    place: placeOf(parsed['coordinate']),
    typed: typed ?? describedText,
    describedText,
    chord: chordOf(parsed, notation ?? null),
    holdsPointer: childrenOf(parsed).some((child) => child['action'] === 'click' || child['action'] === 'drag'),
    scrolled: scrolledOf(parsed),
    describedNotches: notchesIn(description),
    description,
    shown: parsed['vis'] !== false && parsed['pressed'] !== false,
  };
}

function actionOf(value: unknown): PeerAction['action'] {
  for (const known of actions) if (known === value) return known;
  return 'other';
}

function describedAction(description: string | null): PeerAction['action'] | null {
  if (description === null) return null;
  if (description.startsWith('Drag from')) return 'drag';
  if (/^(?:Single|Double|Triple)? ?\S+ Click/u.test(description)) return 'click';
  if (description.startsWith('Scroll')) return 'scroll';
  if (description.startsWith('⌨️ Type')) return 'type';
  if (description.startsWith('⌨️ Press')) return 'press';
  if (description.startsWith('⌨️ Long Press')) return 'long_press';
  return description.startsWith('Mouse long press') ? 'mouse_press' : null;
}

/** From the first to the last input of it, as far as the line shows; ends that the reducer made up are removed. */
function spanOf(event: Foreign, action: PeerAction['action']): { readonly start: number; readonly end: number } {
  const start = isFiniteNumber(event['start_time']) ? event['start_time'] : 0;
  const trace = Array.isArray(event['time_trace']) ? event['time_trace'].filter(isFiniteNumber) : [];
  const stated = isFiniteNumber(event['end_time']) ? event['end_time'] : start;
  if (action === 'type' || action === 'scroll') {
    return { start, end: Math.max(start, trace.length > 0 ? Math.max(...trace) : stated - addedToEnd) };
  }
  // A press without release is given an end that never was.
  const own = event['exception'] === true ? start : stated;
  const children = childrenOf(event).map((child) => spanOf(child, actionOf(child['action'])).end);
  return { start, end: Math.max(start, own, ...children) };
}

function clicksOf(event: Foreign, description: string | null): number {
  const count = event['click_type'];
  if (isFiniteNumber(count)) return count;
  if (description?.startsWith('Double') === true) return 2;
  return description?.startsWith('Triple') === true ? 3 : 1;
}

function placeOf(value: unknown): PeerAction['place'] {
  if (!isForeign(value)) return null;
  const { x, y } = value;
  return isFiniteNumber(x) && isFiniteNumber(y) ? { x, y } : null;
}

/** A chord from the key held and the keys under it; from the description where that is all there is. */
function chordOf(event: Foreign, notation: string | null): readonly string[] {
  if (event['key_name'] === undefined) {
    return notation === null
      ? []
      : notation
          .split(' + ')
          .flatMap((part) => namesInDescription(part))
          .map(domName);
  }
  return [domName(event['key_name']), ...childrenOf(event).flatMap(chordOfChild)];
}

function chordOfChild(child: Foreign): readonly string[] {
  if (child['pressed'] === false) return [];
  if (Array.isArray(child['key_names'])) return child['key_names'].map(domName);
  return child['key_name'] === undefined ? [] : chordOf(child, null);
}

function domName(name: unknown): string {
  return keyOfName(name).key ?? 'Unidentified';
}

function scrolledOf(event: Foreign): PeerAction['scrolled'] {
  if (event['action'] !== 'scroll' || !Array.isArray(event['trace'])) return null;
  let dx = 0;
  let dy = 0;
  for (const point of event['trace']) {
    if (!isForeign(point)) continue;
    if (isFiniteNumber(point['dx'])) dx += point['dx'];
    if (isFiniteNumber(point['dy'])) dy -= point['dy'];
  }
  return { dx, dy };
}

function notchesIn(description: string | null): number | null {
  if (description === null || !description.startsWith('Scroll')) return null;
  return Array.from(description.matchAll(/×(\d+)/gu)).reduce((sum, [, count]) => sum + Number(count), 0);
}

function childrenOf(event: Foreign): readonly Foreign[] {
  return Array.isArray(event['children']) ? event['children'].filter(isForeign) : [];
}
