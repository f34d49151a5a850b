import type { Button } from '@assent/contracts';
import type { LossReason, Recorded } from './recorded.ts';

/** An object of another tool: nothing in it is trusted. */
export type Foreign = Readonly<Record<string, unknown>>;

const buttons: ReadonlyMap<unknown, Button> = new Map([
  ['left', 'left'],
  ['middle', 'middle'],
  ['right', 'right'],
  ['x1', 'back'],
  ['x2', 'forward'],
  ['button8', 'back'],
  ['button9', 'forward'],
]);

/** Larger times, in seconds, would pass the last date there is. */
const lastTime = 8.64e12;

/** The button of a recorder's name; undefined for an unknown one. */
export function buttonOfName(name: unknown): Button | undefined {
  return buttons.get(name);
}

/** Input that is lost, with the reason. */
export function lost(why: LossReason, count = 1): Recorded {
  return { kind: 'lost', count, why };
}

/** Whether a value is a time in seconds within the range of dates. */
export function isTime(value: unknown): value is number {
  return isFiniteNumber(value) && value >= 0 && value <= lastTime;
}

export function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Parses one line of JSON Lines that must hold an object; the reason if it does not. */
export function parseObject(line: string): Foreign | 'not-json' | 'not-an-event' {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'not-json';
  }
  return isForeign(value) ? value : 'not-an-event';
}

/** Whether a value is an object with properties. */
export function isForeign(value: unknown): value is Foreign {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
