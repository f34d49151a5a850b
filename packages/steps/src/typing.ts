import type { EventOf, Instant } from '@assent/contracts';
import { closeAll } from './closing.ts';
import { secretOf, reportsChoice } from './fields.ts';
import { limits } from './limits.ts';
import { sourceOf, updateSource } from './sources.ts';
import type { KeyRun, Opening, PendingKeys, PendingTyping, PageEvent } from './state.ts';
import { discard, open, type Turn } from './turn.ts';
import { insertedText, isDeletion, isLineBreak, isTyped, valueBefore } from './typed-text.ts';

/** The typing in progress in an event's field, if any. */
export function typingIn(
  turn: Turn,
  event: EventOf<'key' | 'input' | 'change' | 'focus' | 'blur'>,
): PendingTyping | null {
  const { pending } = turn.state;
  if (pending?.kind !== 'typing' || pending.opening.source !== event.source) return null;
  return pending.opening.step.target?.ref === event.target.ref ? pending : null;
}

/** A key that writes a character continues the typing in its field, or begins one. */
export function typeKey(turn: Turn, event: EventOf<'key'>, character: string): void {
  const typing = typingIn(turn, event);
  const isContinued =
    typing !== null &&
    typing.held === null &&
    (typing.secret !== null) === (secretOf(event.target) !== null) &&
    isTyped(typing.origin) &&
    typing.keys.length + character.length <= limits.text;
  if (!isContinued) closeAll(turn);
  const begun = isContinued ? typing : beginTyping(turn, event, true);
  turn.state.pending = { ...begun, keys: begun.keys + character, end: event.t };
}

/** Backspace while typing. Returns whether it is part of the typing; the change of the text shows what it deleted. */
export function eraseByKey(turn: Turn, event: EventOf<'key'>, typing: PendingTyping): boolean {
  if (typing.held !== null) return false;
  const isReported = typing.inputs > 0 || typing.secret !== null;
  // Without a change of the text, only keys are known; Backspaces beyond the characters are kept as keys.
  if (!isReported && typing.keys === '') return false;
  const keys = isReported ? typing.keys : Array.from(typing.keys).slice(0, -1).join('');
  turn.state.pending = { ...typing, keys, end: event.t };
  return true;
}

/** Holds a key back until a change of the text shows whether the key was part of the typing. */
export function holdKey(turn: Turn, event: EventOf<'key'>, typing: PendingTyping, run: () => KeyRun): boolean {
  if (typing.held !== null) return false;
  turn.state.pending = { ...typing, held: run(), end: event.t };
  return true;
}

/**
 * Whether an event only names a secret whose typing has ended; the changes themselves came before. An empty name means
 * that the secret could not be compared with any other.
 */
export function namesSecret(event: PageEvent): event is EventOf<'input'> {
  if (event.kind !== 'input' || event.inputType !== '' || event.slot === null) return false;
  return isTyped(event.origin) && (event.secret ?? secretOf(event.target)) !== null;
}

/** A text field changed. */
export function input(turn: Turn, event: EventOf<'input'>): void {
  if (reportsChoice(event.target)) return;
  if (namesSecret(event)) {
    const typing = typingIn(turn, event);
    // A name that comes too late, or without typing, is no action of its own.
    if (typing !== null && typing.secret !== null) turn.state.pending = { ...typing, slot: event.slot };
    return;
  }
  if (!isExplained(turn, event)) write(turn, event);
  remember(turn, event);
}

/** Whether another action caused the change: a paste, a cut, a drop, a key, a press on a stepper. */
function isExplained(turn: Turn, event: EventOf<'input'>): boolean {
  return isEcho(turn, event) || isMadeByPress(turn, event) || byKeys(turn, event);
}

function isEcho(turn: Turn, event: EventOf<'input'>): boolean {
  const echo = sourceOf(turn.state, event.source)?.echo ?? null;
  if (echo === null || event.t > echo.until) return false;
  const { inputType, origin } = event;
  if (echo.operation === 'drop') return origin === 'drop' || inputType === 'deleteByDrag';
  const explained =
    echo.operation === 'paste' ? origin === 'paste' || inputType === 'insertFromPaste' : inputType === 'deleteByCut';
  if (explained) updateSource(turn.state, event.source, { echo: null });
  return explained;
}

function isMadeByPress(turn: Turn, event: EventOf<'input'>): boolean {
  const { pending } = turn.state;
  if (pending?.kind !== 'press' || event.data !== null || secretOf(event.target) !== null) return false;
  const { opening } = pending.click;
  return opening.source === event.source && opening.step.target?.ref === event.target.ref;
}

/** Whether the pending keys caused the change. Turns a key into typing if the change shows that it wrote its character. */
function byKeys(turn: Turn, event: EventOf<'input'>): boolean {
  const { pending } = turn.state;
  if (pending?.kind !== 'keys' || pending.runs[0].opening.source !== event.source) return false;
  // Several keys wait only on a choice field, whose changes are choices and not text.
  const [run, another] = pending.runs;
  if (another !== undefined) return false;
  if (event.origin === 'autofill' && run.chord === 'Unidentified') {
    // Browsers send a key without a name when they fill in a field.
    turn.state.pending = null;
    discard(turn, run.opening);
    return false;
  }
  if (run.opening.step.target?.ref !== event.target.ref) return false;
  if (run.character !== null && run.character === event.data && run.repeat === 1) {
    turn.state.pending = {
      ...emptyTyping,
      opening: run.opening,
      byKey: true,
      secret: secretOf(event.target),
      end: run.end,
    };
    return false;
  }
  const didIt =
    isDeletion(event) ||
    isLineBreak(event) ||
    event.origin === 'undo' ||
    event.inputType.startsWith('history') ||
    event.inputType.startsWith('format') ||
    (event.data === '\t' && run.chord === 'Tab') ||
    (event.target.field.kind === 'number' && event.inputType === '' && /^Arrow(?:Up|Down)$/.test(run.chord));
  if (!didIt || run.chord === 'Unidentified') return false;
  turn.state.pending = { ...pending, end: Math.max(pending.end, event.t) };
  return true;
}

function write(turn: Turn, event: EventOf<'input'>): void {
  const typing = typingContinuedBy(turn, event);
  if (typing !== null && erasesOlderText(typing, event)) {
    closeAll(turn);
    turn.state.pending = erasing(turn, event);
    return;
  }
  if (typing === null) closeAll(turn);
  turn.state.pending = written(turn, typing ?? beginTyping(turn, event, false), event);
}

/** The typing that an input event continues; null if it begins a new one. */
function typingContinuedBy(turn: Turn, event: EventOf<'input'>): PendingTyping | null {
  const typing = typingIn(turn, event);
  if (typing === null) return null;
  const secret = event.secret ?? secretOf(event.target);
  if (typing.inputs > 0 && (typing.origin !== event.origin || (typing.secret !== null) !== (secret !== null)))
    return null;
  if (typing.data.length + insertedText(event).length > limits.text) return null;
  if (typing.held === null) return typing;
  const shown = typing.held.character === null ? isLineBreak(event) : typing.held.character === event.data;
  if (!shown) return null;
  discard(turn, typing.held.opening);
  return { ...typing, held: null };
}

/** Whether a deletion removes text that is older than the typing. */
function erasesOlderText(typing: PendingTyping, event: EventOf<'input'>): boolean {
  if (!isDeletion(event) || typing.inputs === 0 || typing.secret !== null) return false;
  if (typing.value !== null && typing.before !== null) return typing.value === typing.before;
  return typing.value === null && typing.data + typing.composition === '';
}

function erasing(turn: Turn, event: EventOf<'input'>): PendingKeys {
  const chord = event.inputType.endsWith('Forward') ? 'Delete' : 'Backspace';
  const opening = open(turn, event.source, event);
  return { kind: 'keys', runs: [{ opening, chord, character: null, repeat: 1, end: event.t }], end: event.t };
}

function written(turn: Turn, typing: PendingTyping, event: EventOf<'input'>): PendingTyping {
  const secret = typing.secret ?? event.secret ?? secretOf(event.target);
  const common = { inputs: typing.inputs + 1, keys: '', secret, origin: event.origin, end: event.t };
  // The state keeps no text of a secret, whatever a sensor sends.
  if (secret !== null) return { ...typing, ...common, slot: event.slot ?? typing.slot };
  const before = typing.inputs === 0 ? textBefore(turn, typing, event) : typing.before;
  return {
    ...typing,
    ...common,
    ...dataAfter(typing, event),
    before,
    value: event.value,
    afterEnter: isLineBreak(event),
  };
}

function textBefore(turn: Turn, typing: PendingTyping, event: EventOf<'input'>): string | null {
  const field = sourceOf(turn.state, event.source)?.field ?? null;
  const remembered = field?.ref === event.target.ref ? field.value : null;
  const state = typing.byKey
    ? typing.opening.step.target?.state.value
    : remembered === null
      ? contentOf(turn, event)
      : null;
  return valueBefore(event, { remembered, state: state ?? 'unknown' });
}

/** Whether the field was empty or filled when it was pressed or entered; it has not changed since. */
function contentOf(turn: Turn, event: EventOf<'input'>): 'empty' | 'filled' | null {
  const held = sourceOf(turn.state, event.source)?.held ?? null;
  return held?.ref === event.target.ref ? held.value : null;
}

function dataAfter(typing: PendingTyping, event: EventOf<'input'>): Pick<PendingTyping, 'data' | 'composition'> {
  if (event.inputType === 'insertCompositionText') return { data: typing.data, composition: event.data ?? '' };
  const data = typing.data + (event.inputType === 'insertFromComposition' ? '' : typing.composition);
  if (!isDeletion(event)) return { data: data + insertedText(event), composition: '' };
  const units = event.inputType.includes('Word')
    ? data.replace(/\s*\S*$/u, '')
    : Array.from(data).slice(0, -1).join('');
  return { data: units, composition: '' };
}

function remember(turn: Turn, event: EventOf<'input'>): void {
  const secret = event.secret ?? secretOf(event.target);
  const value = secret === null ? event.value : null;
  updateSource(turn.state, event.source, { field: { ref: event.target.ref, value } });
}

function beginTyping(turn: Turn, event: EventOf<'key' | 'input'>, byKey: boolean): PendingTyping {
  const opening = open(turn, event.source, event);
  return { ...emptyTyping, opening, byKey, secret: secretOf(event.target), end: event.t };
}

/** Typing of a date that reported a value after the keys of `opening`; more keys may follow. */
export function typedDate(opening: Opening, value: string, end: Instant): PendingTyping {
  return { ...emptyTyping, opening, byKey: true, inputs: 1, value, end };
}

const emptyTyping: Omit<PendingTyping, 'opening' | 'end'> = {
  kind: 'typing',
  origin: 'user',
  secret: null,
  slot: null,
  byKey: false,
  inputs: 0,
  before: null,
  value: null,
  data: '',
  composition: '',
  keys: '',
  held: null,
  afterEnter: false,
};
