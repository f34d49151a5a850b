import type { EventOf } from '@assent/contracts';
import { closeAll, openingOf } from './closing.ts';
import { secretOf } from './fields.ts';
import { sourceOf } from './sources.ts';
import type { Opening, Pending, PendingKeys } from './state.ts';
import { addMissed, emit, joinOpenings, open, type Turn } from './turn.ts';
import { typedDate, typingIn } from './typing.ts';

type Change = EventOf<'change'>;
type ChangeOf<Control extends Change['change']['control']> = Extract<Change['change'], { control: Control }>;

/** How late the change of a box may arrive after a click elsewhere, such as on its label, ms. */
const labelDelay = 300;

/** A control reports that a choice was made. */
export function change(turn: Turn, event: Change): void {
  switch (event.change.control) {
    case 'select':
      select(turn, event, event.change);
      break;
    case 'check':
      check(turn, event, event.change);
      break;
    case 'value':
      value(turn, event, event.change);
      break;
    case 'file':
      closeAll(turn);
      emit(turn, open(turn, event.source, event), {
        action: { type: 'upload', extensions: event.change.extensions, count: event.change.count },
        end: event.t,
      });
      break;
    default:
      event.change satisfies never;
  }
}

/** An option was picked. The press or keys that picked it are part of the step, and so are further picks. */
function select(turn: Turn, event: Change, { label, index }: ChangeOf<'select'>): void {
  const { pending } = turn.state;
  if (pending?.kind === 'select' && isOn(pending, event)) {
    turn.state.pending = { ...pending, option: label, index, end: event.t };
    return;
  }
  const opening = takePending(turn, event) ?? begin(turn, event);
  turn.state.pending = { kind: 'select', opening, option: label, index, end: event.t };
}

/** A box was checked or cleared: one action with the click or key that did it, and with the target of that moment. */
function check(turn: Turn, event: Change, { checked }: ChangeOf<'check'>): void {
  const { pending } = turn.state;
  // Held modifiers may mean more than the change reports, and several clicks more than one change: those stay clicks.
  if (pending?.kind === 'clicks' && isOn(pending, event) && !isPlain(pending)) return;
  const opening = takePending(turn, event) ?? begin(turn, event);
  const target = opening.step.target?.ref === event.target.ref ? opening.step.target : event.target;
  const step = { ...opening.step, target };
  emit(turn, { ...opening, step }, { action: { type: 'check', checked }, end: event.t });
}

/** A field reports its whole value: a step only where no typing, press or key has reported it already. */
function value(turn: Turn, event: Change, { value }: ChangeOf<'value'>): void {
  const { state } = turn;
  const typing = typingIn(turn, event);
  if (secretOf(event.target) !== null) return;
  if (typing !== null && typing.held === null && event.target.field.kind === 'date' && value !== null) {
    // A date reports its value with every part that is typed; the last value is what was typed.
    const inputs = typing.inputs + 1;
    state.pending = { ...typing, inputs, keys: '', before: null, value, end: event.t };
    return;
  }
  if (typing !== null && typing.inputs > 0) return;
  const source = sourceOf(state, event.source);
  if (source?.field?.ref === event.target.ref) return;
  if (event.target.field.kind === 'range' && isMoved(turn, event)) return;
  if (value === null) {
    addMissed(state, 1);
    return;
  }
  const byKeys = state.pending?.kind === 'keys' ? takePending(turn, event) : null;
  if (byKeys !== null && event.target.field.kind === 'date') {
    state.pending = typedDate(byKeys, value, event.t);
    return;
  }
  // An Enter that was held back is still a key; it comes after the value that it set.
  const held = typing?.held ?? null;
  if (typing !== null) state.pending = held === null ? null : { kind: 'keys', runs: [held], end: held.end };
  const opening = byKeys ?? typing?.opening ?? begin(turn, event);
  emit(turn, opening, { action: { type: 'type', value: { text: value }, mode: 'replace' }, end: event.t });
}

/** Whether pointer or keys just moved a slider: those actions show better how it was moved. */
function isMoved(turn: Turn, event: Change): boolean {
  const { pending } = turn.state;
  if (pending !== null && isOn(pending, event)) return true;
  const echo = sourceOf(turn.state, event.source)?.echo ?? null;
  return echo?.operation === 'drop' && event.t <= echo.until;
}

/** Takes the pending press, click or keys that caused this change; null if none did. */
function takePending(turn: Turn, event: Change): Opening | null {
  const { pending } = turn.state;
  if (pending === null || !isCauseOf(pending, event)) return null;
  turn.state.pending = null;
  const [first, ...rest] = openingsOf(pending);
  return first === undefined ? null : joinOpenings(first, rest);
}

function isCauseOf(pending: Pending, event: Change): boolean {
  if (pending.kind === 'keys') {
    const sameGroup = movesInGroup(pending, event);
    return (isOn(pending, event) || sameGroup) && pending.runs.every((run) => run.chord !== 'Tab');
  }
  if (!isPlain(pending)) return false;
  if (isOn(pending, event)) return true;
  const isBox = event.change.control === 'check';
  return isBox && openingOf(pending).source === event.source && event.t - pending.end <= labelDelay;
}

/** Whether an arrow on one radio picked another one of its group. */
function movesInGroup(pending: PendingKeys, event: Change): boolean {
  const { source, step } = openingOf(pending);
  return (
    event.change.control === 'check' &&
    event.change.checked &&
    source === event.source &&
    event.t - pending.end <= labelDelay &&
    step.target?.field.kind === 'toggle' &&
    step.target.role === event.target.role &&
    pending.runs.every((run) => run.chord.startsWith('Arrow'))
  );
}

/** A single unmodified left click or press. */
function isPlain(pending: Pending): boolean {
  const clicks = clicksOf(pending);
  return clicks.length === 1 && clicks.every((click) => click.button === 'left' && click.modifiers.length === 0);
}

function clicksOf(pending: Pending) {
  if (pending.kind === 'clicks') return pending.clicks;
  return pending.kind === 'press' ? [...pending.earlier, pending.click] : [];
}

function openingsOf(pending: Pending): readonly Opening[] {
  if (pending.kind === 'keys') return pending.runs.map((run) => run.opening);
  return clicksOf(pending).map((click) => click.opening);
}

function isOn(pending: Pending, event: Change): boolean {
  const opening = openingOf(pending);
  return opening.source === event.source && opening.step.target?.ref === event.target.ref;
}

function begin(turn: Turn, event: Change): Opening {
  closeAll(turn);
  return open(turn, event.source, event);
}
