import type { EventOf } from '@assent/contracts';
import { closeAll } from './closing.ts';
import { forgetAcrossGap } from './sources.ts';
import { beginEpisode, emit, open, type Turn } from './turn.ts';

/** A task begins or ends. Each task has its own episode, and `done` is its last step. */
export function task(turn: Turn, event: EventOf<'task'>): void {
  const { state } = turn;
  closeAll(turn);
  if (event.instruction !== null) {
    state.task = { instruction: event.instruction, source: event.instructionSource ?? 'program' };
    state.lastActivity = event.t;
    beginEpisode(turn);
    return;
  }
  // The end of a task that never began is no action.
  if (state.task === null) return;
  emit(turn, open(turn, event.source, { t: event.t, target: null }), { action: { type: 'done' }, end: event.t });
  state.task = null;
  state.broken = true;
}

/** Capture stopped. Everything that has begun ends here, and none of it explains later events. */
export function interrupt(turn: Turn): void {
  const { state } = turn;
  closeAll(turn);
  forgetAcrossGap(state);
  state.broken = true;
  state.activeTab = null;
  state.cause = null;
  state.lastNavigation = null;
  state.lastTabChange = null;
}
