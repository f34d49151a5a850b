import type { EventOf } from '@assent/contracts';
import { closeAll } from './closing.ts';
import { limits } from './limits.ts';
import { emit, open, type Turn } from './turn.ts';

/** A tab was opened, chosen or closed. The step shows the page of the action; `tab` is the tab that it changed. */
export function tab(turn: Turn, event: EventOf<'tab'>): void {
  const { state } = turn;
  const { operation, tab, window, t } = event;
  const follows = operation === 'switch' && isUnchosenSwitch(turn, event);
  if (!follows) {
    closeAll(turn);
    const opening = open(turn, event.source, { t, target: null });
    emit(turn, opening, { action: { type: `tab_${operation}` }, end: t, tab, window });
  }
  if (operation === 'switch') state.activeTab = tab;
  else state.lastTabChange = { tab, operation, t };
  if (operation === 'close' && state.activeTab === tab) state.activeTab = null;
  // A link that opens a tab explains the page in it; a tab opened by hand explains nothing.
  state.cause =
    operation !== 'close' && state.cause !== null && t - state.cause.t <= limits.tabSettle
      ? { ...state.cause, tab }
      : null;
}

/** Whether a switch was no choice: the tab is in front already, was just opened, or another was just closed. */
function isUnchosenSwitch(turn: Turn, event: EventOf<'tab'>): boolean {
  const { lastTabChange, activeTab } = turn.state;
  if (activeTab === event.tab) return true;
  if (lastTabChange === null || event.t - lastTabChange.t > limits.tabSettle) return false;
  return lastTabChange.operation === 'close' || lastTabChange.tab === event.tab;
}
