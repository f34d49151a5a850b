import type { EventOf } from '@assent/contracts';
import { closeAll } from './closing.ts';
import { limits } from './limits.ts';
import { discard, type Turn } from './turn.ts';

/** Decides what a pending Meta was once another event comes: a modifier if it is held for that event, else a key. */
export function releaseMeta(turn: Turn, event: EventOf<'press' | 'key'>): void {
  const { pending } = turn.state;
  if (pending?.kind !== 'meta') return;
  if (event.modifiers.includes('Meta') && event.t - pending.end <= limits.keyWait) {
    turn.state.pending = null;
    discard(turn, pending.run.opening);
  } else closeAll(turn);
}
