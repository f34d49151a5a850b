import type { EventOf, TextValue } from '@assent/contracts';
import type { PendingTyping } from './state.ts';
import { discard, emit, type Turn } from './turn.ts';

/** What a stretch of typing comes to: the text, and whether it was added to what stood there or took its place. */
export interface TypedText {
  readonly text: string;
  readonly mode: 'append' | 'replace';
}

/** Puts out a stretch of typing, or takes it back if it changed nothing. */
export function closeTyping(turn: Turn, typing: PendingTyping, broken: boolean): void {
  const { origin, end } = typing;
  if (typing.secret !== null) {
    const value: TextValue = { secret: typing.slot ?? '', class: typing.secret };
    const mode = typing.opening.step.target?.state.value === 'empty' ? 'append' : 'replace';
    // No duration: how long a secret takes to type tells its length.
    const { t } = typing.opening.step;
    emit(turn, typing.opening, { action: { type: 'type', value, mode }, end: t, complete: !broken, origin });
    return;
  }
  const typed = typedText(typing);
  if (typed === null) {
    discard(turn, typing.opening);
    return;
  }
  // In a browser every change of a field is an event; keys without one are only part of what happened.
  const seen = typing.inputs > 0 || turn.state.sensor === 'desktop';
  const action = { type: 'type', value: { text: typed.text }, mode: typed.mode } as const;
  emit(turn, typing.opening, { action, end, complete: seen && !broken, origin });
}

/** The text of a stretch of typing; null if nothing changed. Not for secrets. */
export function typedText(typing: PendingTyping): TypedText | null {
  if (typing.inputs === 0) return typing.keys === '' ? null : { text: typing.keys, mode: 'append' };
  if (typing.value === null) {
    const text = typing.data + typing.composition;
    return text === '' ? null : { text, mode: 'append' };
  }
  if (typing.before === null) return { text: typing.value, mode: 'replace' };
  return textChange(typing.before, typing.value);
}

/** What was done to a value: an insertion if one explains it, else the new value in place of the old; null if nothing. */
export function textChange(before: string, after: string): TypedText | null {
  if (before === after) return null;
  const { prefix, suffix } = commonEnds(before, after);
  if (prefix + suffix >= before.length && after.length > before.length) {
    return { text: after.slice(prefix, prefix + after.length - before.length), mode: 'append' };
  }
  return { text: after, mode: 'replace' };
}

/**
 * A field's value before its first change in a stretch of typing: what was remembered, if the change can have come of
 * it; else the value now without what was inserted. Null where the old value cannot be told.
 */
export function valueBefore(
  event: EventOf<'input'>,
  known: { readonly remembered: string | null; readonly state: 'empty' | 'filled' | 'unknown' },
): string | null {
  const { value } = event;
  if (value === null) return null;
  if (known.state === 'empty') return '';
  const inserted = insertedText(event);
  if (known.remembered !== null && comesOf(known.remembered, value, inserted)) return known.remembered;
  if (inserted === '') return null;
  const at = value.lastIndexOf(inserted);
  if (at < 0) return null;
  const rest = value.slice(0, at) + value.slice(at + inserted.length);
  // It held something and now holds only what was inserted: all of it was replaced.
  return rest === '' && known.state === 'filled' ? null : rest;
}

/** What an input event put in. */
export function insertedText(event: EventOf<'input'>): string {
  return event.data ?? (isLineBreak(event) ? '\n' : '');
}

/** Whether an input event is a line break, as Enter makes one. */
export function isLineBreak(event: EventOf<'input'>): boolean {
  return event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph';
}

/** Whether an input event took text away. */
export function isDeletion(event: EventOf<'input'>): boolean {
  return event.inputType.startsWith('delete');
}

function comesOf(before: string, after: string, inserted: string): boolean {
  const { prefix, suffix } = commonEnds(before, after);
  return after.length - prefix - suffix === inserted.length || textChange(before, after)?.text === inserted;
}

/** Lengths of the longest common start and, of what is left, the longest common end. */
function commonEnds(a: string, b: string): { readonly prefix: number; readonly suffix: number } {
  const shorter = Math.min(a.length, b.length);
  let prefix = 0;
  while (prefix < shorter && a[prefix] === b[prefix]) prefix += 1;
  let suffix = 0;
  while (suffix < shorter - prefix && a[a.length - 1 - suffix] === b[b.length - 1 - suffix]) suffix += 1;
  return { prefix, suffix };
}
