import type { EventOf } from '@assent/contracts';
import { closeAll, dropScroll, emitClicks } from './closing.ts';
import { isFrameObserved } from './frames.ts';
import { limits } from './limits.ts';
import { releaseMeta } from './meta.ts';
import { sourceOf, updateSource } from './sources.ts';
import type { Click, PendingClicks, PendingPress } from './state.ts';
import { emit, open, type Turn } from './turn.ts';

/** The pointer went down. Target, observation and view of the step are those of this moment. */
export function press(turn: Turn, event: EventOf<'press'>): void {
  if (event.into !== undefined) {
    pressInto(turn, event, event.into);
    return;
  }
  releaseMeta(turn, event);
  const earlier = earlierClicks(turn, event);
  if (earlier === null) closeAll(turn);
  const opening = open(turn, event.source, event);
  const click: Click = {
    opening,
    x: event.x,
    y: event.y,
    button: event.button,
    modifiers: event.modifiers,
    whole: isSeenFromStart(turn, event),
    end: event.t,
  };
  turn.state.pending = { kind: 'press', click, earlier: earlier ?? [], cancelled: false, end: event.t };
  updateSource(turn.state, event.source, { lastPress: { button: event.button, clicks: event.clicks } });
}

/** A press into a frame that cannot be seen into is a click on the frame, unless a sensor in the frame reports it. */
function pressInto(turn: Turn, event: EventOf<'press'>, path: readonly number[]): void {
  const tab = sourceOf(turn.state, event.source)?.document?.tab ?? null;
  if (tab !== null && isFrameObserved(turn.state, tab, path)) return;
  closeAll(turn);
  const { x, y, button, modifiers, t } = event;
  emitClicks(
    turn,
    [{ opening: open(turn, event.source, event), x, y, button, modifiers, whole: false, end: t }],
    false,
  );
}

/** The pointer rested on something, and that opened what is pressed next. */
export function hover(turn: Turn, event: EventOf<'hover'>): void {
  closeAll(turn);
  emit(turn, open(turn, event.source, event), { action: { type: 'hover', x: event.x, y: event.y }, end: event.t });
}

/** The pointer went up: a click, or a drag if it moved far enough. A release without its press is no action. */
export function release(turn: Turn, event: EventOf<'release'>): void {
  const { pending } = turn.state;
  if (pending?.kind !== 'press' || pending.cancelled) return;
  if (pending.click.opening.source !== event.source || pending.click.button !== event.button) return;
  if (isDrag(pending, event)) {
    drag(turn, pending, event);
    return;
  }
  const clicks = [...pending.earlier, { ...pending.click, end: event.t }];
  turn.state.pending = { kind: 'clicks', clicks, end: event.t };
}

/** The browser gave up on a press, which is now part of a scroll or of something that was not seen. */
export function cancel(turn: Turn, event: EventOf<'cancel'>): void {
  const { pending } = turn.state;
  if (pending?.kind !== 'press' || pending.click.opening.source !== event.source) return;
  turn.state.pending = { ...pending, cancelled: true };
}

/** The clicks that a press adds to; null if it begins a new click. */
function earlierClicks(turn: Turn, event: EventOf<'press'>): readonly Click[] | null {
  const { pending } = turn.state;
  if (pending?.kind !== 'clicks' || !addsTo(pending, event)) return null;
  if (event.clicks === pending.clicks.length + 1 && pending.clicks.length < 3) return pending.clicks;
  if (event.clicks === 4 && pending.clicks.length === 3) {
    // Four and more are one control pressed quickly, not a selection gesture: each is a click.
    turn.state.pending = null;
    for (const click of pending.clicks) emitClicks(turn, [click], true);
  }
  return null;
}

/** Only plain left clicks make multi-clicks: Control+click twice is two clicks, and so are two right clicks. */
function addsTo(pending: PendingClicks, event: EventOf<'press'>): boolean {
  return (
    event.button === 'left' &&
    event.modifiers.length === 0 &&
    pending.clicks.every(
      ({ button, modifiers, opening }) =>
        button === 'left' && modifiers.length === 0 && opening.source === event.source,
    )
  );
}

function isSeenFromStart(turn: Turn, event: EventOf<'press'>): boolean {
  if (event.clicks === 1) return true;
  const last = sourceOf(turn.state, event.source)?.lastPress;
  return last?.button === event.button && last.clicks === event.clicks - 1;
}

function isDrag(pending: PendingPress, event: EventOf<'release'>): boolean {
  const { x, y } = pending.click;
  return [...event.path, [event.x, event.y] as const].some(
    ([atX, atY]) => Math.hypot(atX - x, atY - y) > limits.dragDistance,
  );
}

function drag(turn: Turn, pending: PendingPress, event: EventOf<'release'>): void {
  turn.state.pending = null;
  // The drag itself caused any scrolling during it.
  dropScroll(turn);
  emitClicks(turn, pending.earlier, true);
  const { opening, x, y, button, modifiers, whole } = pending.click;
  const path = event.path.map((point) => [...point] as [number, number, number]);
  emit(turn, opening, {
    action: { type: 'drag', x, y, button, modifiers: [...modifiers], endX: event.x, endY: event.y, path },
    end: event.t,
    complete: whole,
  });
  updateSource(turn.state, event.source, { echo: { operation: 'drop', until: event.t + limits.clipboardEcho } });
}
