import type { EventOf } from '@assent/contracts';
import { isScrollingKey } from './chord.ts';
import { closeAll, lastRun, openingOf } from './closing.ts';
import { limits } from './limits.ts';
import type { PendingScroll } from './state.ts';
import { discard, open, type Turn } from './turn.ts';

/** A container scrolled. Adds to the scroll in progress, or begins one. */
export function scroll(turn: Turn, event: EventOf<'scroll'>): void {
  if (event.dx === 0 && event.dy === 0) return;
  // A desktop sensor reports the wheel, and no key moves that.
  if (turn.state.sensor === 'browser' && byKey(turn, event)) return;
  closeForScroll(turn, event);
  const { scroll } = turn.state;
  if (scroll !== null && continues(scroll, event)) {
    turn.state.scroll = {
      ...scroll,
      dx: finite(scroll.dx + event.dx),
      dy: finite(scroll.dy + event.dy),
      endX: event.endX,
      endY: event.endY,
      end: event.t,
    };
    return;
  }
  if (scroll !== null) closeAll(turn);
  const { x, y, dx, dy, endX, endY, container, modifiers = [], t } = event;
  const opening = open(turn, event.source, event);
  const held = modifiers.length === 0 ? {} : { modifiers };
  turn.state.scroll = { opening, x, y, dx, dy, endX, endY, container, ...held, end: t };
}

/** Whether a key just pressed in this document explains the scroll. */
function byKey(turn: Turn, event: EventOf<'scroll'>): boolean {
  const { pending } = turn.state;
  if (pending?.kind !== 'keys' || openingOf(pending).source !== event.source) return false;
  if (!isScrollingKey(lastRun(pending).chord) || event.t - pending.end > limits.keyScroll) return false;
  // Smooth scrolling lasts a while, and each part follows the one before within the limit.
  turn.state.pending = { ...pending, end: Math.max(pending.end, event.t) };
  return true;
}

/** Closes what a scroll ends. A press, clicks and typing continue, because pages also scroll because of them. */
function closeForScroll(turn: Turn, event: EventOf<'scroll'>): void {
  const { pending } = turn.state;
  if (pending === null) return;
  if (pending.kind === 'press' && pending.cancelled && openingOf(pending).source === event.source) {
    // A finger pans the page: the browser used the press for the scroll.
    turn.state.pending = null;
    discard(turn, pending.click.opening);
    return;
  }
  const isContinued = pending.kind === 'press' || pending.kind === 'clicks' || pending.kind === 'typing';
  if (!isContinued || openingOf(pending).source !== event.source) closeAll(turn);
}

function continues(scroll: PendingScroll, event: EventOf<'scroll'>): boolean {
  return (
    scroll.opening.source === event.source &&
    scroll.container === event.container &&
    (scroll.modifiers ?? []).join() === (event.modifiers ?? []).join() &&
    event.t - scroll.end <= limits.scrollGap &&
    scroll.dx * event.dx >= 0 &&
    scroll.dy * event.dy >= 0 &&
    Math.hypot(event.x - scroll.x, event.y - scroll.y) <= limits.scrollStray
  );
}

/** Sums stay numbers whatever a sensor sends. */
function finite(sum: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, sum));
}
