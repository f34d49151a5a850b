import type { EventOf } from '@assent/contracts';
import { closeAll } from './closing.ts';
import { secretOf } from './fields.ts';
import { limits } from './limits.ts';
import { updateSource } from './sources.ts';
import type { Opening } from './state.ts';
import { discard, emit, open, type Turn } from './turn.ts';

/** The keys that do each operation, after their modifiers. */
const keysFor: Readonly<Record<EventOf<'clipboard'>['operation'], readonly string[]>> = {
  copy: ['c', 'Insert'],
  cut: ['x', 'Delete'],
  paste: ['v', 'Insert'],
};

/** Copy, cut or paste is one action with the chord that did it. Only the size class of the content is known. */
export function clipboard(turn: Turn, event: EventOf<'clipboard'>): void {
  const { operation, size, t, source } = event;
  if (operation === 'paste' && isPastedByMiddleButton(turn, event)) {
    updateSource(turn.state, source, { echo: { operation, until: t + limits.clipboardEcho } });
    return;
  }
  const chord = takeChord(turn, event);
  if (operation === 'paste' && event.target !== null && secretOf(event.target) !== null) {
    // The size of a secret is a secret too. The change of the field becomes the step.
    if (chord !== null) discard(turn, chord);
    return;
  }
  const opening = chord ?? begin(turn, event);
  emit(turn, opening, { action: { type: operation, size }, end: t, origin: operation === 'paste' ? 'paste' : 'user' });
  if (operation === 'copy') return;
  updateSource(turn.state, source, { echo: { operation, until: t + limits.clipboardEcho } });
}

/** Whether the middle button pasted. Its click is the step; browsers also report a paste where nothing takes text. */
function isPastedByMiddleButton(turn: Turn, event: EventOf<'clipboard'>): boolean {
  const { pending } = turn.state;
  if (pending === null || event.t - pending.end > limits.clipboardEcho) return false;
  const clicks = pending.kind === 'press' ? [pending.click] : pending.kind === 'clicks' ? pending.clicks : [];
  return clicks.some(({ button, opening }) => button === 'middle' && opening.source === event.source);
}

function takeChord(turn: Turn, event: EventOf<'clipboard'>): Opening | null {
  const { pending } = turn.state;
  if (pending?.kind !== 'keys') return null;
  const [run, second] = pending.runs;
  if (second !== undefined || run.repeat > 1 || run.opening.source !== event.source) return null;
  const key = run.chord.slice(run.chord.lastIndexOf('+') + 1);
  if (!run.chord.includes('+') || !keysFor[event.operation].includes(key)) return null;
  turn.state.pending = null;
  return run.opening;
}

function begin(turn: Turn, event: EventOf<'clipboard'>): Opening {
  closeAll(turn);
  return open(turn, event.source, event);
}
