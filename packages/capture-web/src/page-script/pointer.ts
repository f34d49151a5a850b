import type { Button, Modifier, Target } from '@assent/contracts';
import { holdsValue } from '../targets/editable.ts';
import type { Emitter } from './emitter.ts';
import { rememberPasswords } from '../targets/field.ts';
import type { RecentTargets } from './recent-targets.ts';
import { topPoint } from '../targets/frame.ts';
import type { Hovers } from './hover.ts';
import type { Listen } from './listeners.ts';
import type { SecretSlots } from './secret-slots.ts';
import { deepestAt } from '../targets/shadow.ts';
import { controlAt, describe } from '../targets/target.ts';

const buttons: readonly Button[] = ['left', 'middle', 'right', 'back', 'forward'];
/** Least distance that counts as movement of the pointer, CSS pixels. */
const movedBy = 4;
/** Least time between two points of a path, ms: 20 a second. */
const sampleEvery = 50;
const maxPath = 2000;

interface Press {
  readonly target: Target;
  readonly control: Element;
  readonly button: Button;
  readonly x: number;
  readonly y: number;
  readonly at: number;
  readonly modifiers: Modifier[];
  readonly path: [number, number, number][];
  reported: boolean;
  dragging: boolean;
}

/** Watches presses and releases. Motion is read only between the two. */
export function watchPointer(
  listen: Listen,
  emitter: Emitter,
  focused: RecentTargets,
  hovers: Hovers,
  slots: SecretSlots,
  signal: AbortSignal,
): void {
  let press: Press | null = null;

  const report = (clicks: number) => {
    if (press === null || press.reported) return;
    press.reported = true;
    const { x, y, button, modifiers, target, at } = press;
    emitter.emit({ kind: 'press', x, y, button, modifiers, clicks: Math.min(255, Math.max(1, clicks)), target }, at);
  };
  const onMove = (move: PointerEvent) => sample(press, move);
  const finish = () => {
    if (press !== null) window.removeEventListener('pointermove', onMove, true);
    press = null;
  };
  const release = (event: MouseEvent) => {
    if (press === null) return;
    report(1);
    const [x, y] = topPoint(event);
    const moved = press.dragging || Math.hypot(x - press.x, y - press.y) > movedBy || press.path.length > 0;
    const target = moved ? targetAt(event) : press.target;
    emitter.emit(
      { kind: 'release', x, y, button: press.button, path: moved ? press.path : [], target },
      event.timeStamp,
    );
    finish();
  };

  listen('pointerdown', (event) => {
    if (!event.isPrimary || !emitter.mayRead()) return;
    emitter.settle();
    report(1);
    finish();
    // Every press ends the typing; the page may show, send or clear the field with it.
    slots.commit(event.timeStamp);
    const leaf = deepestAt(event, event.clientX, event.clientY);
    if (leaf === null) return;
    rememberPasswords(leaf.getRootNode());
    hovers.before(leaf, event);
    emitter.locate(event);
    const control = controlAt(leaf);
    const [x, y] = topPoint(event);
    const button = buttons[event.button] ?? 'left';
    const shared = { x, y, button, at: event.timeStamp, modifiers: modifiersOf(event), path: [], reported: false };
    // Described here and now: the page has not reacted to anything yet.
    const target = describe(control, leaf);
    press = { ...shared, control, target, dragging: false };
    // What the press gives the focus to has just been described; the page may have reacted when the focus comes.
    if (holdsValue(control)) focused.keep(control, { ...target, hitSelf: true }, event.timeStamp);
    window.addEventListener('pointermove', onMove, { capture: true, passive: true, signal });
    // Only the mouse event knows the platform's click count, and only a mouse sends it right after.
    if (event.pointerType !== 'mouse') report(1);
  });
  listen('mousedown', (event) => report(event.detail));
  listen('pointerup', (event) => {
    if (event.isPrimary) release(event);
  });
  listen('dragstart', () => {
    if (press !== null) press.dragging = true;
  });
  listen('dragend', release);
  listen('pointercancel', () => {
    // The browser took the pointer over for drag and drop, whose end is still to come.
    if (press === null || press.dragging) return;
    report(1);
    emitter.emit({ kind: 'cancel' });
    finish();
  });
}

function targetAt(event: MouseEvent): Target | null {
  const leaf = deepestAt(event, event.clientX, event.clientY);
  return leaf === null ? null : describe(controlAt(leaf), leaf);
}

/** The modifier keys held, in the contracts' order. */
export function modifiersOf(event: MouseEvent | KeyboardEvent): Modifier[] {
  return (['Alt', 'Control', 'Meta', 'Shift'] as const).filter((key) => event.getModifierState(key));
}

function sample(press: Press | null, move: PointerEvent): void {
  if (press === null || !move.isTrusted || press.path.length >= maxPath) return;
  const [x, y] = topPoint(move);
  const since = Math.max(0, Math.round(move.timeStamp - press.at));
  if (press.path.length === 0 && Math.hypot(x - press.x, y - press.y) <= movedBy) return;
  if (since - (press.path.at(-1)?.[2] ?? -sampleEvery) >= sampleEvery) press.path.push([x, y, since]);
}
