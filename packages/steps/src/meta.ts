import type { Modifier } from '@assent/contracts';
import { closeAll } from './closing.ts';
import { discard, type Turn } from './turn.ts';

/** Decides on a pending Meta once something else happens: held for it, Meta was a modifier; else a key of its own. */
export function releaseMeta(turn: Turn, modifiers: readonly Modifier[]): void {
  const { pending } = turn.state;
  if (pending?.kind !== 'meta') return;
  if (modifiers.includes('Meta')) {
    turn.state.pending = null;
    discard(turn, pending.run.opening);
  } else closeAll(turn);
}
