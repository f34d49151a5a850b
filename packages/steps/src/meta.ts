import type { EventOf } from '@assent/contracts';
import { limits } from './limits.ts';
import { discard, type Turn } from './turn.ts';

/**
 * Decides what a pending Meta was once another event comes: a modifier if it is held for that event, and then it is no
 * action. If not, it stays pending, and the event closes it as a key of its own.
 */
export function releaseMeta(turn: Turn, event: EventOf<'press' | 'key'>): void {
  const { pending } = turn.state;
  if (pending?.kind !== 'meta') return;
  if (event.modifiers.includes('Meta') && event.t - pending.end <= limits.keyWait) {
    turn.state.pending = null;
    discard(turn, pending.run.opening);
  }
}
