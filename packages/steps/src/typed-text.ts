import type { EventOf, RawStep, TextValue } from '@assent/contracts';
import type { PendingTyping } from './state.ts';
import { discard, emit, type Turn } from './turn.ts';

/** The text of a stretch of typing, and whether it was added to the field's text or replaced it. */
export interface TypedText {
  readonly text: string;
  readonly mode: 'append' | 'replace';
}

/** Emits a stretch of typing, or discards it if it changed nothing. */
export function closeTyping(turn: Turn, typing: PendingTyping, broken: boolean): void {
  const { origin, end } = typing;
  if (typing.secret !== null) {
    const value: TextValue = { secret: typing.slot ?? '', class: typing.secret };
    const mode = typing.opening.step.target?.state.value === 'empty' ? 'append' : 'replace';
    // A secret has no duration, because the time it takes to type reveals its length.
    const { t } = typing.opening.step;
    emit(turn, typing.opening, { action: { type: 'type', value, mode }, end: t, complete: !broken, origin });
    return;
  }
  const typed = typedText(typing);
  if (typed === null) {
    discard(turn, typing.opening);
    return;
  }
  // In a browser every change of a field is an event, so keys without one are only part of what happened.
  const seen = typing.inputs > 0 || turn.state.sensor === 'desktop';
  const action = { type: 'type', value: { text: typed.text }, mode: typed.mode } as const;
  emit(turn, typing.opening, { action, end, complete: seen && !broken, origin });
}

/** Whether text of an origin was typed: by keys, or through an input method. */
export function isTyped(origin: RawStep['origin']): boolean {
  return origin === 'user' || origin === 'ime';
}

/** The text of a stretch of typing; null if nothing changed. Not for secrets. */
function typedText(typing: PendingTyping): TypedText | null {
  if (typing.inputs === 0) return typing.keys === '' ? null : { text: typing.keys, mode: 'append' };
  if (typing.value === null) {
    const text = typing.data + typing.composition;
    return text === '' ? null : { text, mode: 'append' };
  }
  if (typing.before === null) return { text: typing.value, mode: 'replace' };
  return textChange(typing.before, typing.value);
}

/** The change between two values: an insertion if one explains it, else a replacement; null if they are equal. */
export function textChange(before: string, after: string): TypedText | null {
  if (before === after) return null;
  const { prefix, suffix } = commonEnds(before, after);
  if (prefix + suffix >= before.length && after.length > before.length) {
    return { text: after.slice(prefix, prefix + after.length - before.length), mode: 'append' };
  }
  return { text: after, mode: 'replace' };
}

/**
 * The value of a field when a stretch of typing began, without what its first change replaced: the value now without
 * what was inserted. Null where that is not known, or where the first change replaced the whole value.
 */
export function valueBefore(
  event: EventOf<'input'>,
  known: { readonly remembered: string | null; readonly state: 'empty' | 'filled' | 'unknown' },
): string | null {
  const { value } = event;
  if (value === null) return null;
  const inserted = insertedText(event);
  if (inserted === '') return known.remembered;
  const at = insertionIndex(inserted, value, known.remembered);
  if (at < 0) return null;
  const rest = value.slice(0, at) + value.slice(at + inserted.length);
  const heldText = known.state === 'filled' || (known.state === 'unknown' && (known.remembered ?? '') !== '');
  return rest === '' && heldText ? null : rest;
}

/** The index of an insertion in a value: where it differs from the value before, if known, else its last occurrence. */
function insertionIndex(inserted: string, value: string, remembered: string | null): number {
  if (remembered !== null) {
    const { prefix } = commonEnds(remembered, value);
    for (let at = prefix; at >= Math.max(0, prefix - inserted.length); at--) {
      if (value.startsWith(inserted, at)) return at;
    }
  }
  return value.lastIndexOf(inserted);
}

/** The text that an input event inserted. */
export function insertedText(event: EventOf<'input'>): string {
  return event.data ?? (isLineBreak(event) ? '\n' : '');
}

/** Whether an input event is a line break, as Enter makes one. */
export function isLineBreak(event: EventOf<'input'>): boolean {
  return event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph';
}

/** Whether an input event deleted text. */
export function isDeletion(event: EventOf<'input'>): boolean {
  return event.inputType.startsWith('delete');
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
