import type { EventOf } from '@assent/contracts';
import { openingInProgress, closeAll, closeIn } from './closing.ts';
import { limits } from './limits.ts';
import { sourceOf, updateSource } from './sources.ts';
import { emit, open, type Turn } from './turn.ts';

/**
 * A document opened or changed. A navigation is an action only where nothing done in its tab explains it (an address
 * typed, a bookmark, the back button): the page that a click loads is what the click did.
 */
export function document(turn: Turn, event: EventOf<'document'>): void {
  const { state } = turn;
  const { cause, url, title, tab, window, frame, view, webdriver, pitch } = event;
  const known = sourceOf(state, event.source)?.document ?? null;
  const reloaded = cause !== 'view' && cause !== 'same-document';
  if (reloaded && known !== null) closeIn(turn, event.source);
  const facts = { url, title, tab, window, frame, view, webdriver, ...(pitch === undefined ? {} : { pitch }) };
  updateSource(state, event.source, { document: facts, ...(cause === 'view' ? {} : { snapshot: null }) });
  if (cause === 'view' || frame.path.length > 0) return;
  if (reloaded && openingInProgress(state)?.step.tab === tab) closeAll(turn);
  if (isNavigation(turn, event)) navigate(turn, event, cause);
  state.lastNavigation = { tab, t: event.t };
}

function navigate(turn: Turn, event: EventOf<'document'>, how: Exclude<EventOf<'document'>['cause'], 'view'>): void {
  closeAll(turn);
  const opening = open(turn, event.source, { t: event.t, target: null });
  emit(turn, opening, { action: { type: 'navigate', how }, end: event.t });
}

/** Whether the person went here, as opposed to the page or an earlier action. Uses the explanation up. */
function isNavigation(turn: Turn, event: EventOf<'document'>): boolean {
  const { state } = turn;
  // Where nobody acts nothing is an action: pages in the background reload themselves.
  if (state.activeTab !== null && state.activeTab !== event.tab) return false;
  if (event.cause === 'same-document' && isActionBegunIn(turn, event)) return false;
  if (explainedByAction(turn, event)) {
    if (event.cause !== 'same-document') emitWait(turn, event);
    state.cause = null;
    return false;
  }
  return !isSettling(turn, event);
}

/** The page came late, and nothing was done meanwhile: the person waited for it. */
function emitWait(turn: Turn, event: EventOf<'document'>): void {
  const { cause, lastActivity } = turn.state;
  if (cause === null || lastActivity !== cause.t || event.t - cause.t <= limits.wait) return;
  const opening = open(turn, event.source, { t: cause.t, target: null });
  emit(turn, opening, { action: { type: 'wait', ms: event.t - cause.t }, end: event.t });
}

/** Typing, scrolling or clicking is on in this document, and the page keeps its address up with it. */
function isActionBegunIn(turn: Turn, event: EventOf<'document'>): boolean {
  return openingInProgress(turn.state)?.source === event.source;
}

function explainedByAction(turn: Turn, event: EventOf<'document'>): boolean {
  const { cause } = turn.state;
  if (cause === null || cause.tab !== event.tab) return false;
  if (cause.strength === 'may-readdress' && event.cause !== 'same-document') return false;
  // A page that no page led to was asked for elsewhere; where the sensor cannot tell, only what leads on explains it.
  if (event.cause === 'load' && !(event.referred ?? cause.leads)) return false;
  const byHistory = event.cause === 'reload' || event.cause === 'back-forward';
  // A page that says that a page led to it was led to by what was done, however slow it was.
  const longest = event.cause === 'load' && event.referred === true ? limits.slowPage : limits.navigationCause;
  return event.t - cause.t <= (byHistory ? limits.navigationSettle : longest);
}

/** A page changes its own address right after it came. */
function isSettling(turn: Turn, event: EventOf<'document'>): boolean {
  const last = turn.state.lastNavigation;
  return event.cause === 'same-document' && last?.tab === event.tab && event.t - last.t <= limits.navigationSettle;
}
