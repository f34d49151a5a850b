import type { EventOf } from '@assent/contracts';
import { openingInProgress, closeAll, closeIn } from './closing.ts';
import { limits } from './limits.ts';
import { sourceOf, updateSource } from './sources.ts';
import type { Cause } from './state.ts';
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
  // A page that was loaded has closed what had begun in it, so this is a changed address.
  if (isActionBegunIn(turn, event)) return false;
  const cause = explanationOf(turn, event);
  if (cause === null) return !isSettling(turn, event);
  if (event.cause !== 'same-document') emitWait(turn, event, cause);
  state.cause = null;
  return false;
}

/** Emits a `wait` if the page came late and nothing was done meanwhile. */
function emitWait(turn: Turn, event: EventOf<'document'>, cause: Cause): void {
  if (turn.state.lastActivity !== cause.t || event.t - cause.t <= limits.wait) return;
  const opening = open(turn, event.source, { t: cause.t, target: null });
  emit(turn, opening, { action: { type: 'wait', ms: event.t - cause.t }, end: event.t });
}

/** Whether an action has begun in this document; the page then changes its address because of that action. */
function isActionBegunIn(turn: Turn, event: EventOf<'document'>): boolean {
  return openingInProgress(turn.state)?.source === event.source;
}

/** The action that explains the page; null if none does. */
function explanationOf(turn: Turn, event: EventOf<'document'>): Cause | null {
  const { cause } = turn.state;
  if (cause === null || cause.tab !== event.tab) return null;
  if (cause.strength === 'may-readdress' && event.cause !== 'same-document') return null;
  // A page that no page led to was requested elsewhere; where the sensor does not know, only a link or Enter explains it.
  if (event.cause === 'load' && !(event.referred ?? cause.leads)) return null;
  return event.t - cause.t <= longestCause(event) ? cause : null;
}

/** How long after its cause a page may open, ms. */
function longestCause(event: EventOf<'document'>): number {
  if (event.cause === 'reload' || event.cause === 'back-forward') return limits.navigationSettle;
  // A page that another page led to was requested by the action, even if it was slow.
  return event.cause === 'load' && event.referred === true ? limits.slowPage : limits.navigationCause;
}

/** Whether a page changes its own address right after it came. */
function isSettling(turn: Turn, event: EventOf<'document'>): boolean {
  const last = turn.state.lastNavigation;
  return event.cause === 'same-document' && last?.tab === event.tab && event.t - last.t <= limits.navigationSettle;
}
