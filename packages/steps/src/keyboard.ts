import type { EventOf } from '@assent/contracts';
import { characterOf, chordName, hasCommand, insertsText, isSilentKey, mayInsertText } from './chord.ts';
import { closeAll, lastRun } from './closing.ts';
import { secretOf, takesText } from './fields.ts';
import { limits } from './limits.ts';
import { releaseMeta } from './meta.ts';
import { sourceOf, updateSource } from './sources.ts';
import type { KeyRun, PendingKeys, PendingSelect } from './state.ts';
import { open, type Turn } from './turn.ts';
import { eraseByKey, holdKey, typeKey, typingIn } from './typing.ts';

/** A key went down. What writes text belongs to a `type`; everything else is a key. */
export function key(turn: Turn, event: EventOf<'key'>): void {
  if (isHeldSinceBefore(turn, event)) return;
  if (event.composing || isSilentKey(event.key)) return;
  if (event.key === 'Meta') {
    meta(turn, event);
    return;
  }
  releaseMeta(turn, event);
  if (!takeAsTyping(turn, event)) press(turn, event);
}

/** Whether a key repeats although it never went down here. It was pressed before capture began and is no action. */
function isHeldSinceBefore(turn: Turn, event: EventOf<'key'>): boolean {
  if (!event.repeat) updateSource(turn.state, event.source, { keySeen: true });
  return event.repeat && sourceOf(turn.state, event.source)?.keySeen !== true;
}

function meta(turn: Turn, event: EventOf<'key'>): void {
  const { pending } = turn.state;
  if (pending?.kind === 'meta') {
    turn.state.pending = { ...pending, end: event.t };
    return;
  }
  closeAll(turn);
  const run = keyRun(turn, event, 'Meta');
  turn.state.pending = { kind: 'meta', run, end: event.t };
}

/** Makes the key part of typing if it is; returns whether it was. */
function takeAsTyping(turn: Turn, event: EventOf<'key'>): boolean {
  if (!takesText(event.target, turn.state.sensor)) return false;
  if (secretOf(event.target) !== null && maySpellSecret(event)) {
    // Whatever a sensor sends, a character of a secret goes no further than this line.
    typeKey(turn, event, '');
    return true;
  }
  if (insertsText(event)) {
    typeKey(turn, event, event.key ?? '');
    return true;
  }
  const typing = typingIn(turn, event);
  if (typing === null) return false;
  if (movesInDate(event) && typing.held === null) {
    turn.state.pending = { ...typing, end: event.t };
    return true;
  }
  if (event.key === 'Backspace') return eraseByKey(turn, event, typing);
  if ((event.key === 'Enter' && !hasCommand(event)) || mayInsertText(event)) {
    return holdKey(turn, event, typing, () => keyRun(turn, event, chordName(event)));
  }
  return false;
}

/** Whether a key moves between a date's parts or changes one; the date's value reports the result. */
function movesInDate(event: EventOf<'key'>): boolean {
  return event.target.field.kind === 'date' && event.key?.startsWith('Arrow') === true && !hasCommand(event);
}

/** Whether a key may be a character of a secret: any without a name, and any that writes, with Alt or without. */
function maySpellSecret(event: EventOf<'key'>): boolean {
  const spells = event.key === null || characterOf(event.key) !== null;
  return spells && (!hasCommand(event) || (event.modifiers.includes('Alt') && !event.modifiers.includes('Meta')));
}

/** A key or chord that is an action of its own. */
function press(turn: Turn, event: EventOf<'key'>): void {
  const { pending } = turn.state;
  const chord = chordName(event);
  if (pending?.kind === 'select' && continuesChoice(pending, event)) {
    turn.state.pending = { ...pending, end: event.t };
  } else if (pending?.kind === 'keys' && repeats(pending, event, chord)) {
    const last = lastRun(pending);
    const run = { ...last, repeat: last.repeat + 1, end: event.t };
    turn.state.pending = keysOf([...pending.runs.slice(0, -1), run]);
  } else if (pending?.kind === 'keys' && continuesChoice(pending, event) && pending.runs.length < limits.choiceKeys) {
    turn.state.pending = keysOf([...pending.runs, keyRun(turn, event, chord)]);
  } else {
    const held = takeHeld(turn, event, chord);
    closeAll(turn);
    turn.state.pending = keysOf([held ?? keyRun(turn, event, chord)]);
  }
}

/** The key held back from typing, if this is the same key once more: both are then keys, one run of them. */
function takeHeld(turn: Turn, event: EventOf<'key'>, chord: string): KeyRun | null {
  const { pending, scroll } = turn.state;
  // A scroll since then would come out before the run, which began first.
  if (pending?.kind !== 'typing' || pending.held === null || scroll !== null) return null;
  const { held } = pending;
  // A key is held back for less than the key repeat, so the same chord is repetition.
  if (held.chord !== chord || !sameTarget(held, event)) return null;
  turn.state.pending = { ...pending, held: null };
  return { ...held, repeat: held.repeat + 1, end: event.t };
}

function repeats(pending: PendingKeys, event: EventOf<'key'>, chord: string): boolean {
  const last = lastRun(pending);
  return last.chord === chord && sameTarget(last, event) && (event.repeat || event.t - last.end <= limits.keyRepeat);
}

/** Whether a key continues what is pending on a choice field: it moves through the choices, or picks one. */
function continuesChoice(pending: PendingKeys | PendingSelect, event: EventOf<'key'>): boolean {
  const first = pending.kind === 'keys' ? pending.runs[0] : pending;
  const leaves = event.key === 'Tab' || event.key === 'Escape' || event.key === null || hasCommand(event);
  return event.target.field.kind === 'choice' && sameTarget(first, event) && !leaves;
}

function sameTarget(begun: Pick<KeyRun, 'opening'>, event: EventOf<'key'>): boolean {
  return begun.opening.source === event.source && begun.opening.step.target?.ref === event.target.ref;
}

function keyRun(turn: Turn, event: EventOf<'key'>, chord: string): KeyRun {
  const opening = open(turn, event.source, event);
  return { opening, chord, character: characterOf(event.key), repeat: 1, end: event.t };
}

function keysOf(runs: readonly KeyRun[]): PendingKeys {
  // All callers pass at least one run.
  return { kind: 'keys', runs: runs as PendingKeys['runs'], end: runs.at(-1)?.end ?? 0 };
}
