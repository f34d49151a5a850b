import type { Action, Instant, SourceId } from '@assent/contracts';
import { limits } from './limits.ts';
import type { Click, KeyRun, Opening, Pending, PendingKeys, PendingScroll, ReducerState } from './state.ts';
import { discard, emit, joinOpenings, type Turn } from './turn.ts';
import { closeTyping, isTyped } from './typed-text.ts';

/**
 * Closing makes a step of what has begun. At most one action is pending, with at most one scroll that began after it,
 * so steps come out in the order in which they began.
 */

/** Closes everything that has begun. `broken` says that events of it are lost. */
export function closeAll(turn: Turn, options: { readonly broken?: boolean } = {}): void {
  closePending(turn, options.broken ?? false);
  closeScroll(turn, options.broken ?? false);
}

/** Closes what has begun in one document. */
export function closeIn(turn: Turn, source: SourceId, options: { readonly broken?: boolean } = {}): void {
  if (openingInProgress(turn.state)?.source === source) closeAll(turn, options);
}

/** The opening of what has begun, if anything has. */
export function openingInProgress(state: Pick<ReducerState, 'pending' | 'scroll'>): Opening | null {
  return state.pending === null ? (state.scroll?.opening ?? null) : openingOf(state.pending);
}

/** Closes what has passed its limit at `t`; only what began in `source`, unless that is null. */
export function closeExpired(turn: Turn, t: Instant, source: SourceId | null): void {
  const { pending } = turn.state;
  if (pending !== null && beganIn(openingOf(pending), source) && t - pending.end > waitLimitOf(pending)) {
    closePending(turn, false);
  }
  const { scroll } = turn.state;
  // A scroll waits for the action it began after, so that the order of steps never depends on when this is called.
  if (turn.state.pending !== null || scroll === null || !beganIn(scroll.opening, source)) return;
  if (t - scroll.end > limits.scrollGap) closeScroll(turn, false);
}

/** When and where a pending action began. */
export function openingOf(pending: Pending): Opening {
  switch (pending.kind) {
    case 'press':
      return (pending.earlier[0] ?? pending.click).opening;
    case 'clicks':
      return firstOf(pending.clicks).opening;
    case 'keys':
      return pending.runs[0].opening;
    case 'meta':
      return pending.run.opening;
    case 'select':
    case 'typing':
      return pending.opening;
    default:
      return pending satisfies never;
  }
}

/** The last of the keys that are pending. */
export function lastRun(pending: PendingKeys): KeyRun {
  return pending.runs.at(-1) ?? pending.runs[0];
}

/** Emits clicks that belong together as one step. */
export function emitClicks(turn: Turn, clicks: readonly Click[], complete: boolean): void {
  const [first, ...rest] = clicks;
  const last = clicks.at(-1);
  if (first === undefined || last === undefined) return;
  emit(
    turn,
    joinOpenings(
      first.opening,
      rest.map((click) => click.opening),
    ),
    {
      action: {
        type: clickType(clicks.length, first.button),
        x: first.x,
        y: first.y,
        button: first.button,
        modifiers: [...first.modifiers],
      },
      end: last.end,
      complete: complete && clicks.every((click) => click.whole),
    },
  );
}

/** Emits a key. */
function emitKey(turn: Turn, run: KeyRun): void {
  emit(turn, run.opening, { action: { type: 'key', keys: run.chord, repeat: run.repeat }, end: run.end });
}

function clickType(
  count: number,
  button: Click['button'],
): 'click' | 'double_click' | 'triple_click' | 'context_click' {
  if (button === 'right') return 'context_click';
  if (count === 2) return 'double_click';
  return count === 3 ? 'triple_click' : 'click';
}

function closePending(turn: Turn, broken: boolean): void {
  const { pending } = turn.state;
  if (pending === null) return;
  turn.state.pending = null;
  switch (pending.kind) {
    case 'press':
      // No release came, so part of the action was not seen.
      emitClicks(turn, [...pending.earlier, pending.click], false);
      break;
    case 'clicks':
      emitClicks(turn, pending.clicks, true);
      break;
    case 'keys':
      for (const run of pending.runs) emitKey(turn, run);
      break;
    case 'meta':
      emitKey(turn, pending.run);
      break;
    case 'select': {
      const action: Action = { type: 'select', option: pending.option, index: pending.index };
      emit(turn, pending.opening, { action, end: pending.end });
      break;
    }
    case 'typing':
      closeTyping(turn, pending, broken);
      if (pending.held !== null) emitKey(turn, pending.held);
      break;
    default:
      pending satisfies never;
  }
}

function closeScroll(turn: Turn, broken: boolean): void {
  const { scroll } = turn.state;
  turn.state.scroll = null;
  if (scroll === null) return;
  emit(turn, scroll.opening, { action: scrollAction(scroll), end: scroll.end, complete: !broken });
}

/** Drops the pending scroll, because another action explains it. */
export function dropScroll(turn: Turn): void {
  const { scroll } = turn.state;
  turn.state.scroll = null;
  if (scroll !== null) discard(turn, scroll.opening);
}

function scrollAction(scroll: PendingScroll): Action {
  const { x, y, dx, dy, endX, endY, container, modifiers } = scroll;
  const held = modifiers === undefined ? {} : { modifiers: [...modifiers] };
  return { type: 'scroll', x, y, dx, dy, endX, endY, container, ...held };
}

function waitLimitOf(pending: Pending): number {
  const onChoice = openingOf(pending).step.target?.field.kind === 'choice';
  switch (pending.kind) {
    case 'press':
      return limits.pressWait;
    case 'clicks':
      return onChoice ? limits.choiceWait : limits.multiClickWait;
    case 'keys':
      return onChoice ? limits.choiceWait : limits.keyWait;
    case 'typing':
      if (pending.held !== null || pending.afterEnter) return limits.typingGapAfterEnter;
      return pending.secret !== null && isTyped(pending.origin) ? limits.secretWait : limits.typingGap;
    case 'meta':
    case 'select':
      return limits.keyWait;
    default:
      return pending satisfies never;
  }
}

function beganIn(opening: Opening, source: SourceId | null): boolean {
  return source === null || opening.source === source;
}

function firstOf(clicks: readonly Click[]): Click {
  // A group of clicks begins with one click and only grows, so it is never empty.
  return clicks[0] as Click;
}
